import {
  DisconnectReason,
  downloadMediaMessage,
  initAuthCreds,
  makeWASocket,
  normalizeMessageContent,
  type AnyMessageContent,
  type MiscMessageGenerationOptions,
  type proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import { EventEmitter, once } from 'node:events'
import { Agent as HttpsAgent } from 'node:https'
import { pino } from 'pino'
import { Agent } from 'undici'
import type { Account, WhatsAppServer } from './server.ts'

/** Keys in memory, for a session that does not outlive the test. */
function memoryKeys(): SignalKeyStore {
  const stored = new Map<string, unknown>()
  return {
    get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found = ids
        .filter((id) => stored.has(`${type}|${id}`))
        .map((id) => [id, stored.get(`${type}|${id}`)])
      return Object.fromEntries(found) as Record<string, SignalDataTypeMap[T]>
    },
    set(data: SignalDataSet) {
      for (const [type, values] of Object.entries(data)) {
        for (const [id, value] of Object.entries(values)) {
          if (value === null) stored.delete(`${type}|${id}`)
          else stored.set(`${type}|${id}`, value)
        }
      }
    },
  }
}

/** How fetch and upload trust the loopback media host. */
export function trustOf(server: WhatsAppServer): { fetchAgent: HttpsAgent; dispatcher: Agent } {
  return {
    fetchAgent: new HttpsAgent({ ca: server.ca }),
    dispatcher: new Agent({ connect: { ca: server.ca } }),
  }
}

/** What a person reads in a message: the text or the caption. */
export function textOfMessage(message: WAMessage): string {
  const content = normalizeMessageContent(message.message)
  return content?.conversation ?? content?.extendedTextMessage?.text ?? content?.imageMessage?.caption ?? ''
}

/** A human with a phone: a real Baileys socket. */
export class Person {
  /** Every message of others, in order. */
  readonly inbox: WAMessage[] = []
  readonly #creds = initAuthCreds()
  readonly #keys = memoryKeys()
  readonly #sent = new Map<string, proto.IMessage>()
  readonly #changes = new EventEmitter()
  readonly #trust: ReturnType<typeof trustOf>
  #socket: WASocket | undefined
  #isStopped = false

  constructor(
    private readonly server: WhatsAppServer,
    readonly account: Account,
  ) {
    this.#trust = trustOf(server)
    this.#changes.setMaxListeners(0)
  }

  get socket(): WASocket {
    if (this.#socket === undefined) throw new Error('not connected')
    return this.#socket
  }

  connect(): void {
    this.#creds.me &&= { ...this.#creds.me, name: this.account.name }
    const socket = makeWASocket({
      auth: { creds: this.#creds, keys: this.#keys },
      logger: pino({ level: 'silent' }),
      waWebSocketUrl: this.server.url,
      fetchAgent: this.#trust.fetchAgent,
      options: { dispatcher: this.#trust.dispatcher } as RequestInit,
      shouldSyncHistoryMessage: () => false,
      syncFullHistory: false,
      markOnlineOnConnect: true,
      getMessage: (key) => Promise.resolve(this.#sent.get(key.id ?? '')),
    })
    this.#socket = socket
    socket.ev.on('creds.update', (update) => {
      Object.assign(this.#creds, update)
    })
    socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr !== undefined) this.server.scan(qr, this.account)
      if (connection === 'open') this.#changes.emit('open')
      const code = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output
        ?.statusCode
      if (connection === 'close' && code === DisconnectReason.restartRequired && !this.#isStopped)
        this.connect()
    })
    socket.ev.on('messages.upsert', ({ messages }) => {
      this.inbox.push(...messages.filter((message) => message.key.fromMe !== true && message.message))
      this.#changes.emit('inbox')
    })
  }

  async opened(): Promise<void> {
    await once(this.#changes, 'open')
  }

  async send(
    jid: string,
    content: AnyMessageContent,
    options: MiscMessageGenerationOptions = {},
  ): Promise<WAMessage> {
    const message = await this.socket.sendMessage(jid, content, options)
    if (!message?.key.id || !message.message) throw new Error('nothing was sent')
    this.#sent.set(message.key.id, message.message)
    return message
  }

  /** The first message of others for which `isIt` holds; waits for it. */
  async received(isIt: (message: WAMessage) => boolean): Promise<WAMessage> {
    for (;;) {
      const found = this.inbox.find((message) => isIt(message))
      if (found !== undefined) return found
      await once(this.#changes, 'inbox')
    }
  }

  /** The first message with this text. */
  read(text: string): Promise<WAMessage> {
    return this.received((message) => textOfMessage(message) === text)
  }

  download(message: WAMessage): Promise<Buffer> {
    return downloadMediaMessage(message, 'buffer', {
      options: { dispatcher: this.#trust.dispatcher } as RequestInit,
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#socket?.end(undefined)
    this.#trust.fetchAgent.destroy()
    await this.#trust.dispatcher.close()
  }
}

/** Pairs a new phone by QR code and waits until it is online. */
export async function startPerson(server: WhatsAppServer, account: Account): Promise<Person> {
  const person = new Person(server, account)
  const opened = person.opened()
  person.connect()
  await opened
  return person
}
