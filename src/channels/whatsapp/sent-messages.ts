import { proto } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import type { ChannelMemory } from '../../domain/channel.ts'
import { isGroupId } from './incoming.ts'
import { createRecent } from './recent.ts'

export interface SentMessage {
  chatId: string
  content: proto.IMessage
  /** False for further parts, edits and deletions: nobody outside knows their ids. */
  isTracked: boolean
}

/** What was sent lately. A phone that could not read a message asks for it again, even after a restart. */
export interface SentMessages {
  /** Remembers a message under its id; to be called before sending. */
  save(id: string, message: SentMessage): Promise<void>
  /** A message of the last three days. */
  find(id: string): Promise<SentMessage | undefined>
  /** The content for a phone that asks for it again from a chat. What a group was told goes to that group only. */
  contentFor(
    id: string | null | undefined,
    chatId: string | null | undefined,
  ): Promise<proto.IMessage | undefined>
}

const KEPT_DAYS = 3
const DAY_MS = 86_400_000
const INDEX = { collection: 'sent', key: 'days' }
const collectionOf = (day: string) => `sent:${day}`
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

interface StoredMessage extends Omit<SentMessage, 'content'> {
  /** Encoded, in base64. */
  content: string
}

function toText({ content, ...rest }: SentMessage): string {
  const encoded = Buffer.from(proto.Message.encode(content).finish()).toString('base64')
  return JSON.stringify({ ...rest, content: encoded } satisfies StoredMessage)
}

function fromText(text: string): SentMessage {
  const { content, ...rest } = JSON.parse(text) as StoredMessage
  return { ...rest, content: proto.Message.decode(Buffer.from(content, 'base64')) }
}

/** One collection a day, so that old days can be forgotten whole. */
export function createSentMessages(memory: ChannelMemory, clock: Clock): SentMessages {
  const recent = createRecent<SentMessage>(500)
  let today: string | undefined

  /** The entry that names all stored days, when a new day begins; forgets the days that are too old. */
  async function beginDay(day: string): Promise<{ collection: string; key: string; value: string }> {
    const stored = (await memory.get(INDEX.collection, [INDEX.key])).get(INDEX.key)
    const days = stored === undefined ? [] : (JSON.parse(stored) as string[])
    const oldest = dayOf(clock.now().getTime() - KEPT_DAYS * DAY_MS)
    const expired = days.filter((known) => known < oldest)
    if (expired.length > 0) await memory.clear(expired.map(collectionOf))
    const kept = days.filter((known) => known >= oldest && known !== day)
    return { ...INDEX, value: JSON.stringify([...kept, day]) }
  }

  const sent: SentMessages = {
    async save(id, message) {
      const day = dayOf(clock.now().getTime())
      const index = day === today ? [] : [await beginDay(day)]
      await memory.set([{ collection: collectionOf(day), key: id, value: toText(message) }, ...index])
      today = day
      recent.set(id, message)
    },
    async find(id) {
      const known = recent.get(id)
      if (known !== undefined) return known
      for (let age = 0; age <= KEPT_DAYS; age += 1) {
        const day = dayOf(clock.now().getTime() - age * DAY_MS)
        const text = (await memory.get(collectionOf(day), [id])).get(id)
        if (text === undefined) continue
        const found = fromText(text)
        recent.set(id, found)
        return found
      }
      return undefined
    },
    async contentFor(id, chatId) {
      const message = id ? await sent.find(id) : undefined
      if (message === undefined || !chatId) return undefined
      // A private chat has two addresses, by phone number and by LID.
      const arePrivate = !isGroupId(message.chatId) && !isGroupId(chatId)
      return arePrivate || message.chatId === chatId ? message.content : undefined
    },
  }
  return sent
}
