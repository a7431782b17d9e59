import type { AmendmentMeans } from '../../domain/amendment.ts'
import type { ChannelName } from '../../domain/message.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * For how long after sending a platform lets a message be changed or deleted. A missing limit is no limit.
 *
 * - WhatsApp's help: messages can be edited for 15 minutes, and deleted for everyone for about two days. Its server takes
 *   later ones too, but phones ignore them: it must be decided here.
 * - Telegram's Bot API: no limit for editing a bot's own messages; `deleteMessage` works for 48 hours, longer where the
 *   bot is an admin. Telegram says so itself, so it is asked.
 */
const WINDOW: Record<ChannelName, { editMs?: number; deleteMs?: number }> = {
  whatsapp: { editMs: 15 * MINUTE_MS, deleteMs: 48 * HOUR_MS },
  telegram: {},
  simulator: {},
}

/** Whether it is too late to change or delete a message of this age. */
export function isTooLate(
  channel: ChannelName,
  means: Extract<AmendmentMeans, 'edit' | 'delete'>,
  ageMs: number,
): boolean {
  const { editMs, deleteMs } = WINDOW[channel]
  const limitMs = means === 'edit' ? editMs : deleteMs
  return limitMs !== undefined && ageMs >= limitMs
}
