import { levelOfCode, type AreaCode } from '../domain/area.ts'
import type { KimDetails } from '../domain/kim.ts'
import { KIM_STATUS_LABEL, KIM_STATUSES, type KimStatus } from '../domain/kim.ts'
import { topicNamed, type Topic, type TopicList } from '../domain/topic.ts'
import { PRIVATE_DATA_LABEL, privateDataIn } from './private-data.ts'

const LONGEST_NAME = 100
const LONGEST_ROLE = 60

/** Without invisible signs, and with one space between words. */
export const tidy = (text: string) =>
  text
    .normalize('NFC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** `Nomor telepon tidak boleh …`, or undefined when a text holds nothing private. */
export function privacyProblem(text: string): string | undefined {
  const found = privateDataIn(text)
  return found === undefined
    ? undefined
    : `Ada ${PRIVATE_DATA_LABEL[found]}. Data pribadi tidak disimpan di sini; hapus dulu.`
}

/** What is wrong with the name of a KIM, in plain Indonesian; undefined when nothing is. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Nama KIM wajib diisi.'
  if (name.length > LONGEST_NAME) return `Nama KIM paling panjang ${LONGEST_NAME} huruf.`
  if ((name.match(/\p{L}/gu)?.length ?? 0) < 2) return 'Nama KIM harus berisi huruf.'
  return privacyProblem(name)
}

/** What is wrong with the role of its contact. */
export function roleProblem(role: string): string | undefined {
  if (role.length > LONGEST_ROLE) {
    return `Peran kontak paling panjang ${LONGEST_ROLE} huruf, misalnya "Ketua" atau "Admin desa".`
  }
  return privacyProblem(role)
}

/** What is wrong with the area of a KIM. */
export function areaProblem(areaCode: AreaCode): string | undefined {
  return levelOfCode(areaCode) === 'province'
    ? 'Wilayah KIM paling luas satu kabupaten atau kota.'
    : undefined
}

/** The first thing that is wrong with what staff say about a KIM. */
export function detailsProblem({ name, contactRole, areaCode }: KimDetails): string | undefined {
  return nameProblem(name) ?? roleProblem(contactRole) ?? areaProblem(areaCode)
}

const word = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()

const STATUS_WORDS: Record<KimStatus, string[]> = {
  registered: ['registered', 'daftar', 'sudah terdaftar', 'baru'],
  verified: ['verified', 'aktif', 'diverifikasi', 'sudah diverifikasi', 'terverifikasi aktif'],
  dormant: ['dormant', 'nonaktif', 'non aktif', 'pasif', 'vakum', 'tidak aktif lagi', 'tidur'],
}

/** A written status: `terdaftar`, `Aktif`, `non-aktif`. Undefined when it is none. */
export function readStatus(text: string): KimStatus | undefined {
  const written = word(text)
  return KIM_STATUSES.find(
    (status) => KIM_STATUS_LABEL[status] === written || STATUS_WORDS[status].includes(written),
  )
}

const TOPIC_WORDS: Partial<Record<string, Topic>> = {
  sehat: 'kesehatan',
  bansos: 'bantuan_sosial',
  sosial: 'bantuan_sosial',
  kebencanaan: 'bencana',
  pertanian: 'pertanian_perikanan',
  perikanan: 'pertanian_perikanan',
  'pertanian dan perikanan': 'pertanian_perikanan',
  kerja: 'pekerjaan',
  usaha: 'pekerjaan',
  umkm: 'pekerjaan',
  lowongan: 'pekerjaan',
  'pekerjaan dan usaha': 'pekerjaan',
  adminduk: 'kependudukan',
  literasi: 'literasi_digital',
  digital: 'literasi_digital',
}
const ALL_WORDS: ReadonlySet<string> = new Set(['semua', 'semua topik', 'all', 'seluruhnya'])

const readTopic = (part: string, topics: TopicList) => topicNamed(part, topics)?.id ?? TOPIC_WORDS[word(part)]

/** Topics by name, with commas between them; `semua` is the empty list. The parts that are none come back as `unknown`. */
export function readTopicNames(text: string, list: TopicList): { topics: Topic[]; unknown: string[] } {
  const parts = text.split(/[,;|/\n]/).filter((part) => part.trim() !== '')
  if (parts.length === 1 && ALL_WORDS.has(word(text))) return { topics: [], unknown: [] }
  const read = parts.map((part) => ({ part: part.trim(), topic: readTopic(part, list) }))
  return {
    topics: list
      .all()
      .map(({ id }) => id)
      .filter((id) => read.some(({ topic }) => topic === id)),
    unknown: read.filter(({ topic }) => topic === undefined).map(({ part }) => part),
  }
}

/** `kesehatan, bencana`; `semua` when none is named. */
export const topicNames = (topics: Topic[], list: TopicList): string =>
  topics.length === 0 ? 'semua' : topics.map((topic) => list.labelOf(topic).toLowerCase()).join(', ')
