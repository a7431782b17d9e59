import schedule, { type Job } from 'node-schedule'
import type { Clock } from '../clock.ts'
import type { BroadcastRun, BroadcastStatus } from '../domain/broadcast.ts'
import { SYSTEM } from '../domain/broadcast-life.ts'
import { AppError } from '../domain/error.ts'
import type { ChannelName } from '../domain/message.ts'
import { DEFAULT_QUIET_HOURS, type QuietHours } from '../domain/quiet-hours.ts'
import type { Logger } from '../logger.ts'
import type { StoredBroadcast } from '../storage/broadcasts.ts'
import type { Storage } from '../storage/storage.ts'
import { nextOccurrences, nextUsefulOccurrence } from './schedule/occurrences.ts'
import { dueTime, planDue, selectChats, settledBefore } from './plan.ts'
import { createQueue } from './queue.ts'
import { refreshStatus } from './status.ts'

const EVERY_MINUTE = '* * * * *'
/** A timer must not be in the past by the time that it is armed. */
const SHORTEST_TIMER_MS = 20

export interface SchedulerDeps {
  storage: Pick<Storage, 'broadcasts' | 'deliveries' | 'occurrences' | 'chats'>
  clock: Clock
  logger: Logger
  /** When nothing but emergencies goes out. */
  quietHours?: QuietHours
  /** A run has deliveries waiting. */
  onRunOpened: (run: BroadcastRun) => void
}

export interface SchedulerStatus {
  state: 'running' | 'stopped' | 'broken'
  /** The earliest occurrence to come. */
  next?: Date
  /** What is broken, in plain Indonesian. */
  detail?: string
}

export interface Scheduler {
  /** Catches up with what was missed, then waits for the next occurrence. Rejects with `AppError('conflict')` when running. */
  start(): Promise<void>
  /** Ends the timers, after the work in progress. Safe to call twice. */
  stop(): Promise<void>
  /** Looks again after broadcasts changed. */
  refresh(): Promise<void>
  /** Does what is due now. Timers call this; so do tests. Never rejects: see `status`. */
  tick(): Promise<void>
  /**
   * Copies a broadcast to go out once, at `at`, on these channels only: for training. The original stays as it is.
   * Rejects with `AppError('not_found')` for an unknown broadcast.
   */
  scheduleOnce(broadcastId: string, at: Date, channels: ChannelName[]): Promise<StoredBroadcast>
  status(): SchedulerStatus
}

/** A copy without what ties it to a file or to the original's times. */
function rehearsalOf(
  original: StoredBroadcast,
  at: Date,
  channels: ChannelName[],
  now: Date,
): StoredBroadcast {
  const { sourceFile: _file, contentHash: _hash, expiresAt, ...rest } = original
  return {
    ...rest,
    id: `${original.id}-latihan-${now.getTime()}`,
    audience: { ...original.audience, channels },
    schedule: { type: 'once', at },
    status: 'draft',
    settledAt: settledBefore(at, now),
    ...(expiresAt !== undefined && expiresAt > at ? { expiresAt } : {}),
  }
}

/** Broadcasts whose occurrences have to be decided: also the ones that wait for staff may become too late. */
const OPEN: BroadcastStatus[] = ['scheduled', 'running', 'paused', 'awaiting_approval']

const earlier = (left: Date | undefined, right: Date | undefined) =>
  left === undefined || (right !== undefined && right < left) ? right : left

/**
 * Opens the run of every occurrence when its time comes. The rows in `storage` are the truth: timers only wake, and
 * carry no data.
 */
export function createScheduler({
  storage,
  clock,
  logger,
  quietHours = DEFAULT_QUIET_HOURS,
  onRunOpened,
}: SchedulerDeps): Scheduler {
  const { broadcasts, deliveries, occurrences } = storage
  const queue = createQueue()
  const firsts = new Map<string, { state: string; at: Date | undefined }>()
  let isRunning = false
  let fault: string | undefined
  let next: Date | undefined
  let safetyJob: Job | null = null
  let timer: Job | null = null

  const open = async (broadcast: StoredBroadcast, at: Date) => {
    const run = await deliveries.openRun(broadcast, at, (some) => selectChats(broadcast.audience, some))
    logger.info({ broadcastId: broadcast.id, at }, 'run opened')
    return run
  }

  /** Decides about everything that is due. Returns until when something waits for the end of the quiet hours. */
  const decide = async (broadcast: StoredBroadcast, now: Date): Promise<Date | undefined> => {
    const { id } = broadcast
    const isRunUnderWay = await occurrences.isSending(id)
    const plan = planDue(broadcast, { now, isRunUnderWay, quietHours })
    for (const unsent of plan.missed) {
      await occurrences.recordUnsent(broadcast, unsent)
      logger.warn({ broadcastId: id, at: unsent.at, reason: unsent.reason }, `occurrence ${unsent.status}`)
    }
    const opened: BroadcastRun[] = []
    for (const at of plan.run) {
      const run = await open(broadcast, at)
      if (run !== undefined) opened.push(run)
    }
    if (plan.run.length > 0 || plan.missed.length > 0) await broadcasts.settle(id, plan.settledAt)
    await refreshStatus(storage, id)
    for (const run of opened) onRunOpened(run)
    return plan.heldUntil
  }

  /** The first occurrence that is not settled. Reading a cron takes long, so it is done once for each state. */
  const firstOpen = ({ id, schedule, settledAt }: StoredBroadcast): Date | undefined => {
    const state = JSON.stringify([schedule, settledAt])
    const known = firsts.get(id)
    if (known?.state === state) return known.at
    const [at] = nextOccurrences(schedule, settledAt, 1)
    firsts.set(id, { state, at })
    return at
  }

  /** Returns when to look at this broadcast again, when there is a reason to. */
  const settle = async (broadcast: StoredBroadcast, now: Date): Promise<Date | undefined> => {
    const first = firstOpen(broadcast)
    if (first !== undefined && first <= now) {
      const heldUntil = await decide(broadcast, now)
      const upcoming = heldUntil ?? nextUsefulOccurrence(broadcast, now)
      return upcoming === undefined ? undefined : dueTime(broadcast, upcoming, quietHours)
    }
    const { expiresAt, status, id } = broadcast
    const isUseful = first !== undefined && (expiresAt === undefined || first < expiresAt)
    if (!isUseful || status === 'running') await refreshStatus(storage, id)
    return isUseful ? dueTime(broadcast, first, quietHours) : undefined
  }

  const arm = () => {
    timer?.cancel()
    timer = null
    if (!isRunning || next === undefined) return
    // By this machine's own clock, whatever `clock` says.
    const waitMs = Math.max(SHORTEST_TIMER_MS, next.getTime() - clock.now().getTime())
    timer = schedule.scheduleJob(new Date(Date.now() + waitMs), () => void tick())
  }

  const settleAll = async () => {
    const now = clock.now()
    let earliest: Date | undefined
    let faulty: string | undefined
    for (const broadcast of await broadcasts.list({ statuses: OPEN })) {
      // Amendments have no occurrences of their own: `amend/` carries them out.
      if (broadcast.kind !== 'announcement') continue
      try {
        earliest = earlier(earliest, await settle(broadcast, now))
      } catch (error) {
        faulty ??= broadcast.id
        logger.error({ err: error, broadcastId: broadcast.id }, 'cannot settle a broadcast')
      }
    }
    next = earliest
    fault =
      faulty === undefined
        ? undefined
        : `Jadwal siaran "${faulty}" tidak bisa diproses. Periksa catatan sistem.`
    arm()
  }

  const tick = () =>
    queue.run(async () => {
      try {
        await settleAll()
      } catch (error) {
        fault = 'Penjadwal tidak bisa membaca basis data. Periksa catatan sistem.'
        logger.error({ err: error }, 'scheduler tick failed')
      }
    })

  return {
    async start() {
      if (isRunning) throw new AppError('conflict', 'The scheduler is already running.')
      isRunning = true
      safetyJob = schedule.scheduleJob(EVERY_MINUTE, () => void tick())
      await tick()
    },
    async stop() {
      isRunning = false
      safetyJob?.cancel()
      timer?.cancel()
      safetyJob = null
      timer = null
      await queue.idle()
    },
    refresh: tick,
    tick,
    async scheduleOnce(broadcastId, at, channels) {
      const original = await broadcasts.find(broadcastId)
      if (original === undefined) throw new AppError('not_found', `There is no broadcast ${broadcastId}.`)
      const copy = rehearsalOf(original, at, channels, clock.now())
      await broadcasts.save(copy)
      await broadcasts.step(copy.id, 'accept', { by: SYSTEM, reason: 'Latihan.' })
      await tick()
      return { ...copy, status: 'scheduled' }
    },
    status() {
      if (!isRunning) return { state: 'stopped' }
      return {
        state: fault === undefined ? 'running' : 'broken',
        ...(next === undefined ? {} : { next }),
        ...(fault === undefined ? {} : { detail: fault }),
      }
    },
  }
}
