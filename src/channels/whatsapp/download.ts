import {
  downloadMediaMessage,
  getContentType,
  normalizeMessageContent,
  toNumber,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import { AppError } from '../../domain/error.ts'
import type { Logger } from '../../logger.ts'

/** What a person may make the server hold in memory: WhatsApp's own limit for pictures and videos. */
export const LARGEST_FILE_BYTES = 16 * 1024 * 1024

/** What the message says about the size of its file; the sender may lie. */
function announcedBytes(message: WAMessage): number {
  const content = normalizeMessageContent(message.message)
  const type = content ? getContentType(content) : undefined
  const part = type === undefined ? undefined : (content?.[type] as { fileLength?: number } | undefined)
  return toNumber(part?.fileLength)
}

const tooLarge = () => new AppError('invalid', 'The file is larger than 16 MB')

export interface DownloadDeps {
  socket: WASocket
  logger: Logger
  fetchOptions: RequestInit
}

/**
 * Fetches and decrypts the file of a message. Rejects with `AppError('not_found')` when WhatsApp no longer has it,
 * and with `AppError('invalid')` when it is larger than 16 MB.
 */
export async function downloadFile(
  message: WAMessage,
  { socket, logger, fetchOptions }: DownloadDeps,
): Promise<Uint8Array> {
  if (announcedBytes(message) > LARGEST_FILE_BYTES) throw tooLarge()
  try {
    const context = { logger, reuploadRequest: socket.updateMediaMessage }
    const stream = await downloadMediaMessage(message, 'stream', { options: fetchOptions }, context)
    const chunks: Buffer[] = []
    let size = 0
    // Leaving the loop ends the download.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LARGEST_FILE_BYTES) throw tooLarge()
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('not_found', 'WhatsApp no longer has this file', { cause: error })
  }
}
