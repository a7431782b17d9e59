import {
  NewChatMessageCappingStatusType,
  type ConnectionState,
  type WASocket,
  type WAVersion,
} from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import type { ChannelStatus } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import type { AuthMemory } from './auth-memory.ts'
import { afterClose, type AfterClose } from './close-rules.ts'
import { codeOf } from './send-errors.ts'

export interface ConnectionDeps {
  auth: AuthMemory
  clock: Clock
  logger: Logger
  /** Makes a socket that begins to connect, with its listeners. */
  openSocket: (version: WAVersion) => WASocket
  /** The newest protocol version; `pinned` when nobody can say. */
  latestVersion: () => Promise<WAVersion>
  version: WAVersion
  pairingPhone: string | undefined
  printQr: ((qr: string) => void) | undefined
  onConnected: () => void
  onDisconnected: () => void
  onStatus: (status: Omit<ChannelStatus, 'since'>) => void
}

const CONNECTING = 'Sedang menyambung ke WhatsApp.'
const QR_HELP =
  'Buka WhatsApp di ponsel kantor, pilih Perangkat tertaut, Tautkan perangkat, lalu pindai kode QR ini.'
const CODE_HELP =
  'Buka WhatsApp di ponsel kantor, pilih Perangkat tertaut, Tautkan dengan nomor telepon, lalu ketik kode ini.'

/** Keeps one connection to WhatsApp alive, and decides what happens when it ends. */
export class Connection {
  readonly #deps: ConnectionDeps
  readonly #stopping = new AbortController()
  #current: WASocket | undefined
  #isOpen = false
  #failures = 0
  #refusedVersions = 0
  #version: WAVersion
  #detail = CONNECTING

  constructor(deps: ConnectionDeps) {
    this.#deps = deps
    this.#version = deps.version
  }

  /** The socket, while it is connected. */
  get socket(): WASocket | undefined {
    return this.#isOpen ? this.#current : undefined
  }

  open(): void {
    if (this.#stopping.signal.aborted) return
    this.#connect()
  }

  /** Ends the connection without logging out. */
  async close(): Promise<void> {
    this.#stopping.abort()
    this.#leave()
    await this.#current?.end(undefined)
  }

  #connect(): void {
    this.#deps.onStatus({ state: 'connecting', detail: this.#detail })
    const socket = this.#deps.openSocket(this.#version)
    this.#current = socket
    socket.ev.on('connection.update', (update) => {
      // A socket that was replaced has nothing to say any more.
      if (socket === this.#current && !this.#stopping.signal.aborted) this.#onUpdate(socket, update)
    })
    socket.ev.on('message-capping.update', ({ capping_status: status }) => {
      if (socket === this.#current) this.#onRestriction(status === NewChatMessageCappingStatusType.CAPPED)
    })
  }

  #onUpdate(
    socket: WASocket,
    { connection, qr, lastDisconnect, reachoutTimeLock }: Partial<ConnectionState>,
  ): void {
    if (qr !== undefined) this.#onQr(socket, qr)
    if (connection === 'open') this.#onOpen()
    if (connection === 'close') this.#onClose(codeOf(lastDisconnect?.error ?? {}).connection)
    if (reachoutTimeLock !== undefined) this.#onRestriction(reachoutTimeLock.isActive === true)
  }

  /** WhatsApp's warning before it bans: it limits whom the account may write to. */
  #onRestriction(isRestricted: boolean): void {
    if (!this.#isOpen) return
    const detail = 'WhatsApp sedang membatasi akun ini. Hentikan siaran untuk sementara.'
    this.#deps.onStatus(isRestricted ? { state: 'connected', detail } : { state: 'connected' })
    if (isRestricted) this.#deps.logger.warn('WhatsApp restricts this account')
  }

  #onQr(socket: WASocket, qr: string): void {
    this.#failures = 0
    const { pairingPhone, printQr, onStatus } = this.#deps
    if (pairingPhone === undefined) {
      printQr?.(qr)
      onStatus({ state: 'needs_pairing', detail: QR_HELP, pairing: { qr } })
      return
    }
    // One code lives as long as the connection; new QR codes do not make it invalid.
    if (this.#deps.auth.creds.pairingCode === undefined) void this.#askForCode(socket, pairingPhone)
  }

  async #askForCode(socket: WASocket, phone: string): Promise<void> {
    try {
      const code = await socket.requestPairingCode(phone.replaceAll(/\D/g, ''))
      this.#deps.onStatus({ state: 'needs_pairing', detail: CODE_HELP, pairing: { code } })
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'WhatsApp gave no pairing code')
    }
  }

  #onOpen(): void {
    this.#failures = 0
    this.#refusedVersions = 0
    this.#isOpen = true
    this.#detail = CONNECTING
    this.#deps.onStatus({ state: 'connected' })
    this.#deps.logger.info('WhatsApp is connected')
    this.#deps.onConnected()
  }

  #leave(): void {
    this.#isOpen = false
    this.#deps.onDisconnected()
  }

  #onClose(code: number | undefined): void {
    this.#leave()
    this.#failures += 1
    this.#refusedVersions = code === 405 ? this.#refusedVersions + 1 : 0
    const decision = afterClose(code, {
      failures: this.#failures,
      refusedVersions: this.#refusedVersions,
      random: Math.random(),
    })
    this.#deps.logger.warn({ code, next: decision.next }, 'The WhatsApp connection closed')
    void this.#carryOut(decision).catch((error: unknown) => {
      this.#deps.logger.error({ err: error }, 'WhatsApp could not be reconnected')
      const detail = 'Sambungan WhatsApp berhenti karena kesalahan sistem. Mulai ulang aplikasi.'
      this.#deps.onStatus({ state: 'broken', detail })
    })
  }

  async #carryOut(decision: AfterClose): Promise<void> {
    if (decision.next === 'stop') {
      this.#deps.onStatus({ state: 'broken', detail: decision.detail })
      if (decision.forgets) await this.#deps.auth.forget()
      return
    }
    if (decision.next !== 'restart') {
      this.#detail = decision.detail
      this.#deps.onStatus({ state: 'connecting', detail: decision.detail })
      await this.#deps.clock.sleep(decision.delayMs, this.#stopping.signal)
      if (decision.next === 'renew_version') await this.#renewVersion()
    }
    this.#abandonHalfPairing()
    if (!this.#stopping.signal.aborted) this.#connect()
  }

  async #renewVersion(): Promise<void> {
    try {
      this.#version = await this.#deps.latestVersion()
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'The current WhatsApp version could not be asked for')
      this.#version = this.#deps.version
    }
  }

  /** A code that nobody typed must not make the next connection log in as that phone. */
  #abandonHalfPairing(): void {
    const { creds } = this.#deps.auth
    if (creds.account !== undefined) return
    delete creds.me
    creds.pairingCode = undefined
  }
}
