import type { AmendmentMeans, AmendmentStatus } from '../../domain/amendment.ts'
import type { DeliveryStatus } from '../../domain/broadcast.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { Receiver, RunVersion } from '../../storage/amendments.ts'
import type { Storage } from '../../storage/storage.ts'

type Stores = Pick<Storage, 'broadcasts' | 'amendments'>

/** What is to be done about one message. */
export interface PlannedAmendment extends Pick<Receiver, 'deliveryId' | 'chatId' | 'address'> {
  means: AmendmentMeans
  status: AmendmentStatus
  reason?: string
}

/** The group has the message, as far as the platform says. */
const RECEIVED: ReadonlySet<string> = new Set<DeliveryStatus | 'unconfirmed'>([
  'sent',
  'delivered',
  'read',
  'unconfirmed',
])

const UNCERTAIN_REASON = 'Belum pasti apakah pesan pertama masuk ke grup ini. Lihat di grupnya.'

/**
 * The runs that said what is amended: those of the announcement that sent the same as the last one, and what earlier
 * corrections sent instead of it. For a recall also the RALAT messages.
 */
export async function runsToAmend(
  { kind, amends = '' }: Pick<StoredBroadcast, 'kind' | 'amends'>,
  { broadcasts, amendments }: Stores,
): Promise<RunVersion[]> {
  const version = await amendments.sentVersion(amends)
  const runs = [...(version?.runs ?? [])]
  for (const earlier of await broadcasts.list({ amends })) {
    if (earlier.kind !== 'correction') continue
    const ofEarlier = await amendments.runsOf(earlier.id)
    const isNotice = ({ message }: RunVersion) => message.text === earlier.message.text
    runs.push(...ofEarlier.filter((run) => kind === 'recall' || !isNotice(run)))
  }
  return runs.toSorted((a, b) => b.scheduledFor.getTime() - a.scheduledFor.getTime())
}

/**
 * What becomes of each message. Pure. A correction mends the latest message that a group has; where the announcement was
 * stopped for it before it went out, the corrected text goes out instead. A recall takes back all of them.
 */
export function planAmendments(kind: 'correction' | 'recall', receivers: Receiver[]): PlannedAmendment[] {
  const planned: PlannedAmendment[] = []
  const told = new Set<string>()
  for (const { deliveryId, chatId, address, status, isCorrected } of receivers) {
    const base = { deliveryId, chatId, address, status: 'queued' as const }
    if (kind === 'recall') {
      if (RECEIVED.has(status)) planned.push({ ...base, means: 'delete' })
    } else if (!told.has(chatId)) {
      if (RECEIVED.has(status)) planned.push({ ...base, means: 'edit' })
      else if (isCorrected) planned.push({ ...base, means: 'replace' })
      if (RECEIVED.has(status) || isCorrected) told.add(chatId)
    }
    if (status === 'uncertain') {
      planned.push({ ...base, means: 'none', status: 'impossible', reason: UNCERTAIN_REASON })
    }
  }
  return planned
}
