import { contentOf } from '../../../dissemination/files/announcement.ts'
import type { WrittenBroadcast } from '../../../dissemination/desk/desk.ts'
import type { Desks } from '../../desks.ts'
import type { DraftReading } from './reading.ts'

const LONGEST_ID = 60
/** Addresses of pages, which no broadcast may take. */
const TAKEN = new Set(['kalender', 'tulis', 'gambar'])

/** `Imunisasi campak: jadwal!` → `imunisasi-campak-jadwal`; never empty. */
export function idFrom(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replaceAll(/^-+|-+$/g, '')
  return words === '' || TAKEN.has(words) ? `siaran-${words}`.replace(/-$/, '') : words
}

/** An id for a new announcement that no other one has. */
export async function freeId(title: string, { storage }: Pick<Desks, 'storage'>): Promise<string> {
  const id = idFrom(title)
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? id : `${id}-${number}`
    if ((await storage.broadcasts.find(candidate)) === undefined) return candidate
  }
}

/** The announcement of a form without problems. */
export function writtenOf(
  reading: DraftReading,
  { id, author, folder }: { id: string; author: string; folder: string },
): WrittenBroadcast | undefined {
  if (reading.sentences.length > 0) return undefined
  const content = contentOf(reading, { id, folder })
  return content === undefined ? undefined : { ...content, author }
}

const SOON_MS = 86_400_000

/** What can be shown of a form that is not complete yet: undefined without an audience. */
export function sketchOf(
  { values, body, audience, schedule }: DraftReading,
  { author, folder, now }: { author: string; folder: string; now: Date },
): WrittenBroadcast | undefined {
  if (audience === undefined) return undefined
  const known = {
    values: { title: 'Judul siaran', programme: '-', ...values },
    body: body === '' ? 'Isi pengumuman.' : body,
    audience,
    schedule: schedule ?? { type: 'once' as const, at: new Date(now.getTime() + SOON_MS) },
    problems: [],
  }
  const content = contentOf(known, { id: idFrom(known.values.title), folder })
  return content === undefined ? undefined : { ...content, author }
}
