import type { BinaryNode } from '@whiskeysockets/baileys'
import { timestamp } from './stanza.ts'
import { addressOf, otherAddressing, type Account, type Group, type Role, type World } from './world.ts'

export type ParticipantChange = 'add' | 'remove' | 'promote' | 'demote'

const ROLE_AFTER: Record<Exclude<ParticipantChange, 'remove'>, Role> = {
  add: 'member',
  promote: 'admin',
  demote: 'member',
}

function participantNode(group: Group, account: Account, role: Role): BinaryNode {
  const other = otherAddressing(group.addressing)
  return {
    tag: 'participant',
    attrs: {
      jid: addressOf(account, group.addressing),
      [other === 'pn' ? 'phone_number' : 'lid']: addressOf(account, other),
      ...(role === 'member' ? {} : { type: role }),
    },
  }
}

/** A group as a query answers it. */
export function groupNode(group: Group): BinaryNode {
  return {
    tag: 'group',
    attrs: {
      id: group.id.replace('@g.us', ''),
      creation: group.createdAtS,
      creator: addressOf(group.creator, group.addressing),
      subject: group.subject,
      s_t: group.createdAtS,
      s_o: addressOf(group.creator, group.addressing),
      addressing_mode: group.addressing,
    },
    content: [
      ...[...group.members].map(([account, role]) => participantNode(group, account, role)),
      ...(group.announce ? [{ tag: 'announcement', attrs: {} }] : []),
    ],
  }
}

/** Tells every member's devices that something changed. */
export function notifyGroup(world: World, group: Group, by: Account, change: BinaryNode): void {
  for (const member of group.members.keys()) {
    for (const device of member.devices.values()) {
      world.deliver(device, {
        tag: 'notification',
        attrs: {
          from: group.id,
          type: 'w:gp2',
          id: world.newId(),
          participant: addressOf(by, 'lid'),
          participant_pn: addressOf(by, 'pn'),
          addressing_mode: group.addressing,
          t: timestamp(),
        },
        content: [change],
      })
    }
  }
}

/** Changes members or their roles, and tells the group; the one who leaves hears it too. */
export function changeParticipants(
  world: World,
  group: Group,
  { by, change, accounts }: { by: Account; change: ParticipantChange; accounts: Account[] },
): BinaryNode {
  if (change !== 'remove') for (const account of accounts) group.members.set(account, ROLE_AFTER[change])
  const node: BinaryNode = {
    tag: change,
    attrs: {},
    content: accounts.map((account) => participantNode(group, account, 'member')),
  }
  notifyGroup(world, group, by, node)
  if (change === 'remove') for (const account of accounts) group.members.delete(account)
  return node
}

/** Gives the group a new name, and tells it. */
export function renameGroup(world: World, group: Group, by: Account, subject: string): void {
  group.subject = subject
  const attrs = { subject, s_t: timestamp(), s_o: addressOf(by, 'lid') }
  notifyGroup(world, group, by, { tag: 'subject', attrs })
}

/** Lets only admins post, or everybody, and tells the group. */
export function setAnnounce(world: World, group: Group, by: Account, announce: boolean): void {
  group.announce = announce
  notifyGroup(world, group, by, { tag: announce ? 'announcement' : 'not_announcement', attrs: {} })
}

/** Deletes the group for everybody, and tells its members. */
export function deleteGroup(world: World, group: Group, by: Account): void {
  notifyGroup(world, group, by, { tag: 'delete', attrs: {} })
  world.removeGroup(group)
}

/** The group's community is no more, as whatsmeow reads it (`GroupUnlinkReasonDelete`). */
export function unlinkGroup(world: World, group: Group, by: Account, isRemoved: boolean): void {
  const attrs = { unlink_type: 'parent_group', unlink_reason: 'delete_parent' }
  const parent = { tag: 'group', attrs: { jid: group.id.replace('1203630000', '1203639999') } }
  const members = new Map(group.members)
  if (isRemoved) world.removeGroup(group)
  notifyGroup(world, { ...group, members }, by, { tag: 'unlink', attrs, content: [parent] })
}
