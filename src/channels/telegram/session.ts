import { setMaxListeners } from 'node:events'
import { BotError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock } from '../../clock.ts'
import type { ChannelState, ReceiveEvent } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import { createDownload } from './attachments.ts'
import { createBot } from './bot.ts'
import { connect, type TelegramMode } from './connection.ts'
import { describeError } from './errors.ts'
import { installHandlers } from './handlers.ts'
import { createSender } from './sending.ts'
import { createUpdateIntake } from './update-intake.ts'

/** How long `stop` waits for what is under way before it cuts it off. */
const STOP_WAIT_MS = 5_000

export interface SessionDeps {
  token: string
  apiRoot: string
  requestTimeoutMs: number
  mode: TelegramMode
  clock: Clock
  logger: Logger
  receive: ReceiveEvent
  report: (state: ChannelState, detail?: string) => void
}

export type Session = ReturnType<typeof openSession>

/** Everything between one `start` and the next `stop`. */
export function openSession(deps: SessionDeps) {
  const { clock, logger, receive } = deps
  const reading = new AbortController()
  const calling = new AbortController()
  // One listener for each call under way: many people may be answered at once.
  setMaxListeners(0, calling.signal)
  const underWay = new Set<Promise<unknown>>()
  const bot = createBot({ ...deps, stopped: calling.signal })
  const download = createDownload({ ...deps, api: bot.api, stopped: calling.signal })
  const waitings = new WeakMap<Update, () => void>()
  installHandlers(bot, { clock, download, receive, onWaitingOf: (update) => waitings.get(update) })

  const intake = createUpdateIntake(async (update, onWaiting) => {
    waitings.set(update, onWaiting)
    try {
      await bot.handleUpdate(update)
    } catch (error) {
      const cause = error instanceof BotError ? error.error : error
      logger.error({ err: cause, updateId: update.update_id }, 'could not process a Telegram update')
      throw cause
    }
  })

  /** Takes the clock off the tapped button. It shows nothing, so nothing depends on it. */
  async function acknowledge(queryId: string): Promise<void> {
    try {
      await bot.api.answerCallbackQuery(queryId)
    } catch (error) {
      logger.warn({ reason: describeError(error) }, 'could not acknowledge a tapped button')
    }
  }

  function track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
    return tracked
  }

  async function take(update: Update): Promise<void> {
    const query = update.callback_query
    if (query !== undefined && !intake.knows(update)) void track(acknowledge(query.id))
    await intake.take(update)
  }

  async function settled(): Promise<void> {
    await intake.settled()
    while (underWay.size > 0) await Promise.allSettled(underWay)
  }

  const connection = connect({ ...deps, bot, take, signal: reading.signal, cutOff: calling.signal })

  return {
    api: bot.api,
    sender: createSender({ api: bot.api, clock, signal: calling.signal }),
    /** Keeps `close` waiting until the work is done. */
    track,
    /** Undefined until Telegram has said who the bot is. */
    publicAddress: () => (bot.isInited() ? `https://t.me/${bot.botInfo.username}` : undefined),
    /** Undefined until Telegram has said who the bot is, and after `close`. */
    intake: () => (bot.isInited() && !reading.signal.aborted ? take : undefined),

    /** Stops reading, lets what is under way finish for some seconds, then cuts it off. */
    async close(): Promise<void> {
      reading.abort()
      const waited = new AbortController()
      const finished = Promise.all([settled(), connection])
      await Promise.race([finished, clock.sleep(STOP_WAIT_MS, waited.signal)])
      waited.abort()
      calling.abort()
      await connection
    },
  }
}
