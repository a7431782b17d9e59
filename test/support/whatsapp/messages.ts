import type { BinaryNode } from '@whiskeysockets/baileys'
import { child, children, parseJid, timestamp } from './stanza.ts'
import {
  addressOf,
  deviceAddress,
  otherAddressing,
  type Account,
  type Addressing,
  type Device,
  type Group,
  type World,
} from './world.ts'

export interface Sender {
  account: Account
  device: Device
}

const KEPT_BY_SERVER = new Set(['participants', 'enc', 'device-identity'])

/** The group that a message goes to, `undefined` for a private chat, `null` for a group that does not exist. */
export function groupOf(world: World, message: BinaryNode): Group | undefined | null {
  const to = message.attrs['to'] ?? ''
  return to.endsWith('@g.us') ? (world.groups.get(to) ?? null) : undefined
}

/** True when a message goes again to one device that could not read it: same id, not a repeat. */
export function isRetry(message: BinaryNode): boolean {
  return message.attrs['participant'] !== undefined || message.attrs['device_fanout'] === 'false'
}

/** The error of the acknowledgement, when the server does not take the message. */
export function refusalOf(world: World, account: Account, message: BinaryNode): number | undefined {
  const group = groupOf(world, message)
  if (group === undefined) return undefined
  if (group === null) return 404
  const role = group.members.get(account)
  if (role === undefined) return 401
  return group.announce && role === 'member' ? 403 : undefined
}

function addressing(message: BinaryNode, group: Group | undefined): Addressing {
  if (group !== undefined) return group.addressing
  return parseJid(message.attrs['to']).server === 'lid' ? 'lid' : 'pn'
}

/** The message as one kind of recipient sees it. */
function envelope(
  sender: Sender,
  message: BinaryNode,
  group: Group | undefined,
  recipient: Account,
): BinaryNode['attrs'] {
  const { id = '', type = '', to = '', edit } = message.attrs
  const mode = addressing(message, group)
  const from = deviceAddress(sender.account, sender.device, mode)
  const other = otherAddressing(mode)
  const common = {
    id,
    type,
    t: timestamp(),
    notify: sender.account.name,
    addressing_mode: mode,
    ...(edit === undefined ? {} : { edit }),
  }
  const otherAddress = addressOf(sender.account, other)
  if (group !== undefined)
    return { ...common, from: to, participant: from, [`participant_${other}`]: otherAddress }
  return {
    ...common,
    from,
    [`sender_${other}`]: otherAddress,
    ...(recipient === sender.account ? { recipient: to } : {}),
  }
}

/** Which encrypted parts each device gets, by `lid:device`. */
function partsByDevice(
  world: World,
  message: BinaryNode,
  group: Group | undefined,
): Map<string, BinaryNode[]> {
  const parts = new Map<string, BinaryNode[]>()
  const give = (account: Account | undefined, deviceId: number, encrypted: BinaryNode[]) => {
    for (const id of account?.devices.keys() ?? []) {
      if (deviceId !== 0 && deviceId !== id) continue
      const key = `${account?.lid}:${id}`
      parts.set(key, [...(parts.get(key) ?? []), ...encrypted])
    }
  }
  const direct = children(message, 'enc')
  const retried = message.attrs['participant']
  for (const target of children(child(message, 'participants'), 'to')) {
    const jid = target.attrs['jid']
    give(world.account(jid), parseJid(jid).device, children(target, 'enc'))
  }
  if (retried !== undefined) give(world.account(retried), parseJid(retried).device, direct)
  else if (group === undefined)
    give(world.account(message.attrs['to']), parseJid(message.attrs['to']).device, direct)
  else for (const member of group.members.keys()) give(member, 0, direct)
  return parts
}

/** Hands a message to every device that it is for. */
export function routeMessage(world: World, sender: Sender, message: BinaryNode): void {
  const group = groupOf(world, message) ?? undefined
  const open = children(message).filter((node) => !KEPT_BY_SERVER.has(node.tag))
  const identity = children(message, 'device-identity')
  for (const [key, parts] of partsByDevice(world, message, group)) {
    const account = world.account(key)
    const device = account?.devices.get(parseJid(key).device)
    if (account === undefined || device === undefined || device === sender.device || parts.length === 0)
      continue
    const needsIdentity = parts.some((part) => part.attrs['type'] === 'pkmsg')
    world.deliver(device, {
      tag: 'message',
      attrs: envelope(sender, message, group, account),
      content: [...parts, ...open, ...(needsIdentity ? identity : [])],
    })
  }
}

/** Hands a receipt to the author of the message. */
export function routeReceipt(world: World, sender: Sender, receipt: BinaryNode): void {
  const { to = '', id = '', type, participant } = receipt.attrs
  const group = world.groups.get(to)
  const author = world.account(group === undefined ? to : participant)
  if (author === undefined) return
  const mode = group?.addressing ?? (parseJid(to).server === 'lid' ? 'lid' : 'pn')
  const from = deviceAddress(sender.account, sender.device, mode)
  for (const device of author.devices.values()) {
    world.deliver(device, {
      tag: 'receipt',
      attrs: {
        id,
        t: timestamp(),
        ...(type === undefined ? {} : { type }),
        ...(group === undefined ? { from } : { from: to, participant: from }),
      },
      ...(receipt.content === undefined ? {} : { content: receipt.content }),
    })
  }
}
