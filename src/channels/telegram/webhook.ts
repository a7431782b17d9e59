import { createHash, timingSafeEqual } from 'node:crypto'
import type { Update } from 'grammy/types'
import type { Clock } from '../../clock.ts'

/** Telegram gives up after about a minute and repeats; answering in good time keeps its queue moving. */
const ANSWER_WITHIN_MS = 8_000
const MAX_BODY_BYTES = 1024 * 1024

/** Where `setWebhook`'s `secret_token` comes back. Source: Bot API, setWebhook. */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token'

export interface WebhookDeps {
  secret: string
  clock: Clock
  /** Resolves when the update is processed. Undefined while the channel cannot take updates. */
  accept: () => ((update: Update) => Promise<void>) | undefined
}

const answer = (status: number) => new Response(null, { status })
const digest = (text: string) => createHash('sha256').update(text).digest()

async function readBody(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseUpdate(body: string): Update | undefined {
  try {
    const value: unknown = JSON.parse(body)
    const isUpdate =
      typeof value === 'object' &&
      value !== null &&
      'update_id' in value &&
      Number.isSafeInteger(value.update_id)
    return isUpdate ? (value as Update) : undefined
  } catch {
    return undefined
  }
}

/**
 * Answers Telegram's callbacks: 401 without the right secret, 413 over 1 MB, 400 for what is no update, 503 while the
 * channel is not ready, 500 when processing failed (Telegram then sends the update again), else 200: when the update
 * is processed, or after 8 seconds while processing goes on.
 */
export function createWebhook({
  secret,
  clock,
  accept,
}: WebhookDeps): (request: Request) => Promise<Response> {
  const expected = digest(secret)

  return async (request) => {
    const given = request.headers.get(SECRET_HEADER)
    if (given === null || !timingSafeEqual(digest(given), expected)) return answer(401)
    const body = await readBody(request)
    if (body === undefined) return answer(413)
    const update = parseUpdate(body)
    if (update === undefined) return answer(400)
    const take = accept()
    if (take === undefined) return answer(503)
    const answered = new AbortController()
    const processed = take(update).then(
      () => 200,
      () => 500,
    )
    const late = clock.sleep(ANSWER_WITHIN_MS, answered.signal).then(() => 200)
    const status = await Promise.race([processed, late])
    answered.abort()
    return answer(status)
  }
}
