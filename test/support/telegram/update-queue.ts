import type { Update, WebhookInfo } from 'grammy/types'
import { badRequest, Refusal } from './refusal.ts'
import { createWebhookDelivery, type WebhookAttempt } from './webhook-delivery.ts'

const FIRST_UPDATE_ID = 700_000_001
/** What a bot gets that does not say what it wants: all but `chat_member` and reactions. */
const DEFAULT_UPDATES = ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member']
const MAX_CONNECTIONS = 40
/** Telegram forgets what nobody fetched; here too, so that a long run does not grow. */
const REMEMBERED_UPDATES = 2_000

type NewUpdate = Omit<Update, 'update_id'>

interface Reader {
  limit: number
  finish: (answer: Update[] | Refusal) => void
}

export type UpdateQueue = ReturnType<typeof createUpdateQueue>

/** Telegram's queue of updates for one bot, read by a webhook or by `getUpdates`. */
export function createUpdateQueue(onChange: () => void, { firstRetryMs = 40 } = {}) {
  const pending: Update[] = []
  const remembered = new Map<number, Update>()
  const attempts: WebhookAttempt[] = []
  let allowed: readonly string[] = DEFAULT_UPDATES
  let lastId = FIRST_UPDATE_ID - 1
  let webhook: ReturnType<typeof createWebhookDelivery> | undefined
  let reader: Reader | undefined

  function onTaken(update: Update): void {
    const index = pending.indexOf(update)
    if (index >= 0) pending.splice(index, 1)
    onChange()
  }

  function serveReader(): void {
    if (reader === undefined || pending.length === 0) return
    const { finish, limit } = reader
    finish(pending.slice(0, limit))
  }

  function remember(update: Update): void {
    remembered.set(update.update_id, update)
    const [oldest] = remembered.keys()
    if (remembered.size > REMEMBERED_UPDATES && oldest !== undefined) remembered.delete(oldest)
  }

  return {
    /** Undefined when the bot did not ask for this kind of update. */
    add(content: NewUpdate): number | undefined {
      if (!Object.keys(content).some((kind) => allowed.includes(kind))) return undefined
      lastId += 1
      const update: Update = { update_id: lastId, ...structuredClone(content) }
      pending.push(update)
      remember(update)
      if (webhook === undefined) serveReader()
      else webhook.add(update)
      return lastId
    },

    /** Posts an update once more, whatever became of it before. Resolves with the HTTP status. */
    async redeliver(updateId: number): Promise<number | undefined> {
      const update = remembered.get(updateId)
      if (update === undefined || webhook === undefined) throw new Error('There is nothing to deliver again.')
      return (await webhook.post(update)).status
    },

    setWebhook(url: string, secret: string | undefined, kinds: readonly string[] | undefined): void {
      const isLoopback = /^http:\/\/(?:127\.0\.0\.1|localhost):\d+\//.test(url)
      if (!url.startsWith('https://') && !isLoopback) {
        throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
      }
      if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
        throw badRequest('secret token contains unallowed characters')
      }
      webhook?.stop()
      webhook = createWebhookDelivery({ url, secret }, { firstRetryMs, attempts, onTaken, onChange })
      allowed = kinds ?? allowed
      for (const update of pending) webhook.add(update)
      onChange()
    },

    deleteWebhook({ dropPending = false } = {}): void {
      webhook?.stop()
      webhook = undefined
      if (dropPending) pending.length = 0
    },

    webhookInfo(): WebhookInfo {
      const error = webhook?.lastError()
      return {
        url: webhook?.hook.url ?? '',
        has_custom_certificate: false,
        pending_update_count: pending.length,
        max_connections: MAX_CONNECTIONS,
        allowed_updates: [...allowed] as NonNullable<WebhookInfo['allowed_updates']>,
        ...(error === undefined
          ? {}
          : { last_error_date: Math.floor(error.at / 1_000), last_error_message: error.message }),
      }
    },

    /** Long polling: waits up to `timeout` seconds. `signal` aborts when the reader hangs up. */
    getUpdates(
      { offset, limit, timeout }: { offset: number; limit: number; timeout: number },
      kinds: readonly string[] | undefined,
      signal: AbortSignal,
    ): Promise<Update[]> {
      if (webhook !== undefined) {
        const why =
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        throw new Refusal(409, `Conflict: ${why}`)
      }
      allowed = kinds ?? allowed
      const firstUnread = pending.findIndex(({ update_id: id }) => id >= offset)
      pending.splice(0, firstUnread < 0 ? pending.length : firstUnread)
      onChange()
      const why = 'terminated by other getUpdates request; make sure that only one bot instance is running'
      reader?.finish(new Refusal(409, `Conflict: ${why}`))
      return new Promise((resolve, reject) => {
        const finish = (answer: Update[] | Refusal) => {
          clearTimeout(timer)
          if (reader === own) reader = undefined
          onChange()
          if (answer instanceof Refusal) reject(answer)
          else resolve(answer)
        }
        const own: Reader = { limit, finish }
        const timer = setTimeout(() => finish([]), timeout * 1_000)
        signal.addEventListener('abort', () => finish([]))
        reader = own
        serveReader()
        onChange()
      })
    },

    /** Every post to the webhook, in the order of the answers. */
    deliveries: attempts,
    isEmpty: () => pending.length === 0,
    isReading: () => reader !== undefined,
    webhook: () => webhook?.hook,
    allowed: () => allowed,
    stop(): void {
      webhook?.stop()
      reader?.finish([])
    },
  }
}
