import {
  isJidBroadcast,
  isJidGroup,
  isJidNewsletter,
  normalizeMessageContent,
  toNumber,
  type proto,
  type WAMessage,
} from '@whiskeysockets/baileys'
import type { AttachmentType, IncomingMessage, QuotedMessage } from '../../domain/message.ts'
import { isOwn, type OwnIdentity } from './identity.ts'

/** What a message says, without who and where. */
export type IncomingContent = Pick<
  IncomingMessage,
  'text' | 'forwarded' | 'hiddenLinks' | 'mentionsBot' | 'quoted'
> & {
  attachmentTypes: AttachmentType[]
  /** What came with the quoted message. It carries all that a download needs. */
  quotedFile?: { type: AttachmentType; message: WAMessage }
}

const ATTACHMENTS: [keyof proto.IMessage, AttachmentType][] = [
  ['imageMessage', 'image'],
  ['videoMessage', 'video'],
  ['ptvMessage', 'video'],
  ['audioMessage', 'audio'],
  ['documentMessage', 'document'],
  ['stickerMessage', 'sticker'],
  ['contactMessage', 'contact'],
  ['contactsArrayMessage', 'contact'],
  ['locationMessage', 'location'],
  ['liveLocationMessage', 'location'],
]

/** Kinds of attachment that have bytes to fetch. */
export const HAS_FILE: ReadonlySet<AttachmentType> = new Set([
  'image',
  'video',
  'audio',
  'document',
  'sticker',
])

function textOf(content: proto.IMessage | undefined): string {
  return (
    content?.conversation ||
    content?.extendedTextMessage?.text ||
    content?.imageMessage?.caption ||
    content?.videoMessage?.caption ||
    content?.documentMessage?.caption ||
    ''
  )
}

/** The part of a message that tells about forwarding, mentions and quotes. */
function contextOf(content: proto.IMessage): proto.IContextInfo | undefined {
  const part = Object.values(content).find(
    (value: unknown) => typeof value === 'object' && value !== null && 'contextInfo' in value,
  ) as { contextInfo?: proto.IContextInfo | null } | undefined
  return part?.contextInfo ?? undefined
}

const attachmentTypesOf = (content: proto.IMessage | undefined): AttachmentType[] =>
  ATTACHMENTS.flatMap(([part, type]) => (content?.[part] ? [type] : []))

/** The file of the message that a message answers. */
function quotedFileIn(
  context: proto.IContextInfo | undefined,
  remoteJid: string | null | undefined,
): IncomingContent['quotedFile'] {
  if (!context?.stanzaId || !context.quotedMessage) return undefined
  const [type] = attachmentTypesOf(normalizeMessageContent(context.quotedMessage))
  if (type === undefined) return undefined
  const { stanzaId: id, participant, quotedMessage: message } = context
  return {
    type,
    message: { key: { id, remoteJid: remoteJid ?? null, participant: participant ?? null }, message },
  }
}

/** Where the card leads that an advertisement or a preview puts beside the words. */
function hiddenLinksOf(content: proto.IMessage | undefined): { hiddenLinks?: string[] } {
  const card = content === undefined ? undefined : contextOf(content)?.externalAdReply
  const links = [card?.sourceUrl, card?.mediaUrl, content?.extendedTextMessage?.matchedText].flatMap((url) =>
    url ? [url] : [],
  )
  return links.length === 0 ? {} : { hiddenLinks: links }
}

function quotedIn(context: proto.IContextInfo | undefined, own: OwnIdentity): QuotedMessage | undefined {
  if (!context?.stanzaId || !context.quotedMessage) return undefined
  const content = normalizeMessageContent(context.quotedMessage)
  return {
    id: context.stanzaId,
    text: textOf(content),
    fromBot: isOwn(own, context.participant),
    ...hiddenLinksOf(content),
  }
}

/** Cuts `@number`, as WhatsApp writes a mention of the bot. */
function withoutMention(text: string, own: OwnIdentity): string {
  const users = [own.phoneJid, own.lidJid].flatMap((jid) => jid?.split('@')[0] ?? [])
  if (users.length === 0) return text
  return text.replace(new RegExp(`[^\\S\\n]*@(?:${users.join('|')})(?!\\d)`, 'g'), '').trim()
}

/** Reads a message; undefined when there is nothing to read: a reaction, a deletion, a key exchange. */
export function readContent(message: WAMessage, own: OwnIdentity): IncomingContent | undefined {
  const content = normalizeMessageContent(message.message)
  if (!content) return undefined
  const text = textOf(content)
  const attachmentTypes = attachmentTypesOf(content)
  if (text === '' && attachmentTypes.length === 0) return undefined
  const context = contextOf(content)
  const mentionsBot = context?.mentionedJid?.some((jid) => isOwn(own, jid)) ?? false
  const quoted = quotedIn(context, own)
  const quotedFile = quotedFileIn(context, message.key.remoteJid)
  return {
    text: mentionsBot ? withoutMention(text, own) : text,
    forwarded: context?.isForwarded ?? false,
    mentionsBot,
    attachmentTypes,
    ...hiddenLinksOf(content),
    ...(quoted === undefined ? {} : { quoted }),
    ...(quotedFile === undefined ? {} : { quotedFile }),
  }
}

/** True for what a person wrote to the bot or to one of its groups. */
export function isFromPerson({ key, message }: WAMessage): boolean {
  const chatId = key.remoteJid
  if (!key.id || !chatId || key.fromMe === true || !message) return false
  if (isJidBroadcast(chatId) || isJidNewsletter(chatId)) return false
  return !message.groupStatusMessage && !message.groupStatusMessageV2
}

/** When it was sent. */
export function sentAt(message: WAMessage): Date {
  return new Date(toNumber(message.messageTimestamp) * 1000)
}

export const isGroupId = (chatId: string): boolean => isJidGroup(chatId) ?? false
