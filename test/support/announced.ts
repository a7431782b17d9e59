import type { ChatAddress } from '../../src/domain/message.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { aBroadcast } from './broadcast-builder.ts'

/** A broadcast that went out to groups, message by message. */
export interface Announced {
  broadcast: StoredBroadcast
  /** By the platform's id of the group: the delivery, and the platform's id of the message. */
  in: Map<string, { id: string; externalId: string }>
}

export const LOA_KULU_KOTA = '64.02.02.2004'

/** Subscribes a group, at home in one area. */
export const subscribeAt = (storage: Storage, address: ChatAddress, areaCode = LOA_KULU_KOTA) =>
  storage.chats.subscribe(address, { title: `KIM ${address.chatId}`, areaCodes: [areaCode], topics: [] })

/** Opens a run now, and writes for each group that the platform took its message. */
export async function announceTo(
  storage: Storage,
  { at, chats, ...overrides }: Partial<StoredBroadcast> & { at: Date; chats?: string[] },
): Promise<Announced> {
  const broadcast = aBroadcast({
    wantsAcknowledgement: true,
    status: 'finished',
    schedule: { type: 'once', at },
    ...overrides,
  })
  await storage.broadcasts.save(broadcast)
  const groups = (await storage.chats.listActive()).filter(
    ({ chatId }) => chats === undefined || chats.includes(chatId),
  )
  const run = await storage.deliveries.openRun(broadcast, at, groups)
  const queued = await storage.deliveries.list({ runId: run?.id ?? '' })
  const sent = queued.map((delivery) => ({
    ...delivery,
    status: 'sent' as const,
    externalId: `${broadcast.id}@${delivery.address.chatId}`,
    sentAt: at,
    triedAt: at,
  }))
  await storage.deliveries.commit({
    settled: sent.map((delivery) => ({ was: 'queued', delivery })),
    starting: [],
  })
  return {
    broadcast,
    in: new Map(sent.map(({ address, id, externalId }) => [address.chatId, { id, externalId }])),
  }
}
