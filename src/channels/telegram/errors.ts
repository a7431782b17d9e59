import { GrammyError, HttpError } from 'grammy'
import { SendError } from '../../domain/error.ts'

/** Telegram's "slow down" always says for how long; this is for an answer that does not. */
const DEFAULT_RETRY_AFTER_MS = 30_000

const NOT_ALLOWED =
  /not enough rights|have no rights|TOPIC_CLOSED|topic_closed|message thread not found|CHAT_WRITE_FORBIDDEN|CHAT_SEND_\w+_FORBIDDEN|CHAT_RESTRICTED|CHAT_ADMIN_REQUIRED|need administrator rights/i
const CHAT_GONE =
  /chat not found|PEER_ID_INVALID|group chat was deleted|chat was deactivated|user is deactivated/i

/** Failures before a byte of the request could be written. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
])
const GATEWAY_FAULTS: ReadonlySet<number> = new Set([502, 504])

/** True when Telegram does not know the token. It says 404 for one that is not even well formed. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)
}

/** True when another process reads the same bot, or a webhook is set while this one polls. */
export function isConflict(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 409
}

/** True when Telegram does not like the address that it should call. */
export function isWebhookRefused(error: unknown): boolean {
  return error instanceof GrammyError && error.method === 'setWebhook' && error.error_code === 400
}

/** How long Telegram asks to wait, in milliseconds, when it does. */
export function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 429) return undefined
  const seconds = error.parameters.retry_after
  return seconds === undefined ? DEFAULT_RETRY_AFTER_MS : seconds * 1_000
}

/**
 * What may be logged of an error of grammY. The errors themselves may not: their payload holds the message, and the
 * network error below them the address with the token.
 */
export function describeError(error: unknown): string {
  if (error instanceof GrammyError) return `${error.method}: ${error.error_code} ${error.description}`
  if (error instanceof HttpError) return `${error.message} ${networkCode(error)}`.trim()
  if (error instanceof SendError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.name : 'unknown'
}

const isRefusal = (error: unknown, words: RegExp) =>
  error instanceof GrammyError && error.error_code === 400 && words.test(error.description)

/** An edit that changes nothing. */
export const isNotModified = (error: unknown) => isRefusal(error, /message is not modified/i)
/** The message is a picture: its words are a caption. */
export const isWithoutText = (error: unknown) => isRefusal(error, /there is no text in the message to edit/i)
/** The message was deleted before. */
export const isAlreadyDeleted = (error: unknown) => isRefusal(error, /message to delete not found/i)
/** The person is not in the group and never was. */
export const isNobody = (error: unknown) =>
  isRefusal(error, /user not found|member not found|PARTICIPANT_ID_INVALID|USER_ID_INVALID/i)

function networkCode(error: HttpError): string {
  const cause = error.error
  if (typeof cause !== 'object' || cause === null) return ''
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  return 'type' in cause && typeof cause.type === 'string' ? cause.type : ''
}

function neverConnected(error: HttpError): boolean {
  const code = networkCode(error)
  if (NEVER_CONNECTED.has(code) || /CERT|TLS|SSL|SELF_SIGNED/.test(code)) return true
  return code === 'ETIMEDOUT' && /reason: (?:connect\b.*)?$/.test((error.error as Error).message)
}

function fromRefusal(error: GrammyError, isRepeatable: boolean): SendError {
  const { error_code: status, description, parameters } = error
  const retryAfterMs = retryAfterOf(error)
  if (retryAfterMs !== undefined) return new SendError('throttled', description, { retryAfterMs })
  if (parameters.migrate_to_chat_id !== undefined) {
    return new SendError('chat_moved', description, { movedTo: String(parameters.migrate_to_chat_id) })
  }
  if (isTokenRefused(error)) return new SendError('disconnected', description)
  if (status >= 500 || status === 409) {
    return new SendError('unreachable', description, {
      uncertain: !isRepeatable && GATEWAY_FAULTS.has(status),
    })
  }
  if (NOT_ALLOWED.test(description)) {
    const obstacle = /topic|thread/i.test(description) ? 'topic_closed' : 'announce_only'
    return new SendError('not_allowed', description, { obstacle })
  }
  if (status === 403 || CHAT_GONE.test(description)) return new SendError('chat_gone', description)
  return new SendError('rejected', description)
}

/**
 * Any failure of a call as a `SendError` without a cause (see `describeError`). With `isRepeatable` nothing is
 * uncertain: an edit or a deletion does no harm when it happens twice.
 */
export function toSendError(error: unknown, isRepeatable = false): SendError {
  if (error instanceof SendError) return error
  if (error instanceof GrammyError) return fromRefusal(error, isRepeatable)
  if (error instanceof HttpError) {
    return new SendError('unreachable', describeError(error), {
      uncertain: !isRepeatable && !neverConnected(error),
    })
  }
  return new SendError('rejected', error instanceof Error ? error.message : 'The message could not be made.')
}
