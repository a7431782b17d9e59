import { generateMessageIDV2, type WAMessage, type WASocket, type WAVersion } from '@whiskeysockets/baileys'
import type { Agent } from 'node:https'
import type { Clock } from '../../clock.ts'
import type { Channel, ChannelMemory, ChannelStatus, ReceiveEvent } from '../../domain/channel.ts'
import { AppError, SendError } from '../../domain/error.ts'
import type { ChatAddress } from '../../domain/message.ts'
import type { Logger } from '../../logger.ts'
import { openAuthMemory, type AuthMemory } from './auth-memory.ts'
import { Connection } from './connection.ts'
import { hushLibsignal } from './console-filter.ts'
import { createDecrypted } from './decrypted.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import { createEvents } from './events.ts'
import { createGate } from './gate.ts'
import { createGroups } from './groups.ts'
import { messageIdFrom } from './identity.ts'
import { createInbox, INBOX_COLLECTION } from './inbox.ts'
import { createPendingAcks } from './pending-acks.ts'
import { createRecent } from './recent.ts'
import { createSender } from './sender.ts'
import { createSentMessages } from './sent-messages.ts'
import { createStandings } from './standing.ts'
import { askWebVersion, createRetryCounters, libraryLogger, openSocket, PINNED_VERSION } from './socket.ts'

/** What of the memory holds people's words. Whoever gives the memory should seal it. */
export const PRIVATE_COLLECTIONS = [INBOX_COLLECTION]

export interface WhatsAppChannelDeps {
  memory: ChannelMemory
  clock: Clock
  logger: Logger
  /** Default `default`. */
  account?: string
  /** Default: WhatsApp's own. */
  socketUrl?: string
  /** Pair by a code typed into this phone instead of a QR code: the number with its country code. */
  pairingPhone?: string
  /** Shows a QR code to whoever started the process. */
  printQr?: (qr: string) => void
  /** How uploads trust the media host; for a loopback. */
  fetchAgent?: Agent
  /** How downloads trust the media host: an undici `Dispatcher`; for a loopback. */
  dispatcher?: unknown
  /** The current protocol version, asked when WhatsApp refuses ours. Default: WhatsApp Web's own page. */
  latestVersion?: () => Promise<WAVersion>
}

interface Running {
  /** Replaced when WhatsApp ends the session. */
  session: { auth: AuthMemory }
  connection: Connection
  unhush: () => void
}

const receivedKey = (chatId: string, id: string) => `${chatId}|${id}`

/** WhatsApp, as one linked device of the office phone. Nothing is touched before `start`. */
export function createWhatsAppChannel(deps: WhatsAppChannelDeps): Channel {
  const { memory, clock, logger, account = 'default' } = deps
  const baileysLogger = libraryLogger(logger)
  const fetchOptions = (deps.dispatcher === undefined ? {} : { dispatcher: deps.dispatcher }) as RequestInit
  const address = (chatId: string): ChatAddress => ({ channel: 'whatsapp', account, chatId })
  const groups = createGroups({ clock, logger })
  const sent = createSentMessages(memory, clock)
  const acks = createPendingAcks()
  const inbox = createInbox(memory, clock, logger)
  const retryCounters = createRetryCounters()
  const makeSignalRepository = createDecrypted()
  const received = createRecent<WAMessage>(500)
  let status: ChannelStatus = { state: 'stopped', since: clock.now() }
  let running: Running | undefined
  let queue: EventQueue | undefined
  let starting = false

  const setStatus = (next: Omit<ChannelStatus, 'since'>) => {
    const since = next.state === status.state ? status.since : clock.now()
    status = { ...next, since }
  }

  const sender = createSender({
    socket: () => running?.connection.socket,
    groups,
    sent,
    acks,
    clock,
    logger: baileysLogger,
    received: (chatId, id) => received.get(receivedKey(chatId, id)),
  })

  const standings = createStandings({ groups, socket: () => running?.connection.socket })

  const events = createEvents({
    address,
    groups,
    sent,
    acks,
    inbox,
    logger: baileysLogger,
    fetchOptions,
    explain: sender.explain,
    standing: (groupId) => standings.standing(groupId),
    keep(message) {
      const key = receivedKey(message.key.remoteJid ?? '', message.key.id ?? '')
      const isNew = received.get(key) === undefined
      if (isNew) received.set(key, message)
      return isNew
    },
    tell: (chatId, event, onDone) => queue?.add(chatId, event, onDone),
  })

  function connect(auth: AuthMemory, version: WAVersion, left: WAMessage[]): WASocket {
    const socket = openSocket(version, {
      auth,
      endpoint: { socketUrl: deps.socketUrl, fetchAgent: deps.fetchAgent, fetchOptions },
      logger: baileysLogger,
      msgRetryCounterCache: retryCounters,
      makeSignalRepository,
      cachedGroupMetadata: (groupId) => groups.known(groupId),
      getMessage: ({ id, remoteJid }) => sent.contentFor(id, remoteJid),
    })
    groups.attach(socket)
    events.attach(socket, left)
    return socket
  }

  async function open(receive: ReceiveEvent): Promise<Running> {
    const session = { auth: await openAuthMemory(memory) }
    const left = await inbox.left()
    // An earlier start may have known them already.
    for (const { key } of left) received.delete(receivedKey(key.remoteJid ?? '', key.id ?? ''))
    const gate = createGate()
    queue = createEventQueue(receive, gate, logger)
    const connection = new Connection({
      auth: () => session.auth,
      renewAuth: async () => {
        await session.auth.forget()
        session.auth = await openAuthMemory(memory)
      },
      clock,
      logger,
      version: PINNED_VERSION,
      openSocket: (version) => connect(session.auth, version, left.splice(0)),
      latestVersion: deps.latestVersion ?? askWebVersion,
      pairingPhone: deps.pairingPhone,
      printQr: deps.printQr,
      onConnected: () => {
        gate.open()
        void groups.fetchAll()
      },
      onDisconnected: () => {
        gate.shut()
        acks.loseAll()
      },
      onStatus: setStatus,
    })
    return { session, connection, unhush: hushLibsignal() }
  }

  async function stop(): Promise<void> {
    const stopping = running
    if (stopping === undefined) return
    running = undefined
    // Whoever waits for the connection to come back need not wait any longer.
    setStatus({ state: 'stopped' })
    await stopping.connection.close()
    await queue?.end()
    queue = undefined
    await inbox.settled()
    await stopping.session.auth.settled()
    stopping.unhush()
  }

  return {
    name: 'whatsapp',
    account,
    dropsRepeatedIds: true,
    tellsReceipts: true,

    async start(receive) {
      if (running !== undefined || starting)
        throw new AppError('conflict', 'The WhatsApp channel is already started')
      starting = true
      try {
        running = await open(receive)
      } finally {
        starting = false
      }
      running.connection.open()
    },

    stop,

    async logOut() {
      const leaving = running
      await leaving?.connection.logOut()
      await stop()
      await (leaving?.session.auth ?? (await openAuthMemory(memory))).forget()
    },

    newMessageId: (seed) =>
      seed === undefined ? generateMessageIDV2(running?.session.auth.creds.me?.id) : messageIdFrom(seed),
    publicAddress() {
      const number = /^\d+/.exec(running?.session.auth.creds.me?.id ?? '')?.[0]
      return number === undefined ? undefined : `https://wa.me/${number}`
    },
    isMember: (groupId) => groups.isMember(groupId),
    mayPost: (groupId) => standings.mayPost(groupId),
    async send(to, message, { id }) {
      try {
        return await sender.send(to, message, id)
      } catch (error) {
        if (error instanceof SendError && error.code === 'chat_gone') groups.leave(to.chatId)
        throw error
      }
    },
    edit: (to, externalId, message) => sender.edit(to, externalId, message),
    delete: (to, externalId) => sender.delete(to, externalId),

    isAdmin: ({ chatId }, senderId) => standings.isAdmin(chatId, senderId),
    standing: ({ chatId }) => standings.standing(chatId),

    status() {
      const { quietUntil, state, since } = status
      return quietUntil !== undefined && quietUntil <= clock.now() ? { state, since } : status
    },
  }
}
