import { TOPICS, type Topic } from '../../domain/topic.ts'
import type { Storage } from '../../storage/storage.ts'

/** How many groups asked for a topic by name, and how many announcements were written for it. */
export interface TopicUse {
  topic: Topic
  groups: number
  broadcasts: number
}

export async function readTopicUse(storage: Pick<Storage, 'statistics'>): Promise<TopicUse[]> {
  const { groups, broadcasts } = await storage.statistics.topics()
  return TOPICS.map((topic) => ({
    topic,
    groups: groups.get(topic) ?? 0,
    broadcasts: broadcasts.get(topic) ?? 0,
  }))
}
