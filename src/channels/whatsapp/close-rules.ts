/** What to do after WhatsApp closed the connection. */
export type AfterClose =
  | { next: 'restart' }
  | { next: 'retry'; delayMs: number; detail: string }
  /** Ask which protocol version is current, then try again. */
  | { next: 'renew_version'; delayMs: number; detail: string }
  /** `forgets`: the session is over for good and is to be forgotten. */
  | { next: 'stop'; detail: string; forgets: boolean }

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

const STOPPED: Record<number, { detail: string; forgets?: boolean }> = {
  401: {
    detail:
      'WhatsApp sudah mengeluarkan bot dari perangkat tertaut. Mulai ulang aplikasi, lalu tautkan lagi dengan kode QR yang baru.',
    forgets: true,
  },
  403: {
    detail:
      'WhatsApp menolak akun ini. Buka WhatsApp di ponsel kantor untuk melihat apakah akunnya diblokir, lalu mulai ulang aplikasi.',
  },
  411: {
    detail:
      'Ponsel kantor memakai WhatsApp versi lama. Perbarui WhatsApp di ponsel, lalu mulai ulang aplikasi.',
  },
  440: {
    detail:
      'Sesi WhatsApp ini diambil alih oleh proses lain. Pastikan hanya satu aplikasi yang berjalan, lalu mulai ulang.',
  },
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
  if (code === 515) return { next: 'restart' }
  const stopped = STOPPED[code ?? 0]
  if (stopped !== undefined) return { next: 'stop', forgets: false, ...stopped }
  const delayMs = backoffMs(history.failures, history.random)
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
    forgets: false,
    detail: 'WhatsApp menolak versi aplikasi ini. Hubungi pengelola sistem untuk memperbarui aplikasi.',
  }
}
