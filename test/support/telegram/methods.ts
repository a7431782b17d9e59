import type {
  ForceReply,
  InlineKeyboardMarkup,
  Message,
  MessageEntity,
  ReplyParameters,
  Update,
} from 'grammy/types'
import { topicFor } from './forum.ts'
import { parseHtml } from './html.ts'
import { badRequest, forbidden } from './refusal.ts'
import type { CallArguments } from './request-body.ts'
import type { UpdateQueue } from './update-queue.ts'
import type { StoredChat, StoredMessage, World } from './world.ts'

const TEXT_LIMIT = 4_096
const CAPTION_LIMIT = 1_024
const CALLBACK_DATA_BYTES = 64
/** For downloads by bots. */
const FILE_LIMIT = 20 * 1024 * 1024
const PICTURE_SIGNATURES = ['ffd8ff', '89504e47', '52494646']

export interface MethodDeps {
  world: World
  updates: UpdateQueue
  /** Takes note of something that Telegram would let pass, but that is a mistake. */
  note: (violation: string) => void
  /** Throws when a message comes too early. */
  checkFlood: (chatId: number) => void
}

type Payload = CallArguments['payload']

/** Aborts when the caller hangs up. */
type Method = (call: CallArguments, signal: AbortSignal) => unknown

interface Words {
  text: string
  entities: MessageEntity[]
  html: string
}

function openChat(world: World, id: unknown): StoredChat {
  const stored = world.chats.get(Number(id))
  if (stored === undefined) {
    if (world.users.has(Number(id))) throw forbidden("bot can't initiate conversation with a user")
    throw badRequest('chat not found')
  }
  const { chat, movedTo } = stored
  if (movedTo !== undefined) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: movedTo })
  }
  const status = world.botStatus(stored)
  const kind = chat.type === 'supergroup' ? 'supergroup' : 'group'
  if (chat.type === 'private') {
    if (status === 'kicked') throw forbidden('bot was blocked by the user')
  } else if (status === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`)
  else if (status === 'left') throw forbidden(`bot is not a member of the ${kind} chat`)
  return stored
}

function checkKeyboard(markup: InlineKeyboardMarkup): void {
  for (const button of markup.inline_keyboard.flat()) {
    if (typeof button.text !== 'string') throw badRequest('Field "text" must be of type String')
    if (button.text.trim() === '')
      throw badRequest("can't parse inline keyboard button: Text must not be empty")
    if (!('callback_data' in button)) continue
    const bytes = Buffer.byteLength(button.callback_data)
    if (bytes === 0 || bytes > CALLBACK_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID')
  }
}

function readMarkup(payload: Payload) {
  const markup = payload['reply_markup'] as InlineKeyboardMarkup | ForceReply | undefined
  if (markup === undefined) return {}
  if ('force_reply' in markup) return { forceReply: true }
  checkKeyboard(markup)
  return markup.inline_keyboard.length === 0 ? {} : { keyboard: markup }
}

/** The message that is answered. */
function repliedTo(chat: StoredChat, payload: Payload): Message | undefined {
  const reply = payload['reply_parameters'] as ReplyParameters | undefined
  if (reply === undefined) return undefined
  const found = chat.messages.get(reply.message_id ?? 0)
  if (found === undefined && reply.allow_sending_without_reply !== true) {
    throw badRequest('message to be replied not found')
  }
  return found?.message
}

/** A quoted message is shown without what it quotes itself. */
function quote(replied: Message | undefined): Partial<Message> {
  if (replied === undefined) return {}
  const { reply_to_message: _, ...message } = replied
  return { reply_to_message: message as NonNullable<Message['reply_to_message']> }
}

const previewDisabled = (payload: Payload) =>
  (payload['link_preview_options'] as { is_disabled?: boolean } | undefined)?.is_disabled === true

function change(found: StoredMessage, payload: Payload, content: Partial<Message>, html: string) {
  const { keyboard } = readMarkup(payload)
  const same = found.html === html && JSON.stringify(found.message.reply_markup) === JSON.stringify(keyboard)
  if (same) {
    const why = 'specified new message content and reply markup are exactly the same as a current content'
    throw badRequest(`message is not modified: ${why} and reply markup of the message`)
  }
  const { reply_markup: _, ...rest } = found.message
  found.message = {
    ...rest,
    ...content,
    ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
  }
  Object.assign(found, { html, edited: true, linkPreviewDisabled: previewDisabled(payload) })
  return found.message
}

function pictureIn({ payload, files }: CallArguments): Buffer {
  const name = /^attach:\/\/(.+)$/.exec(String(payload['photo']))?.[1] ?? ''
  const bytes = files.get(name)
  if (bytes === undefined) throw badRequest('there is no photo in the request')
  const signature = bytes.subarray(0, 4).toString('hex')
  if (!PICTURE_SIGNATURES.some((known) => signature.startsWith(known)))
    throw badRequest('IMAGE_PROCESS_FAILED')
  return bytes
}

/** The methods of the Bot API that a bot like this one calls. Errors carry Telegram's own words. */
export function createMethods({ world, updates, note, checkFlood }: MethodDeps): Record<string, Method> {
  function readWords(value: unknown, parseMode: unknown, limit: number, tooLong: string): Words {
    const html = typeof value === 'string' ? value : ''
    const parsed = parseMode === 'HTML' ? parseHtml(html) : { text: html, entities: [], notes: [] }
    if ('error' in parsed) throw badRequest(`can't parse entities: ${parsed.error}`)
    parsed.notes.forEach(note)
    const text = parsed.text.trim()
    if (text.length > limit) throw badRequest(tooLong)
    return { text, entities: parsed.entities, html }
  }

  const readText = (payload: Payload): Words => {
    const words = readWords(payload['text'], payload['parse_mode'], TEXT_LIMIT, 'message is too long')
    if (words.text === '') throw badRequest('message text is empty')
    return words
  }
  const readCaption = (payload: Payload): Words =>
    readWords(payload['caption'], payload['parse_mode'], CAPTION_LIMIT, 'message caption is too long')

  function post(payload: Payload, kind: string, content: Partial<Message>, more: object): Message {
    const chat = openChat(world, payload['chat_id'])
    const status = world.botStatus(chat)
    const isBarred = status === 'restricted' || (status === 'member' && chat.muted === true)
    if (isBarred) throw badRequest(`not enough rights to send ${kind} to the chat`)
    const { keyboard, forceReply } = readMarkup(payload)
    const replied = repliedTo(chat, payload)
    const topic = topicFor(world, chat, payload['message_thread_id'] as number | undefined, replied)
    checkFlood(chat.chat.id)
    const stored = world.store(
      chat,
      {
        from: world.bot,
        ...content,
        ...quote(replied),
        ...topic,
        ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
      },
      {
        ...more,
        linkPreviewDisabled: previewDisabled(payload),
        ...(forceReply === true ? { forceReply } : {}),
      },
    )
    return stored.message
  }

  function ownMessage(payload: Payload): StoredMessage {
    const chat = openChat(world, payload['chat_id'])
    const found = chat.messages.get(Number(payload['message_id']))
    if (found === undefined) throw badRequest('message to edit not found')
    if (found.message.from?.id !== world.bot.id) throw badRequest("message can't be edited")
    return found
  }

  return {
    getMe: () => ({ ...world.bot, can_join_groups: true, can_read_all_group_messages: false }),
    getUpdates: ({ payload }, signal): Promise<Update[]> =>
      updates.getUpdates(
        {
          offset: Number(payload['offset'] ?? 0),
          limit: Number(payload['limit'] ?? 100),
          timeout: Number(payload['timeout'] ?? 0),
        },
        payload['allowed_updates'] as string[] | undefined,
        signal,
      ),
    setWebhook: ({ payload }) => {
      const secret = payload['secret_token'] as string | undefined
      updates.setWebhook(String(payload['url']), secret, payload['allowed_updates'] as string[] | undefined)
      return true
    },
    deleteWebhook: ({ payload }) => {
      updates.deleteWebhook({ dropPending: payload['drop_pending_updates'] === true })
      return true
    },
    getWebhookInfo: () => updates.webhookInfo(),
    sendMessage: ({ payload }) => {
      openChat(world, payload['chat_id'])
      const { text, entities, html } = readText(payload)
      return post(payload, 'text messages', { text, entities }, { html })
    },
    sendPhoto: (call) => {
      openChat(world, call.payload['chat_id'])
      const bytes = pictureIn(call)
      const { text, entities, html } = readCaption(call.payload)
      const fileId = world.addFile(bytes)
      const photo = [{ file_id: fileId, file_unique_id: fileId, width: 800, height: 600 }]
      const caption = text === '' ? {} : { caption: text, caption_entities: entities }
      return post(call.payload, 'photos', { photo, ...caption }, { html, photoBytes: bytes.length })
    },
    editMessageText: ({ payload }) => {
      const found = ownMessage(payload)
      if (found.message.text === undefined) throw badRequest('there is no text in the message to edit')
      const { text, entities, html } = readText(payload)
      return change(found, payload, { text, entities }, html)
    },
    editMessageCaption: ({ payload }) => {
      const found = ownMessage(payload)
      if (found.message.photo === undefined) throw badRequest('there is no caption in the message to edit')
      const { text, entities, html } = readCaption(payload)
      return change(found, payload, { caption: text, caption_entities: entities }, html)
    },
    deleteMessage: ({ payload }) => {
      const chat = openChat(world, payload['chat_id'])
      const id = Number(payload['message_id'])
      const found = chat.messages.get(id)
      if (found === undefined) throw badRequest('message to delete not found')
      const isOwn = found.message.from?.id === world.bot.id
      // In a private chat a bot may delete what the person wrote; in a group only an admin may. Source: deleteMessage.
      const mayDelete = isOwn || chat.chat.type === 'private' || world.botStatus(chat) === 'administrator'
      if (!mayDelete) throw badRequest("message can't be deleted")
      chat.messages.delete(id)
      return true
    },
    answerCallbackQuery: ({ payload }) => {
      const id = String(payload['callback_query_id'])
      if (!world.openQueries.delete(id)) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid')
      }
      world.answeredQueries.push(id)
      return true
    },
    getChatMember: ({ payload }) => {
      const chat = openChat(world, payload['chat_id'])
      const userId = Number(payload['user_id'])
      if (!world.users.has(userId)) throw badRequest('user not found')
      return world.member(chat, userId)
    },
    getChat: ({ payload }) => {
      const { chat, muted, forum } = openChat(world, payload['chat_id'])
      const permissions = { can_send_messages: muted !== true }
      return {
        ...chat,
        accent_color_id: 0,
        max_reaction_count: 11,
        accepted_gift_types: {},
        ...(chat.type === 'private' ? {} : { permissions }),
        ...(forum === undefined ? {} : { is_forum: true }),
      }
    },
    getFile: ({ payload }) => {
      const id = String(payload['file_id'])
      const bytes = world.files.get(id)
      if (bytes === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable')
      if (bytes.length > FILE_LIMIT) throw badRequest('file is too big')
      return { file_id: id, file_unique_id: id, file_size: bytes.length, file_path: `files/${id}` }
    },
  }
}
