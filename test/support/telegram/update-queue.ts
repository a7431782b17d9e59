import type { Update } from 'grammy/types'
import { badRequest, Refusal } from './refusal.ts'

const REDELIVERY_MS = 40
const FIRST_UPDATE_ID = 700_000_001
/** Telegram leaves `chat_member` out unless it is asked for. */
const DEFAULT_UPDATES = ['message', 'callback_query', 'my_chat_member']

type NewUpdate = Omit<Update, 'update_id'>

interface Webhook {
  url: string
  secret: string | undefined
  stopped: AbortController
}

interface Reader {
  limit: number
  finish: (answer: Update[] | Refusal) => void
}

export type UpdateQueue = ReturnType<typeof createUpdateQueue>

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Telegram's queue of updates for one bot, read by a webhook or by `getUpdates`. */
export function createUpdateQueue(onChange: () => void) {
  const pending: Update[] = []
  const all = new Map<number, Update>()
  const deliveries: { updateId: number; status: number | undefined }[] = []
  let allowed: readonly string[] = DEFAULT_UPDATES
  let lastId = FIRST_UPDATE_ID - 1
  let webhook: Webhook | undefined
  let reader: Reader | undefined

  /** Posts an update once; undefined when nobody answered. */
  async function post(hook: Webhook, update: Update): Promise<number | undefined> {
    let status: number | undefined
    try {
      const response = await fetch(hook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(hook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': hook.secret }),
        },
        body: JSON.stringify(update),
        signal: hook.stopped.signal,
      })
      await response.arrayBuffer()
      status = response.status
    } catch {
      status = undefined
    }
    deliveries.push({ updateId: update.update_id, status })
    return status
  }

  async function deliver(hook: Webhook, update: Update): Promise<void> {
    while (!hook.stopped.signal.aborted) {
      const status = await post(hook, update)
      if (status !== undefined && status >= 200 && status < 300) {
        const index = pending.indexOf(update)
        if (index >= 0) pending.splice(index, 1)
        onChange()
        return
      }
      onChange()
      await pause(REDELIVERY_MS)
    }
  }

  function serveReader(): void {
    if (reader === undefined || pending.length === 0) return
    const { finish, limit } = reader
    finish(pending.slice(0, limit))
  }

  return {
    /** Undefined when the bot did not ask for this kind of update. */
    add(content: NewUpdate): number | undefined {
      if (!Object.keys(content).some((kind) => allowed.includes(kind))) return undefined
      lastId += 1
      const update: Update = { update_id: lastId, ...structuredClone(content) }
      pending.push(update)
      all.set(lastId, update)
      if (webhook !== undefined) void deliver(webhook, update)
      else serveReader()
      return lastId
    },

    /** Posts an update once more, whatever became of it before. Resolves with the HTTP status. */
    async redeliver(updateId: number): Promise<number | undefined> {
      const update = all.get(updateId)
      if (update === undefined || webhook === undefined) throw new Error('There is nothing to deliver again.')
      return post(webhook, update)
    },

    setWebhook(url: string, secret: string | undefined, kinds: readonly string[] | undefined): void {
      const isLoopback = /^http:\/\/(?:127\.0\.0\.1|localhost):\d+\//.test(url)
      if (!url.startsWith('https://') && !isLoopback) {
        throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
      }
      if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
        throw badRequest('secret token contains unallowed characters')
      }
      webhook?.stopped.abort()
      webhook = { url, secret, stopped: new AbortController() }
      allowed = kinds ?? allowed
      for (const update of pending) void deliver(webhook, update)
    },

    deleteWebhook(): void {
      webhook?.stopped.abort()
      webhook = undefined
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
    deliveries,
    isEmpty: () => pending.length === 0,
    isReading: () => reader !== undefined,
    webhook: () => webhook,
    allowed: () => allowed,
    stop(): void {
      webhook?.stopped.abort()
      reader?.finish([])
    },
  }
}
