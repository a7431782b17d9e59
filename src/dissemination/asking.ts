import { ACKNOWLEDGEMENT_ASKED, acknowledgementChoiceId } from '../domain/acknowledgement.ts'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'

/** WhatsApp has no buttons that work everywhere, so people reply there. */
const HOW_TO_ANSWER: Record<ChannelName, string> = {
  telegram: 'Tekan tombol di bawah, atau balas pesan ini dengan **sudah**.',
  whatsapp: 'Balas pesan ini dengan **sudah**.',
  simulator: 'Tekan tombol di bawah, atau balas pesan ini dengan **sudah**.',
}

const questionOn = (channel: ChannelName) => `${ACKNOWLEDGEMENT_ASKED} ${HOW_TO_ANSWER[channel]}`

/** So many letters the question adds to an announcement at the most, with the empty line before it. */
export const QUESTION_LENGTH =
  2 + Math.max(...Object.keys(HOW_TO_ANSWER).map((name) => questionOn(name as ChannelName).length))

/**
 * An announcement as it goes to one group: one that asks whether it was passed on gets the question at its end, and a
 * button that leads back to this very delivery.
 */
export function asked(
  message: OutgoingMessage,
  { channel, deliveryId }: { channel: ChannelName; deliveryId: string },
): OutgoingMessage {
  if (message.asksAcknowledgement !== true) return message
  const text = `${message.text}\n\n${questionOn(channel)}`
  if (channel === 'whatsapp') return { ...message, text }
  const button = { id: acknowledgementChoiceId(deliveryId), label: 'Sudah disampaikan' }
  return { ...message, text, choices: [...(message.choices ?? []), button] }
}
