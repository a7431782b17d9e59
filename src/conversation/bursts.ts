import type { Clock } from '../clock.ts'
import type { IncomingMessage } from '../domain/message.ts'
import { isRemark } from './remarks.ts'

/** A remark waits so long for what it is about. */
const REMARK_WAIT_MS = 2_500
/** A message of the longest kind may go on in the next one, which the app sends along at once. */
const LONG_LENGTH = 3_500
const LONG_WAIT_MS = 1_200
/** Nobody's messages are joined without end. */
const MOST_JOINED = 12
const LONGEST_JOINED = 60_000

interface Waiting {
  message: IncomingMessage
  joined: number
  /** Lets the message go: true when a later one took it in. */
  settle: (isTaken: boolean) => void
}

const keyOf = ({ chat, senderId }: IncomingMessage) =>
  `${chat.channel}/${chat.account}/${chat.chatId}/${senderId}`

/** How long a message waits for the next one of the same person; 0: not at all. */
function waitFor(message: IncomingMessage): number {
  const { chatType, text, attachments, choice, quoted } = message
  if (chatType === 'group' || choice !== undefined || attachments.length > 0) return 0
  if (text.length >= LONG_LENGTH) return LONG_WAIT_MS
  return !message.forwarded && quoted === undefined && isRemark(text) ? REMARK_WAIT_MS : 0
}

/** Both as one: what was asked about, without the remark about it. */
function join(earlier: IncomingMessage, later: IncomingMessage): IncomingMessage {
  const isAbout = isRemark(earlier.text) && !earlier.forwarded
  const text = isAbout ? later.text : `${earlier.text}\n${later.text}`
  const hiddenLinks = [...(earlier.hiddenLinks ?? []), ...(later.hiddenLinks ?? [])]
  return {
    ...later,
    ...(hiddenLinks.length === 0 ? {} : { hiddenLinks }),
    text: text.slice(0, LONGEST_JOINED),
    forwarded: earlier.forwarded || later.forwarded,
  }
}

/**
 * Makes one message of several in a row: "ini benar?" and the message that it is about, or a long text that the app cut
 * up. Whatever can stand alone goes on at once.
 */
export function createBursts(clock: Clock) {
  const waiting = new Map<string, Waiting>()

  /** The message goes by itself when nothing came. */
  async function letGoAfter(ms: number, signal: AbortSignal, key: string, mine: Waiting): Promise<void> {
    await clock.sleep(ms, signal)
    if (waiting.get(key) !== mine) return
    waiting.delete(key)
    mine.settle(false)
  }

  return {
    /**
     * Resolves with the message to deal with; undefined when a later one took this one in. `onWaiting` is called when it
     * waits for a later one.
     */
    async gather(message: IncomingMessage, onWaiting?: () => void): Promise<IncomingMessage | undefined> {
      const key = keyOf(message)
      const earlier = waiting.get(key)
      waiting.delete(key)
      const isJoined = earlier !== undefined && message.choice === undefined && earlier.joined < MOST_JOINED
      const whole = isJoined ? join(earlier.message, message) : message
      earlier?.settle(isJoined)
      const waitMs = isJoined && !isRemark(message.text) ? waitFor(message) : waitFor(whole)
      if (waitMs === 0) return whole
      const ending = new AbortController()
      const taken = await new Promise<boolean>((resolve) => {
        const mine: Waiting = {
          message: whole,
          joined: (isJoined ? earlier.joined : 0) + 1,
          settle: (isTaken) => {
            ending.abort()
            resolve(isTaken)
          },
        }
        waiting.set(key, mine)
        onWaiting?.()
        void letGoAfter(waitMs, ending.signal, key, mine)
      })
      return taken ? undefined : whole
    },
  }
}
