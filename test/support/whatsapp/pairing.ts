import { Curve, proto, WA_ADV_ACCOUNT_SIG_PREFIX, type BinaryNode } from '@whiskeysockets/baileys'
import { createHmac, randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import type { Connection } from './connection.ts'
import { CodeExchange } from './pairing-code.ts'
import { child, parseJid, SERVER_JID, timestamp } from './stanza.ts'
import { addressOf, deviceAddress, type Account, type Device, type World } from './world.ts'

interface LinkRequest {
  identityKey: Uint8Array
  /** The secret that the new device shows to the phone, and not to the server. */
  secret: Uint8Array
}

/** What the phone signs: this device is mine. */
function signDevice(account: Account, deviceId: number, { identityKey, secret }: LinkRequest): Uint8Array {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: 1,
    timestamp: Math.floor(Date.now() / 1000),
    keyIndex: deviceId,
  }).finish()
  const signed = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, identityKey])
  const identity = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: account.phoneKey.public,
    accountSignature: Curve.sign(account.phoneKey.private, signed),
  }).finish()
  const hmac = createHmac('sha256', secret).update(identity).digest()
  return proto.ADVSignedDeviceIdentityHMAC.encode({ details: identity, hmac }).finish()
}

/** A device that shows a code, until somebody types it. */
interface WaitingCode {
  connection: Connection
  phone: string
  hello: BinaryNode
  exchange?: CodeExchange
  account?: Account
}

/** Links new devices to accounts. */
export class Pairing {
  readonly #waiting = new Map<string, Connection>()
  readonly #codes = new Set<WaitingCode>()
  readonly #asked = new EventEmitter()

  constructor(private readonly world: World) {}

  /** Offers references for QR codes to a device that has no account yet. */
  offer(connection: Connection): void {
    const references = Array.from({ length: 6 }, () => randomBytes(16).toString('base64url'))
    for (const reference of references) this.#waiting.set(reference, connection)
    connection.send({
      tag: 'iq',
      attrs: { from: SERVER_JID, type: 'set', id: this.world.newId(), xmlns: 'md' },
      content: [
        {
          tag: 'pair-device',
          attrs: {},
          content: references.map((reference) => ({
            tag: 'ref',
            attrs: {},
            content: Buffer.from(reference),
          })),
        },
      ],
    })
  }

  /** A person scans the QR code with the phone of `account`. */
  scan(qr: string, account: Account): void {
    const [reference = '', , identityKey = '', secret = ''] = qr.replace(/^.*#/, '').split(',')
    const connection = this.#waiting.get(reference)
    if (connection === undefined) throw new Error('nobody shows this QR code')
    this.#link(connection, account, {
      identityKey: Buffer.from(identityKey, 'base64'),
      secret: Buffer.from(secret, 'base64'),
    })
  }

  /** A person types the code that a device shows for the phone of `account`. */
  async typeCode(code: string, account: Account): Promise<void> {
    const waiting = await this.#askedFor(account.phone)
    waiting.account = account
    waiting.exchange = new CodeExchange(account)
    waiting.connection.send({
      tag: 'notification',
      attrs: { from: SERVER_JID, type: 'link_code_companion_reg', id: this.world.newId(), t: timestamp() },
      content: [await waiting.exchange.answer(waiting.hello, code)],
    })
  }

  /** The device that shows a code for this phone; waits for it. */
  async #askedFor(phone: string): Promise<WaitingCode> {
    for (;;) {
      const waiting = [...this.#codes].findLast((code) => code.phone === phone)
      if (waiting !== undefined) return waiting
      await once(this.#asked, 'code')
    }
  }

  /** What a device without an account asks: its part of the pairing by a code. */
  onQuery(connection: Connection, query: BinaryNode): void {
    const message = child(query, 'link_code_companion_reg')
    if (message === undefined) return
    if (message.attrs['stage'] === 'companion_hello') {
      this.#codes.add({ connection, phone: parseJid(message.attrs['jid']).user, hello: message })
      this.#asked.emit('code')
      return
    }
    const waiting = [...this.#codes].findLast((code) => code.connection === connection)
    if (waiting?.exchange === undefined || waiting.account === undefined) return
    this.#codes.delete(waiting)
    connection.send({ tag: 'iq', attrs: { id: query.attrs['id'] ?? '', from: SERVER_JID, type: 'result' } })
    this.#link(connection, waiting.account, waiting.exchange.finish(message))
  }

  /** The device is gone before it was paired. */
  forget(connection: Connection): void {
    for (const code of this.#codes) if (code.connection === connection) this.#codes.delete(code)
    for (const [reference, waiting] of this.#waiting)
      if (waiting === connection) this.#waiting.delete(reference)
  }

  #link(connection: Connection, account: Account, request: LinkRequest): void {
    const device: Device = {
      id: account.devices.size + 1,
      connection: undefined,
      waiting: new Map(),
      isLoggedOut: false,
      bundle: [],
      oneTimeKeys: [],
    }
    account.devices.set(device.id, device)
    connection.pairingStanzaId = this.world.newId()
    const content: BinaryNode[] = [
      { tag: 'device-identity', attrs: {}, content: signDevice(account, device.id, request) },
      {
        tag: 'device',
        attrs: { jid: deviceAddress(account, device, 'pn'), lid: deviceAddress(account, device, 'lid') },
      },
      { tag: 'platform', attrs: { name: 'android' } },
    ]
    connection.send({
      tag: 'iq',
      attrs: { from: SERVER_JID, type: 'set', id: connection.pairingStanzaId, xmlns: 'md' },
      content: [{ tag: 'pair-success', attrs: { to: addressOf(account, 'pn') }, content }],
    })
  }
}
