import { Curve, type BinaryNode, type proto } from '@whiskeysockets/baileys'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { Connection } from './connection.ts'
import {
  changeParticipants,
  deleteGroup,
  renameGroup,
  setAnnounce,
  unlinkGroup,
  type ParticipantChange,
} from './groups.ts'
import { startMediaServer, type MediaServer } from './media-server.ts'
import { isRetry, refusalOf, routeMessage, routeReceipt } from './messages.ts'
import { Pairing } from './pairing.ts'
import { answerQuery } from './queries.ts'
import { notifyRestriction, type Restriction } from './restrictions.ts'
import { SERVER_JID, timestamp } from './stanza.ts'
import { World, type Account, type Addressing, type Group } from './world.ts'

export type { Account, Group } from './world.ts'

/** A message stanza that the server took. */
export interface AcceptedMessage {
  account: Account
  chatId: string
  id: string
  /** `text`, `media`, … */
  type: string
}

/**
 * An error code refuses a message; `'silent'` takes it without acknowledging it; `'unrouted'` acknowledges it and
 * hands it to nobody.
 */
export type Verdict = number | 'silent' | 'unrouted' | undefined

/** A loopback WhatsApp: handshake, pairing, routing, offline queue, groups, media. It cannot read any message. */
export class WhatsAppServer {
  /** `ws://127.0.0.1:port/ws/chat` */
  readonly url: string
  /** The authority of the media host, in PEM. */
  readonly ca: string
  /** The key that signs the server's certificates in the handshake. */
  readonly rootKey: Uint8Array
  /** Every message that was taken, in order. A repeated id from the same account in the same chat is taken once. */
  readonly accepted: AcceptedMessage[] = []
  /** Ids that were sent again after they had been taken. */
  readonly repeated: string[] = []
  /** Ids that an author sent again to one device that could not read them. */
  readonly resent: string[] = []
  readonly #faults: unknown[] = []
  /** Refuses messages. */
  judgeMessage: (message: BinaryNode, from: Account) => Verdict = () => undefined
  /** Holds a message back: it is dealt with when the promise resolves. */
  delayMessage: (message: BinaryNode, from: Account) => Promise<void> | undefined = () => undefined
  /** Refuses queries. */
  judgeQuery: (query: BinaryNode, from: Account) => number | undefined = () => undefined
  /** How often each account logged in. */
  readonly logins = new Map<Account, number>()
  /** Refuses every log-in with this code. */
  loginRefusal: number | undefined
  readonly #world = new World()
  readonly #pairing = new Pairing(this.#world)
  readonly #connections = new Set<Connection>()
  readonly #sockets: WebSocketServer
  readonly #media: MediaServer

  constructor(sockets: WebSocketServer, media: MediaServer) {
    this.#sockets = sockets
    this.#media = media
    this.url = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/ws/chat`
    this.ca = media.ca
    const keys = { root: Curve.generateKeyPair(), station: Curve.generateKeyPair() }
    this.rootKey = keys.root.public
    sockets.on('connection', (socket) => {
      const connection = new Connection(socket, keys, {
        opened: (opened, login) => this.#logIn(opened, login),
        stanza: (sender, node) => this.#onStanza(sender, node),
        closed: (closed) => this.#onClosed(closed),
        failed: (error) => this.#faults.push(error),
      })
      this.#connections.add(connection)
    })
  }

  /** A person or a bot, without any device yet. */
  account(person: { phone: string; lid: string; name: string }): Account {
    return this.#world.addAccount(person)
  }

  group(options: {
    subject: string
    creator: Account
    members: Account[]
    addressing?: Addressing
    announce?: boolean
  }): Group {
    const { addressing = 'lid', announce = false, members, ...group } = options
    return this.#world.addGroup({ ...group, addressing, announce }, members)
  }

  /** The phone of `account` scans a QR code. */
  scan(qr: string, account: Account): void {
    this.#pairing.scan(qr, account)
  }

  /** A person types the code that a device shows into the phone of `account`. */
  async typeCode(code: string, account: Account): Promise<void> {
    await this.#pairing.typeCode(code, account)
  }

  /** Somebody, else the creator, adds, removes, promotes or demotes one member. */
  change(group: Group, change: ParticipantChange, account: Account, by = group.creator): void {
    changeParticipants(this.#world, group, { by, change, accounts: [account] })
  }

  rename(group: Group, subject: string): void {
    renameGroup(this.#world, group, group.creator, subject)
  }

  setAnnounce(group: Group, announce: boolean, by = group.creator): void {
    setAnnounce(this.#world, group, by, announce)
  }

  deleteGroup(group: Group): void {
    deleteGroup(this.#world, group, group.creator)
  }

  /** The community that the group belongs to is dissolved; its announcement group goes with it, other groups stay. */
  dissolveCommunity(group: Group, isAnnouncementGroup: boolean): void {
    unlinkGroup(this.#world, group, group.creator, isAnnouncementGroup)
  }

  /** Warns an account that it is restricted, or lifts that. */
  restrict(account: Account, restriction: Restriction): void {
    notifyRestriction(this.#world, account, restriction)
  }

  /** The ids of the messages that the server took from an account, in one chat or in all. */
  acceptedFrom(account: Account, chatId?: string): string[] {
    return this.accepted
      .filter((message) => message.account === account && (chatId === undefined || message.chatId === chatId))
      .map((message) => message.id)
  }

  isOnline(account: Account): boolean {
    return [...account.devices.values()].some((device) => device.connection !== undefined)
  }

  /** True when somebody can write to an account: it is online, and its keys are published. */
  isReachable(account: Account): boolean {
    return [...account.devices.values()].some(
      (device) => device.connection !== undefined && device.bundle.length > 0,
    )
  }

  /** Cuts every connection of an account without a word. */
  drop(account: Account): void {
    for (const device of account.devices.values()) device.connection?.terminate()
  }

  /** Cuts every connection that has no account yet. */
  dropUnpaired(): void {
    for (const connection of this.#connections) if (connection.session === undefined) connection.terminate()
  }

  /** Closes every connection of an account with a stream error: 440, 401, 503, … */
  closeStream(account: Account, code: number): void {
    for (const device of account.devices.values()) {
      if (code === 401) device.isLoggedOut = true
      device.connection?.closeWith({ tag: 'stream:error', attrs: { code: String(code) } })
    }
  }

  /** Refuses a message that was acknowledged before. */
  refuseLate(account: Account, { id, chatId, code }: { id: string; chatId: string; code: number }): void {
    const ack = { id, class: 'message', from: chatId, error: String(code), t: timestamp() }
    for (const device of account.devices.values()) device.connection?.send({ tag: 'ack', attrs: ack })
  }

  /** Gives a member an unreadable copy of a message, so that the phone asks the author for it again. */
  deliverUnreadable(group: Group, { id, from, to }: { id: string; from: Account; to: Account }): void {
    group.members.set(to, 'member')
    const content = [{ tag: 'enc', attrs: { v: '2', type: 'skmsg' }, content: randomBytes(80) }]
    const message: BinaryNode = { tag: 'message', attrs: { id, to: group.id, type: 'text' }, content }
    for (const device of from.devices.values()) routeMessage(this.#world, { account: from, device }, message)
  }

  /** Ends everything. Rejects when the server itself had a fault. */
  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.terminate()
    const closed = once(this.#sockets, 'close')
    this.#sockets.close()
    await Promise.all([closed, this.#media.stop()])
    if (this.#faults.length > 0) throw new AggregateError(this.#faults, 'the loopback server had a fault')
  }

  #logIn(connection: Connection, login: proto.IClientPayload): void {
    if (this.loginRefusal !== undefined) return this.#refuseLogin(connection, this.loginRefusal)
    if (!login.username) return this.#pairing.offer(connection)
    const account = this.#world.account(String(login.username))
    const device = account?.devices.get(login.device ?? 0)
    if (account === undefined || device === undefined || device.isLoggedOut) {
      return this.#refuseLogin(connection, 401)
    }
    device.connection?.closeWith({
      tag: 'stream:error',
      attrs: { code: '440' },
      content: [{ tag: 'conflict', attrs: { type: 'replaced' } }],
    })
    device.connection = connection
    this.logins.set(account, (this.logins.get(account) ?? 0) + 1)
    connection.session = { account, device }
    connection.send({
      tag: 'success',
      attrs: { t: timestamp(), props: '0', lid: `${account.lid}:${device.id}@lid` },
    })
    const missed = [...device.waiting.values()]
    for (const node of missed) connection.send({ ...node, attrs: { ...node.attrs, offline: '1' } })
    connection.send({
      tag: 'ib',
      attrs: { from: SERVER_JID },
      content: [{ tag: 'offline', attrs: { count: String(missed.length) } }],
    })
  }

  #refuseLogin(connection: Connection, reason: number): void {
    connection.closeWith({ tag: 'failure', attrs: { reason: String(reason), location: 'loopback' } })
  }

  #onClosed(connection: Connection): void {
    this.#connections.delete(connection)
    this.#pairing.forget(connection)
    const device = connection.session?.device
    if (device?.connection === connection) device.connection = undefined
  }

  #onStanza(connection: Connection, node: BinaryNode): void {
    if (node.tag === 'iq' && node.attrs['id'] === connection.pairingStanzaId) {
      connection.closeWith({ tag: 'stream:error', attrs: { code: '515' } })
      return
    }
    const { session } = connection
    if (session === undefined) {
      this.#pairing.onQuery(connection, node)
      return
    }
    if (node.tag === 'iq' && (node.attrs['type'] === 'get' || node.attrs['type'] === 'set')) {
      this.#onQuery(connection, session, node)
    } else if (node.tag === 'message') {
      const held = this.delayMessage(node, session.account)
      if (held === undefined) this.#onMessage(connection, session, node)
      else {
        held
          .then(() => this.#onMessage(connection, session, node))
          .catch((error: unknown) => this.#faults.push(error))
      }
    } else if (node.tag === 'ack') {
      this.#world.acknowledge(session.device, node.attrs['id'] ?? '', node.attrs['class'] ?? '')
    } else if (node.tag === 'receipt') {
      const { id = '', to = '', type } = node.attrs
      this.#world.acknowledge(session.device, id, 'message')
      const ack = { class: 'receipt', id, from: to, ...(type === undefined ? {} : { type }) }
      connection.send({ tag: 'ack', attrs: ack })
      routeReceipt(this.#world, session, node)
    }
  }

  #onQuery(connection: Connection, session: NonNullable<Connection['session']>, node: BinaryNode): void {
    const refusal = this.judgeQuery(node, session.account)
    const result =
      refusal === undefined
        ? answerQuery({ world: this.#world, mediaHost: this.#media.host, ...session }, node)
        : { error: refusal, text: refusal === 429 ? 'rate-overlimit' : 'refused' }
    const attrs = { id: node.attrs['id'] ?? '', from: node.attrs['to'] ?? SERVER_JID }
    if (Array.isArray(result)) {
      connection.send({ tag: 'iq', attrs: { ...attrs, type: 'result' }, content: result })
      return
    }
    const error = { tag: 'error', attrs: { code: String(result.error), text: result.text } }
    connection.send({ tag: 'iq', attrs: { ...attrs, type: 'error' }, content: [error] })
  }

  #onMessage(connection: Connection, session: NonNullable<Connection['session']>, node: BinaryNode): void {
    const { id = '', to: chatId = '', type = '' } = node.attrs
    const verdict = this.judgeMessage(node, session.account) ?? refusalOf(this.#world, session.account, node)
    const ack = { id, class: 'message', from: chatId, t: timestamp() }
    if (typeof verdict === 'number') {
      connection.send({ tag: 'ack', attrs: { ...ack, error: String(verdict) } })
      return
    }
    if (verdict !== 'silent') connection.send({ tag: 'ack', attrs: ack })
    if (isRetry(node)) this.resent.push(id)
    else {
      if (this.acceptedFrom(session.account, chatId).includes(id)) {
        this.repeated.push(id)
        return
      }
      this.accepted.push({ account: session.account, chatId, id, type })
    }
    if (verdict !== 'unrouted') routeMessage(this.#world, session, node)
  }
}

/** Starts a loopback WhatsApp on free ports of 127.0.0.1. */
export async function startWhatsAppServer(): Promise<WhatsAppServer> {
  const media = await startMediaServer()
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/ws/chat' })
  await once(sockets, 'listening')
  return new WhatsAppServer(sockets, media)
}
