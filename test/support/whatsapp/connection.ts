import {
  Curve,
  decodeBinaryNode,
  encodeBinaryNode,
  NOISE_WA_HEADER,
  proto,
  type BinaryNode,
} from '@whiskeysockets/baileys'
import type { RawData, WebSocket } from 'ws'
import { noiseCertificate } from './certificate.ts'
import { NoiseHandshake, type NoiseTransport, type ServerKeys } from './noise.ts'
import type { Account, Device } from './world.ts'

export interface ConnectionEvents {
  /** The handshake is over; the payload says who it claims to be. */
  opened(connection: Connection, login: proto.IClientPayload): void
  stanza(connection: Connection, node: BinaryNode): void
  closed(connection: Connection): void
  failed(error: unknown): void
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)

/** One client on the wire: frames, handshake, stanzas. */
export class Connection {
  /** Who it is, once it has logged in. */
  session: { account: Account; device: Device } | undefined
  /** The id of the stanza that told a new device that it is paired. */
  pairingStanzaId: string | undefined
  #received: Buffer = Buffer.alloc(0)
  #hasIntroduction = false
  #work: Promise<void> = Promise.resolve()
  #handshake: { noise: NoiseHandshake; ephemeralPrivate: Uint8Array } | undefined
  #transport: NoiseTransport | undefined

  constructor(
    private readonly socket: WebSocket,
    private readonly keys: ServerKeys,
    private readonly events: ConnectionEvents,
  ) {
    socket.on('message', (data: RawData) => {
      this.#work = this.#work
        .then(() => this.#receive(bytesOf(data)))
        .catch((error: unknown) => {
          events.failed(error)
          socket.close(1011)
        })
    })
    socket.on('close', () => events.closed(this))
  }

  /** Sends a stanza; a closed connection swallows it. */
  send(node: BinaryNode): void {
    if (this.socket.readyState !== this.socket.OPEN || this.#transport === undefined) return
    this.#sendFrame(this.#transport.encrypt(encodeBinaryNode(node)))
  }

  /** Says goodbye with a stanza. */
  closeWith(node: BinaryNode): void {
    this.send(node)
    this.socket.close()
  }

  /** Cuts the line without a word. */
  terminate(): void {
    this.socket.terminate()
  }

  #sendFrame(data: Uint8Array): void {
    const header = Buffer.alloc(3)
    header.writeUIntBE(data.length, 0, 3)
    this.socket.send(Buffer.concat([header, data]))
  }

  async #receive(data: Buffer): Promise<void> {
    this.#received = Buffer.concat([this.#received, data])
    if (!this.#hasIntroduction && !this.#dropIntroduction()) return
    while (this.#received.length >= 3) {
      const end = 3 + this.#received.readUIntBE(0, 3)
      if (this.#received.length < end) return
      const frame = this.#received.subarray(3, end)
      this.#received = this.#received.subarray(end)
      await this.#onFrame(frame)
    }
  }

  /** The client begins with its routing information, when it has any, and a header of four bytes. */
  #dropIntroduction(): boolean {
    const isRouted = this.#received.subarray(0, 2).toString() === 'ED'
    const routing = isRouted ? 7 + this.#received.readUIntBE(4, 3) : 0
    if (this.#received.length < routing + 4) return false
    this.#received = this.#received.subarray(routing + 4)
    this.#hasIntroduction = true
    return true
  }

  async #onFrame(frame: Buffer): Promise<void> {
    if (this.#transport !== undefined) {
      this.events.stanza(this, await decodeBinaryNode(this.#transport.decrypt(frame)))
    } else if (this.#handshake === undefined) {
      this.#answerHello(frame)
    } else {
      this.#finishHandshake(frame, this.#handshake)
    }
  }

  #answerHello(frame: Buffer): void {
    const clientKey = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral
    if (!clientKey) throw new Error('client hello without a key')
    const noise = new NoiseHandshake(NOISE_WA_HEADER)
    const ephemeral = Curve.generateKeyPair()
    noise.authenticate(clientKey)
    noise.authenticate(ephemeral.public)
    noise.mix(Curve.sharedKey(ephemeral.private, clientKey))
    const station = noise.encrypt(this.keys.station.public)
    noise.mix(Curve.sharedKey(this.keys.station.private, clientKey))
    const payload = noise.encrypt(noiseCertificate(this.keys.root, this.keys.station.public))
    const serverHello = { ephemeral: ephemeral.public, static: station, payload }
    this.#sendFrame(proto.HandshakeMessage.encode({ serverHello }).finish())
    this.#handshake = { noise, ephemeralPrivate: ephemeral.private }
  }

  #finishHandshake(
    frame: Buffer,
    { noise, ephemeralPrivate }: { noise: NoiseHandshake; ephemeralPrivate: Uint8Array },
  ): void {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish
    if (!finish?.static || !finish.payload) throw new Error('client finish is incomplete')
    const clientStatic = noise.decrypt(finish.static)
    noise.mix(Curve.sharedKey(ephemeralPrivate, clientStatic))
    const login = proto.ClientPayload.decode(noise.decrypt(finish.payload))
    this.#transport = noise.split()
    this.events.opened(this, login)
  }
}
