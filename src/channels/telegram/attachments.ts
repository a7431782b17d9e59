import { GrammyError, type Api } from 'grammy'
import type { Message } from 'grammy/types'
import { AppError } from '../../domain/error.ts'
import type { AttachmentType, IncomingAttachment } from '../../domain/message.ts'
import { describeError } from './errors.ts'

/** How long a file of at most 20 MB (the Bot API's limit for downloads) may take. */
const DOWNLOAD_TIMEOUT_MS = 60_000

/** Fetches a file that a person sent, by its id. Rejects with `AppError('not_found')` when Telegram no longer has it. */
export type DownloadFile = (fileId: string) => Promise<Uint8Array>

export interface DownloadDeps {
  api: Api
  token: string
  apiRoot: string
  stopped: AbortSignal
}

/** Downloads by `getFile`. A failure other than a missing file is `AppError('internal')`. */
export function createDownload({ api, token, apiRoot, stopped }: DownloadDeps): DownloadFile {
  async function pathOf(fileId: string): Promise<string | undefined> {
    try {
      const file = await api.getFile(fileId)
      return file.file_path
    } catch (error) {
      if (error instanceof GrammyError && error.error_code < 500 && error.error_code !== 429) return undefined
      throw new AppError('internal', `The file could not be fetched: ${describeError(error)}`)
    }
  }

  return async (fileId) => {
    const path = await pathOf(fileId)
    if (path === undefined) throw new AppError('not_found', 'Telegram does not have this file.')
    const controller = new AbortController()
    const abort = () => controller.abort()
    const timer = setTimeout(abort, DOWNLOAD_TIMEOUT_MS)
    stopped.addEventListener('abort', abort)
    try {
      const response = await fetch(`${apiRoot}/file/bot${token}/${path}`, { signal: controller.signal })
      if (response.status === 404) throw new AppError('not_found', 'Telegram does not have this file.')
      if (!response.ok) throw new AppError('internal', `The file could not be fetched: ${response.status}`)
      return new Uint8Array(await response.arrayBuffer())
    } catch (error) {
      if (error instanceof AppError) throw error
      throw new AppError('internal', 'The file could not be fetched.')
    } finally {
      clearTimeout(timer)
      stopped.removeEventListener('abort', abort)
    }
  }
}

/** What came with a message, at most one thing: an album comes as several messages. */
export function readAttachments(message: Message, download: DownloadFile): IncomingAttachment[] {
  const file = (type: AttachmentType, fileId: string | undefined): IncomingAttachment[] =>
    fileId === undefined ? [] : [{ type, download: () => download(fileId) }]

  if (message.photo !== undefined) {
    const largest = message.photo.toSorted((a, b) => a.width * a.height - b.width * b.height).at(-1)
    return file('image', largest?.file_id)
  }
  // An animation also carries a `document`, a venue also a `location`.
  const video = message.animation ?? message.video ?? message.video_note ?? message.live_photo
  if (video !== undefined) return file('video', video.file_id)
  if (message.document !== undefined) {
    const isPicture = message.document.mime_type?.startsWith('image/') === true
    return file(isPicture ? 'image' : 'document', message.document.file_id)
  }
  const audio = message.voice ?? message.audio
  if (audio !== undefined) return file('audio', audio.file_id)
  if (message.sticker !== undefined) return file('sticker', message.sticker.file_id)
  if (message.story !== undefined || message.paid_media !== undefined) return [{ type: 'video' }]
  if (message.contact !== undefined) return [{ type: 'contact' }]
  return message.location === undefined ? [] : [{ type: 'location' }]
}
