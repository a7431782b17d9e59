/** What to do after WhatsApp closed the connection. */
export type AfterClose =
  | { next: 'restart' }
  | { next: 'retry'; delayMs: number; detail: string }
  /** Ask which protocol version is current, then try again. */
  | { next: 'renew_version'; delayMs: number; detail: string }
  /** The session is over for good: forget it, and ask to be paired again. */
  | { next: 'pair_again'; delayMs: number; detail: string }
  | { next: 'stop'; detail: string }

export interface CloseHistory {
  /** Closed connections in a row without one that opened. */
  failures: number
  /** How often the protocol version was refused in a row, this time included. */
  refusedVersions: number
  /** Between 0 and 1. */
  random: number
}

const BASE_MS = 1_000
const LONGEST_MS = 60_000
const VERSION_TRIES = 3
/** WhatsApp asks for a restart once, after pairing; more in a row are a fault. */
const RESTARTS_AT_ONCE = 3

const STOPPED: Record<number, string> = {
  403: 'WhatsApp menolak akun ini. Buka WhatsApp di ponsel kantor untuk melihat apakah akunnya diblokir, lalu sambungkan ulang.',
  411: 'Ponsel kantor memakai WhatsApp versi lama. Perbarui WhatsApp di ponsel, lalu sambungkan ulang.',
  440: 'Sesi WhatsApp ini diambil alih oleh proses lain. Pastikan hanya satu aplikasi yang berjalan, lalu sambungkan ulang.',
}

/** Doubles with each failure up to a minute; between half and all of it, so that many bots do not come at once. */
export function backoffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, BASE_MS * 2 ** Math.max(0, failures - 1))
  return Math.round((longest / 2) * (1 + random))
}

/**
 * Decides by the code of the closing. Source of the codes: `DisconnectReason` of Baileys 7, and what servers were
 * seen to do: 515 after pairing, 440 when another process logs in, 401 logged out by the phone, 405 version refused.
 */
export function afterClose(code: number | undefined, history: CloseHistory): AfterClose {
  if (code === 515 && history.failures <= RESTARTS_AT_ONCE) return { next: 'restart' }
  const stopped = STOPPED[code ?? 0]
  if (stopped !== undefined) return { next: 'stop', detail: stopped }
  const delayMs = backoffMs(history.failures, history.random)
  if (code === 401) {
    return {
      next: 'pair_again',
      delayMs,
      detail: 'WhatsApp sudah mengeluarkan bot dari perangkat tertaut.',
    }
  }
  if (code !== 405) {
    return {
      next: 'retry',
      delayMs,
      detail: 'Sambungan WhatsApp terputus. Sistem sedang mencoba menyambung lagi.',
    }
  }
  if (history.refusedVersions < VERSION_TRIES) {
    return {
      next: 'renew_version',
      delayMs,
      detail: 'WhatsApp meminta versi yang lebih baru. Sistem sedang mencobanya.',
    }
  }
  return {
    next: 'stop',
    detail: 'WhatsApp menolak versi aplikasi ini. Hubungi pengelola sistem untuk memperbarui aplikasi.',
  }
}
