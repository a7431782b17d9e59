import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Bot } from 'grammy'

export const TELEGRAM_API_ROOT = 'https://api.telegram.org'

/** How long Telegram may hold a `getUpdates` open when nothing happens. */
export const POLL_SECONDS = 25

/**
 * An idle connection is closed here before Telegram closes it. A message written into a connection that is just being
 * closed is lost, and nobody could say whether Telegram took it.
 */
const IDLE_CONNECTION_MS = 10_000

export interface BotDeps {
  token: string
  apiRoot: string
  /** How long one call may take. A long poll may take `POLL_SECONDS` more. */
  requestTimeoutMs: number
  /** Ends every call that is under way. */
  stopped: AbortSignal
}

/** grammY's types know only the signal of a polyfill; on Node the signals are the same. */
type GrammySignal = Exclude<Parameters<Bot['init']>[0], undefined>
export const toGrammySignal = (signal: AbortSignal) => signal as unknown as GrammySignal

/** A grammY bot whose every call ends in time. It retries nothing: that is decided where deliveries are stored. */
export function createBot({ token, apiRoot, requestTimeoutMs, stopped }: BotDeps): Bot {
  const options = { keepAlive: true, timeout: IDLE_CONNECTION_MS }
  const agent = apiRoot.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options)
  stopped.addEventListener('abort', () => agent.destroy())
  const bot = new Bot(token, { client: { apiRoot, baseFetchConfig: { agent } } })
  bot.api.config.use(async (prev, method, payload, given) => {
    const limitMs = method === 'getUpdates' ? requestTimeoutMs + POLL_SECONDS * 1_000 : requestTimeoutMs
    const controller = new AbortController()
    const abort = () => controller.abort()
    const timer = setTimeout(abort, limitMs)
    const others = [stopped, given as AbortSignal | undefined].filter((other) => other !== undefined)
    for (const other of others) {
      if (other.aborted) abort()
      other.addEventListener('abort', abort)
    }
    try {
      return await prev(method, payload, toGrammySignal(controller.signal))
    } finally {
      clearTimeout(timer)
      for (const other of others) other.removeEventListener('abort', abort)
    }
  })
  return bot
}
