export const CHANNEL_NAMES = ['telegram', 'whatsapp', 'simulator'] as const
/** A platform that the bot speaks on. */
export type ChannelName = (typeof CHANNEL_NAMES)[number]

export const CHANNEL_LABEL: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  simulator: 'Simulator',
}

/** Where a message goes: `account` is the bot's own identity on the channel, for channels with several. */
export interface ChatAddress {
  channel: ChannelName
  account: string
  /** The platform's id: Telegram chat id as a decimal string, WhatsApp JID, simulator chat name. */
  chatId: string
}

/** Where an answer goes: in a group to a message. */
export interface ReplyAddress extends ChatAddress {
  /** The platform's id of the message. */
  replyTo?: string
}

export type ChatType = 'private' | 'group'

export type AttachmentType = 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'contact' | 'location'

/** Something that came with a message. The bytes are fetched only when asked for. */
export interface IncomingAttachment {
  type: AttachmentType
  /** Rejects with `AppError('not_found')` when the platform no longer has it. */
  download?: () => Promise<Uint8Array>
}

/** A message that the bot's message replies to, or that a person replied to. */
export interface QuotedMessage {
  id: string
  text: string
  /** True when the bot wrote it. */
  fromBot: boolean
  /** What came with it; missing when nothing did, or the platform does not tell. */
  attachments?: IncomingAttachment[]
  hiddenLinks?: string[]
}

export interface IncomingMessage {
  /** The platform's id, unique within the chat. */
  id: string
  chat: ChatAddress
  chatType: ChatType
  /** The group's title, or the person's display name in a private chat. Never stored for a person. */
  chatTitle: string
  /** The platform's id of the sender. Goes into storage only as a keyed hash. */
  senderId: string
  /** What the person wrote, or the caption. Empty when there is none. */
  text: string
  attachments: IncomingAttachment[]
  forwarded: boolean
  /** Where words and buttons of the message lead that do not show it. Missing when there are none. */
  hiddenLinks?: string[]
  /** True when the text names the bot (`@bot`). The name itself is already cut from `text`. */
  mentionsBot: boolean
  quoted?: QuotedMessage
  /** The id of the choice that was tapped. Set on Telegram and the simulator; on WhatsApp people answer with a number. */
  choice?: string
  sentAt: Date
}

/** A file that goes out with a message. Only pictures (JPEG, PNG, WebP). */
export interface Attachment {
  type: 'image'
  /** Absolute path on this machine. */
  path: string
}

export interface Choice {
  /** At most 64 bytes in UTF-8: Telegram's limit for callback data. */
  id: string
  label: string
}

export interface OutgoingMessage {
  /** Markdown: `**bold**`, `_italic_`, `[label](url)`, `- lists`. Each channel renders it its own way. */
  text: string
  attachment?: Attachment
  /** Inline buttons on Telegram and the simulator, a numbered list on WhatsApp. */
  choices?: Choice[]
  /** The platform id of the message that this one answers. */
  replyTo?: string
  /** Ask the person to answer by replying to this message: the bot sees that in a Telegram group with privacy mode. */
  expectsReply?: boolean
  /**
   * An announcement that asks its groups whether they passed it on. Whoever sends it to a group adds the question, in
   * the way of the platform: no channel looks at this.
   */
  asksAcknowledgement?: true
}
