import type { ChatObstacle } from './community.ts'

/** What went wrong, as data. `http/errors.ts` maps a code to an HTTP status; nothing else does. */
export type AppErrorCode = 'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'unauthorized' | 'internal'

/** An error that the product expects. `message` is safe to show: it holds no secret and no message text. */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly code: AppErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/**
 * Why a message did not go out.
 *
 * - `throttled`: the platform asks to slow down; `retryAfterMs` says for how long
 * - `disconnected`: the channel has no connection now
 * - `unreachable`: the platform answered with a fault of its own, or not at all
 * - `chat_gone`: the bot is no longer in the chat, or the chat is deleted
 * - `chat_moved`: the chat has a new id, `movedTo`
 * - `not_allowed`: the chat exists, but the bot may not post in it (announce-only, closed topic, missing right)
 * - `rejected`: the platform refuses this message as it is; the same message will be refused again
 * - `restricted`: the platform restricts the sending account; everything on it must stop
 */
export type SendErrorCode =
  | 'throttled'
  | 'disconnected'
  | 'unreachable'
  | 'chat_gone'
  | 'chat_moved'
  | 'not_allowed'
  | 'rejected'
  | 'restricted'

const RETRYABLE: ReadonlySet<SendErrorCode> = new Set([
  'throttled',
  'disconnected',
  'unreachable',
  'chat_moved',
])

export interface SendErrorDetails {
  /** How long the platform asks to wait, in milliseconds. */
  retryAfterMs?: number
  /** The chat's new id, with `chat_moved`. */
  movedTo?: string
  /** What keeps the bot from posting, with `not_allowed`. */
  obstacle?: ChatObstacle
  /** True when the platform may have taken the message all the same: sending again could post it twice. */
  uncertain?: boolean
  cause?: unknown
}

/** Thrown by `Channel.send`, `edit` and `delete`, and by nothing else. */
export class SendError extends Error {
  override readonly name = 'SendError'
  readonly retryAfterMs: number | undefined
  readonly movedTo: string | undefined
  readonly obstacle: ChatObstacle | undefined
  readonly uncertain: boolean

  constructor(
    readonly code: SendErrorCode,
    message: string,
    details: SendErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.retryAfterMs = details.retryAfterMs
    this.movedTo = details.movedTo
    this.obstacle = details.obstacle
    this.uncertain = details.uncertain ?? false
  }

  /** True when the same message may be sent again later without harm. */
  get retryable(): boolean {
    return RETRYABLE.has(this.code) && !this.uncertain
  }
}
