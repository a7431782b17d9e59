/** What announcements are about. A group that chose no topic gets all of them. */
export const TOPICS = [
  'kesehatan',
  'pendidikan',
  'bantuan_sosial',
  'bencana',
  'pertanian_perikanan',
  'pekerjaan',
  'kependudukan',
  'literasi_digital',
  'umum',
] as const

export type Topic = (typeof TOPICS)[number]

export const TOPIC_LABEL: Record<Topic, string> = {
  kesehatan: 'Kesehatan',
  pendidikan: 'Pendidikan',
  bantuan_sosial: 'Bantuan sosial',
  bencana: 'Bencana',
  pertanian_perikanan: 'Pertanian & perikanan',
  pekerjaan: 'Pekerjaan & usaha',
  kependudukan: 'Kependudukan',
  literasi_digital: 'Literasi digital',
  umum: 'Umum',
}

export function isTopic(value: string): value is Topic {
  return (TOPICS as readonly string[]).includes(value)
}
