import type { Clock } from '../../clock.ts'
import type { Channel } from '../../domain/channel.ts'
import type { ChatAddress } from '../../domain/message.ts'
import type { Logger } from '../../logger.ts'
import type { Storage } from '../../storage/storage.ts'

/** The pace of the sending accounts, for messages that are no deliveries. */
export interface Pacing {
  /** How long this chat and its account must wait, in milliseconds. 0: go. */
  waitMs(address: ChatAddress): number
  /** Something is about to go there. Returns what to call when the platform has answered. */
  begin(address: ChatAddress): () => void
}

export interface AmenderDeps {
  storage: Pick<Storage, 'amendments' | 'broadcasts' | 'chats' | 'deliveries' | 'occurrences'>
  channels: Channel[]
  clock: Clock
  logger: Logger
  pacing: Pacing
  /** A run has deliveries waiting. */
  onRunOpened: () => void
}
