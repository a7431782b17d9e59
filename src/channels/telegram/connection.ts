import type { Bot } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock } from '../../clock.ts'
import type { ChannelState } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import { POLL_SECONDS, toGrammySignal } from './bot.ts'
import { describeError, isConflict, isTokenRefused, isWebhookRefused, retryAfterOf } from './errors.ts'

/** How updates come in. `url` is this server's public address for Telegram's callbacks. */
export type TelegramMode = { type: 'polling' } | { type: 'webhook'; secret: string; url: string }

const FIRST_RETRY_MS = 1_000
const SLOWEST_RETRY_MS = 60_000
/** With a slow rhythm two processes do not take the bot from each other all the time. */
const CONFLICT_RETRY_MS = 30_000
/** How often an update that fails is fetched again before it is given up. */
const MAX_TRIES_PER_UPDATE = 3
/** Reading does not wait longer than this for what it has just read: others are to be heard, too. */
const READ_ON_AFTER_MS = 200
/** An update that takes longer goes on by itself, and is confirmed. */
const CONFIRMED_AFTER_MS = 8_000

const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member', 'chat_member'] as const

/** What staff read when the connection is not as it should be. */
export const STATUS_DETAILS = {
  tokenRefused: 'Telegram menolak token bot. Periksa TELEGRAM_BOT_TOKEN, lalu jalankan ulang server.',
  conflict: 'Program lain sedang membaca pesan bot ini. Matikan program itu; sambungan akan pulih sendiri.',
  webhookRefused: 'Telegram menolak alamat webhook. Periksa PUBLIC_URL (harus https dan terbuka untuk umum).',
  unreachable: 'Telegram belum dapat dihubungi. Sambungan terus dicoba secara otomatis.',
} as const

export interface ConnectionDeps {
  bot: Bot
  mode: TelegramMode
  clock: Clock
  logger: Logger
  /** Ends reading, quietly. What was read is still processed and confirmed. */
  signal: AbortSignal
  /** Ends that, too. */
  cutOff: AbortSignal
  take: (update: Update) => Promise<void>
  report: (state: ChannelState, detail?: string) => void
}

/** Asks who the bot is, and tells Telegram how updates should come. */
async function introduce({ bot, mode, signal }: ConnectionDeps): Promise<void> {
  const stop = toGrammySignal(signal)
  bot.botInfo = await bot.api.getMe(stop)
  if (mode.type === 'polling') await bot.api.deleteWebhook({}, stop)
  else {
    const options = { secret_token: mode.secret, allowed_updates: [...ALLOWED_UPDATES] }
    await bot.api.setWebhook(mode.url, options, stop)
  }
}

/** How it stands with an update. `open`: it is being processed, and Telegram keeps it until that is done. */
type Outcome = 'done' | 'failed' | 'open'

/**
 * Processes what was read and tells where reading goes on: at the first update that failed or is still being processed,
 * so that Telegram gives it again, or after all of them.
 */
function createBatch({ take, clock, logger, cutOff }: ConnectionDeps) {
  const tries = new Map<number, number>()
  const underWay = new Map<number, { outcome: Promise<Outcome>; sinceMs: number }>()

  async function attempt(update: Update): Promise<Outcome> {
    const id = update.update_id
    try {
      await take(update)
    } catch {
      const tried = (tries.get(id) ?? 0) + 1
      if (tried < MAX_TRIES_PER_UPDATE) {
        tries.set(id, tried)
        return 'failed'
      }
      logger.error({ updateId: id }, 'gave a Telegram update up')
    } finally {
      underWay.delete(id)
    }
    tries.delete(id)
    return 'done'
  }

  /** The update is tried once at a time, however often it is read meanwhile. */
  function begin(update: Update) {
    const id = update.update_id
    const known = underWay.get(id) ?? { outcome: attempt(update), sinceMs: clock.now().getTime() }
    underWay.set(id, known)
    return known
  }

  /** `isLast`: nothing is read after it, so there is nobody to hurry for. */
  return async (updates: Update[], isLast: boolean): Promise<{ offset: number; failed: boolean }> => {
    const done = new AbortController()
    const finish = () => done.abort()
    cutOff.addEventListener('abort', finish)
    const waited = clock.sleep(isLast ? CONFIRMED_AFTER_MS : READ_ON_AFTER_MS, done.signal)
    const outcomes = await Promise.all(
      updates.map((update) => {
        const { outcome, sinceMs } = begin(update)
        const isLate = () => clock.now().getTime() - sinceMs >= CONFIRMED_AFTER_MS
        return Promise.race([outcome, waited.then((): Outcome => (isLate() ? 'done' : 'open'))])
      }),
    )
    cutOff.removeEventListener('abort', finish)
    finish()
    const firstOpen = updates.find((_, index) => outcomes[index] !== 'done')
    const offset = firstOpen?.update_id ?? Math.max(...updates.map(({ update_id: id }) => id)) + 1
    return { offset, failed: outcomes.includes('failed') }
  }
}

/** One `getUpdates` after the other. Rejects when one fails. */
function createPoll(deps: ConnectionDeps, onConnected: () => void): () => Promise<void> {
  const { bot, clock, signal } = deps
  const processBatch = createBatch(deps)
  let offset = 0

  return async () => {
    // The first answer comes at once: it shows that nobody else reads this bot.
    let timeout = 0
    while (!signal.aborted) {
      const query = { offset, timeout, allowed_updates: ALLOWED_UPDATES }
      const updates = await bot.api.getUpdates(query, toGrammySignal(signal))
      onConnected()
      timeout = POLL_SECONDS
      if (updates.length === 0) continue
      const batch = await processBatch(updates, false)
      offset = batch.offset
      if (batch.failed) await clock.sleep(FIRST_RETRY_MS, signal)
      if (!signal.aborted) continue
      // Nothing is asked any more after this, so it is said here how far the reading went.
      const last = await processBatch(updates, true)
      await bot.api.getUpdates({ offset: last.offset, limit: 1, timeout: 0 })
    }
  }
}

/**
 * Connects and, when polling, reads until `signal` aborts. Retries by itself, except when Telegram refuses the token.
 * Never rejects.
 */
export async function connect(deps: ConnectionDeps): Promise<void> {
  const { mode, clock, logger, signal, report } = deps
  let isIntroduced = false
  let failures = 0
  const onConnected = () => {
    failures = 0
    report('connected')
  }
  const poll = createPoll(deps, onConnected)

  const attempt = async () => {
    if (!isIntroduced) await introduce(deps)
    isIntroduced = true
    if (mode.type === 'polling') await poll()
    else onConnected()
  }

  /** How long to wait; undefined when trying again is no use. */
  const explain = (error: unknown): number | undefined => {
    logger.warn({ reason: describeError(error) }, 'no connection to Telegram')
    const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** failures++, SLOWEST_RETRY_MS)
    if (isTokenRefused(error)) {
      report('broken', STATUS_DETAILS.tokenRefused)
      return undefined
    }
    if (isConflict(error)) {
      report('broken', STATUS_DETAILS.conflict)
      return CONFLICT_RETRY_MS
    }
    if (isWebhookRefused(error)) {
      report('broken', STATUS_DETAILS.webhookRefused)
      return SLOWEST_RETRY_MS
    }
    report('connecting', STATUS_DETAILS.unreachable)
    return retryAfterOf(error) ?? backoffMs
  }

  while (!signal.aborted) {
    try {
      await attempt()
      return
    } catch (error) {
      if (signal.aborted) return
      const waitMs = explain(error)
      if (waitMs === undefined) return
      await clock.sleep(waitMs, signal)
    }
  }
}
