import type { Delivery } from '../domain/broadcast.ts'
import { SendError, type SendErrorCode } from '../domain/error.ts'

/** How often a message is tried before it counts as failed. */
export const MAX_ATTEMPTS = 6
const FIRST_BACKOFF_MS = 30_000
const LONGEST_BACKOFF_MS = 15 * 60_000
const RECONNECT_BACKOFF_MS = 5_000

/** Why a message did not go out, for staff. */
export const SEND_REASON: Record<
  SendErrorCode | 'expired' | 'interrupted' | 'uncertain' | 'paused' | 'nobody_received' | 'no_stand_in',
  string
> = {
  throttled: 'Platform meminta pengiriman diperlambat.',
  disconnected: 'Saluran sedang tidak terhubung.',
  unreachable: 'Platform sedang bermasalah atau tidak menjawab.',
  chat_gone: 'Bot sudah tidak ada di grup ini, atau grupnya sudah dihapus.',
  chat_moved: 'Grup ini pindah ke alamat baru.',
  not_allowed: 'Bot tidak boleh menulis di grup ini. Minta admin grup memberi izin.',
  rejected: 'Platform menolak isi pesan ini. Periksa teks dan gambarnya.',
  restricted: 'Platform membatasi akun pengirim, jadi semua pengiriman dari akun ini dihentikan.',
  expired: 'Masa berlaku siaran habis sebelum pesan ini sempat dikirim.',
  interrupted: 'Sistem berhenti saat pesan ini sedang dikirim. Lihat di grupnya apakah sudah masuk.',
  uncertain: 'Tidak pasti apakah pesan ini sudah masuk. Lihat di grupnya sebelum mengirim ulang.',
  paused: 'Admin grup ini menjeda atau menghentikan langganannya.',
  nobody_received:
    'Platform menerima pesan ini dua kali, tetapi belum ada anggota grup yang menerimanya. Periksa grupnya.',
  no_stand_in: 'Platform membatasi akun pengirim, dan tidak ada nomor lain di grup ini.',
}

/** Doubles with each attempt, and spreads by up to a half so that retries do not come in step. */
function backoffMs(attempts: number, random: () => number): number {
  const doubled = FIRST_BACKOFF_MS * 2 ** Math.max(0, attempts - 1)
  return Math.round(Math.min(doubled, LONGEST_BACKOFF_MS) * (1 + random() / 2))
}

export interface RetryCircumstances {
  now: Date
  /** Like `Math.random`. */
  random: () => number
  /** `Channel.dropsRepeatedIds`: a repeated send is harmless. */
  dropsRepeatedIds: boolean
}

/** What a failed try changes about a delivery. */
export type RetryPlan = Pick<Delivery, 'status' | 'error' | 'attempts' | 'nextAttemptAt' | 'isInDoubt'>

/**
 * What becomes of a delivery after an error. Pure. `delivery.attempts` counts the try that failed.
 * An error that is no `SendError` breaks the port's promise: nobody knows whether the message went out. What may have
 * been posted never counts as failed, however the later tries end.
 */
export function planRetry(
  error: unknown,
  delivery: Pick<Delivery, 'attempts' | 'nextAttemptAt' | 'isInDoubt'>,
  { now, random, dropsRepeatedIds }: RetryCircumstances,
): RetryPlan {
  const sendError =
    error instanceof SendError ? error : new SendError('unreachable', 'unknown', { uncertain: true })
  const { code, retryAfterMs } = sendError
  const reason = SEND_REASON[code]
  const isInDoubt = delivery.isInDoubt || sendError.uncertain
  const { attempts, nextAttemptAt } = delivery
  const plan = { attempts, nextAttemptAt, isInDoubt }
  const again = (waitMs: number): RetryPlan => ({
    ...plan,
    status: 'queued',
    nextAttemptAt: new Date(now.getTime() + waitMs),
    error: { code, reason },
  })
  const giveUp = (why: string): RetryPlan =>
    isInDoubt
      ? { ...plan, status: 'uncertain', error: { code, reason: SEND_REASON.uncertain } }
      : { ...plan, status: 'failed', error: { code, reason: why } }
  if (sendError.uncertain && !dropsRepeatedIds) return giveUp(reason)
  if (code === 'disconnected' || code === 'restricted') {
    const waitMs = code === 'restricted' ? 0 : (retryAfterMs ?? RECONNECT_BACKOFF_MS * (1 + random() / 2))
    // The message was never on its way: this try does not count.
    return { ...again(waitMs), attempts: Math.max(0, attempts - 1) }
  }
  if (code === 'chat_gone' || code === 'not_allowed' || code === 'rejected') return giveUp(reason)
  if (attempts >= MAX_ATTEMPTS) return giveUp(`${reason} Sudah dicoba ${MAX_ATTEMPTS} kali.`)
  return again(code === 'chat_moved' ? 0 : (retryAfterMs ?? backoffMs(attempts, random)))
}
