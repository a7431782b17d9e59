import { PROVINCE_CODE } from '../domain/area.ts'
import { AppError } from '../domain/error.ts'
import { topicIdOf, topicNamed, type TopicEntry } from '../domain/topic.ts'
import type { AuditStore } from '../storage/audit.ts'
import type { TopicStore } from '../storage/topics.ts'
import { privacyProblem, tidy } from './kim-details.ts'
import { readNumbers, readSteeringWord } from './words.ts'

/** More are hard to choose from on a phone. */
export const MOST_TOPICS = 20
const LONGEST_LABEL = 40

/** What is wrong with the name of a topic, in plain Indonesian; undefined when nothing is. */
function labelProblem(label: string): string | undefined {
  if (label === '') return 'Tulis nama topiknya.'
  if (label.length > LONGEST_LABEL) return `Nama topik paling panjang ${LONGEST_LABEL} huruf.`
  // Commas and the like stand between topics in files and in chats.
  if (!/^[\p{L}\p{M}\p{N} &()'.-]+$/u.test(label) || topicIdOf(label).length < 3) {
    return 'Nama topik terdiri dari huruf, angka, dan spasi, misalnya "Seni & budaya".'
  }
  if (readSteeringWord(label) !== undefined || readNumbers(label) !== undefined) {
    return `"${label}" sudah berarti lain di percakapan dengan bot. Pilih nama lain.`
  }
  return privacyProblem(label)
}

/** Who does something. `memberId`: of somebody who signed in. */
export interface Who {
  by: string
  memberId?: string
}

export interface TopicDeskDeps {
  topics: TopicStore
  audit: Pick<AuditStore, 'add'>
  /** The list is another one now. */
  onChange?: () => Promise<void>
}

export type TopicDesk = ReturnType<typeof createTopicDesk>

/** What staff do about the list of topics. All errors are `AppError`, in plain Indonesian. */
export function createTopicDesk({ topics, audit, onChange }: TopicDeskDeps) {
  async function record(who: Who, action: string, { id, ...after }: TopicEntry, before?: TopicEntry) {
    await audit.add({
      ...who,
      action,
      subject: 'setting',
      subjectId: `topic/${id}`,
      areaCode: PROVINCE_CODE,
      ...(before === undefined ? {} : { before: { label: before.label, isRetired: before.isRetired } }),
      after,
    })
    await onChange?.()
  }

  function find(id: string): TopicEntry {
    const entry = topics.all().find((one) => one.id === id)
    if (entry === undefined) throw new AppError('not_found', `Topik "${id}" tidak ada.`)
    return entry
  }

  /** A name that is free, apart from the topic `id` itself. */
  function requireLabel(written: string, id?: string): string {
    const label = tidy(written)
    const problem = labelProblem(label)
    if (problem !== undefined) throw new AppError('invalid', problem)
    const same = topicNamed(label, topics)
    if (same === undefined || same.id === id) return label
    const instead = same.isRetired ? ' tetapi tidak ditawarkan lagi. Tawarkan kembali saja' : ''
    throw new AppError('conflict', `Topik "${same.label}" sudah ada${instead}.`)
  }

  function requireRoom(): void {
    if (topics.offered().length < MOST_TOPICS) return
    throw new AppError(
      'conflict',
      `Paling banyak ${MOST_TOPICS} topik. Berhentikan dulu topik yang jarang dipakai.`,
    )
  }

  return {
    list: (): TopicEntry[] => [...topics.all()],
    find,

    async add(written: string, who: Who): Promise<TopicEntry> {
      const label = requireLabel(written)
      requireRoom()
      const id = topicIdOf(label)
      if (!(await topics.add({ id, label }))) throw new AppError('conflict', `Topik "${label}" sudah ada.`)
      await record(who, 'menambahkan topik', find(id))
      return find(id)
    },

    /** Another name; groups and announcements that have the topic keep it. */
    async rename(id: string, written: string, who: Who): Promise<TopicEntry> {
      const before = find(id)
      await topics.rename(id, requireLabel(written, id))
      await record(who, 'mengganti nama topik', find(id), before)
      return find(id)
    },

    /** It is not offered any more. Groups and announcements that have it keep it. */
    async retire(id: string, who: Who): Promise<TopicEntry> {
      const before = find(id)
      if (!before.isRetired && topics.offered().length === 1) {
        throw new AppError('conflict', 'Sedikitnya satu topik harus tetap ditawarkan.')
      }
      await topics.setRetired(id, true)
      await record(who, 'tidak menawarkan topik lagi', find(id), before)
      return find(id)
    },

    async restore(id: string, who: Who): Promise<TopicEntry> {
      const before = find(id)
      if (before.isRetired) requireRoom()
      await topics.setRetired(id, false)
      await record(who, 'menawarkan topik kembali', find(id), before)
      return find(id)
    },
  }
}
