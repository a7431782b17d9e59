import type { ConnectionState, WASocket, WAVersion } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import type { ChannelStatus } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import type { AuthMemory } from './auth-memory.ts'
import { afterClose, type AfterClose } from './close-rules.ts'
import { liftsAt, quietStatus } from './restriction.ts'
import { codeOf } from './send-errors.ts'

export interface ConnectionDeps {
  /** The session that sockets use now. */
  auth: () => AuthMemory
  /** Forgets the session and begins a new one. */
  renewAuth: () => Promise<void>
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
const QR_HELP = 'Bot perlu ditautkan: pindai kode QR di halaman Saluran dengan WhatsApp di ponsel kantor.'
const CODE_HELP = 'Bot perlu ditautkan: ketik kode di halaman Saluran ke WhatsApp di ponsel kantor.'

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
  /** What staff should know when they are asked to pair. */
  #pairingNotice: string | undefined
  /** Until when WhatsApp restricts the account, by which of its signals. */
  readonly #quietUntil = new Map<'reachout_lock' | 'capping', Date>()

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

  /** Tells WhatsApp, while connected, that this device is no more. What is left is to close. */
  async logOut(): Promise<void> {
    const { socket } = this
    this.#stopping.abort()
    try {
      await socket?.logout()
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'WhatsApp was not told of the log-out')
    }
  }

  /** Ends the connection without logging out. */
  async close(): Promise<void> {
    this.#stopping.abort()
    this.#leave()
    const socket = this.#current
    socket?.ev.flush()
    // Who waits for an answer hears of a closed line at once; `end` alone lets them wait for half a minute.
    if (socket?.ws.isOpen === true) await socket.ws.close()
    await socket?.end(undefined)
  }

  #connect(): void {
    this.#deps.onStatus({ state: 'connecting', detail: this.#detail })
    const socket = this.#deps.openSocket(this.#version)
    this.#current = socket
    socket.ev.on('connection.update', (update) => {
      // A socket that was replaced has nothing to say any more.
      if (socket === this.#current && !this.#stopping.signal.aborted) this.#onUpdate(socket, update)
    })
    socket.ev.on('message-capping.update', (capping) => {
      if (socket === this.#current) {
        this.#onRestriction('capping', liftsAt({ capping }, this.#deps.clock.now()))
      }
    })
  }

  #onUpdate(
    socket: WASocket,
    { connection, qr, lastDisconnect, reachoutTimeLock }: Partial<ConnectionState>,
  ): void {
    if (qr !== undefined) this.#onQr(socket, qr)
    if (connection === 'open') this.#onOpen()
    if (connection === 'close') {
      // Receipts and news of groups that Baileys has confirmed and holds back: nobody would send them again.
      socket.ev.flush()
      this.#onClose(codeOf(lastDisconnect?.error ?? {}).connection)
    }
    if (reachoutTimeLock !== undefined) {
      this.#onRestriction('reachout_lock', liftsAt({ reachoutTimeLock }, this.#deps.clock.now()))
    }
  }

  /** WhatsApp's warning before it bans. It stays in force over a lost connection. */
  #onRestriction(signal: 'reachout_lock' | 'capping', until: Date | undefined): void {
    if (until === undefined) this.#quietUntil.delete(signal)
    else this.#quietUntil.set(signal, until)
    if (until !== undefined) this.#deps.logger.warn({ signal, until }, 'WhatsApp restricts this account')
    if (this.#isOpen) this.#deps.onStatus(quietStatus(this.#quietUntil.values()))
  }

  #onQr(socket: WASocket, qr: string): void {
    this.#failures = 0
    const { pairingPhone, printQr, onStatus } = this.#deps
    if (pairingPhone === undefined) {
      printQr?.(qr)
      onStatus({ state: 'needs_pairing', detail: this.#withNotice(QR_HELP), pairing: { qr } })
      return
    }
    // One code lives as long as the connection; new QR codes do not make it invalid.
    if (this.#deps.auth().creds.pairingCode === undefined) void this.#askForCode(socket, pairingPhone)
  }

  async #askForCode(socket: WASocket, phone: string): Promise<void> {
    try {
      const code = await socket.requestPairingCode(phone.replaceAll(/\D/g, ''))
      const detail = this.#withNotice(CODE_HELP)
      this.#deps.onStatus({ state: 'needs_pairing', detail, pairing: { code } })
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'WhatsApp gave no pairing code')
    }
  }

  #withNotice(help: string): string {
    return this.#pairingNotice === undefined ? help : `${this.#pairingNotice} ${help}`
  }

  #onOpen(): void {
    this.#failures = 0
    this.#pairingNotice = undefined
    this.#refusedVersions = 0
    this.#isOpen = true
    this.#detail = CONNECTING
    this.#deps.onStatus(quietStatus(this.#quietUntil.values()))
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
      const detail = 'Sambungan WhatsApp berhenti karena kesalahan sistem. Sambungkan ulang.'
      this.#deps.onStatus({ state: 'broken', detail })
    })
  }

  async #carryOut(decision: AfterClose): Promise<void> {
    if (decision.next === 'stop') {
      this.#deps.onStatus({ state: 'broken', detail: decision.detail })
      return
    }
    if (decision.next === 'pair_again') {
      this.#pairingNotice = decision.detail
      await this.#deps.renewAuth()
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
    const { creds } = this.#deps.auth()
    if (creds.account !== undefined) return
    delete creds.me
    creds.pairingCode = undefined
  }
}
