/** What keeps the database from working, in plain Indonesian for staff, by the code of SQLite. */
const DETAIL: Record<string, string> = {
  SQLITE_BUSY:
    'Basis data sedang dikunci program lain. Tutup program itu; pengiriman akan berlanjut sendiri.',
  SQLITE_FULL:
    'Disk penuh, jadi tidak ada yang bisa dicatat. Kosongkan ruang; pengiriman akan berlanjut sendiri.',
  SQLITE_IOERR: 'Berkas basis data tidak bisa dibaca atau ditulis. Periksa disk server.',
  SQLITE_READONLY: 'Berkas basis data tidak boleh ditulis. Periksa izin berkasnya.',
  SQLITE_CORRUPT: 'Berkas basis data rusak. Hentikan server dan pulihkan cadangan.',
  SQLITE_NOTADB: 'Berkas basis data rusak. Hentikan server dan pulihkan cadangan.',
  SQLITE_CANTOPEN: 'Berkas basis data tidak bisa dibuka. Periksa folder dan izinnya.',
}

/** A lock that another process holds for a moment is nothing to tell of. */
const SHORT_LOCK_MS = 2_000

/** Knows whether the database works, from what its statements met. */
export interface StorageTrouble {
  succeeded(): void
  /** `code`: SQLite's name for the error, when it is one. A broken rule of the data is no trouble. */
  failed(code: string | undefined): void
  /** What is broken now; undefined when the last statement worked. */
  current(): string | undefined
}

export function createTrouble(): StorageTrouble {
  let trouble: { detail: string; isLock: boolean; sinceMs: number } | undefined
  return {
    succeeded() {
      trouble = undefined
    },
    failed(code = '') {
      const family = Object.keys(DETAIL).find((name) => code.startsWith(name))
      if (family === undefined) return
      const detail = DETAIL[family] ?? ''
      trouble = { detail, isLock: family === 'SQLITE_BUSY', sinceMs: trouble?.sinceMs ?? Date.now() }
    },
    current() {
      if (trouble === undefined) return undefined
      const isShort = trouble.isLock && Date.now() - trouble.sinceMs < SHORT_LOCK_MS
      return isShort ? undefined : trouble.detail
    },
  }
}
