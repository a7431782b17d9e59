import type { ReminderStatus } from '../domain/acknowledgement.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { ReceivingHours } from '../domain/receiving-hours.ts'
import { isUniqueViolation, type Database } from './database.ts'
import type { SendingAccount } from './delivery-queue.ts'
import { storedInstant } from './delivery-rows.ts'

/** A group that was asked and has not answered. */
export interface DueReminder {
  /** Of the announcement itself, also where a RALAT asked last. */
  deliveryId: string
  address: ChatAddress
  /** The message that asked last: the reminder answers it. */
  externalId?: string
  title: string
  sentAt: Date
}

interface Row {
  deliveryId: string
  chatId: string
  externalId: string | null
  title: string
  sentAt: string
}

/**
 * The last message to each group that asked about an announcement: the announcement itself, or the RALAT that corrects
 * it. Broadcast by broadcast, so that the runs lead to the deliveries.
 */
const LAST_ASKED = `
  SELECT d.id AS id, d."chatId" AS "ownChatId", d."externalId" AS "externalId", d."sentAt" AS "sentAt",
         its."chatId" AS "chatId", its.hours AS hours, first.title AS title,
         CASE WHEN b.amends IS NULL THEN d.id ELSE coalesce((
           SELECT o.id FROM "BroadcastRun" AS ro JOIN "Delivery" AS o ON o."runId" = ro.id AND o."chatId" = d."chatId"
           WHERE ro."broadcastId" = b.amends AND o.status IN ('sent', 'delivered', 'read', 'unconfirmed')
             AND o."sentAt" <= d."sentAt"
           ORDER BY o."sentAt" DESC LIMIT 1), d.id) END AS "deliveryId",
         row_number() OVER (PARTITION BY d."chatId", first.id ORDER BY d."sentAt" DESC) AS age
  FROM given
  CROSS JOIN "Broadcast" AS b
  JOIN "Broadcast" AS first ON first.id = coalesce(b.amends, b.id)
  JOIN "BroadcastRun" AS run ON run."broadcastId" = b.id
  JOIN "Delivery" AS d ON d."runId" = run.id
  JOIN "Chat" AS its ON its.id = d."chatId"
  WHERE b."wantsAcknowledgement" AND b.kind <> 'recall' AND first."wantsAcknowledgement"
    AND first.status NOT IN ('cancelled', 'expired', 'paused')
    AND (first."expiresAt" IS NULL OR first."expiresAt" > given.now)
    AND NOT EXISTS (SELECT 1 FROM "Broadcast" AS recall WHERE recall.amends = first.id AND recall.kind = 'recall')
    AND run."openedAt" > given.since
    AND (json_extract(run.message, '$.asksAcknowledgement') OR EXISTS (
      SELECT 1 FROM "Amendment" AS edit JOIN "Broadcast" AS by ON by.id = edit."broadcastId"
      WHERE edit."deliveryId" = d.id AND edit.means = 'edit' AND edit.status = 'done' AND by."wantsAcknowledgement"))
    AND d.channel = given.channel AND d.account = given.account
    AND d.status IN ('sent', 'delivered', 'read')
    AND (its.status = 'active' OR (its.status = 'paused' AND its."pausedUntil" <= given.now))`

const DUE = `
  WITH given(now, since, channel, account, "askedBefore", "closedHours") AS (VALUES (?, ?, ?, ?, ?, ?))
  SELECT "deliveryId", "chatId", "externalId", title, "sentAt" FROM given CROSS JOIN (${LAST_ASKED}) AS asked
  WHERE age = 1 AND "sentAt" <= given."askedBefore"
    AND hours NOT IN (SELECT value FROM json_each(given."closedHours"))
    AND NOT EXISTS (SELECT 1 FROM "Acknowledgement" AS said WHERE said."deliveryId" IN (asked."deliveryId", asked.id))
    AND NOT EXISTS (
      SELECT 1 FROM "AcknowledgementReminder" AS reminder
      WHERE reminder."deliveryId" = asked."deliveryId"
        AND (reminder.status <> 'waiting' OR reminder.at > given.now))
  ORDER BY "sentAt", "deliveryId" LIMIT ?`

export type ReminderStore = ReturnType<typeof createReminderStore>

/** The one reminder for each announcement in each group: written before it is sent, so that there is never a second. */
export function createReminderStore(db: Database, now: () => Date) {
  return {
    /**
     * Groups of an account that were asked before `askedBefore`, though after `since`, and said nothing. Leaves out what
     * was cancelled, recalled or has expired, groups that left or pause, and groups whose hours are closed now.
     */
    async due(
      { channel, account }: SendingAccount,
      when: { askedBefore: Date; since: Date; closedHours: ReceivingHours[]; limit: number },
    ): Promise<DueReminder[]> {
      const rows = await db.$queryRawUnsafe<Row[]>(
        DUE,
        storedInstant(now()),
        storedInstant(when.since),
        channel,
        account,
        storedInstant(when.askedBefore),
        JSON.stringify(when.closedHours),
        when.limit,
      )
      return rows.map(({ deliveryId, chatId, externalId, title, sentAt }) => ({
        deliveryId,
        address: { channel, account, chatId },
        title,
        sentAt: new Date(sentAt),
        ...(externalId === null ? {} : { externalId }),
      }))
    },

    /** Writes that a reminder goes out now. Returns false when it must not: it went out, or somebody has answered. */
    async begin(deliveryId: string): Promise<boolean> {
      const sending = { status: 'sending' satisfies ReminderStatus, at: now() }
      try {
        return await db.$transaction(async (tx) => {
          if ((await tx.acknowledgement.count({ where: { deliveryId } })) > 0) return false
          const status: ReminderStatus = 'waiting'
          const { count } = await tx.acknowledgementReminder.updateMany({
            where: { deliveryId, status },
            data: sending,
          })
          if (count === 0) await tx.acknowledgementReminder.create({ data: { deliveryId, ...sending } })
          return true
        })
      } catch (error) {
        if (isUniqueViolation(error)) return false
        throw error
      }
    },

    /** What became of a reminder that was going out. */
    async settle(deliveryId: string, status: 'sent' | 'dropped', externalId?: string): Promise<void> {
      await db.acknowledgementReminder.updateMany({
        where: { deliveryId },
        data: { status, at: now(), externalId: externalId ?? null },
      })
    },

    /** No reminder before `until`. Returns false when one waits or went out already: then nothing changes. */
    async postpone(deliveryId: string, until: Date): Promise<boolean> {
      const status: ReminderStatus = 'waiting'
      try {
        await db.acknowledgementReminder.create({ data: { deliveryId, status, at: until } })
        return true
      } catch (error) {
        if (isUniqueViolation(error)) return false
        throw error
      }
    },

    /** A reminder that did not go out is tried again at `at`, under the same id. */
    async retry(deliveryId: string, at: Date): Promise<void> {
      const status: ReminderStatus = 'waiting'
      await db.acknowledgementReminder.updateMany({ where: { deliveryId }, data: { status, at } })
    },

    /** Reminders of an account that were going out when the process ended. */
    async interrupted(sender: SendingAccount): Promise<string[]> {
      const status: ReminderStatus = 'sending'
      const rows = await db.acknowledgementReminder.findMany({
        where: { status, delivery: sender },
        select: { deliveryId: true },
      })
      return rows.map(({ deliveryId }) => deliveryId)
    },
  }
}
