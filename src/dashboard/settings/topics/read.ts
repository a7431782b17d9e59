import type { TopicEntry } from '../../../domain/topic.ts'
import type { Storage } from '../../../storage/storage.ts'

/** How many groups asked for a topic by name, and how many announcements were written for it. */
export interface TopicUse extends TopicEntry {
  groups: number
  broadcasts: number
}

export async function readTopicUse({
  topics,
  statistics,
}: Pick<Storage, 'topics' | 'statistics'>): Promise<TopicUse[]> {
  const { groups, broadcasts } = await statistics.topics()
  return topics.all().map((entry) => ({
    ...entry,
    groups: groups.get(entry.id) ?? 0,
    broadcasts: broadcasts.get(entry.id) ?? 0,
  }))
}
