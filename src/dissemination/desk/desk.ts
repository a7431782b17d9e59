import type { Clock } from '../../clock.ts'
import type { AmendmentTally } from '../../domain/amendment.ts'
import { announcedMessage, type BroadcastRun } from '../../domain/broadcast.ts'
import {
  sameName,
  type Actor,
  type BroadcastAction,
  type BroadcastTransition,
} from '../../domain/broadcast-life.ts'
import { AppError } from '../../domain/error.ts'
import type { ChannelName } from '../../domain/message.ts'
import type { QuietHours } from '../../domain/quiet-hours.ts'
import type { Seal } from '../../sealing.ts'
import type { UncertainDecision } from '../../storage/broadcast-control.ts'
import type { StepResult, StoredBroadcast } from '../../storage/broadcasts.ts'
import type { RunTally } from '../../storage/deliveries.ts'
import type { Storage } from '../../storage/storage.ts'
import { asked } from '../asking.ts'
import { createAmendments } from '../amend/amendments.ts'
import { settledBefore } from '../plan.ts'
import { refreshStatus } from '../status.ts'
import { trialOf } from '../wording.ts'
import type { PaceNumbers } from './duration.ts'
import { previewOf, upcoming, type Occurrence, type Preview, type Render } from './preview.ts'
import { STATUS_LABEL } from './labels.ts'
import { noSuchBroadcast, refuseUnlessTaken } from './refusal.ts'

const RUNS_SHOWN = 20
/** A trial shows the question too; its button leads nowhere. */
const TRIAL_DELIVERY = 'uji-coba'

export interface DeskDeps {
  storage: Storage
  clock: Clock
  quietHours: QuietHours
  render: Render
  /** What an account may send today. */
  paceOf: (channel: ChannelName, account: string) => Promise<PaceNumbers>
  seal: Pick<Seal, 'close'>
  /** Rows changed: the scheduler, the broadcaster and the errands should look. In another process they do soon. */
  onChange: () => void
}

/** What a run came to. `waiting`: so many of the queued messages only wait for the hours of their groups. */
export interface RunReport {
  run: BroadcastRun
  tally: RunTally
  waiting: number
}

/** One line about a broadcast. */
export interface BroadcastSummary {
  broadcast: StoredBroadcast
  next?: Occurrence
  latest?: RunReport
}

/** All about a broadcast. */
export interface BroadcastDetails {
  broadcast: StoredBroadcast
  next: Occurrence[]
  runs: RunReport[]
  transitions: BroadcastTransition[]
  /** Its corrections and recalls, and what they came to. */
  amendments: { broadcast: StoredBroadcast; tally: AmendmentTally }[]
}

/** An announcement as somebody wrote it. */
export type WrittenBroadcast = Omit<StoredBroadcast, 'kind' | 'status' | 'settledAt'>

export type Desk = ReturnType<typeof createDesk>

/**
 * What staff do with broadcasts. Works on rows alone, so it may run beside the server, in another process. Everything
 * rejects with `AppError`, in one Indonesian sentence: `not_found` for an unknown id, `conflict` for a step that its
 * state does not allow, `forbidden` for a step that this person may not take, `invalid` for what is missing.
 */
export function createDesk(deps: DeskDeps) {
  const { storage, clock, quietHours, onChange } = deps
  const { broadcasts, broadcastControl, deliveries } = storage
  const amendments = createAmendments(deps)

  const get = async (id: string): Promise<StoredBroadcast> => {
    const broadcast = await broadcasts.find(id)
    if (broadcast === undefined) throw noSuchBroadcast(id)
    return broadcast
  }

  /** Takes a step, and gives back the broadcast as it is then. */
  const act = async (
    id: string,
    action: BroadcastAction,
    take: () => Promise<StepResult>,
  ): Promise<StoredBroadcast> => {
    const { status } = await get(id)
    refuseUnlessTaken(await take(), { id, status, action })
    onChange()
    return get(id)
  }
  const step = (id: string, action: BroadcastAction, actor: Actor) =>
    act(id, action, () => broadcasts.step(id, action, actor))

  const asDraft = (written: WrittenBroadcast): StoredBroadcast => {
    const { schedule } = written
    const now = clock.now()
    const settledAt = schedule.type === 'once' ? settledBefore(schedule.at, now) : now
    return { ...written, kind: 'announcement', status: 'draft', settledAt }
  }
  const look = async (broadcast: StoredBroadcast): Promise<Preview> =>
    previewOf(broadcast, {
      ...deps,
      gazetteer: storage.gazetteer,
      chats: await storage.reachableChats.list(),
      now: clock.now(),
    })

  const withTally = async (run: BroadcastRun): Promise<RunReport> => ({
    run,
    tally: await deliveries.tally(run.id),
    waiting: await deliveries.countWaiting(run.id),
  })

  return {
    ...amendments,

    async list(): Promise<BroadcastSummary[]> {
      const now = clock.now()
      return Promise.all(
        (await broadcasts.list()).map(async (broadcast) => {
          const [next] = isOver(broadcast) ? [] : upcoming(broadcast, now, quietHours)
          const [run] = await deliveries.listRuns({ broadcastId: broadcast.id, limit: 1 })
          return {
            broadcast,
            ...(next === undefined ? {} : { next }),
            ...(run === undefined ? {} : { latest: await withTally(run) }),
          }
        }),
      )
    },

    async show(id: string): Promise<BroadcastDetails> {
      const broadcast = await get(id)
      const runs = await deliveries.listRuns({ broadcastId: id, limit: RUNS_SHOWN })
      const amending = await broadcasts.list({ amends: id })
      return {
        broadcast,
        next: isOver(broadcast) ? [] : upcoming(broadcast, clock.now(), quietHours),
        runs: await Promise.all(runs.map(withTally)),
        transitions: await broadcasts.transitions(id),
        amendments: await Promise.all(
          amending.map(async (one) => ({ broadcast: one, tally: await storage.amendments.tally(one.id) })),
        ),
      }
    },

    /** What approving it would mean. Sends nothing. */
    preview: async (id: string): Promise<Preview> => look(await get(id)),
    /** The same for an announcement that nobody has kept yet. */
    previewOf: (written: WrittenBroadcast): Promise<Preview> => look(asDraft(written)),

    /** Keeps a new announcement as a draft. `id` must be free. */
    async write(written: WrittenBroadcast): Promise<StoredBroadcast> {
      if (written.author.trim() === '') throw new AppError('invalid', 'Tulis nama penulisnya.')
      if ((await broadcasts.find(written.id)) !== undefined) {
        throw new AppError('conflict', `Tanda pengenal "${written.id}" sudah dipakai siaran lain.`)
      }
      await broadcasts.save(asDraft(written))
      return get(written.id)
    },

    /**
     * Replaces what a draft says, by its author. Rejects with `forbidden` for anybody else: whoever approves it later must
     * not have written it; with `conflict` for what is no draft any more, or is owned by a file.
     */
    async rewrite(written: WrittenBroadcast): Promise<StoredBroadcast> {
      const { id, kind, status, author, sourceFile } = await get(written.id)
      if (sourceFile !== undefined) {
        throw new AppError('conflict', `Isi siaran "${id}" milik berkas ${sourceFile}. Ubah berkasnya.`)
      }
      if (status !== 'draft' || kind !== 'announcement') {
        throw new AppError(
          'conflict',
          `Siaran "${id}" ${STATUS_LABEL[status]}, jadi isinya tidak bisa diubah.`,
        )
      }
      if (!sameName(author, written.author)) {
        throw new AppError(
          'forbidden',
          `Draf ini ditulis ${author}. Hanya penulisnya yang boleh mengubahnya.`,
        )
      }
      await broadcasts.save(asDraft({ ...written, author }))
      return get(id)
    },

    submit: (id: string, actor: Actor) => step(id, 'submit', actor),
    return: (id: string, actor: Actor) => step(id, 'return', actor),
    approve: (id: string, actor: Actor) => step(id, 'approve', actor),
    /** Lets an emergency out without a second person, with a reason. */
    expedite: (id: string, actor: Actor) => step(id, 'expedite', actor),
    pause: (id: string, actor: Actor) => act(id, 'pause', () => broadcastControl.pause(id, actor)),
    async resume(id: string, actor: Actor): Promise<StoredBroadcast> {
      await act(id, 'resume', () => broadcastControl.resume(id, actor))
      await refreshStatus(storage, id)
      return get(id)
    },
    cancel: (id: string, actor: Actor) => act(id, 'cancel', () => broadcastControl.cancel(id, actor)),

    /**
     * Sends the failed messages of the latest run again; `decision` says what becomes of those of which nobody knows
     * whether they went out. Rejects with `conflict` when the broadcast is halted, or when there is nothing to do.
     */
    async retry(id: string, decision?: UncertainDecision): Promise<{ failed: number; uncertain: number }> {
      const { status } = await get(id)
      if (status !== 'scheduled' && status !== 'running' && status !== 'finished') {
        throw new AppError(
          'conflict',
          `Siaran "${id}" ${STATUS_LABEL[status]}, jadi tidak ada yang dikirim ulang.`,
        )
      }
      const runs = await deliveries.listRuns({ broadcastId: id, limit: RUNS_SHOWN })
      const run = runs.find((one) => one.status === 'running' || one.status === 'finished')
      const touched = run === undefined ? undefined : await broadcastControl.retry(run.id, decision)
      if (touched === undefined || touched.failed + touched.uncertain === 0) {
        throw new AppError('conflict', `Tidak ada pesan siaran "${id}" yang perlu dikirim ulang.`)
      }
      if (status === 'finished') await broadcasts.setStatus(id, 'running', 'Dikirim ulang.')
      await refreshStatus(storage, id)
      onChange()
      return touched
    },

    /** Sends it once to one's own chat, marked as a trial. Returns the id to ask `trial` about. */
    async tryOut(
      id: string,
      { channel, chatId, by }: { channel: ChannelName; chatId: string; by: string },
    ): Promise<string> {
      const message = asked(announcedMessage(await get(id)), { channel, deliveryId: TRIAL_DELIVERY })
      const trialId = await storage.testSends.add({
        broadcastId: id,
        channel,
        by,
        message: trialOf(message),
        sealedAddress: deps.seal.close(chatId),
      })
      onChange()
      return trialId
    },

    trial: (trialId: string) => storage.testSends.find(trialId),
  }
}

const isOver = ({ status }: StoredBroadcast) =>
  status === 'finished' || status === 'cancelled' || status === 'expired'
