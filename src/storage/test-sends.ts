import { randomUUID } from 'node:crypto'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

export type TestSendStatus = 'queued' | 'sent' | 'failed'

/** A trial of a broadcast in the chat of whoever asked for it. */
export interface TestSend {
  id: string
  broadcastId: string
  channel: ChannelName
  /** The chat, sealed; gone once it was dealt with. */
  sealedAddress?: string
  message: OutgoingMessage
  by: string
  status: TestSendStatus
  /** Why it failed, in plain Indonesian. */
  reason?: string
}

export type TestSendStore = ReturnType<typeof createTestSendStore>

/** Trials that wait for the server, and what came of them. */
export function createTestSendStore(db: Database, now: () => Date) {
  return {
    async add(trial: Omit<TestSend, 'id' | 'status' | 'reason'>): Promise<string> {
      const id = randomUUID()
      const status: TestSendStatus = 'queued'
      await db.testSend.create({
        data: {
          ...trial,
          id,
          status,
          message: trial.message as unknown as Prisma.InputJsonObject,
          requestedAt: now(),
        },
      })
      return id
    },

    async find(id: string): Promise<TestSend | undefined> {
      const row = await db.testSend.findUnique({ where: { id } })
      return row === null ? undefined : toTestSend(row)
    },

    async listQueued(): Promise<TestSend[]> {
      const status: TestSendStatus = 'queued'
      const rows = await db.testSend.findMany({ where: { status }, orderBy: { requestedAt: 'asc' } })
      return rows.map(toTestSend)
    },

    /** The address is forgotten. */
    async settle(id: string, status: Exclude<TestSendStatus, 'queued'>, reason?: string): Promise<void> {
      await db.testSend.update({
        where: { id },
        data: { status, reason: reason ?? null, sealedAddress: null },
      })
    },
  }
}

function toTestSend(row: Prisma.TestSendGetPayload<object>): TestSend {
  return {
    id: row.id,
    broadcastId: row.broadcastId,
    channel: row.channel as ChannelName,
    message: row.message as unknown as OutgoingMessage,
    by: row.by,
    status: row.status as TestSendStatus,
    ...(row.sealedAddress === null ? {} : { sealedAddress: row.sealedAddress }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  }
}
