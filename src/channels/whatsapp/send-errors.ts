import { SendError } from '../../domain/error.ts'

/** WhatsApp names no waiting time with 429. */
const THROTTLED_MS = 60_000
const NO_CONNECTION: ReadonlySet<number> = new Set([408, 428, 440, 515])

/** WhatsApp's own word for a refused message, as an error. Sources: codes in Baileys 7, `decode-wa-message.js`. */
export function refusalError(code: number, isGroup: boolean): SendError {
  if (code === 463) return new SendError('restricted', 'WhatsApp restricts this account (463)')
  if (code === 429)
    return new SendError('throttled', 'WhatsApp asks to slow down (429)', { retryAfterMs: THROTTLED_MS })
  if (isGroup && [401, 403, 404].includes(code)) {
    return new SendError('chat_gone', `WhatsApp says that the bot is not in this group (${code})`)
  }
  if (code >= 500 && code < 600)
    return new SendError('unreachable', `WhatsApp has a fault of its own (${code})`)
  return new SendError('rejected', `WhatsApp refuses this message (${code})`)
}

/** The code in an error of Baileys: the server's (`data`), or that of the connection. */
export function codeOf(error: unknown): { server?: number; connection?: number } {
  const { data, output } = error as { data?: unknown; output?: { statusCode?: unknown } }
  return {
    ...(typeof data === 'number' && Number.isFinite(data) ? { server: data } : {}),
    ...(typeof output?.statusCode === 'number' ? { connection: output.statusCode } : {}),
  }
}

export function disconnected(cause?: unknown): SendError {
  return new SendError('disconnected', 'WhatsApp is not connected', { cause })
}

/**
 * An error thrown while a message was made (`isWritten: false`) or written, as an error of the port.
 * While it is written nobody can tell how far it came: the keys are stored after the message is on the wire.
 */
export function sendErrorFrom(
  error: unknown,
  { isGroup, isWritten }: { isGroup: boolean; isWritten: boolean },
): SendError {
  if (error instanceof SendError) return error
  const { server, connection } = codeOf(error)
  if (server !== undefined) return refusalError(server, isGroup)
  if (connection !== undefined && NO_CONNECTION.has(connection)) return disconnected(error)
  if ((error as { code?: unknown }).code === 'ENOENT') {
    return new SendError('rejected', 'The picture is not on this machine', { cause: error })
  }
  return new SendError('unreachable', 'The message could not be handed to WhatsApp', {
    uncertain: isWritten,
    cause: error,
  })
}
