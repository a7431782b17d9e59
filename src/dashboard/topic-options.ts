import type { Topic, TopicList } from '../domain/topic.ts'
import type { Option } from './ui/fields.tsx'

/** What can be chosen in a form: the topics of now, and those that are chosen already. */
export const topicOptions = (topics: TopicList, chosen: Topic[]): Option[] =>
  topics
    .all()
    .filter(({ id, isRetired }) => !isRetired || chosen.includes(id))
    .map(({ id, label, isRetired }) => ({
      value: id,
      label: isRetired ? `${label} (tidak dipakai lagi)` : label,
    }))
