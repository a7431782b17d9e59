import {
  generateMessageIDV2,
  generateWAMessage,
  type AnyMessageContent,
  type proto,
  type WAMessage,
  type WAMessageKey,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import type { SendReceipt } from '../../domain/channel.ts'
import { SendError } from '../../domain/error.ts'
import type { ChatAddress, OutgoingMessage } from '../../domain/message.ts'
import type { Logger } from '../../logger.ts'
import { isMutedFor, type Groups } from './groups.ts'
import { isGroupId } from './incoming.ts'
import { addressesOf, isOwn, ownIdentity } from './identity.ts'
import { partsOf, renderText, textContent } from './outgoing.ts'
import type { Acknowledgement, PendingAcks } from './pending-acks.ts'
import { disconnected, refusalError, sendErrorFrom } from './send-errors.ts'
import type { SentMessages } from './sent-messages.ts'

export interface SenderDeps {
  /** The socket, while it is connected. */
  socket: () => WASocket | undefined
  groups: Groups
  sent: SentMessages
  acks: PendingAcks
  clock: Clock
  logger: Logger
  /** A message that was received lately, to be quoted. */
  received: (chatId: string, id: string) => WAMessage | undefined
}

export interface Sender {
  send(to: ChatAddress, message: OutgoingMessage, id: string): Promise<SendReceipt>
  edit(to: ChatAddress, externalId: string, message: OutgoingMessage): Promise<void>
  delete(to: ChatAddress, externalId: string): Promise<void>
  /** Why WhatsApp refused a message to this chat; asks about the group when the code is ambiguous. */
  explain: (chatId: string, code: number) => Promise<SendError>
}

interface Envelope {
  id: string
  content: AnyMessageContent
  isTracked: boolean
  replyTo?: string | undefined
  /** The stanza's `edit` attribute: 1 edits, 7 deletes. */
  editMark?: string
}

/** How long the server may take to acknowledge. */
const ACK_TIMEOUT_MS = 10_000

function ownKey(chatId: string, id: string): WAMessageKey {
  return { remoteJid: chatId, fromMe: true, id }
}

/** Before anything is written, a failure leaves no doubt about what WhatsApp took. */
async function orSendError<T>(
  { chatId, isWritten }: { chatId: string; isWritten: boolean },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw sendErrorFrom(error, { isGroup: isGroupId(chatId), isWritten })
  }
}

/** Sends, and waits for the server's word: Baileys alone resolves as soon as the message is written. */
export function createSender(deps: SenderDeps): Sender {
  const { groups, sent, acks, clock, logger } = deps

  function connected(): WASocket {
    const socket = deps.socket()
    if (socket === undefined) throw disconnected()
    return socket
  }

  /** Seconds after which messages of this group disappear. Rejects when the bot may not post there. */
  async function checkGroup(socket: WASocket, chatId: string): Promise<number | undefined> {
    if (!isGroupId(chatId)) return undefined
    const group = await groups.known(chatId)
    if (isMutedFor(group, ownIdentity(socket.user))) {
      throw new SendError('not_allowed', 'Only admins may post in this group')
    }
    return group.ephemeralDuration
  }

  /** The content under this id: what was stored by an earlier try, else made now, and stored before it is sent. */
  async function contentOf(socket: WASocket, chatId: string, envelope: Envelope): Promise<proto.IMessage> {
    const ephemeralExpiration = await checkGroup(socket, chatId)
    const earlier = await sent.find(envelope.id)
    if (earlier?.chatId === chatId) return earlier.content
    const quoted = envelope.replyTo === undefined ? undefined : deps.received(chatId, envelope.replyTo)
    const made = await generateWAMessage(chatId, envelope.content, {
      logger,
      userJid: socket.user?.id ?? '',
      upload: socket.waUploadToServer,
      messageId: envelope.id,
      ...(quoted === undefined ? {} : { quoted }),
      ...(ephemeralExpiration === undefined ? {} : { ephemeralExpiration }),
    })
    const content = made.message ?? {}
    await sent.save(envelope.id, { chatId, content, isTracked: envelope.isTracked })
    return content
  }

  async function relay(chatId: string, envelope: Envelope): Promise<void> {
    const socket = connected()
    const content = await orSendError({ chatId, isWritten: false }, () => contentOf(socket, chatId, envelope))
    const waiting = acks.expect(envelope.id)
    const timeUp = new AbortController()
    try {
      const attributes = envelope.editMark === undefined ? {} : { edit: envelope.editMark }
      await socket.relayMessage(chatId, content, { messageId: envelope.id, additionalAttributes: attributes })
      const timeout = clock
        .sleep(ACK_TIMEOUT_MS, timeUp.signal)
        .then((): Acknowledgement => ({ type: 'lost' }))
      await judge(chatId, await Promise.race([waiting.answer, timeout]))
    } finally {
      waiting.cancel()
      timeUp.abort()
    }
  }

  async function judge(chatId: string, answer: Acknowledgement): Promise<void> {
    if (answer.type === 'lost') {
      throw new SendError('unreachable', 'WhatsApp did not acknowledge the message', { uncertain: true })
    }
    if (answer.type === 'refused') throw await explain(chatId, answer.code)
  }

  async function explain(chatId: string, code: number): Promise<SendError> {
    const refusal = refusalError(code, isGroupId(chatId))
    if (refusal.code !== 'chat_gone') return refusal
    const socket = deps.socket()
    if (socket === undefined) return disconnected()
    // The same codes come when only admins may post, or when the server is too busy to look.
    groups.forget(chatId)
    try {
      await checkGroup(socket, chatId)
      return new SendError('rejected', `WhatsApp refuses this message (${code})`)
    } catch (error) {
      return sendErrorFrom(error, { isGroup: true, isWritten: false })
    }
  }

  /** How many people a group has beside the bot. The group was looked up for sending, so nothing is asked. */
  async function recipientsOf(chatId: string): Promise<number | undefined> {
    if (!isGroupId(chatId)) return 1
    try {
      const { participants } = await groups.known(chatId)
      const own = ownIdentity(deps.socket()?.user)
      return participants.filter((one) => !addressesOf(one).some((jid) => isOwn(own, jid))).length
    } catch {
      return undefined
    }
  }

  const amend = (chatId: string, content: AnyMessageContent, editMark: string) =>
    orSendError({ chatId, isWritten: true }, () => {
      const id = generateMessageIDV2(deps.socket()?.user?.id)
      return relay(chatId, { id, content, editMark, isTracked: false })
    })

  return {
    send: ({ chatId }, message, id) =>
      orSendError({ chatId, isWritten: true }, async () => {
        const parts = partsOf(message, id)
        if (parts.length === 0) throw new SendError('rejected', 'A message must have a text or a picture')
        for (const part of parts) {
          const isFirst = part.id === id
          await relay(chatId, { ...part, isTracked: isFirst, replyTo: isFirst ? message.replyTo : undefined })
        }
        const recipients = await recipientsOf(chatId)
        return { externalId: id, ...(recipients === undefined ? {} : { recipients }) }
      }),
    async edit({ chatId }, externalId, message) {
      connected()
      const find = () => sent.contentFor(externalId, chatId)
      const original = await orSendError({ chatId, isWritten: false }, find)
      if (original === undefined)
        throw new SendError('rejected', 'The bot wrote no such message in this chat')
      if (original.imageMessage) throw new SendError('rejected', 'The caption of a picture cannot be edited')
      const { attachment: _, ...words } = message
      if (partsOf(words, externalId).length !== 1) {
        throw new SendError('rejected', 'An edited text must fit into one message')
      }
      const content = { ...textContent(renderText(message)), edit: ownKey(chatId, externalId) }
      await amend(chatId, content, '1')
    },
    async delete({ chatId }, externalId) {
      connected()
      if (deps.received(chatId, externalId) !== undefined) {
        throw new SendError('rejected', 'A person wrote this message')
      }
      await amend(chatId, { delete: ownKey(chatId, externalId) }, '7')
    },
    explain,
  }
}
