import { proto, toNumber, type WAMessage } from '@whiskeysockets/baileys'
import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { ChannelMemory } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'

/** What people wrote, until it is dealt with. */
export const INBOX_COLLECTION = 'inbox'

/** Nobody waits longer for an answer. */
const KEPT_MS = 86_400_000

/**
 * Messages that nobody has dealt with yet. Baileys confirms a message before it tells of it, so WhatsApp will not bring
 * it again: without this, a crash would lose what waits for the connection or for its turn.
 */
export interface Inbox {
  /** To be called at once when a message arrives. Never rejects. */
  keep(message: WAMessage): Promise<void>
  /** It was dealt with. Never rejects. */
  remove(message: WAMessage): Promise<void>
  /** What an earlier run left behind, in the order of arrival. */
  left(): Promise<WAMessage[]>
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

interface StoredMessage {
  /** Milliseconds since 1970, and a counter within the run. */
  arrived: [atMs: number, number: number]
  key: WAMessage['key']
  /** Seconds since 1970. */
  sentAt: number
  pushName?: string | null
  /** Encoded, in base64. */
  content: string
}

/** Holds no phone number: names of entries are not sealed. */
const nameOf = ({ key }: WAMessage) =>
  createHash('sha256').update(`${key.remoteJid}|${key.participant}|${key.id}`).digest('hex').slice(0, 32)

function fromStored({ key, sentAt, pushName, content }: StoredMessage): WAMessage {
  const message = proto.Message.decode(Buffer.from(content, 'base64'))
  return { key, message, messageTimestamp: sentAt, pushName: pushName ?? null }
}

export function createInbox(memory: ChannelMemory, clock: Clock, logger: Logger): Inbox {
  let count = 0
  const written = new Map<string, Promise<void>>()

  async function write(name: string, value: string | null): Promise<void> {
    const before = written.get(name)
    const work = (async () => {
      await before
      try {
        await memory.set([{ collection: INBOX_COLLECTION, key: name, value }])
      } catch (error) {
        logger.error({ err: error }, 'A message from WhatsApp could not be kept for a restart')
      }
    })()
    written.set(name, work)
    await work
    if (written.get(name) === work) written.delete(name)
  }

  return {
    keep(message) {
      if (!message.message) return Promise.resolve()
      count += 1
      const stored: StoredMessage = {
        arrived: [clock.now().getTime(), count],
        key: message.key,
        sentAt: toNumber(message.messageTimestamp),
        content: Buffer.from(proto.Message.encode(message.message).finish()).toString('base64'),
        ...(message.pushName ? { pushName: message.pushName } : {}),
      }
      return write(nameOf(message), JSON.stringify(stored))
    },
    remove: (message) => write(nameOf(message), null),
    async left() {
      const oldest = clock.now().getTime() - KEPT_MS
      const stored = [...(await memory.list(INBOX_COLLECTION)).values()]
        .map((text) => JSON.parse(text) as StoredMessage)
        .toSorted((a, b) => a.arrived[0] - b.arrived[0] || a.arrived[1] - b.arrived[1])
      const [recent, expired] = [true, false].map((isRecent) =>
        stored.filter(({ arrived: [at] }) => at >= oldest === isRecent).map(fromStored),
      ) as [WAMessage[], WAMessage[]]
      await Promise.all(expired.map((message) => write(nameOf(message), null)))
      return recent
    },
    async settled() {
      await Promise.all(written.values())
    },
  }
}
