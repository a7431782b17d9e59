import type { Amendment } from '../../domain/amendment.ts'
import { SendError, type SendErrorCode } from '../../domain/error.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { AmendmentChange } from '../../storage/amendments.ts'
import { asked } from '../asking.ts'
import type { AmenderDeps } from './deps.ts'
import { isTooLate } from './windows.ts'

const MAX_ATTEMPTS = 6
const FIRST_BACKOFF_MS = 15_000
const LONGEST_BACKOFF_MS = 10 * 60_000
/** How soon to look again whether a channel is back. */
const RECONNECT_MS = 5_000

/** Why a message could not be changed or deleted, for staff. */
const REASON: Partial<Record<SendErrorCode, string>> = {
  chat_gone: 'Bot sudah tidak ada di grup ini.',
  not_allowed: 'Bot tidak boleh menulis di grup ini.',
  chat_moved: 'Grup ini pindah ke alamat baru, pesan lamanya tertinggal.',
  rejected: 'Platform tidak mengizinkannya lagi.',
}
const TOO_LATE = {
  edit: 'Batas waktu untuk mengubah pesan sudah lewat.',
  delete: 'Batas waktu untuk menghapus pesan sudah lewat.',
}
const UNSUPPORTED = 'Saluran ini tidak bisa melakukannya.'
const NO_ID = 'Pesan pertama tidak punya tanda pengenal dari platform.'

/** A message of the bot can be told nothing more there. */
const HOPELESS: ReadonlySet<SendErrorCode> = new Set(['chat_gone', 'not_allowed'])

/** What becomes of an amendment that cannot be made in place: a RALAT instead of an edit, nothing instead of a deletion. */
function givenUp(means: Amendment['means'], reason: string, isHopeless = false): AmendmentChange {
  if (means === 'edit' && !isHopeless) return { means: 'notice', reason }
  return { status: 'impossible', reason }
}

/** What follows from an error. Pure. */
function afterError({ means, attempts }: Amendment, error: unknown, now: Date): AmendmentChange {
  const code = error instanceof SendError ? error.code : 'unreachable'
  const waitMs =
    (error instanceof SendError ? error.retryAfterMs : undefined) ??
    Math.min(FIRST_BACKOFF_MS * 2 ** attempts, LONGEST_BACKOFF_MS)
  if (code === 'disconnected') return { nextAttemptAt: new Date(now.getTime() + RECONNECT_MS) }
  const isLasting = ['chat_gone', 'chat_moved', 'not_allowed', 'rejected'].includes(code)
  if (isLasting) return givenUp(means, REASON[code] ?? '', HOPELESS.has(code))
  if (attempts + 1 >= MAX_ATTEMPTS) {
    return givenUp(means, `Platform tidak menjawab, sudah dicoba ${MAX_ATTEMPTS} kali.`)
  }
  return { attempts: attempts + 1, nextAttemptAt: new Date(now.getTime() + waitMs) }
}

/**
 * Edits or deletes one message, as far as its platform allows. Returns how long its account must wait first, in
 * milliseconds, when it must; undefined when it was dealt with, one way or the other.
 */
export async function carryOut(
  amendment: Amendment,
  { corrected, message }: StoredBroadcast,
  { storage, channels, clock, logger, pacing }: AmenderDeps,
): Promise<number | undefined> {
  const { address, externalId, sentAt, means, id } = amendment
  if (means !== 'edit' && means !== 'delete') return undefined
  const update = (change: AmendmentChange) => storage.amendments.update([id], change)
  const now = clock.now()
  const channel = channels.find(
    ({ name, account }) => name === address.channel && account === address.account,
  )
  const isLate = sentAt !== undefined && isTooLate(address.channel, means, now.getTime() - sentAt.getTime())
  const isAble = channel === undefined || channel[means] !== undefined
  if (externalId === undefined || isLate || !isAble) {
    await update(givenUp(means, isLate ? TOO_LATE[means] : isAble ? NO_ID : UNSUPPORTED))
    return undefined
  }
  if (channel?.status().state !== 'connected') {
    await update({ nextAttemptAt: new Date(now.getTime() + RECONNECT_MS) })
    return undefined
  }
  const waitMs = pacing.waitMs(address)
  if (waitMs > 0) return waitMs
  const answered = pacing.begin(address)
  try {
    const to = { channel: address.channel, deliveryId: amendment.deliveryId }
    if (means === 'edit') await channel.edit?.(address, externalId, asked(corrected ?? message, to))
    else await channel.delete?.(address, externalId)
    await update({ status: 'done' })
  } catch (error) {
    await update(afterError(amendment, error, clock.now()))
    const code = error instanceof SendError ? error.code : 'unknown'
    logger.warn({ channel: address.channel, amendmentId: id, means, code }, 'a message was not amended')
  } finally {
    answered()
  }
  return undefined
}
