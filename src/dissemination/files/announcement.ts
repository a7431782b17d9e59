import { join } from 'node:path'
import { z } from 'zod'
import type { Audience, Broadcast, Schedule } from '../../domain/broadcast.ts'
import { CODE_LINE_LENGTH } from '../../domain/broadcast-code.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { CHANNEL_NAMES } from '../../domain/message.ts'
import { topicNamed, type TopicList } from '../../domain/topic.ts'
import { formatWita } from '../../domain/wita.ts'
import { QUESTION_LENGTH } from '../asking.ts'
import { CATCH_UP_MS } from '../plan.ts'
import { nextUsefulOccurrence } from '../schedule/occurrences.ts'
import { announcementText } from '../wording.ts'
import { isInnerPath } from './attachment.ts'
import { readAudience } from './audience-fields.ts'
import { line, mapping, readAs, readFields, wordList, type FieldValues } from './fields.ts'
import type { SourceParts } from './front-matter.ts'
import type { Holidays } from './holidays.ts'
import { BODY, type FieldProblem } from './problem.ts'
import { deadline, readSchedule, scheduleField } from './schedule-fields.ts'

const MAX_BODY_LENGTH = 3_500
/** Title, body and code together: so many characters a picture's caption may hold on Telegram. */
const MAX_CAPTION_LENGTH = 1_024
export const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

const comparable = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()

/** A retired topic is still good: what goes out every week must not end because of it. */
const topicField = (topics: TopicList) =>
  readAs(
    (text) => topicNamed(text, topics)?.id,
    (text) => {
      const what = text === '' ? 'Wajib diisi.' : `Topik "${text}" tidak dikenal.`
      const known = topics.offered().map(({ id }) => id)
      return `${what} Pilih salah satu: ${known.join(', ')}.`
    },
  )

const isHttps = (text: string) => URL.canParse(text) && new URL(text).protocol === 'https:'

const yesOrNo = readAs(
  (text) => ({ true: true, false: false })[text.toLowerCase()],
  () => 'Tulis true atau false.',
)

const schemasFor = (topics: TopicList) => ({
  id: line(80, 'tulis tanda pengenal')
    .regex(KEBAB_CASE, 'Hanya huruf kecil, angka, dan tanda hubung, tanpa spasi. Contoh: imunisasi-campak.')
    .optional(),
  title: line(120, 'tulis judul pengumumannya'),
  programme: line(120, 'tulis nama resmi programnya'),
  topic: topicField(topics),
  audience: mapping('areas: [Kota Samarinda]'),
  channels: wordList(CHANNEL_NAMES, 'Saluran').optional(),
  schedule: scheduleField,
  expires: deadline.optional(),
  priority: z.enum(['normal', 'emergency'], { error: 'Tulis normal atau emergency.' }).optional(),
  attachment: line(200, 'tulis letak gambarnya, misalnya images/nama.jpg')
    .refine(isInnerPath, 'Gambar harus berada di dalam folder siaran, misalnya images/nama.jpg.')
    .optional(),
  sources: z
    .union([z.string().transform((url) => [url]), z.array(z.string())], {
      error: 'Tulis sebagai daftar alamat https.',
    })
    .refine((urls) => urls.every(isHttps), 'Setiap sumber harus alamat lengkap yang diawali https://.')
    .optional(),
  sample: yesOrNo.optional(),
  acknowledge: yesOrNo.optional(),
  author: line(80, 'tulis nama penulisnya').optional(),
  approved_by: line(80, 'tulis nama yang menyetujui').optional(),
  emergency_reason: line(200, 'tulis alasan daruratnya').optional(),
})

export type AnnouncementValues = FieldValues<ReturnType<typeof schemasFor>>

function bodyProblems(body: string, { title, attachment, acknowledge }: AnnouncementValues): FieldProblem[] {
  if (body === '') return [{ field: BODY, reason: 'Isi pengumuman kosong. Tulis di bawah garis --- kedua.' }]
  if (body.length > MAX_BODY_LENGTH) {
    const reason = `Isi pengumuman ${body.length} huruf, paling banyak ${MAX_BODY_LENGTH}. Pendekkan.`
    return [{ field: BODY, reason }]
  }
  const questionLength = acknowledge === true ? QUESTION_LENGTH : 0
  const captionLength = (title ?? '').length + 2 + body.length + CODE_LINE_LENGTH + questionLength
  if (attachment !== undefined && captionLength > MAX_CAPTION_LENGTH) {
    const parts =
      acknowledge === true ? 'Judul, isi, kode, dan pertanyaan konfirmasi' : 'Judul, isi, dan kode'
    const reason = `${parts} bersama gambar paling banyak ${MAX_CAPTION_LENGTH} huruf, ini ${captionLength}. Pendekkan, atau hapus gambarnya.`
    return [{ field: BODY, reason }]
  }
  return []
}

function expiryProblems(schedule: Schedule | undefined, expires: Date | undefined): FieldProblem[] {
  if (schedule?.type !== 'once' || expires === undefined || expires > schedule.at) return []
  return [{ field: 'expires', reason: `Harus sesudah waktu kirimnya, ${formatWita(schedule.at)}.` }]
}

/** What is wrong with the time, unless the announcement went out already. */
function staleness(
  schedule: Schedule | undefined,
  expiresAt: Date | undefined,
  now: Date,
): FieldProblem | undefined {
  if (schedule === undefined) return undefined
  if (schedule.type === 'once') {
    if (now.getTime() - schedule.at.getTime() <= CATCH_UP_MS) return undefined
    const reason = `Waktu ini sudah lewat (${formatWita(schedule.at)}). Tulis waktu yang akan datang.`
    return { field: 'schedule.at', reason }
  }
  const expiry = expiresAt === undefined ? {} : { expiresAt }
  if (nextUsefulOccurrence({ schedule, ...expiry }, now) !== undefined) return undefined
  const isUntil = nextUsefulOccurrence({ schedule }, now) === undefined
  return {
    field: isUntil ? 'schedule.until' : 'expires',
    reason:
      'Sampai tanggal ini tidak ada lagi jadwal yang tersisa. Mundurkan tanggalnya, atau hapus berkas ini.',
  }
}

const sameName = (left: string, right: string) => comparable(left) === comparable(right)

/** What is wrong with who wrote and who approves it. */
function peopleProblems({
  author,
  approved_by,
  priority,
  emergency_reason,
  sample,
}: AnnouncementValues): FieldProblem[] {
  const problems: FieldProblem[] = []
  const problem = (field: string, reason: string) => problems.push({ field, reason })
  if (approved_by !== undefined && author === undefined) {
    problem('author', 'Wajib diisi bila ada approved_by: tulis nama penulisnya.')
  }
  if (approved_by !== undefined && author !== undefined && sameName(author, approved_by)) {
    problem(
      'approved_by',
      'Penulis tidak boleh menyetujui tulisannya sendiri. Minta orang lain memeriksanya.',
    )
  }
  if (priority === 'emergency' && sample !== true && emergency_reason === undefined) {
    problem(
      'emergency_reason',
      'Wajib diisi untuk siaran darurat: tulis alasannya, misalnya "Banjir bandang di Long Bagun".',
    )
  }
  if (priority !== 'emergency' && emergency_reason !== undefined) {
    problem('emergency_reason', 'Hanya untuk priority: emergency. Hapus, atau ubah priority.')
  }
  return problems
}

function audienceOf(
  places: Pick<Audience, 'areaCodes' | 'except' | 'communityKinds'>,
  { topic, channels, sample }: AnnouncementValues,
): Audience {
  return {
    ...places,
    topics: topic === undefined ? [] : [topic],
    channels: sample === true ? ['simulator'] : [...new Set(channels)],
  }
}

/** What an announcement is read against. */
export interface AnnouncementContext {
  gazetteer: Gazetteer
  topics: TopicList
  now: Date
  holidays: Holidays
}

/** An announcement as it is written, in a file or in a form, with everything that is wrong with it. */
export interface AnnouncementReading {
  values: AnnouncementValues
  body: string
  /** Missing when there is a problem with it. */
  audience?: Audience
  schedule?: Schedule
  problems: FieldProblem[]
  /** Its time is over: a problem unless it went out already. */
  stale?: FieldProblem
}

/** Reads what is written. Pure, and never throws. Finds all problems, not just the first. */
export function readAnnouncement(
  { keys, body }: SourceParts,
  context: AnnouncementContext,
): AnnouncementReading {
  const { values, problems } = readFields(keys, schemasFor(context.topics))
  const places = values.audience && readAudience(values.audience, context.gazetteer)
  const schedule = values.schedule === undefined ? undefined : readSchedule(values.schedule, context)
  problems.push(...(places?.problems ?? []), ...(schedule?.problems ?? []))
  problems.push(...expiryProblems(schedule?.value, values.expires), ...bodyProblems(body, values))
  problems.push(...peopleProblems(values))
  const stale = staleness(schedule?.value, values.expires, context.now)
  return {
    values,
    body,
    problems,
    ...(places?.value === undefined ? {} : { audience: audienceOf(places.value, values) }),
    ...(schedule?.value === undefined ? {} : { schedule: schedule.value }),
    ...(stale === undefined ? {} : { stale }),
  }
}

/** What an announcement says, to whom and when. */
export type AnnouncementContent = Omit<Broadcast, 'kind' | 'author' | 'status' | 'sourceFile'>

/** The content of what was read, under an id; undefined while something is wrong. `folder`: where its picture is. */
export function contentOf(
  { values, body, audience, schedule, problems }: AnnouncementReading,
  { id, folder }: { id: string; folder: string },
): AnnouncementContent | undefined {
  const { title, programme, attachment, expires, priority = 'normal' } = values
  const isWhole = title !== undefined && programme !== undefined && problems.length === 0
  if (!isWhole || audience === undefined || schedule === undefined) return undefined
  return {
    id,
    title,
    programme,
    message: {
      text: announcementText({ id, title }, body),
      ...(attachment === undefined ? {} : { attachment: { type: 'image', path: join(folder, attachment) } }),
    },
    audience,
    schedule,
    priority,
    ...(values.acknowledge === true ? { wantsAcknowledgement: true } : {}),
    ...(values.emergency_reason === undefined ? {} : { emergencyReason: values.emergency_reason }),
    ...(expires === undefined ? {} : { expiresAt: expires }),
  }
}
