import { randomUUID } from 'node:crypto'
import {
  ACKNOWLEDGEMENT_METHODS,
  type Acknowledgement,
  type AcknowledgementQuestion,
} from '../domain/acknowledgement.ts'
import type { AreaCode } from '../domain/area.ts'
import type { DeliveryStatus } from '../domain/broadcast.ts'
import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** An announcement in a group, as what is said about it is kept. */
export interface AskedDelivery {
  /** Of the announcement itself, also where a RALAT was answered. */
  deliveryId: string
  /** `Chat.id`. */
  chatId: string
  /** Where the group is at home. */
  areaCode: AreaCode
  sentAt: Date
  isRecalled: boolean
  /** The reminder was answered, not the announcement. */
  isReminder: boolean
}

/** The group has the message, as far as the platform says. */
const RECEIVED: DeliveryStatus[] = ['sent', 'delivered', 'read', 'unconfirmed']

const WITH_ALL = {
  chat: { include: { community: { select: { areaCode: true } } } },
  run: { include: { broadcast: true } },
} as const
type Row = Prisma.DeliveryGetPayload<{ include: typeof WITH_ALL }>

const homeOf = ({ chat }: Row): AreaCode => {
  const [home] = Array.isArray(chat.areaCodes) ? chat.areaCodes : []
  return typeof home === 'string' ? home : chat.community.areaCode
}

const asks = ({ run }: Row): boolean =>
  run.broadcast.wantsAcknowledgement ||
  (run.message as unknown as OutgoingMessage).asksAcknowledgement === true

const inChat = ({ channel, chatId }: ChatAddress) => ({ chat: { channel, chatId } })

function toAcknowledgement(row: Prisma.AcknowledgementGetPayload<object>): Acknowledgement {
  const { deliveryId, chatId, areaCode, personKey, people, asking, at } = row
  const said = Array.isArray(row.methods) ? row.methods : []
  return {
    deliveryId,
    chatId,
    areaCode,
    personKey,
    at,
    methods: ACKNOWLEDGEMENT_METHODS.filter((method) => said.includes(method)),
    ...(people === null ? {} : { people }),
    ...(asking === null ? {} : { asking: asking as AcknowledgementQuestion }),
  }
}

export type AcknowledgementStore = ReturnType<typeof createAcknowledgementStore>

/** What groups say about announcements that they passed on, and which announcement they mean. */
export function createAcknowledgementStore(db: Database, now: () => Date) {
  /** What a group received of some runs, the newest first. Run by run: that is what the index is for. */
  const received = (runs: { id: string }[], chatId: string): Promise<Row[]> =>
    db.delivery.findMany({
      where: { runId: { in: runs.map(({ id }) => id) }, chatId, status: { in: RECEIVED } },
      orderBy: { sentAt: 'desc' },
      include: WITH_ALL,
    })

  const ownIdOf = async ({ channel, chatId }: ChatAddress): Promise<string | undefined> =>
    (await db.chat.findFirst({ where: { channel, chatId }, select: { id: true } }))?.id

  /** A RALAT speaks about the announcement that it corrects: the last one that went to the group before it. */
  const anchorOf = async (row: Row): Promise<Row> => {
    const { amends } = row.run.broadcast
    if (amends === null) return row
    const runs = await db.broadcastRun.findMany({ where: { broadcastId: amends }, select: { id: true } })
    const until = row.sentAt ?? now()
    const originals = await received(runs, row.chatId)
    return originals.find(({ sentAt }) => sentAt !== null && sentAt <= until) ?? row
  }

  const toAsked = async (row: Row | null, isReminder = false): Promise<AskedDelivery | undefined> => {
    if (row === null || !asks(row)) return undefined
    const anchor = await anchorOf(row)
    const recall = { kind: 'recall', amends: anchor.run.broadcast.amends ?? anchor.run.broadcastId }
    return {
      deliveryId: anchor.id,
      chatId: anchor.chatId,
      areaCode: homeOf(anchor),
      // A platform may show a message before it says that it took it.
      sentAt: row.sentAt ?? row.triedAt ?? now(),
      isRecalled: (await db.broadcast.count({ where: recall })) > 0,
      isReminder,
    }
  }

  return {
    /** A delivery to this chat that asks; undefined for any other. */
    async askedBy(chat: ChatAddress, deliveryId: string): Promise<AskedDelivery | undefined> {
      return toAsked(
        await db.delivery.findFirst({ where: { id: deliveryId, ...inChat(chat) }, include: WITH_ALL }),
      )
    },

    /** What a message of the bot asks: an announcement, a RALAT, or a reminder of one. By the platform's id. */
    async askedIn(chat: ChatAddress, externalId: string): Promise<AskedDelivery | undefined> {
      const announcement = await db.delivery.findFirst({
        where: { externalId, ...inChat(chat) },
        include: WITH_ALL,
      })
      if (announcement !== null) return toAsked(announcement)
      const reminder = await db.acknowledgementReminder.findFirst({ where: { externalId } })
      if (reminder === null) return undefined
      const reminded = await db.delivery.findFirst({
        where: { id: reminder.deliveryId, ...inChat(chat) },
        include: WITH_ALL,
      })
      return toAsked(reminded, true)
    },

    /** The last announcement since `since` that asked this chat. */
    async lastAsked(chat: ChatAddress, since: Date): Promise<AskedDelivery | undefined> {
      const id = await ownIdOf(chat)
      if (id === undefined) return undefined
      const runs = await db.broadcastRun.findMany({
        where: { openedAt: { gte: since }, broadcast: { wantsAcknowledgement: true } },
        select: { id: true },
      })
      const rows = await received(runs, id)
      return toAsked(rows[0] ?? null)
    },

    async find(deliveryId: string, personKey: string): Promise<Acknowledgement | undefined> {
      const row = await db.acknowledgement.findUnique({
        where: { deliveryId_personKey: { deliveryId, personKey } },
      })
      return row === null ? undefined : toAcknowledgement(row)
    },

    /** What was said last in this chat, by one person or by anybody. */
    async lastSaid(chat: ChatAddress, personKey?: string): Promise<Acknowledgement | undefined> {
      const chatId = await ownIdOf(chat)
      if (chatId === undefined) return undefined
      const row = await db.acknowledgement.findFirst({
        where: { chatId, ...(personKey === undefined ? {} : { personKey }) },
        orderBy: { at: 'desc' },
      })
      return row === null ? undefined : toAcknowledgement(row)
    },

    /** The newest word of a person about an announcement replaces the one before. */
    async save({ deliveryId, personKey, ...said }: Acknowledgement): Promise<void> {
      const data = { ...said, people: said.people ?? null, asking: said.asking ?? null }
      await db.acknowledgement.upsert({
        where: { deliveryId_personKey: { deliveryId, personKey } },
        create: { id: randomUUID(), deliveryId, personKey, ...data },
        update: data,
      })
    },

    /** Takes a word back. Returns whether there was one. */
    async remove(deliveryId: string, personKey: string): Promise<boolean> {
      const { count } = await db.acknowledgement.deleteMany({ where: { deliveryId, personKey } })
      return count > 0
    },
  }
}
