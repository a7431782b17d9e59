import type { Chat, ChatMember, Message, User } from 'grammy/types'

/** `restricted`: a member of a supergroup that may not write. */
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked'

export interface StoredMessage {
  /** As the bot gets to see it. */
  message: Message
  html?: string
  photoBytes?: number
  forceReply?: boolean
  linkPreviewDisabled?: boolean
  edited?: boolean
}

export interface StoredChat {
  chat: Chat.PrivateChat | Chat.GroupChat | Chat.SupergroupChat
  /** People and the bot, by user id. A private chat has the bot as `member`, or as `kicked` when it is blocked. */
  members: Map<number, MemberStatus>
  messages: Map<number, StoredMessage>
  lastMessageId: number
  /** Only admins may write here: the group's own setting, of which bots are not told. */
  muted?: boolean
  /** What the bot may do as an administrator. */
  botManagesTopics?: boolean
  movedTo?: number
  /** Present in a supergroup with topics. A topic's id is that of the message that opened it. */
  forum?: { topics: Map<number, { isClosed: boolean }>; isGeneralClosed: boolean }
}

/** What Telegram knows: accounts, chats, messages, files. */
export class World {
  readonly users = new Map<number, User>()
  /** BotFather gave out a new token: this one opens nothing any more. */
  isTokenRevoked = false
  readonly chats = new Map<number, StoredChat>()
  readonly files = new Map<string, Buffer>()
  readonly openQueries = new Set<string>()
  readonly answeredQueries: string[] = []
  private lastNumber = 0
  /** Private chats and basic groups share one sequence of message ids; each supergroup has its own. */
  private lastSharedMessageId = 100

  constructor(readonly bot: User) {
    this.users.set(bot.id, bot)
  }

  nextNumber(): number {
    this.lastNumber += 1
    return this.lastNumber
  }

  addChat(chat: StoredChat['chat'], members: Iterable<[number, MemberStatus]>): StoredChat {
    const stored: StoredChat = { chat, members: new Map(members), messages: new Map(), lastMessageId: 0 }
    this.chats.set(chat.id, stored)
    return stored
  }

  chat(id: number): StoredChat {
    const chat = this.chats.get(id)
    if (chat === undefined) throw new Error(`There is no chat ${id}.`)
    return chat
  }

  nextMessageId(chat: StoredChat): number {
    if (chat.chat.type === 'supergroup') {
      chat.lastMessageId += 1
      return chat.lastMessageId
    }
    this.lastSharedMessageId += 1
    return this.lastSharedMessageId
  }

  /** Puts a message into a chat. */
  store(
    chat: StoredChat,
    content: Partial<Message>,
    more: Omit<StoredMessage, 'message'> = {},
  ): StoredMessage {
    const message = {
      message_id: this.nextMessageId(chat),
      chat: chat.chat,
      date: Math.floor(Date.now() / 1_000),
      ...content,
    }
    const stored = { message, ...more }
    chat.messages.set(message.message_id, stored)
    if (content.forum_topic_created !== undefined) {
      chat.forum ??= { topics: new Map(), isGeneralClosed: false }
      chat.forum.topics.set(message.message_id, { isClosed: false })
    }
    return stored
  }

  /** Keeps bytes for `getFile`. */
  addFile(bytes: Uint8Array): string {
    const id = `file-${this.nextNumber()}`
    this.files.set(id, Buffer.from(bytes))
    return id
  }

  /** In a closed topic write the creator and who manages topics. Source: TDLib, forumTopicInfo.is_closed. */
  botWritesInClosedTopics(chat: StoredChat): boolean {
    return this.botStatus(chat) === 'administrator' && chat.botManagesTopics === true
  }

  botStatus(chat: StoredChat): MemberStatus {
    return chat.members.get(this.bot.id) ?? 'left'
  }

  member(chat: StoredChat, userId: number): ChatMember {
    const user = this.users.get(userId)
    const status = chat.members.get(userId) ?? 'left'
    const isBot = userId === this.bot.id
    const rights = {
      kicked: { until_date: 0 },
      restricted: { is_member: true, can_send_messages: false, until_date: 0 },
      // Of the many rights of an administrator, those that matter here.
      administrator: isBot ? { can_manage_topics: chat.botManagesTopics === true } : {},
    }
    return { status, user, ...(status in rights ? rights[status as keyof typeof rights] : {}) } as ChatMember
  }
}
