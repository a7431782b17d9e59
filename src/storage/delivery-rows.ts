import type { Delivery, DeliveryReason, DeliveryStatus } from '../domain/broadcast.ts'
import type { ChannelName } from '../domain/message.ts'
import type { Prisma } from './generated/client.ts'

/** What of other tables belongs to a delivery. */
export const WITH_PLACES = {
  run: { select: { broadcastId: true } },
  chat: { select: { chatId: true, status: true, pausedUntil: true, hours: true, obstacle: true } },
} as const
export type DeliveryRow = Prisma.DeliveryGetPayload<{ include: typeof WITH_PLACES }>

/** A key with a value, or nothing: what a row does not have is missing, never null. */
function present<Key extends string, Value>(key: Key, value: Value | null): { [K in Key]?: Value } {
  return value === null ? {} : ({ [key]: value } as { [K in Key]?: Value })
}

export function toDelivery(row: DeliveryRow): Delivery {
  const error =
    row.errorCode === null ? null : { code: row.errorCode as DeliveryReason, reason: row.errorReason ?? '' }
  return {
    id: row.id,
    runId: row.runId,
    broadcastId: row.run.broadcastId,
    chatId: row.chatId,
    address: { channel: row.channel as ChannelName, account: row.account, chatId: row.chat.chatId },
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    isInDoubt: row.isInDoubt,
    repeats: row.repeats,
    deliveredTo: row.deliveredTo,
    readBy: row.readBy,
    ...present('messageId', row.messageId),
    ...present('externalId', row.externalId),
    ...present('error', error),
    ...present('triedAt', row.triedAt),
    ...present('sentAt', row.sentAt),
    ...present('recipients', row.recipients),
    ...present('receipts', row.receipts),
  }
}

/** An instant as Prisma keeps it in a column, so that SQL of our own compares like with like. */
export const storedInstant = (instant: Date): string => instant.toISOString().replace('Z', '+00:00')

/** A delivery as `WRITE_DELIVERIES` reads it. `was`: the state that it must still be in. */
export function asWritten(was: DeliveryStatus, delivery: Delivery) {
  const { triedAt, sentAt, error } = delivery
  return {
    id: delivery.id,
    was,
    status: delivery.status,
    account: delivery.address.account,
    attempts: delivery.attempts,
    nextAttemptAt: storedInstant(delivery.nextAttemptAt),
    messageId: delivery.messageId ?? null,
    externalId: delivery.externalId ?? null,
    errorCode: error?.code ?? null,
    errorReason: error?.reason ?? null,
    triedAt: triedAt === undefined ? null : storedInstant(triedAt),
    sentAt: sentAt === undefined ? null : storedInstant(sentAt),
    isInDoubt: delivery.isInDoubt ? 1 : 0,
    repeats: delivery.repeats,
    recipients: delivery.recipients ?? null,
    deliveredTo: delivery.deliveredTo,
    readBy: delivery.readBy,
    receipts: delivery.receipts ?? null,
  }
}

const COLUMNS = [
  'status',
  'account',
  'attempts',
  'nextAttemptAt',
  'messageId',
  'externalId',
  'errorCode',
  'errorReason',
  'triedAt',
  'sentAt',
  'isInDoubt',
  'repeats',
  'recipients',
  'deliveredTo',
  'readBy',
  'receipts',
] as const satisfies readonly (keyof ReturnType<typeof asWritten>)[]

const writeDeliveries = (condition: string) => `
  UPDATE "Delivery" SET ${COLUMNS.map((name) => `"${name}" = new."${name}"`).join(', ')}
  FROM (
    SELECT value ->> 'id' AS id, value ->> 'was' AS was,
           ${COLUMNS.map((name) => `value ->> '${name}' AS "${name}"`).join(', ')}
    FROM json_each(?)
  ) AS new
  WHERE "Delivery".id = new.id AND "Delivery".status = new.was ${condition}
  RETURNING "Delivery".id AS id`

/** Writes a JSON array of `asWritten`, each only where its row is still as it was. Returns the ids that were written. */
export const WRITE_DELIVERIES = writeDeliveries('')

/** The same for those that go to their channels now: not when their run was halted in the meantime. */
export const WRITE_STARTING_DELIVERIES = writeDeliveries(
  `AND EXISTS (SELECT 1 FROM "BroadcastRun" AS run WHERE run.id = "Delivery"."runId" AND run.status = 'running')`,
)
