import { Curve, type BinaryNode, type KeyPair } from '@whiskeysockets/baileys'
import type { Connection } from './connection.ts'
import { parseJid, SERVER_JID, timestamp } from './stanza.ts'

/** A linked device: what it published for encryption, and what waits for it. */
export interface Device {
  id: number
  connection: Connection | undefined
  /** What it did not acknowledge yet, oldest first: it is sent again at the next log-in. */
  waiting: Map<string, BinaryNode>
  isLoggedOut: boolean
  /** Identity, registration, signed prekey, as it uploaded them. */
  bundle: BinaryNode[]
  oneTimeKeys: BinaryNode[]
}

export interface Account {
  /** Phone number, digits only. */
  phone: string
  /** The number behind `@lid`. */
  lid: string
  name: string
  /** The key of the phone, which signs new devices. */
  phoneKey: KeyPair
  /** Empty for an account that nobody plays: it is a name in a group and receives nothing. */
  devices: Map<number, Device>
}

export type Addressing = 'lid' | 'pn'
export type Role = 'superadmin' | 'admin' | 'member'

export interface Group {
  id: string
  subject: string
  creator: Account
  addressing: Addressing
  createdAtS: string
  /** Only admins may post. */
  announce: boolean
  members: Map<Account, Role>
}

/** An account's address in a chat of this addressing. */
export function addressOf(account: Account, addressing: Addressing): string {
  return addressing === 'lid' ? `${account.lid}@lid` : `${account.phone}@${SERVER_JID}`
}

/** The same with the device. */
export function deviceAddress(account: Account, device: Device, addressing: Addressing): string {
  return addressing === 'lid'
    ? `${account.lid}:${device.id}@lid`
    : `${account.phone}:${device.id}@${SERVER_JID}`
}

export const otherAddressing = (addressing: Addressing): Addressing => (addressing === 'lid' ? 'pn' : 'lid')

/** Everything that the server knows: who exists, who is in which group. */
export class World {
  readonly #accounts = new Map<string, Account>()
  readonly groups = new Map<string, Group>()
  #lastId = 0
  #lastGroup = 0

  /** A new id for a stanza of the server. */
  newId(): string {
    this.#lastId += 1
    return `srv${this.#lastId}`
  }

  addAccount({ phone, lid, name }: { phone: string; lid: string; name: string }): Account {
    const account: Account = { phone, lid, name, phoneKey: Curve.generateKeyPair(), devices: new Map() }
    this.#accounts.set(phone, account)
    this.#accounts.set(lid, account)
    return account
  }

  /** By phone number or LID, with or without server and device. */
  account(jid: string | undefined): Account | undefined {
    return this.#accounts.get(parseJid(jid).user)
  }

  addGroup(group: Pick<Group, 'subject' | 'creator' | 'addressing' | 'announce'>, members: Account[]): Group {
    this.#lastGroup += 1
    const id = `1203630000${String(10_000_000 + this.#lastGroup)}@g.us`
    const roles = new Map<Account, Role>(members.map((member) => [member, 'member']))
    roles.set(group.creator, 'superadmin')
    const created = { ...group, id, createdAtS: timestamp(), members: roles }
    this.groups.set(id, created)
    return created
  }

  /** Gives a stanza to one device, now or when it is back, until the device acknowledges it. */
  deliver(device: Device, node: BinaryNode): void {
    this.#lastId += 1
    device.waiting.set(`${node.attrs['id']}#${this.#lastId}`, node)
    device.connection?.send(node)
  }

  /** A device confirms what it was given under this id. */
  acknowledge(device: Device, id: string, tag: string): void {
    for (const [key, node] of device.waiting) {
      if (node.attrs['id'] === id && node.tag === tag) device.waiting.delete(key)
    }
  }

  removeGroup(group: Group): void {
    this.groups.delete(group.id)
  }
}
