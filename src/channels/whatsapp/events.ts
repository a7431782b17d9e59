import { WAMessageStatus, type BinaryNode, type WAMessage, type WASocket } from '@whiskeysockets/baileys'
import type { ChannelEvent } from '../../domain/channel.ts'
import type { SendError } from '../../domain/error.ts'
import type {
  AttachmentType,
  IncomingAttachment,
  IncomingMessage,
  QuotedMessage,
} from '../../domain/message.ts'
import type { Logger } from '../../logger.ts'
import { downloadFile } from './download.ts'
import { createGroupEvents, type GroupEventDeps } from './group-events.ts'
import { isOwn, ownIdentity, senderAddresses } from './identity.ts'
import type { Inbox } from './inbox.ts'
import { HAS_FILE, isFromPerson, isGroupId, readContent, sentAt, type IncomingContent } from './incoming.ts'
import type { PendingAcks } from './pending-acks.ts'
import { createRecent } from './recent.ts'
import type { SentMessages } from './sent-messages.ts'

export interface EventDeps extends Omit<GroupEventDeps, 'titleOf'> {
  sent: SentMessages
  acks: PendingAcks
  inbox: Inbox
  logger: Logger
  /** How a download reaches the media host; for tests. */
  fetchOptions: RequestInit
  explain: (chatId: string, code: number) => Promise<SendError>
  /** Remembers a message, so that an answer can quote it. False when it is remembered already. */
  keep: (message: WAMessage) => boolean
}

type ReceiptStatus = 'delivered' | 'read'

/** A message to a group has one receipt of each kind from each of its members. */
const RECEIPTS_KEPT = 20_000

/** One lasting id for a person: the LID when it is known, in whatever way the message was addressed. */
async function senderId(socket: WASocket, message: WAMessage): Promise<string> {
  const [best = ''] = senderAddresses(message.key)
  if (!best.endsWith('@s.whatsapp.net')) return best
  const lid = await socket.signalRepository.lidMapping.getLIDForPN(best)
  return senderAddresses({ remoteJid: best, ...(lid === null ? {} : { remoteJidAlt: lid }) })[0] ?? best
}

/** Turns what Baileys tells into what the channel tells. */
export function createEvents(deps: EventDeps) {
  const { address, groups, sent, inbox, tell } = deps
  const toldReceipts = createRecent<ReceiptStatus>(RECEIPTS_KEPT)

  function attachment(socket: WASocket, message: WAMessage, type: AttachmentType): IncomingAttachment {
    if (!HAS_FILE.has(type)) return { type }
    const { logger, fetchOptions } = deps
    const download = () => downloadFile(message, { socket, logger, fetchOptions })
    return { type, download }
  }

  const withFile = (
    socket: WASocket,
    quoted: QuotedMessage,
    file: IncomingContent['quotedFile'],
  ): QuotedMessage =>
    file === undefined ? quoted : { ...quoted, attachments: [attachment(socket, file.message, file.type)] }

  async function titleOf(groupId: string): Promise<string> {
    const known = groups.title(groupId)
    if (known !== undefined) return known
    try {
      return (await groups.known(groupId)).subject
    } catch (error) {
      deps.logger.warn({ err: error }, 'A WhatsApp group did not tell its title')
      return ''
    }
  }

  async function incomingEvent(socket: WASocket, message: WAMessage): Promise<ChannelEvent | undefined> {
    const content = readContent(message, ownIdentity(socket.user))
    const { id, remoteJid: chatId } = message.key
    if (content === undefined || !id || !chatId) return undefined
    // After a lost connection WhatsApp brings again what was not acknowledged in time.
    if (!deps.keep(message)) return undefined
    const { attachmentTypes, quotedFile, quoted, ...said } = content
    const isGroup = isGroupId(chatId)
    const incoming: IncomingMessage = {
      id,
      chat: address(chatId),
      chatType: isGroup ? 'group' : 'private',
      chatTitle: isGroup ? await titleOf(chatId) : (message.pushName ?? ''),
      senderId: await senderId(socket, message),
      attachments: attachmentTypes.map((type) => attachment(socket, message, type)),
      sentAt: sentAt(message),
      ...said,
      ...(quoted === undefined ? {} : { quoted: withFile(socket, quoted, quotedFile) }),
    }
    return { type: 'message', message: incoming }
  }

  function onMessage(socket: WASocket, message: WAMessage): void {
    void inbox.keep(message)
    tell(
      message.key.remoteJid ?? '',
      () => incomingEvent(socket, message),
      () => inbox.remove(message),
    )
  }

  function onReceipt(id: string | null | undefined, status: ReceiptStatus, person?: string): void {
    if (!id) return
    tell(id, async () => {
      const key = `${id} ${person ?? ''}`
      const before = toldReceipts.get(key)
      if (before === status || before === 'read') return undefined
      const message = await sent.find(id)
      if (message?.isTracked !== true) return undefined
      toldReceipts.set(key, status)
      const who = person === undefined ? {} : { person }
      return { type: 'receipt', chat: address(message.chatId), externalId: id, status, ...who }
    })
  }

  function onAck(node: BinaryNode): void {
    const { id, error, participant } = node.attrs
    // With a participant it is about a second copy for one device, not about the message.
    if (id === undefined || participant !== undefined) return
    const code = error === undefined ? undefined : Number(error)
    const isAwaited = deps.acks.settle(id, code === undefined ? { type: 'taken' } : { type: 'refused', code })
    if (isAwaited || code === undefined) return
    tell(id, async () => {
      const message = await sent.find(id)
      if (message?.isTracked !== true) return undefined
      const refusal = await deps.explain(message.chatId, code)
      const chat = address(message.chatId)
      return { type: 'send_failed', chat, externalId: id, code: refusal.code, reason: refusal.message }
    })
  }

  const groupEvents = createGroupEvents({ ...deps, titleOf })

  /** Listens to a new socket, after telling of the messages that an earlier run left behind. */
  function attach(socket: WASocket, left: WAMessage[]): void {
    const { ev } = socket
    for (const message of left) onMessage(socket, message)
    ev.on('messages.upsert', ({ messages }) => {
      for (const message of messages.filter(isFromPerson)) onMessage(socket, message)
    })
    ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) {
        if (key.fromMe !== true) continue
        if (update.status === WAMessageStatus.DELIVERY_ACK) onReceipt(key.id, 'delivered')
        if (update.status === WAMessageStatus.READ || update.status === WAMessageStatus.PLAYED)
          onReceipt(key.id, 'read')
      }
    })
    ev.on('message-receipt.update', (updates) => {
      for (const { key, receipt } of updates) {
        const { userJid: person } = receipt
        if (isOwn(ownIdentity(socket.user), person)) continue
        onReceipt(key.id, receipt.readTimestamp ? 'read' : 'delivered', person ?? undefined)
      }
    })
    socket.ws.on('CB:ack,class:message', onAck)
    groupEvents.attach(socket)
  }

  return { attach }
}
