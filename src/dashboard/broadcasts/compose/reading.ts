import { readAnnouncement, type AnnouncementReading } from '../../../dissemination/files/announcement.ts'
import { readHolidays } from '../../../dissemination/files/holidays.ts'
import { BODY } from '../../../dissemination/files/problem.ts'
import { anchored } from '../../../dissemination/files/reconcile.ts'
import { witaDay } from '../../../domain/wita.ts'
import { clockTime } from '../../../http/time.ts'
import type { Desks } from '../../desks.ts'
import type { Draft } from './draft.ts'
import { fileOf } from './pictures.ts'

const LABELS: Record<string, string> = {
  title: 'Judul',
  programme: 'Program',
  topic: 'Topik',
  [BODY]: 'Isi',
  'audience.areas': 'Wilayah',
  'audience.except': 'Kecuali',
  'audience.kinds': 'Jenis grup',
  channels: 'Saluran',
  schedule: 'Jadwal',
  expires: 'Berlaku sampai',
  emergency_reason: 'Alasan darurat',
  attachment: 'Gambar',
}

const labelOf = (field: string) => LABELS[field] ?? LABELS[field.split('.')[0] ?? ''] ?? 'Isian'

/** What is missing, said for a form and not for a file. Its fields need no second sentence. */
function missing(draft: Draft): Map<string, string> {
  const found = new Map<string, string>()
  if (draft.title === '') found.set('title', 'Tulis judul pengumumannya.')
  if (draft.programme === '') found.set('programme', 'Tulis nama resmi programnya.')
  if (draft.topic === '') found.set('topic', 'Pilih salah satu.')
  if (draft.body === '') found.set(BODY, 'Tulis isi pengumumannya.')
  if (draft.areas.length === 0) found.set('audience.areas', 'Centang paling sedikit satu wilayah.')
  if (draft.timing === 'sekali' && (draft.date === '' || draft.time === '')) {
    found.set('schedule', 'Isi tanggal dan jamnya.')
  }
  if (draft.timing === 'berulang' && draft.words === '') {
    found.set('schedule', 'Tulis jadwalnya, misalnya setiap Senin 08.00.')
  }
  if (draft.expiresTime !== '' && draft.expiresDate === '') found.set('expires', 'Isi juga tanggalnya.')
  if (draft.isEmergency && draft.emergencyReason === '') {
    found.set('emergency_reason', 'Tulis alasannya, misalnya "Banjir bandang di Long Bagun".')
  }
  return found
}

function scheduleOf({ timing, date, time, words }: Draft, now: Date): string | Record<string, string> {
  if (timing === 'berulang') return words
  return { at: timing === 'segera' ? `${witaDay(now)} ${clockTime(now)}` : `${date} ${time}` }
}

/** The keys that a file with the same announcement would have. */
function keysOf(draft: Draft, now: Date): Record<string, unknown> {
  return {
    title: draft.title,
    programme: draft.programme,
    topic: draft.topic,
    audience: { areas: draft.areas, except: draft.except, kinds: draft.kinds },
    channels: draft.channels,
    schedule: scheduleOf(draft, now),
    priority: draft.isEmergency ? 'emergency' : 'normal',
    ...(draft.expiresDate === '' ? {} : { expires: `${draft.expiresDate} ${draft.expiresTime}`.trim() }),
    ...(draft.acknowledge ? { acknowledge: 'true' } : {}),
    ...(draft.isEmergency ? { emergency_reason: draft.emergencyReason } : {}),
    ...(draft.picture === '' ? {} : { attachment: fileOf(draft.picture) }),
  }
}

/** What a form comes to: the announcement, and what is wrong with it in sentences. */
export interface DraftReading extends AnnouncementReading {
  sentences: string[]
}

/** Reads a form by the rules of files. */
export async function readForm(
  draft: Draft,
  { storage, folders, clock }: Desks,
): Promise<DraftReading> {
  const now = clock.now()
  const holidays = await readHolidays(folders.broadcasts)
  const written = { keys: keysOf(draft, now), body: draft.body }
  const reading = readAnnouncement(written, {
    gazetteer: storage.gazetteer,
    topics: storage.topics,
    now,
    holidays,
  })
  const own = missing(draft)
  const isSaid = (field: string) => own.has(field) || own.has(field.split('.')[0] ?? '')
  const stale =
    reading.stale === undefined || reading.problems.length > 0
      ? []
      : ['Jadwal: waktunya sudah lewat. Pilih waktu yang akan datang.']
  const { schedule } = reading
  return {
    ...reading,
    ...(schedule?.type === 'recurring'
      ? { schedule: anchored({ ...schedule, words: draft.words }, undefined, now) }
      : {}),
    sentences: [
      ...[...own].map(([field, sentence]) => `${labelOf(field)}: ${sentence}`),
      ...reading.problems
        .filter(({ field }) => !isSaid(field))
        .map(({ field, reason }) => `${labelOf(field)}: ${reason}`),
      ...stale,
    ],
  }
}
