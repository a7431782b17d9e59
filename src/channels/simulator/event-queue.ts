import type { ChannelEvent, ReceiveEvent } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import type { PendingEvent, Platform } from './platform.ts'

/** Nobody waits yet. */
const ignore = (): void => undefined

export type EventQueue = ReturnType<typeof createEventQueue>

function chatIdOf(event: ChannelEvent): string {
  return event.type === 'message' ? event.message.chat.chatId : event.chat.chatId
}

/** Tells the bot what happens: one event at a time in each chat unless one waits for the next, chats side by side. */
export function createEventQueue(logger: Logger) {
  const tails = new Map<string, Promise<void>>()
  const underWay = new Set<Promise<void>>()
  let told = new Set<number>()
  let target: { platform: Platform; receive: ReceiveEvent } | undefined

  async function tell({ number, event }: PendingEvent, onWaiting: () => void): Promise<void> {
    if (target === undefined) return
    const { platform, receive } = target
    try {
      await receive(event, onWaiting)
    } catch (error) {
      // Telling it again would fail again: the person may write once more.
      logger.error({ err: error, event: event.type }, 'A simulated event was not dealt with')
    }
    await platform.commit((draft) => {
      draft.state.pending = draft.state.pending.filter((pending) => pending.number !== number)
    })
  }

  async function tellAfter(
    previous: Promise<void> | undefined,
    pending: PendingEvent,
    onWaiting: () => void,
  ): Promise<void> {
    await previous
    try {
      await tell(pending, onWaiting)
    } catch (error) {
      logger.error({ err: error }, 'The simulator could not store that an event is done')
    }
  }

  function enqueue(pending: PendingEvent): void {
    const chatId = chatIdOf(pending.event)
    let onWaiting: () => void = ignore
    const waiting = new Promise<void>((resolve) => {
      onWaiting = resolve
    })
    const work = tellAfter(tails.get(chatId), pending, onWaiting).finally(() => {
      underWay.delete(work)
      if (tails.get(chatId) === tail) tails.delete(chatId)
    })
    underWay.add(work)
    const tail = Promise.race([work, waiting])
    tails.set(chatId, tail)
  }

  /** Takes up every stored event that was not taken up yet. */
  function takeUp(): void {
    for (const pending of target?.platform.pending() ?? []) {
      if (told.has(pending.number)) continue
      told.add(pending.number)
      enqueue(pending)
    }
  }

  return {
    /** Starts telling, first what was left over from before. */
    open(platform: Platform, receive: ReceiveEvent): void {
      target = { platform, receive }
      told = new Set()
      takeUp()
    },
    /** Tells nothing more; what is being told goes on. */
    close(): void {
      target = undefined
    },
    takeUp,
    /** Resolves when nothing is waiting. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
