import type { Message } from 'grammy/types'
import { badRequest } from './refusal.ts'
import type { StoredChat, World } from './world.ts'

/**
 * Which topic of a forum a message of the bot goes into: the one that is named, else that of the message it answers,
 * else General. Throws in Telegram's words for a topic that does not exist or is closed.
 */
export function topicFor(
  world: World,
  chat: StoredChat,
  named: number | undefined,
  replied: Message | undefined,
): Partial<Message> {
  const { forum } = chat
  if (named !== undefined && forum?.topics.has(named) !== true) throw badRequest('message thread not found')
  if (forum === undefined) return {}
  const thread = named ?? replied?.message_thread_id
  const isClosed = thread === undefined ? forum.isGeneralClosed : forum.topics.get(thread)?.isClosed
  if (isClosed === true && !world.botWritesInClosedTopics(chat)) throw badRequest('TOPIC_CLOSED')
  return thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }
}
