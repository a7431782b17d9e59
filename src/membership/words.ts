import type { SpeechRegister } from '../domain/community.ts'
import { likeness } from '../domain/gazetteer.ts'
import type { ReceivingHours } from '../domain/receiving-hours.ts'
import type { Topic, TopicEntry } from '../domain/topic.ts'

/** Words that steer a dialogue, whatever it asks. */
export type SteeringWord =
  'cancel' | 'help' | 'back' | 'all' | 'skip' | 'next' | 'previous' | 'done' | 'yes' | 'no'

const STEERING: [SteeringWord, RegExp][] = [
  [
    'cancel',
    /^(?:batal(?:kan|in)?|btl|cancel|keluar|stop|berhenti|tidak jadi|gak jadi|nggak jadi|ga jadi|udahan)$/,
  ],
  ['help', /^(?:bantuan|bantu|tolong|help|bingung|caranya|gimana|bagaimana|\?+)$/],
  ['back', /^(?:kembali|kembalikan|kmbali|balik|back|mundur|ulang|ulangi|sebelum ini)$/],
  [
    'all',
    /^(?:semua|seluruh)(?:nya)?(?: (?:topik|kabar|wilayah|desa|kelurahan|kecamatan|kabupaten|kota|provinsi)(?: ini)?)?$/,
  ],
  ['skip', /^(?:lewati|lewat|lewatkan|lwati|skip)$/],
  ['next', /^(?:lainnya|lain|selanjutnya|berikutnya|berikut|next|halaman berikutnya)$/],
  ['previous', /^(?:sebelumnya|previous|prev|halaman sebelumnya)$/],
  ['done', /^(?:selesai|slesai|sudah|udah|lanjut|done)$/],
  ['yes', /^(?:ya|iya|y|yes|ok|oke|okey|betul|benar|sudah benar|simpan|save|setuju|ya simpan)$/],
  ['no', /^(?:tidak|tdk|bukan|no|gak|nggak|ga|belum)$/],
]

/** Small letters, single spaces, no mark at the end. */
export const tidy = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/(?<=[^.!?])[.!?]+$/, '')
    .replaceAll(/\s+/g, ' ')

/** Undefined when a text is more than such a word. */
export function readSteeringWord(text: string): SteeringWord | undefined {
  const word = tidy(text)
  return STEERING.find(([, pattern]) => pattern.test(word))?.[0]
}

/** `2`, or several as `1,3 5`; undefined when there is anything but numbers. */
export function readNumbers(text: string): number[] | undefined {
  const numbers = text.trim().replace(/[.)]+$/, '')
  if (!/^\d{1,2}(?:(?:\s*[,;&.+]\s*|\s+|\s+dan\s+)\d{1,2}){0,20}$/i.test(numbers)) return undefined
  return numbers.split(/\D+/).map(Number)
}

/** What people call the first topics, beside their labels. */
const TOPIC_WORDS: Partial<Record<Topic, string>> = {
  kesehatan: 'sehat posyandu imunisasi puskesmas stunting',
  pendidikan: 'sekolah beasiswa kuliah',
  bantuan_sosial: 'bansos bantuan sosial pkh blt',
  bencana: 'banjir kebakaran cuaca',
  pertanian_perikanan: 'pertanian perikanan tani petani nelayan ikan',
  pekerjaan: 'usaha kerja loker lowongan umkm',
  kependudukan: 'ktp kk dukcapil',
  literasi_digital: 'literasi digital internet hoaks',
  umum: 'lainnya',
}
const SURE_LIKENESS = 0.75

type NamedTopic = Pick<TopicEntry, 'id' | 'label'>

/** How well a typed part names a topic, 0 to 1. */
function topicScore(part: string, topic: NamedTopic): number {
  const label = topic.label.toLowerCase()
  if (part === label || TOPIC_WORDS[topic.id]?.split(' ').includes(part) === true) return 1
  if (part.length < 4) return 0
  return label.startsWith(part) ? 0.95 : likeness(part, label)
}

function readTopic(part: string, offered: NamedTopic[]): Topic | undefined {
  const scored = offered.map((topic) => ({ topic, score: topicScore(part, topic) }))
  const [best] = scored.toSorted((a, b) => b.score - a.score)
  return best !== undefined && best.score >= SURE_LIKENESS ? best.topic.id : undefined
}

/**
 * Topics typed by number (several) in the order in which they were offered, or by name, spelling forgiven. Undefined
 * when any part is neither.
 */
export function readTopics(text: string, offered: NamedTopic[]): Topic[] | undefined {
  const numbers = readNumbers(text)
  const whole =
    numbers === undefined ? offered.find(({ label }) => label.toLowerCase() === tidy(text)) : undefined
  if (whole !== undefined) return [whole.id]
  const parts = numbers ?? tidy(text).split(/\s*(?:[,;]|\bdan\b)\s*/)
  const topics = parts.map((part) =>
    typeof part === 'number' ? offered[part - 1]?.id : readTopic(part, offered),
  )
  const known = topics.filter((topic) => topic !== undefined)
  return known.length === topics.length ? known : undefined
}

const HOUR_WORDS: [ReceivingHours, RegExp][] = [
  ['any', /^(?:kapan saja|kapan aja|bebas|any|setiap saat|24 jam)$/],
  ['morning', /^(?:pagi|pagi hari|morning)$/],
  ['midday', /^(?:siang|siang hari|noon|midday)$/],
  ['evening', /^(?:sore|petang|sore hari|malam|evening)$/],
]

export function readHours(text: string): ReceivingHours | undefined {
  const word = tidy(text)
  return HOUR_WORDS.find(([, pattern]) => pattern.test(word))?.[0]
}

const REGISTER_WORDS: [SpeechRegister, RegExp][] = [
  ['formal', /^(?:formal|resmi|sopan|bapak ?\/? ?ibu|pak|bu)$/],
  ['casual', /^(?:casual|santai|akrab|kak|kakak|teman|teman-teman)$/],
]

export function readRegister(text: string): SpeechRegister | undefined {
  const word = tidy(text)
  return REGISTER_WORDS.find(([, pattern]) => pattern.test(word))?.[0]
}
