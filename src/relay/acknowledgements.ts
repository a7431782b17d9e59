import type { Clock } from '../clock.ts'
import type { Acknowledgement } from '../domain/acknowledgement.ts'
import { nextWitaMidnight } from '../domain/wita.ts'
import type { AskedDelivery } from '../storage/acknowledgements.ts'
import type { Storage } from '../storage/storage.ts'
import { hear, type Outcome, type Said } from './dialogue.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Of an older announcement nothing more is asked: nobody remembers. */
export const DIALOGUE_AGE_MS = 14 * DAY_MS
/** Who says the same again so soon has not forgotten the question. */
const REPEAT_MS = 10 * 60_000
/** "Belum": nobody is reminded before 18.00 WITA. */
const EVENING_BEFORE_MIDNIGHT_MS = 6 * HOUR_MS

/** What there is to say. `recalled`: kept, though the announcement was taken back. */
export type RelayReply = Outcome | { type: 'recalled' | 'not_yet' | 'withdrawn' }

export interface RelayDeps {
  storage: Pick<Storage, 'acknowledgements' | 'acknowledgementReminders'>
  clock: Clock
}

/** The next 18.00 WITA. */
export function nextEvening(now: Date): Date {
  const evening = nextWitaMidnight(now).getTime() - EVENING_BEFORE_MIDNIGHT_MS
  return new Date(evening > now.getTime() ? evening : evening + DAY_MS)
}

/** The same again, while the same question is open. */
const isRepeated = (before: Acknowledgement | undefined, said: Said, outcome: Outcome, now: Date) =>
  before !== undefined &&
  said.type === 'done' &&
  outcome.type === 'ask' &&
  outcome.notice === undefined &&
  outcome.question === before.asking &&
  outcome.word.people === before.people &&
  outcome.word.methods.join() === before.methods.join() &&
  now.getTime() - before.at.getTime() < REPEAT_MS

/** Keeps what people say about announcements that they passed on. Every word is written before it is answered. */
export function createRelay({ storage, clock }: RelayDeps) {
  const { acknowledgements, acknowledgementReminders } = storage

  return {
    /** Somebody says that an announcement was passed on, or more about it. */
    async hear(asked: AskedDelivery, personKey: string, said: Said): Promise<RelayReply> {
      const now = clock.now()
      const { deliveryId, chatId, areaCode } = asked
      const before = await acknowledgements.find(deliveryId, personKey)
      // To go on without an answer says nothing.
      if (before === undefined && said.type === 'skip') return { type: 'silent' }
      const asksMore = !asked.isRecalled && now.getTime() - asked.sentAt.getTime() <= DIALOGUE_AGE_MS
      const { word, outcome } = hear(before, said, { asksMore })
      if (outcome.type === 'silent' || isRepeated(before, said, outcome, now)) return { type: 'silent' }
      await acknowledgements.save({ deliveryId, chatId, areaCode, personKey, at: now, ...word })
      return asked.isRecalled ? { type: 'recalled' } : outcome
    },

    /** Somebody says that it was not passed on so far: takes back what they said before, and lets them be until evening. */
    async hearNotYet({ deliveryId }: AskedDelivery, personKey: string): Promise<RelayReply> {
      const isTakenBack = await acknowledgements.remove(deliveryId, personKey)
      const isPutOff = await acknowledgementReminders.postpone(deliveryId, nextEvening(clock.now()))
      if (isTakenBack) return { type: 'withdrawn' }
      return isPutOff ? { type: 'not_yet' } : { type: 'silent' }
    },
  }
}
