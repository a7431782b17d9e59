import type { Clock } from '../clock.ts'
import type { Delivery } from '../domain/broadcast.ts'
import type { Channel, ChannelEvent } from '../domain/channel.ts'
import { SendError } from '../domain/error.ts'
import type { ChannelName } from '../domain/message.ts'
import { RECEIPT_KEY_LENGTH, withReceipts, type Receipt } from '../domain/receipts.ts'
import type { Committed, DeliveryStep, SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { Outcomes } from './outcome.ts'
import { createQueue } from './queue.ts'

/** What a platform tells about a message after it took it. */
export type AftermathEvent = Extract<ChannelEvent, { type: 'receipt' | 'send_failed' }>

/** A keyed hash of somebody on a platform. */
export type PersonHash = (channel: ChannelName, person: string) => string

export interface AftermathDeps {
  storage: Pick<Storage, 'deliveries'>
  channel: Channel
  clock: Clock
  outcomes: Outcomes
  hashPerson: PersonHash
  /** Deliveries that are under way, or whose result is not written yet: an event may be about them. */
  unsettled: () => string[]
  onRunChanged: (run: Committed['changedRuns'][number]) => Promise<void>
  /** Something may be due again. */
  wake: () => void
}

interface Heard {
  event: AftermathEvent
  /** The event may have come before the rows of these knew their platform's id. */
  maybeAbout: string[]
}

/** Receipts and late refusals of one account: many of them are one commit. */
export function createAftermath(deps: AftermathDeps, sender: SendingAccount) {
  const { storage, outcomes, hashPerson } = deps
  const { deliveries } = storage
  const queue = createQueue()
  let heard: Heard[] = []
  let early: Heard[] = []

  const receiptOf = (
    delivery: Delivery,
    { status, person }: Extract<AftermathEvent, { type: 'receipt' }>,
  ): Receipt =>
    // The delivery is a part of the key, so that nobody can be followed from one message to the next.
    person === undefined
      ? { status }
      : {
          status,
          person: hashPerson(delivery.address.channel, `${delivery.id} ${person}`).slice(
            0,
            RECEIPT_KEY_LENGTH,
          ),
        }

  /** The step that the events of one message lead to. */
  function stepOf(
    delivery: Delivery,
    events: AftermathEvent[],
  ): { step?: DeliveryStep; learn?: () => Promise<void> } {
    const receipts = events.filter((event) => event.type === 'receipt')
    const raised = withReceipts(
      delivery,
      receipts.map((event) => receiptOf(delivery, event)),
    )
    const refusal = events.find((event) => event.type === 'send_failed')
    if (refusal !== undefined && raised.status === 'sent') {
      return outcomes.failed(delivery, new SendError(refusal.code, refusal.reason))
    }
    return raised === delivery || receipts.length === 0
      ? {}
      : { step: { was: delivery.status, delivery: raised } }
  }

  async function write(): Promise<void> {
    const all = heard
    heard = []
    if (all.length === 0) return
    const ids = [...new Set(all.map(({ event }) => event.externalId))]
    const found = new Map<string, Delivery>()
    for (const delivery of await deliveries.withExternalIds(sender, ids)) {
      if (delivery.externalId !== undefined) found.set(delivery.externalId, delivery)
    }
    early.push(
      ...all.filter(({ event, maybeAbout }) => !found.has(event.externalId) && maybeAbout.length > 0),
    )
    const outcomesOfAll = [...found].map(([externalId, delivery]) => {
      const events = all.map(({ event }) => event).filter((event) => event.externalId === externalId)
      return stepOf(delivery, events)
    })
    const settled = outcomesOfAll.flatMap(({ step }) => step ?? [])
    if (settled.length === 0) return
    const { changedRuns } = await deliveries.commit({ settled, starting: [] })
    for (const { learn } of outcomesOfAll) await learn?.()
    for (const run of changedRuns) await deps.onRunChanged(run)
    if (settled.some(({ delivery }) => delivery.status === 'queued')) deps.wake()
  }

  return {
    /** Resolves when it is written, or kept for a message whose sending is not settled yet. */
    hear(event: AftermathEvent): Promise<void> {
      heard.push({ event, maybeAbout: deps.unsettled() })
      return queue.run(write)
    },
    /** Sending is settled for some messages: what was told of them earlier finds its row now. */
    async hearEarly(): Promise<void> {
      if (early.length === 0) return
      const open = new Set(deps.unsettled())
      heard.push(
        ...early.map(({ event, maybeAbout }) => ({
          event,
          maybeAbout: maybeAbout.filter((id) => open.has(id)),
        })),
      )
      early = []
      await queue.run(write)
    },
    idle: () => queue.idle(),
  }
}
