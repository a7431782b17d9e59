import type { Clock } from '../clock.ts'
import { PROVINCE_CODE } from '../domain/area.ts'
import type { Audience } from '../domain/broadcast.ts'
import { sameName, SYSTEM } from '../domain/broadcast-life.ts'
import { AppError } from '../domain/error.ts'
import type { LiteracyIssue, LiteracyKind } from '../domain/literacy.ts'
import type { Logger } from '../logger.ts'
import type { PlannedStep, StoredBroadcast } from '../storage/broadcasts.ts'
import type { Storage } from '../storage/storage.ts'
import { nextQuiz, nextTip, type Occurrence, type WeeklySlot } from './calendar.ts'
import { fingerprint, loadContent, type LiteracyContent } from './content.ts'
import { DEFAULT_SLOTS, readSetting, saveSetting, type ProgrammeSetting } from './programme-setting.ts'
import { messageOf } from './wording.ts'

export interface ProgrammeDeps {
  storage: Pick<Storage, 'broadcasts' | 'literacy' | 'settings'>
  clock: Clock
  logger: Logger
  /** A broadcast was made or changed. */
  onChange?: () => void
  /** What comes with the product when missing. */
  load?: () => Promise<LiteracyContent>
}

/** Something that the programme is about to bring. */
export interface Upcoming {
  issue: LiteracyIssue
  /** As it is stored; undefined while it is not made. */
  broadcast?: StoredBroadcast
}

const PROGRAMME = 'Literasi digital'
const DAY_MS = 24 * 3_600_000
/** Groups that a slow account has not reached by then get the next one. */
const LIFETIME_MS = 6 * DAY_MS
/** Also tells a broadcast that goes on with the programme from one that staff cancelled. */
const TURNED_OFF = 'Program literasi dimatikan.'

export const AUDIENCE: Audience = {
  areaCodes: [PROVINCE_CODE],
  except: [],
  topics: ['literasi_digital'],
  communityKinds: [],
  channels: [],
  isLiteracy: true,
}

/** The first item in order among those that were used least. Pure. */
export function nextItem<Item extends { id: string }>(items: Item[], usedIds: string[]): Item | undefined {
  const uses = (item: Item) => usedIds.filter((id) => id === item.id).length
  const fewest = Math.min(...items.map(uses))
  return items.find((item) => uses(item) === fewest)
}

const titleOf = ({ kind, item }: LiteracyIssue) => `${kind === 'tip' ? 'Tip' : 'Kuis'}: ${item.title}`

/** Two people stand behind it as long as the content is what they approved; else staff approve each broadcast. */
function clearing(
  { by, approvedBy, approvedContent }: ProgrammeSetting,
  content: LiteracyContent,
): PlannedStep[] {
  const submit: PlannedStep = { action: 'submit', by }
  if (fingerprint(content) !== approvedContent) return [submit]
  return [submit, { action: 'approve', by: approvedBy, reason: 'Disetujui bersama program literasi.' }]
}

export type LiteracyProgramme = ReturnType<typeof createLiteracyProgramme>

/**
 * The weekly tip and the monthly quiz, as ordinary broadcasts that are made ahead of time. Off until two people turn it
 * on. What was made stays as it was made, whatever becomes of the content.
 */
export function createLiteracyProgramme(deps: ProgrammeDeps) {
  const { storage, clock, logger, onChange = () => undefined, load = loadContent } = deps
  const { broadcasts, literacy } = storage

  async function pick(
    kind: LiteracyKind,
    { id: broadcastId, at: dueAt }: Occurrence,
    content: LiteracyContent,
  ) {
    const used = (await literacy.listIssues({ kind })).map(({ item }) => item.id)
    const tip = kind === 'tip' ? nextItem(content.tips, used) : undefined
    const quiz = kind === 'quiz' ? nextItem(content.quizzes, used) : undefined
    if (tip !== undefined) return { broadcastId, dueAt, kind: 'tip', item: tip } as const
    if (quiz !== undefined) return { broadcastId, dueAt, kind: 'quiz', item: quiz } as const
    throw new AppError('internal', `There is no ${kind}.`)
  }

  async function make(issue: LiteracyIssue, steps: PlannedStep[], author: string): Promise<void> {
    const { broadcastId: id, dueAt: at } = issue
    const broadcast: StoredBroadcast = {
      id,
      kind: 'announcement',
      title: titleOf(issue),
      programme: PROGRAMME,
      message: messageOf(issue),
      audience: AUDIENCE,
      schedule: { type: 'once', at },
      priority: 'normal',
      author,
      expiresAt: new Date(at.getTime() + LIFETIME_MS),
      status: 'draft',
      settledAt: clock.now(),
    }
    await broadcasts.save(broadcast, steps)
    logger.info({ broadcastId: id, at }, 'a broadcast of the literacy programme was made')
    onChange()
  }

  /** What was cancelled only because the programme was turned off goes on. */
  async function takeUpAgain(
    broadcast: StoredBroadcast,
    steps: PlannedStep[],
    author: string,
  ): Promise<void> {
    const last = (await broadcasts.transitions(broadcast.id)).at(-1)
    if (last?.action !== 'cancel' || last.reason !== TURNED_OFF) return
    const reschedule: PlannedStep = {
      action: 'reschedule',
      by: SYSTEM,
      reason: 'Program literasi dinyalakan lagi.',
    }
    await broadcasts.save({ ...broadcast, author }, [reschedule, ...steps])
    onChange()
  }

  /** Staff chose another day or hour since it was made. */
  async function move(broadcast: StoredBroadcast, at: Date): Promise<void> {
    const { schedule, status } = broadcast
    const isWaiting = status === 'scheduled' || status === 'awaiting_approval'
    if (
      !isWaiting ||
      schedule.type !== 'once' ||
      schedule.at <= clock.now() ||
      schedule.at.getTime() === at.getTime()
    )
      return
    const expiresAt = new Date(at.getTime() + LIFETIME_MS)
    await broadcasts.save({ ...broadcast, schedule: { type: 'once', at }, expiresAt })
    onChange()
  }

  async function prepare(
    kind: LiteracyKind,
    occurrence: Occurrence,
    setting: ProgrammeSetting,
  ): Promise<void> {
    const known = await broadcasts.find(occurrence.id)
    if (known !== undefined && known.status !== 'cancelled') return move(known, occurrence.at)
    const content = await load()
    const steps = clearing(setting, content)
    if (known !== undefined) return takeUpAgain(known, steps, setting.by)
    // The row decides what it is, also when a crash or another process comes in between.
    const issue = await literacy.addIssue(await pick(kind, occurrence, content))
    return make({ ...issue, dueAt: occurrence.at }, steps, setting.by)
  }

  const occurrencesOf = (slots: { tip: WeeklySlot; quiz: WeeklySlot }) => [
    ['tip', nextTip(clock.now(), slots.tip)] as const,
    ['quiz', nextQuiz(clock.now(), slots.quiz)] as const,
  ]

  return {
    name: 'literacy programme',

    /** Makes the coming tip and quiz when they are not there yet. Safe to repeat. */
    async work(): Promise<undefined> {
      const setting = await readSetting(storage)
      if (setting?.isOn !== true) return
      for (const [kind, occurrence] of occurrencesOf(setting)) await prepare(kind, occurrence, setting)
    },

    /**
     * Lets tips and quizzes go out, as `by` wants and `approvedBy` agrees. Rejects with `AppError('forbidden')` when
     * these are not two people, and with `AppError('invalid')` when the content is bad.
     */
    async turnOn(given: {
      by: string
      approvedBy: string
      tip?: WeeklySlot
      quiz?: WeeklySlot
    }): Promise<ProgrammeSetting> {
      const { by, approvedBy } = given
      if (
        by.trim() === '' ||
        approvedBy.trim() === '' ||
        sameName(by, approvedBy) ||
        sameName(approvedBy, SYSTEM)
      ) {
        throw new AppError('forbidden', 'Yang menyalakan dan yang menyetujui harus dua orang yang berbeda.')
      }
      const before = await readSetting(storage)
      const setting: ProgrammeSetting = {
        isOn: true,
        by: by.trim(),
        approvedBy: approvedBy.trim(),
        approvedContent: fingerprint(await load()),
        changedAt: clock.now(),
        tip: given.tip ?? before?.tip ?? DEFAULT_SLOTS.tip,
        quiz: given.quiz ?? before?.quiz ?? DEFAULT_SLOTS.quiz,
      }
      await saveSetting(storage, setting)
      return setting
    },

    /** No more tips and quizzes: what was made and has not begun is cancelled. Returns how many that were. */
    async turnOff(by: string): Promise<number> {
      if (by.trim() === '') throw new AppError('invalid', 'Tulis siapa yang mematikannya.')
      const before = await readSetting(storage)
      if (before !== undefined) {
        await saveSetting(storage, { ...before, isOn: false, by: by.trim(), changedAt: clock.now() })
      }
      let cancelled = 0
      for (const { broadcastId } of await literacy.listIssues({
        dueAfter: new Date(clock.now().getTime() - LIFETIME_MS),
      })) {
        const broadcast = await broadcasts.find(broadcastId)
        const isWaiting = broadcast?.status === 'scheduled' || broadcast?.status === 'awaiting_approval'
        if (!isWaiting) continue
        const step = await broadcasts.step(broadcastId, 'cancel', { by: by.trim(), reason: TURNED_OFF })
        if ('to' in step) cancelled += 1
      }
      onChange()
      return cancelled
    },

    /** Undefined while nobody has ever turned it on. */
    setting: () => readSetting(storage),

    /** The coming tip and quiz: as they were made, or as they would be now. */
    async upcoming(): Promise<Upcoming[]> {
      const setting = await readSetting(storage)
      const upcoming: Upcoming[] = []
      for (const [kind, occurrence] of occurrencesOf(setting ?? DEFAULT_SLOTS)) {
        const broadcast = await broadcasts.find(occurrence.id)
        const issue =
          (await literacy.findIssue(occurrence.id)) ?? (await pick(kind, occurrence, await load()))
        const dueAt = broadcast?.schedule.type === 'once' ? broadcast.schedule.at : occurrence.at
        upcoming.push({ issue: { ...issue, dueAt }, ...(broadcast === undefined ? {} : { broadcast }) })
      }
      return upcoming
    },

    /** False when the content is no longer what was approved. */
    async isApproved(): Promise<boolean> {
      return (await readSetting(storage))?.approvedContent === fingerprint(await load())
    },
  }
}
