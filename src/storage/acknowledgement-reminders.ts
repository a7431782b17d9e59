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
 * Broadcast by broadcast and run by run, so that the indexes lead to the deliveries. Of several messages about one
 * announcement, the last one counts: an occurrence that came later, or the RALAT that corrects it.
 */
const DUE = `
  WITH given(now, since, channel, account, "askedBefore", "closedHours") AS (VALUES (?, ?, ?, ?, ?, ?)),
  asking AS MATERIALIZED (
    SELECT run.id AS "runId", first.id AS "firstId", first.title AS title, b.amends AS amends,
           coalesce(json_extract(run.message, '$.asksAcknowledgement'), 0) AS "asksItself"
    FROM given
    CROSS JOIN "Broadcast" AS b
    JOIN "Broadcast" AS first ON first.id = coalesce(b.amends, b.id)
    JOIN "BroadcastRun" AS run ON run."broadcastId" = b.id AND run."openedAt" > given.since
    WHERE b."wantsAcknowledgement" AND b.kind <> 'recall' AND first."wantsAcknowledgement"
      AND first.status NOT IN ('cancelled', 'expired', 'paused')
      AND (first."expiresAt" IS NULL OR first."expiresAt" > given.now)
      AND NOT EXISTS (SELECT 1 FROM "Broadcast" AS recall WHERE recall.amends = first.id AND recall.kind = 'recall')
  ),
  silent AS (
    SELECT d.id AS id, d."externalId" AS "externalId", d."sentAt" AS "sentAt",
           its."chatId" AS "chatId", asking.title AS title,
           CASE WHEN asking.amends IS NULL THEN d.id ELSE coalesce((
             SELECT o.id FROM "BroadcastRun" AS ro
             JOIN "Delivery" AS o ON o."runId" = ro.id AND o."chatId" = d."chatId"
             WHERE ro."broadcastId" = asking.amends AND o.status IN ('sent', 'delivered', 'read', 'unconfirmed')
               AND o."sentAt" <= d."sentAt"
             ORDER BY o."sentAt" DESC LIMIT 1), d.id) END AS "deliveryId"
    FROM given
    CROSS JOIN asking
    JOIN "Delivery" AS d ON d."runId" = asking."runId" AND d.status IN ('sent', 'delivered', 'read')
      AND d.channel = given.channel AND d.account = given.account AND d."sentAt" <= given."askedBefore"
    LEFT JOIN "AcknowledgementReminder" AS own ON own."deliveryId" = d.id
    JOIN "Chat" AS its ON coalesce(own.status, 'waiting') = 'waiting' AND its.id = d."chatId"
      AND (its.status = 'active' OR (its.status = 'paused' AND its."pausedUntil" <= given.now))
      AND its.hours NOT IN (SELECT value FROM json_each(given."closedHours"))
    WHERE NOT EXISTS (SELECT 1 FROM "Acknowledgement" AS said WHERE said."deliveryId" = d.id)
      AND (asking."asksItself" OR EXISTS (
        SELECT 1 FROM "Broadcast" AS by
        JOIN "Amendment" AS edit ON edit."broadcastId" = by.id AND edit."deliveryId" = d.id
        WHERE by.amends = asking."firstId" AND by."wantsAcknowledgement" AND edit.means = 'edit' AND edit.status = 'done'))
      AND NOT EXISTS (
        SELECT 1 FROM asking AS later
        JOIN "Delivery" AS newer ON newer."runId" = later."runId" AND newer."chatId" = d."chatId"
        WHERE later."firstId" = asking."firstId" AND later."asksItself" AND newer."sentAt" > d."sentAt"
          AND newer.status IN ('sent', 'delivered', 'read'))
  )
  SELECT "deliveryId", "chatId", "externalId", title, "sentAt" FROM given CROSS JOIN silent
  WHERE NOT EXISTS (SELECT 1 FROM "Acknowledgement" AS said WHERE said."deliveryId" = silent."deliveryId")
    AND NOT EXISTS (
      SELECT 1 FROM "AcknowledgementReminder" AS reminder
      WHERE reminder."deliveryId" = silent."deliveryId"
        AND (reminder.status <> 'waiting' OR reminder.at > given.now))
  LIMIT ?`

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
