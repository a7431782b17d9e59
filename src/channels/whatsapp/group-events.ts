import {
  getBinaryNodeChild,
  jidNormalizedUser,
  type BaileysEventMap,
  type BinaryNode,
  type GroupMetadata,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { ChannelEvent, PostingChange, Standing } from '../../domain/channel.ts'
import type { ChatAddress } from '../../domain/message.ts'
import type { EventQueue } from './event-queue.ts'
import type { Groups } from './groups.ts'
import { addressesOf, isOwn, ownIdentity } from './identity.ts'

export interface GroupEventDeps {
  address: (chatId: string) => ChatAddress
  groups: Groups
  /** The title of a group; asks when it is not known. */
  titleOf: (groupId: string) => Promise<string>
  /** What the bot is in a group. May reject. */
  standing: (groupId: string) => Promise<Standing>
  /** Hands an event over, after the earlier ones of the same chat. The event is made when its turn comes. */
  tell: EventQueue['add']
}

/** Why a group leaves its community. Source: whatsmeow, GroupUnlinkReason. */
const COMMUNITY_DISSOLVED = 'delete_parent'

/** Whoever did it, unless it was the bot's own number. */
function personOf(socket: WASocket, author: string | undefined): { by?: string } {
  if (!author || isOwn(ownIdentity(socket.user), author)) return {}
  return { by: jidNormalizedUser(author) }
}

/** What happens to the bot's groups on WhatsApp. */
export function createGroupEvents({ address, groups, titleOf, standing, tell }: GroupEventDeps) {
  function tellPosting(id: string, change: PostingChange, by: { by?: string }): void {
    tell(id, async () => ({
      type: 'posting_changed',
      chat: address(id),
      title: await titleOf(id),
      change,
      ...by,
    }))
  }

  const tellAdded = (id: string, title: () => Promise<string>, by: { by?: string }) =>
    tell(id, async () => ({ type: 'bot_added', chat: address(id), title: await title(), ...by }))

  function tellGone(id: string, type: 'bot_removed' | 'chat_deleted'): void {
    groups.leave(id)
    tell(id, async (): Promise<ChannelEvent> => ({ type, chat: address(id) }))
  }

  function onParticipants(
    socket: WASocket,
    { id, action, participants, author }: BaileysEventMap['group-participants.update'],
  ): void {
    groups.forget(id)
    const own = ownIdentity(socket.user)
    const concernsBot = participants.some((participant) =>
      addressesOf(participant).some((jid) => isOwn(own, jid)),
    )
    if (!concernsBot) return
    const by = personOf(socket, author)
    if (action === 'add') tellAdded(id, () => titleOf(id), by)
    if (action === 'remove') tellGone(id, 'bot_removed')
    if (action === 'promote') tellPosting(id, 'promoted', by)
    if (action === 'demote') tellPosting(id, 'demoted', by)
  }

  function onGroupChange(socket: WASocket, change: Partial<GroupMetadata>): void {
    const { id } = change
    const { title, announce } = groups.update(change)
    if (id === undefined) return
    if (title !== undefined) tell(id, async () => ({ type: 'chat_renamed', chat: address(id), title }))
    if (announce !== undefined) {
      tellPosting(id, announce ? 'restricted' : 'opened', personOf(socket, change.author))
    }
  }

  /** Nobody is in a deleted group any more. Baileys has no event for it. */
  function onDeleted({ attrs: { from: id } }: BinaryNode): void {
    if (id !== undefined) tellGone(id, 'chat_deleted')
  }

  /** A dissolved community takes its announcement group with it; the others go on without it. Baileys has no event. */
  function onUnlinked(node: BinaryNode): void {
    const { from: id } = node.attrs
    const reason = getBinaryNodeChild(node, 'unlink')?.attrs['unlink_reason']
    if (id === undefined || reason !== COMMUNITY_DISSOLVED) return
    groups.forget(id)
    tell(id, async () => {
      if ((await standing(id)) !== 'outside') return undefined
      groups.leave(id)
      return { type: 'chat_deleted', chat: address(id) }
    })
  }

  return {
    attach(socket: WASocket): void {
      const { ev, ws } = socket
      ev.on('groups.upsert', (created) => {
        for (const group of created) {
          groups.update(group)
          tellAdded(group.id, async () => group.subject, personOf(socket, group.author))
        }
      })
      ev.on('groups.update', (changes) => {
        for (const change of changes) onGroupChange(socket, change)
      })
      ev.on('group-participants.update', (change) => onParticipants(socket, change))
      ws.on('CB:notification,type:w:gp2,delete', onDeleted)
      ws.on('CB:notification,type:w:gp2,unlink', onUnlinked)
    },
  }
}
