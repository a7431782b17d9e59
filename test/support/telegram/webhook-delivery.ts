import { setMaxListeners } from 'node:events'
import type { Update } from 'grammy/types'

export interface Webhook {
  url: string
  secret: string | undefined
}

/** One post to the webhook. */
export interface WebhookAttempt {
  updateId: number
  /** Undefined when nobody answered. */
  status: number | undefined
  /** When it began, in milliseconds since 1970. */
  at: number
  /** How long Telegram then waits before the next one; undefined when the update was taken. */
  retryInMs?: number
}

export interface DeliveryDeps {
  /** How long Telegram waits before it posts an update again; doubles with each failure. */
  firstRetryMs: number
  attempts: WebhookAttempt[]
  /** The update was answered with 2xx. */
  onTaken: (update: Update) => void
  onChange: () => void
}

const LONGEST_RETRY_FACTOR = 32

/** Updates of one chat wait for each other; those of different chats do not. */
function laneOf(update: Update): string {
  const { message, edited_message, callback_query, my_chat_member, chat_member } = update
  const from = message ?? edited_message ?? callback_query?.message ?? my_chat_member ?? chat_member
  return String(from?.chat.id ?? '')
}

/** Posts updates to one webhook, each until it is answered with 2xx, those of a chat in their order. */
export function createWebhookDelivery(hook: Webhook, deps: DeliveryDeps) {
  const stopped = new AbortController()
  setMaxListeners(0, stopped.signal)
  const lanes = new Map<string, Update[]>()
  let lastError: { at: number; message: string } | undefined

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        stopped.signal.removeEventListener('abort', finish)
        resolve()
      }
      const timer = setTimeout(finish, ms)
      stopped.signal.addEventListener('abort', finish)
    })

  /** Posts an update once. */
  async function post(update: Update): Promise<WebhookAttempt> {
    const attempt: WebhookAttempt = { updateId: update.update_id, status: undefined, at: Date.now() }
    try {
      const response = await fetch(hook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(hook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': hook.secret }),
        },
        body: JSON.stringify(update),
        signal: stopped.signal,
      })
      await response.arrayBuffer()
      attempt.status = response.status
      if (!response.ok) {
        const message = `Wrong response from the webhook: ${response.status} ${response.statusText}`
        lastError = { at: attempt.at, message }
      }
    } catch {
      lastError = { at: attempt.at, message: 'Connection refused' }
    }
    deps.attempts.push(attempt)
    return attempt
  }

  async function deliver(update: Update): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted; failures += 1) {
      const attempt = await post(update)
      const { status } = attempt
      if (status !== undefined && status >= 200 && status < 300) {
        deps.onTaken(update)
        return
      }
      attempt.retryInMs = deps.firstRetryMs * Math.min(2 ** failures, LONGEST_RETRY_FACTOR)
      deps.onChange()
      await pause(attempt.retryInMs)
    }
  }

  async function work(key: string, lane: Update[]): Promise<void> {
    for (let update = lane[0]; update !== undefined && !stopped.signal.aborted; update = lane[0]) {
      await deliver(update)
      lane.shift()
    }
    lanes.delete(key)
  }

  return {
    hook,
    post,
    lastError: () => lastError,
    add(update: Update): void {
      const key = laneOf(update)
      const lane = lanes.get(key)
      if (lane !== undefined) {
        lane.push(update)
        return
      }
      const fresh = [update]
      lanes.set(key, fresh)
      void work(key, fresh)
    },
    stop: () => stopped.abort(),
  }
}
