import { EventEmitter, once } from 'node:events'
import { WebSocket } from 'ws'
import type { WaAuthCredentials } from 'zapo-js/auth'
import { WaClient, type WaClientEventMap } from 'zapo-js/client'
import { createStore } from 'zapo-js/store'
import { systemClock } from '../../../src/clock.ts'
import type { Account, WhatsAppServer } from './server.ts'

type WaIncomingMessageEvent = Parameters<WaClientEventMap['message']>[0]

const SILENT = {
  level: 'error',
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
} as const

const unused = (): never => {
  throw new Error('this store is kept in memory')
}

/** Where the log-in is kept: zapo-js has no store of its own for it. */
function authBackend() {
  let saved: WaAuthCredentials | null = null
  const auth = () => ({
    load: () => Promise.resolve(saved),
    save: (credentials: WaAuthCredentials) => {
      saved = credentials
      return Promise.resolve()
    },
    clear: () => {
      saved = null
      return Promise.resolve()
    },
  })
  return {
    stores: {
      auth,
      signal: unused,
      preKey: unused,
      session: unused,
      identity: unused,
      senderKey: unused,
      appState: unused,
      messages: unused,
      threads: unused,
      contacts: unused,
      privacyToken: unused,
    },
    caches: { retry: unused, participants: unused, deviceList: unused, messageSecret: unused },
  }
}

/** What a person reads in a message. */
export function textOfZapo({ message }: WaIncomingMessageEvent): string {
  return message?.conversation ?? message?.extendedTextMessage?.text ?? message?.imageMessage?.caption ?? ''
}

/** A human whose phone speaks the protocol through another library than the bot's: zapo-js, not related to Baileys. */
export class ZapoPerson {
  readonly inbox: WaIncomingMessageEvent[] = []
  readonly #client: WaClient
  readonly #changes = new EventEmitter()

  constructor(
    private readonly server: WhatsAppServer,
    readonly account: Account,
  ) {
    this.#changes.setMaxListeners(0)
    const store = createStore({
      backends: { kept: authBackend() },
      providers: { auth: 'kept', signal: 'memory', preKey: 'memory', session: 'memory' },
    })
    this.#client = new WaClient(
      {
        store,
        sessionId: account.phone,
        chatSocketUrls: [server.url],
        testHooks: { noiseRootCa: { publicKey: new Uint8Array(server.rootKey), serial: 0 } },
        history: { enabled: false },
      },
      SILENT,
    )
    this.#client.once('auth_qr', ({ qr }) => server.scan(qr, account))
    this.#client.on('message', (event) => {
      this.inbox.push(event)
      this.#changes.emit('message')
    })
  }

  /** Pairs, and waits until it may send. */
  async start(): Promise<void> {
    const paired = new Promise<void>((resolve) => {
      this.#client.once('auth_paired', () => resolve())
    })
    await this.#client.connect()
    await paired
    // It connects again without a word; it can be written to once the server has its keys.
    while (!this.server.isReachable(this.account)) await systemClock.sleep(5)
  }

  async send(jid: string, text: string): Promise<void> {
    await this.#client.sendMessage(jid, text)
  }

  /** The first message of others for which `isIt` holds; waits for it. */
  async received(
    isIt: (text: string, event: WaIncomingMessageEvent) => boolean,
  ): Promise<WaIncomingMessageEvent> {
    for (;;) {
      const found = this.inbox.find((event) => isIt(textOfZapo(event), event))
      if (found !== undefined) return found
      await once(this.#changes, 'message')
    }
  }

  async stop(): Promise<void> {
    await this.#client.disconnect()
  }
}

/** Pairs a new phone by QR code and waits until it is online. */
export async function startZapoPerson(server: WhatsAppServer, account: Account): Promise<ZapoPerson> {
  globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket
  const person = new ZapoPerson(server, account)
  await person.start()
  return person
}
