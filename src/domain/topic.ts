/** What an announcement is about: lower-case ASCII words joined by `_`. Staff keep the list; an id never changes. */
export type Topic = string

export interface TopicEntry {
  id: Topic
  /** What people read and choose. */
  label: string
  /** Not offered any more. Groups and announcements that have it keep it. */
  isRetired: boolean
}

/** How the list begins. */
export const DEFAULT_TOPICS: readonly TopicEntry[] = [
  { id: 'kesehatan', label: 'Kesehatan', isRetired: false },
  { id: 'pendidikan', label: 'Pendidikan', isRetired: false },
  { id: 'bantuan_sosial', label: 'Bantuan sosial', isRetired: false },
  { id: 'bencana', label: 'Bencana', isRetired: false },
  { id: 'pertanian_perikanan', label: 'Pertanian & perikanan', isRetired: false },
  { id: 'pekerjaan', label: 'Pekerjaan & usaha', isRetired: false },
  { id: 'kependudukan', label: 'Kependudukan', isRetired: false },
  { id: 'literasi_digital', label: 'Literasi digital', isRetired: false },
  { id: 'umum', label: 'Umum', isRetired: false },
]

/** The topics as they are now. It may change while the server runs: ask each time. */
export interface TopicList {
  /** Retired ones too, in the order in which people see them. */
  all(): readonly TopicEntry[]
  /** What can be chosen. */
  offered(): TopicEntry[]
  /** The id of one that nobody knows. */
  labelOf(id: Topic): string
}

/** A list that reads its entries each time. */
export function createTopicList(read: () => readonly TopicEntry[]): TopicList {
  return {
    all: read,
    offered: () => read().filter(({ isRetired }) => !isRetired),
    labelOf: (id) => read().find((entry) => entry.id === id)?.label ?? id,
  }
}

/** `Seni & Budaya` → `seni_budaya`. Empty when there is no letter of the alphabet in it. */
export function topicIdOf(label: string): Topic {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
}

/** The topic that a text names by its id or its label, whatever signs stand between the words. */
export function topicNamed(text: string, list: TopicList): TopicEntry | undefined {
  const wanted = topicIdOf(text)
  return list.all().find(({ id, label }) => wanted !== '' && (id === wanted || topicIdOf(label) === wanted))
}
