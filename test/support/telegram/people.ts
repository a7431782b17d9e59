import type { Chat, Message, User } from 'grammy/types'
import { entitiesOfText } from './html.ts'
import type { UpdateQueue } from './update-queue.ts'
import type { MemberStatus, StoredChat, StoredMessage, World } from './world.ts'

const FIRST_SUPERGROUP_ID = -1_002_000_000_000
const FIRST_GROUP_ID = -4_000_000
const GROUP_ANONYMOUS_BOT: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
}

/** The account that Telegram shows as the sender of a message in a channel's name. */
const CHANNEL_BOT: User = { id: 136_817_688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' }

export interface Sent {
  messageId: number
  /** Undefined when the bot does not get to see the message (privacy mode, not asked for, not in the group). */
  updateId: number | undefined
}

export interface SendOptions {
  replyTo?: number
  forwarded?: boolean
  /** An admin who writes in the group's name. */
  anonymous?: boolean
  /** A person who writes in the name of a channel of theirs. */
  asChannel?: Chat.ChannelChat
  /** The forum topic to write in, by `openTopic`; General when missing. */
  topic?: number
  /** Anything else of a message: a caption, media, `media_group_id`. */
  extra?: Partial<Message>
}

/** A button: its label, or its data. */
function buttonData({ message }: StoredMessage, button: string): string {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? []
  const found = buttons.find(
    (one) => one.text === button || ('callback_data' in one && one.callback_data === button),
  )
  if (found === undefined || !('callback_data' in found)) throw new Error(`There is no button “${button}”.`)
  return found.callback_data
}

function quotedIn(
  chat: StoredChat,
  id: number,
): { reply_to_message: NonNullable<Message['reply_to_message']> } {
  const found = chat.messages.get(id)
  if (found === undefined) throw new Error(`There is no message ${id} to reply to.`)
  const { reply_to_message: _, ...message } = found.message
  return { reply_to_message: message as NonNullable<Message['reply_to_message']> }
}

const groupMembers = (members: User[], admins: User[]): [number, MemberStatus][] => [
  ...members.map(({ id }): [number, MemberStatus] => [id, 'member']),
  ...admins.map(({ id }, index): [number, MemberStatus] => [id, index === 0 ? 'creator' : 'administrator']),
]

/** Outside a reply, Telegram shows a message of a topic as a reply to the one that opened it. */
function placeOf(chat: StoredChat, { topic, replyTo }: SendOptions): Partial<Message> {
  const quoted = replyTo ?? topic
  return {
    ...(quoted === undefined ? {} : quotedIn(chat, quoted)),
    ...(topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true as const }),
  }
}

function senderOf(chat: StoredChat, user: User, { anonymous, asChannel }: SendOptions): Partial<Message> {
  if (asChannel !== undefined) return { from: CHANNEL_BOT, sender_chat: asChannel }
  if (anonymous !== true) return { from: user }
  const status = chat.members.get(user.id)
  if (status !== 'administrator' && status !== 'creator') throw new Error('Only admins write anonymously.')
  return { from: GROUP_ANONYMOUS_BOT, sender_chat: chat.chat }
}

/** What people do on Telegram. */
export function createPeople(world: World, updates: UpdateQueue) {
  const { bot } = world

  /** Privacy mode: in a group a plain member bot sees commands, its own name, replies to it and service messages. */
  function botSees(chat: StoredChat, message: Message): boolean {
    const status = world.botStatus(chat)
    if (status === 'left' || status === 'kicked') return false
    if (chat.chat.type === 'private' || status === 'administrator') return true
    if (message.text === undefined && message.caption === undefined && message.photo === undefined)
      return true
    const words = message.text ?? message.caption ?? ''
    const isCommand = words.startsWith('/')
    const isNamed = words.toLowerCase().includes(`@${bot.username?.toLowerCase() ?? ''}`)
    return isCommand || isNamed || message.reply_to_message?.from?.id === bot.id
  }

  function tell(chat: StoredChat, message: Message): number | undefined {
    return botSees(chat, message) ? updates.add({ message } as Parameters<UpdateQueue['add']>[0]) : undefined
  }

  function service(chat: StoredChat, by: User, content: Partial<Message>): Sent {
    const { message } = world.store(chat, { from: by, ...content })
    return { messageId: message.message_id, updateId: tell(chat, message) }
  }

  function changeBot(chat: StoredChat, by: User, status: MemberStatus): number | undefined {
    const before = world.member(chat, bot.id)
    chat.members.set(bot.id, status)
    const change = {
      chat: chat.chat,
      from: by,
      date: Math.floor(Date.now() / 1_000),
      old_chat_member: before,
      new_chat_member: world.member(chat, bot.id),
    }
    return updates.add({ my_chat_member: change })
  }

  /** A person of the chat, where it does not matter who does it. */
  function someoneIn({ id }: Chat): User {
    const person = [...world.chat(id).members.keys()].find((userId) => userId !== bot.id)
    const user = person === undefined ? undefined : world.users.get(person)
    if (user === undefined) throw new Error(`There is nobody in the chat ${id}.`)
    return user
  }

  function send(user: User, chatId: number, options: SendOptions, content: Partial<Message>): Sent {
    const chat = world.chat(chatId)
    const { message } = world.store(chat, {
      ...senderOf(chat, user, options),
      ...(options.forwarded === true
        ? { forward_origin: { type: 'hidden_user', sender_user_name: 'Seseorang', date: 1_700_000_000 } }
        : {}),
      ...placeOf(chat, options),
      ...content,
      ...options.extra,
    })
    return { messageId: message.message_id, updateId: tell(chat, message) }
  }

  /** Tells a bot that is an admin and asked for it. */
  function changeMember(group: Chat, user: User, status: MemberStatus): void {
    const chat = world.chat(group.id)
    const before = world.member(chat, user.id)
    chat.members.set(user.id, status)
    if (world.botStatus(chat) !== 'administrator') return
    updates.add({
      chat_member: {
        chat: chat.chat,
        from: someoneIn(group),
        date: Math.floor(Date.now() / 1_000),
        old_chat_member: before,
        new_chat_member: world.member(chat, user.id),
      },
    })
  }

  return {
    user({ id, firstName, username }: { id: number; firstName: string; username?: string }): User {
      const user = {
        id,
        is_bot: false,
        first_name: firstName,
        ...(username === undefined ? {} : { username }),
      }
      world.users.set(id, user)
      return user
    },

    /** The chat that begins when a person presses "Start". */
    privateChat(user: User): Chat.PrivateChat {
      const chat: Chat.PrivateChat = { id: user.id, type: 'private', first_name: user.first_name }
      world.addChat(chat, [
        [user.id, 'member'],
        [bot.id, 'member'],
      ])
      return chat
    },

    /** A group without the bot. The first admin is its creator. */
    group(options: { title: string; members?: User[]; admins?: User[]; type?: 'group' | 'supergroup' }) {
      const { title, members = [], admins = [], type = 'group' } = options
      const number = world.nextNumber()
      const id = type === 'group' ? FIRST_GROUP_ID - number : FIRST_SUPERGROUP_ID - number
      const chat = { id, type, title } as Chat.GroupChat | Chat.SupergroupChat
      world.addChat(chat, groupMembers(members, admins))
      return chat
    },

    addBot(group: Chat, by: User, as: 'member' | 'administrator' = 'member'): number | undefined {
      const chat = world.chat(group.id)
      const updateId = changeBot(chat, by, as)
      service(chat, by, { new_chat_members: [bot] })
      return updateId
    },

    /** Also tells of the bot when it is blocked in a private chat. */
    kickBot(chat: Chat, by = someoneIn(chat)): number | undefined {
      return changeBot(world.chat(chat.id), by, 'kicked')
    },

    promoteBot(group: Chat, by: User, { managesTopics = true } = {}): number | undefined {
      const chat = world.chat(group.id)
      chat.botManagesTopics = managesTopics
      return changeBot(chat, by, 'administrator')
    },

    demoteBot: (group: Chat, by: User) => changeBot(world.chat(group.id), by, 'member'),

    /** An admin forbids the bot to write, or lets it again. */
    restrictBot: (group: Chat, by: User, isRestricted = true) =>
      changeBot(world.chat(group.id), by, isRestricted ? 'restricted' : 'member'),

    /** Whether only admins may write in a group. The bot is not told. */
    muteBot(group: Chat, muted = true): void {
      world.chat(group.id).muted = muted
    },

    promote: (group: Chat, user: User) => changeMember(group, user, 'administrator'),
    demote: (group: Chat, user: User) => changeMember(group, user, 'member'),

    /** Opens a topic, which makes the supergroup a forum. Gives its id. */
    openTopic(group: Chat, by: User, name: string): number {
      const created = { name, icon_color: 7_322_096 as const }
      return service(world.chat(group.id), by, { forum_topic_created: created }).messageId
    },

    /** Closes a topic, or General, or opens it again. Only those who manage topics write there while it is closed. */
    closeTopic(
      group: Chat,
      topic: number | 'general',
      isClosed = true,
      by = someoneIn(group),
    ): number | undefined {
      const chat = world.chat(group.id)
      if (chat.forum === undefined) throw new Error('This is no forum.')
      if (topic === 'general') chat.forum.isGeneralClosed = isClosed
      else chat.forum.topics.set(topic, { isClosed })
      return service(chat, by, {
        ...(topic === 'general' ? {} : { message_thread_id: topic, is_topic_message: true as const }),
        ...(isClosed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} }),
      }).updateId
    },

    /** Hides General, which closes it. */
    hideGeneral(group: Chat, by: User): number | undefined {
      const chat = world.chat(group.id)
      if (chat.forum === undefined) throw new Error('This is no forum.')
      chat.forum.isGeneralClosed = true
      return service(chat, by, { general_forum_topic_hidden: {} }).updateId
    },

    /** The bot is not told. */
    deleteTopic(group: Chat, topic: number): void {
      world.chat(group.id).forum?.topics.delete(topic)
    },

    /** A person changes a message of theirs. */
    editText(chat: Chat, messageId: number, text: string): number | undefined {
      const stored = world.chat(chat.id).messages.get(messageId)
      if (stored === undefined) throw new Error(`There is no message ${messageId}.`)
      const edited = { ...stored.message, text, entities: entitiesOfText(text), edit_date: 1_790_000_000 }
      stored.message = edited
      return updates.add({ edited_message: edited } as Parameters<UpdateQueue['add']>[0])
    },

    /** A message disappears for everyone. The bot is not told. */
    deleteMessage(chat: Chat, messageId: number): void {
      world.chat(chat.id).messages.delete(messageId)
    },

    rename(group: Chat, by: User, title: string): Sent {
      const chat = world.chat(group.id)
      chat.chat = { ...chat.chat, title } as StoredChat['chat']
      return service(chat, by, { new_chat_title: title })
    },

    /**
     * A basic group becomes a supergroup with a new id. The bot is told in both, in either order, or not at all.
     */
    migrate(
      group: Chat,
      by = someoneIn(group),
      told: 'new-first' | 'old-first' | 'never' = 'new-first',
    ): { chat: Chat.SupergroupChat; updateIds: (number | undefined)[] } {
      const old = world.chat(group.id)
      const id = FIRST_SUPERGROUP_ID - world.nextNumber()
      const chat: Chat.SupergroupChat = { id, type: 'supergroup', title: old.chat.title ?? '' }
      const moved = world.addChat(chat, old.members)
      old.movedTo = id
      const there = () => service(moved, by, { migrate_from_chat_id: group.id }).updateId
      const here = () => service(old, by, { migrate_to_chat_id: id }).updateId
      const order = { 'new-first': [there, here], 'old-first': [here, there], never: [] }[told]
      return { chat, updateIds: order.map((tell) => tell()) }
    },

    sendText(user: User, chat: Chat, text: string, options: SendOptions = {}): Sent {
      return send(user, chat.id, options, { text, entities: entitiesOfText(text) })
    },

    /** Anything that is not plain text; a caption gets its entities. */
    sendOther(user: User, chat: Chat, content: Partial<Message>, options: SendOptions = {}): Sent {
      const { caption } = content
      const entities = caption === undefined ? {} : { caption_entities: entitiesOfText(caption) }
      return send(user, chat.id, options, { ...content, ...entities })
    },

    /** A file that people can send, for `sendOther`. */
    file(bytes: Uint8Array): { file_id: string; file_unique_id: string } {
      const id = world.addFile(bytes)
      return { file_id: id, file_unique_id: id }
    },

    /** Taps a button, named by its label or its data. `tooOld`: Telegram no longer knows the message's words. */
    tap(
      user: User,
      chat: Chat,
      messageId: number,
      button: string,
      options: { tooOld?: boolean } = {},
    ): { queryId: string; updateId: number | undefined } {
      const stored = world.chat(chat.id).messages.get(messageId)
      if (stored === undefined) throw new Error(`There is no message ${messageId}.`)
      const queryId = String(4_000_000_000 + world.nextNumber())
      world.openQueries.add(queryId)
      const message =
        options.tooOld === true
          ? { chat: stored.message.chat, message_id: messageId, date: 0 as const }
          : stored.message
      const query = {
        id: queryId,
        from: user,
        chat_instance: String(chat.id),
        data: buttonData(stored, button),
        message,
      }
      const updateId = updates.add({ callback_query: query })
      return { queryId, updateId }
    },
  }
}
