import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { InputFile, type Api } from 'grammy'
import type { InlineKeyboardMarkup, Message, ReplyParameters } from 'grammy/types'
import type { Clock } from '../../clock.ts'
import type { SendReceipt } from '../../domain/channel.ts'
import { SendError } from '../../domain/error.ts'
import type { ChatAddress, Choice, OutgoingMessage } from '../../domain/message.ts'
import { isNotModified, isWithoutText, isAlreadyDeleted, toSendError } from './errors.ts'
import { createPauses } from './pauses.ts'
import { CAPTION_LIMIT, TEXT_LIMIT, toTelegramParts } from './render.ts'

/** Source: Bot API, InlineKeyboardButton. */
const CALLBACK_DATA_BYTES = 64
/** Two labels of this length still fit side by side on a narrow phone. */
const SHORT_LABEL = 14
/** A preview under a text longer than this pushes the text off the screen. */
const PREVIEW_TEXT_LIMIT = 500
/** How long a later part of a long text waits when Telegram asks to slow down. */
const MAX_WAIT_MS = 60_000
const MAX_TRIES_PER_PART = 3

/** One call: a picture, a text, or a picture with a text. */
interface Part {
  html: string
  picture?: InputFile
}

function chatIdOf({ chatId }: ChatAddress): number {
  if (!/^-?\d+$/.test(chatId)) throw new SendError('rejected', 'This is not a Telegram chat id.')
  return Number(chatId)
}

function messageIdOf(externalId: string): number {
  if (!/^\d+$/.test(externalId)) throw new SendError('rejected', 'This is not a Telegram message id.')
  return Number(externalId)
}

function keyboardOf(choices: Choice[] | undefined): InlineKeyboardMarkup | undefined {
  if (choices === undefined || choices.length === 0) return undefined
  const buttons = choices.map(({ id, label }) => {
    const bytes = Buffer.byteLength(id)
    if (bytes === 0 || bytes > CALLBACK_DATA_BYTES) {
      throw new SendError('rejected', `A choice id must have 1 to ${CALLBACK_DATA_BYTES} bytes.`)
    }
    return { text: label, callback_data: id }
  })
  const perRow = choices.every(({ label }) => label.length <= SHORT_LABEL) ? 2 : 1
  const rows = Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  )
  return { inline_keyboard: rows }
}

function markupOf(to: ChatAddress, { choices, expectsReply }: OutgoingMessage) {
  const keyboard = keyboardOf(choices)
  if (keyboard !== undefined) return { reply_markup: keyboard }
  // Only in groups does privacy mode hide an answer that is not a reply.
  const isGroup = to.chatId.startsWith('-')
  if (expectsReply !== true || !isGroup) return {}
  return { reply_markup: { force_reply: true as const, selective: true } }
}

function replyOf({ replyTo }: OutgoingMessage): { reply_parameters?: ReplyParameters } {
  // A tapped button is no message: there is nothing to reply to.
  if (replyTo === undefined || !/^\d+$/.test(replyTo)) return {}
  return { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } }
}

function textOptions(html: string) {
  return {
    parse_mode: 'HTML' as const,
    ...(html.length > PREVIEW_TEXT_LIMIT ? { link_preview_options: { is_disabled: true } } : {}),
  }
}

async function readPicture(path: string): Promise<InputFile> {
  try {
    return new InputFile(await readFile(path), `picture${extname(path)}`)
  } catch {
    throw new SendError('rejected', 'The picture could not be read.')
  }
}

/** The calls that a message takes. A text too long for a caption follows its picture. */
async function partsOf({ text, attachment }: OutgoingMessage): Promise<Part[]> {
  const parts: Part[] = toTelegramParts(text, TEXT_LIMIT).map((html) => ({ html }))
  if (attachment === undefined) {
    if (parts.length === 0) throw new SendError('rejected', 'A message must have a text or a picture.')
    return parts
  }
  const picture = await readPicture(attachment.path)
  const captions = toTelegramParts(text, CAPTION_LIMIT)
  return captions.length <= 1 ? [{ html: captions[0] ?? '', picture }] : [{ html: '', picture }, ...parts]
}

export interface SenderDeps {
  api: Api
  clock: Clock
  /** Aborts the waits between the parts of a long text. */
  signal: AbortSignal
}

/** Sends, edits and deletes messages. All of it rejects with `SendError` only. */
export function createSender({ api, clock, signal }: SenderDeps) {
  const pauses = createPauses(clock)

  function call(chatId: number, { html, picture }: Part, options: object): Promise<Message> {
    const caption = html === '' ? {} : { caption: html, parse_mode: 'HTML' as const }
    return pauses.outside<Message>(chatId, () =>
      picture === undefined
        ? api.sendMessage(chatId, html, { ...textOptions(html), ...options })
        : api.sendPhoto(chatId, picture, { ...caption, ...options }),
    )
  }

  /**
   * A part after the first. The first one is out, so a failure here cannot be mended by sending everything again:
   * it is tried again here, and then given up as uncertain.
   */
  async function follow(chatId: number, part: Part, options: object): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await call(chatId, part, options)
        return
      } catch (cause) {
        const error = toSendError(cause)
        const waitMs = error.retryAfterMs ?? 1_000
        const isWorthIt = error.code === 'throttled' || error.code === 'unreachable'
        if (!isWorthIt || error.uncertain || tries === MAX_TRIES_PER_PART || waitMs > MAX_WAIT_MS) {
          throw new SendError(error.code, `Only a part of the message went out: ${error.message}`, {
            uncertain: true,
          })
        }
        await clock.sleep(waitMs, signal)
      }
    }
  }

  async function send(to: ChatAddress, message: OutgoingMessage): Promise<SendReceipt> {
    const chatId = chatIdOf(to)
    const markup = markupOf(to, message)
    const [first, ...rest] = await partsOf(message)
    if (first === undefined) throw new SendError('rejected', 'The message is empty.')
    const reply = replyOf(message)
    const sent = await call(chatId, first, { ...reply, ...(rest.length === 0 ? markup : {}) })
    const thread = sent.is_topic_message === true ? { message_thread_id: sent.message_thread_id } : {}
    for (const [index, part] of rest.entries()) {
      await follow(chatId, part, { ...thread, ...(index === rest.length - 1 ? markup : {}) })
    }
    return { externalId: String(sent.message_id) }
  }

  async function edit(to: ChatAddress, externalId: string, message: OutgoingMessage): Promise<void> {
    const chatId = chatIdOf(to)
    const messageId = messageIdOf(externalId)
    const keyboard = keyboardOf(message.choices)
    const markup = keyboard === undefined ? {} : { reply_markup: keyboard }
    const [html, more] = toTelegramParts(message.text, TEXT_LIMIT)
    if (html === undefined || more !== undefined) {
      throw new SendError('rejected', 'An edited text must fit into one message.')
    }
    try {
      await pauses.outside(chatId, () =>
        api.editMessageText(chatId, messageId, html, { ...textOptions(html), ...markup }),
      )
    } catch (error) {
      if (!isWithoutText(error)) throw error
      await pauses.outside(chatId, () =>
        api.editMessageCaption(chatId, messageId, { caption: html, parse_mode: 'HTML', ...markup }),
      )
    }
  }

  return {
    send: (to: ChatAddress, message: OutgoingMessage): Promise<SendReceipt> =>
      send(to, message).catch((error: unknown) => {
        throw toSendError(error)
      }),

    edit: (to: ChatAddress, externalId: string, message: OutgoingMessage): Promise<void> =>
      edit(to, externalId, message).catch((error: unknown) => {
        if (!isNotModified(error)) throw toSendError(error, true)
      }),

    async remove(to: ChatAddress, externalId: string): Promise<void> {
      try {
        await api.deleteMessage(chatIdOf(to), messageIdOf(externalId))
      } catch (error) {
        if (!isAlreadyDeleted(error)) throw toSendError(error, true)
      }
    },
  }
}
