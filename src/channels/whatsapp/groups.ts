import { jidNormalizedUser, type GroupMetadata, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import type { Logger } from '../../logger.ts'
import { addressesOf, isOwn, type OwnIdentity } from './identity.ts'
import { createRecent } from './recent.ts'

/** What is known about the bot's groups, with as few questions to WhatsApp as possible. */
export interface Groups {
  /** Uses a new connection. */
  attach(socket: WASocket): void
  /** Asks once for all groups. */
  fetchAll(): Promise<void>
  /** From memory, else asked. Rejects with the error of Baileys. */
  known(groupId: string): Promise<GroupMetadata>
  /** Asked now, or at most a few seconds ago. Rejects with the error of Baileys. */
  fresh(groupId: string): Promise<GroupMetadata>
  /** From memory only. */
  seen(groupId: string): GroupMetadata | undefined
  /** The last known title. */
  title(groupId: string): string | undefined
  /** Takes over a change; returns what of it is news: a title, and whether only admins may post. */
  update(change: Partial<GroupMetadata>): GroupNews
  /** The members changed: what is known is no longer true. */
  forget(groupId: string): void
  /** True when the bot is in this group, as far as WhatsApp has said. Outlives a lost connection. */
  isMember(groupId: string): boolean
  /** The bot is not in this group any more. */
  leave(groupId: string): void
}

export interface GroupNews {
  title?: string
  announce?: boolean
}

const FRESH_MS = 3_000

interface Known {
  metadata: GroupMetadata
  askedAtMs: number
}

export function createGroups({ clock, logger }: { clock: Clock; logger: Logger }): Groups {
  const groups = new Map<string, Known>()
  const memberOf = new Set<string>()
  const titles = createRecent<string>(5_000)
  const asking = new Map<string, Promise<GroupMetadata>>()
  let socket: WASocket | undefined
  let listing: Promise<void> = Promise.resolve()

  const remember = (metadata: GroupMetadata) => {
    groups.set(metadata.id, { metadata, askedAtMs: clock.now().getTime() })
    memberOf.add(metadata.id)
    // A change of title is noticed in `update`, which may come later.
    if (titles.get(metadata.id) === undefined) titles.set(metadata.id, metadata.subject)
  }

  const ask = (groupId: string): Promise<GroupMetadata> => {
    const pending = asking.get(groupId)
    if (pending !== undefined) return pending
    const question = fetchOne(groupId).finally(() => asking.delete(groupId))
    asking.set(groupId, question)
    return question
  }
  async function fetchOne(groupId: string): Promise<GroupMetadata> {
    if (socket === undefined) throw new Error('WhatsApp is not connected')
    const metadata = await socket.groupMetadata(groupId)
    remember(metadata)
    return metadata
  }

  async function fetchList(): Promise<void> {
    try {
      const all = await socket?.groupFetchAllParticipating()
      if (all === undefined) return
      memberOf.clear()
      for (const metadata of Object.values(all)) remember(metadata)
    } catch (error) {
      // Each group is asked for on its own when it is needed.
      logger.warn({ err: error }, 'The list of WhatsApp groups could not be fetched')
    }
  }

  return {
    attach(newSocket) {
      socket = newSocket
      groups.clear()
    },
    fetchAll() {
      listing = fetchList()
      return listing
    },
    async known(groupId) {
      // The list answers for all groups; asking for each one alone meets WhatsApp's limit.
      if (!groups.has(groupId)) await listing
      return groups.get(groupId)?.metadata ?? ask(groupId)
    },
    async fresh(groupId) {
      const known = groups.get(groupId)
      const isFresh = known !== undefined && clock.now().getTime() - known.askedAtMs < FRESH_MS
      return isFresh ? known.metadata : ask(groupId)
    },
    seen: (groupId) => groups.get(groupId)?.metadata,
    title: (groupId) => titles.get(groupId),
    update({ id, ...change }) {
      if (id === undefined) return {}
      const known = groups.get(id)
      if (known !== undefined) groups.set(id, { ...known, metadata: { ...known.metadata, ...change } })
      const { subject: title, announce } = change
      const before = titles.get(id)
      if (title !== undefined) titles.set(id, title)
      // The list of all groups names each group for the first time; that is no news.
      const isList = change.participants !== undefined
      const isNewTitle = before === undefined ? !isList : before !== title
      const isOtherRule = !isList || (known !== undefined && known.metadata.announce !== announce)
      return {
        ...(title !== undefined && isNewTitle ? { title } : {}),
        ...(announce !== undefined && isOtherRule ? { announce } : {}),
      }
    },
    forget: (groupId) => void groups.delete(groupId),
    isMember: (groupId) => memberOf.has(groupId),
    leave(groupId) {
      groups.delete(groupId)
      memberOf.delete(groupId)
    },
  }
}

/** True when one of the addresses is an admin of the group. */
export function isAdminOf(group: GroupMetadata, addresses: string[]): boolean {
  const wanted = new Set(addresses.map((jid) => jidNormalizedUser(jid)))
  return group.participants.some(
    (participant) => Boolean(participant.admin) && addressesOf(participant).some((jid) => wanted.has(jid)),
  )
}

/** True when only admins may post and the bot is none. */
export function isMutedFor(group: GroupMetadata, own: OwnIdentity): boolean {
  if (group.announce !== true) return false
  return !group.participants.some(
    (participant) => Boolean(participant.admin) && addressesOf(participant).some((jid) => isOwn(own, jid)),
  )
}
