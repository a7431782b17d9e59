import { createTopicList, type Topic, type TopicEntry, type TopicList } from '../domain/topic.ts'
import type { Database } from './database.ts'

export interface TopicStore extends TopicList {
  /** Takes over what another process changed. Returns whether anything did. */
  refresh(): Promise<boolean>
  /** At the end of the list. Returns false when the id is taken. */
  add(topic: Pick<TopicEntry, 'id' | 'label'>): Promise<boolean>
  rename(id: Topic, label: string): Promise<void>
  setRetired(id: Topic, isRetired: boolean): Promise<void>
}

/** The list of topics, kept in memory: it is asked for with every question in a group. */
export async function openTopicStore(db: Database, now: () => Date): Promise<TopicStore> {
  let entries: TopicEntry[] = []

  async function refresh(): Promise<boolean> {
    const rows = await db.topic.findMany({ orderBy: [{ position: 'asc' }, { id: 'asc' }] })
    const before = JSON.stringify(entries)
    entries = rows.map(({ id, label, retiredAt }) => ({ id, label, isRetired: retiredAt !== null }))
    return JSON.stringify(entries) !== before
  }

  await refresh()
  return {
    ...createTopicList(() => entries),
    refresh,

    async add({ id, label }) {
      const isNew = await db.$transaction(async (tx) => {
        if ((await tx.topic.findUnique({ where: { id } })) !== null) return false
        const { _max } = await tx.topic.aggregate({ _max: { position: true } })
        await tx.topic.create({ data: { id, label, position: (_max.position ?? 0) + 1 } })
        return true
      })
      await refresh()
      return isNew
    },

    async rename(id, label) {
      await db.topic.update({ where: { id }, data: { label } })
      await refresh()
    },

    async setRetired(id, isRetired) {
      await db.topic.update({ where: { id }, data: { retiredAt: isRetired ? now() : null } })
      await refresh()
    },
  }
}
