import type { DeliveryStep } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { Governor } from './governor.ts'
import type { Sender } from './sender.ts'

export interface SharingDeps {
  storage: Pick<Storage, 'deliveries'>
  governor: Governor
  senders: () => Sender[]
}

/** Accounts without a cap share evenly. */
const NO_CAP = 1_000_000

/** Splits what waits among the numbers that are in the same groups, by how much each may send in an hour. */
export function createSharing({ storage, governor, senders }: SharingDeps) {
  const { deliveries } = storage
  const shared = new Set<string>()

  const capacity = ({ channel }: Sender) =>
    Math.min(NO_CAP, governor.hourlyCap({ channel: channel.name, account: channel.account }))

  return async function share(): Promise<boolean> {
    const fit = senders().filter((sender) => sender.isFit() && sender.channel.isMember !== undefined)
    if (fit.length < 2) return false
    const load = new Map(fit.map((sender) => [sender, 0]))
    const settled: DeliveryStep[] = []
    const seen = new Set<string>()
    for (const owner of fit) {
      const { name: channel, account } = owner.channel
      for (const delivery of await deliveries.open({ channel, account }, 'queued')) {
        seen.add(delivery.runId)
        if (shared.has(delivery.runId) || delivery.attempts > 0) continue
        const members = fit.filter(
          (sender) =>
            sender.channel.name === channel &&
            sender.channel.isMember?.(delivery.address.chatId) === true &&
            sender.channel.mayPost?.(delivery.address.chatId) !== false,
        )
        const [best = owner] = members.toSorted(
          (left, right) => (load.get(left) ?? 0) / capacity(left) - (load.get(right) ?? 0) / capacity(right),
        )
        load.set(best, (load.get(best) ?? 0) + 1)
        if (best === owner) continue
        const address = { ...delivery.address, account: best.channel.account }
        settled.push({ was: 'queued', delivery: { ...delivery, address } })
      }
    }
    shared.clear()
    for (const runId of seen) shared.add(runId)
    if (settled.length > 0) await deliveries.commit({ settled, starting: [] })
    return settled.length > 0
  }
}
