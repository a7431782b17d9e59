import { BROADCAST_STEPS, type Actor, type BroadcastAction } from '../../../domain/broadcast-life.ts'
import type { Ability } from '../../../domain/staff.ts'
import type { Desk } from '../../../dissemination/desk/desk.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { Visit } from '../../visit.tsx'
import { isOwn, mayEverywhere } from '../permission.ts'

/** A step that staff take with a button. */
export interface Step {
  /** The end of its address. */
  path: string
  action: BroadcastAction
  label: string
  /** `mengajukan siaran`, on record. */
  recorded: string
  /** What the next page says. */
  done: string
  ability: Ability
  /** Above the field for the reason; none is asked for when missing. */
  why?: string
  /** Asked before it is done. */
  confirm?: string
  tone?: 'quiet' | 'danger'
  /** Only for what was read just now. */
  isForThisVersion?: true
  take: (desk: Desk, id: string, actor: Actor) => Promise<StoredBroadcast>
}

export const STEPS: readonly Step[] = [
  {
    path: 'ajukan',
    action: 'submit',
    label: 'Ajukan untuk disetujui',
    recorded: 'mengajukan siaran',
    done: 'Siaran diajukan. Orang lain perlu menyetujuinya.',
    ability: 'write_broadcasts',
    take: (desk, id, actor) => desk.submit(id, actor),
  },
  {
    path: 'setujui',
    action: 'approve',
    label: 'Setujui',
    recorded: 'menyetujui siaran',
    done: 'Siaran disetujui dan akan dikirim sesuai jadwalnya.',
    ability: 'approve_broadcasts',
    confirm: 'Setujui siaran ini? Sesudah ini dikirim sesuai jadwalnya.',
    isForThisVersion: true,
    take: (desk, id, actor) => desk.approve(id, actor),
  },
  {
    path: 'kembalikan',
    action: 'return',
    label: 'Kembalikan ke penulis',
    recorded: 'mengembalikan siaran',
    done: 'Siaran dikembalikan ke penulisnya sebagai draf.',
    ability: 'approve_broadcasts',
    why: 'Apa yang perlu diperbaiki',
    tone: 'quiet',
    take: (desk, id, actor) => desk.return(id, actor),
  },
  {
    path: 'darurat',
    action: 'expedite',
    label: 'Loloskan sebagai darurat',
    recorded: 'meloloskan siaran darurat',
    done: 'Siaran darurat diloloskan tanpa orang kedua.',
    ability: 'approve_broadcasts',
    why: 'Mengapa tidak bisa menunggu orang kedua',
    confirm: 'Loloskan tanpa diperiksa orang kedua? Nama dan alasan Anda dicatat.',
    tone: 'danger',
    isForThisVersion: true,
    take: (desk, id, actor) => desk.expedite(id, actor),
  },
  {
    path: 'jeda',
    action: 'pause',
    label: 'Jeda',
    recorded: 'menjeda siaran',
    done: 'Siaran dijeda. Yang belum terkirim menunggu sampai dilanjutkan.',
    ability: 'control_broadcasts',
    why: 'Mengapa dijeda',
    tone: 'quiet',
    take: (desk, id, actor) => desk.pause(id, actor),
  },
  {
    path: 'lanjutkan',
    action: 'resume',
    label: 'Lanjutkan',
    recorded: 'melanjutkan siaran',
    done: 'Siaran dilanjutkan.',
    ability: 'control_broadcasts',
    take: (desk, id, actor) => desk.resume(id, actor),
  },
  {
    path: 'batalkan',
    action: 'cancel',
    label: 'Batalkan',
    recorded: 'membatalkan siaran',
    done: 'Siaran dibatalkan. Yang belum terkirim tidak dikirim lagi.',
    ability: 'control_broadcasts',
    why: 'Mengapa dibatalkan',
    confirm: 'Batalkan siaran ini? Ini tidak bisa diulang.',
    tone: 'danger',
    take: (desk, id, actor) => desk.cancel(id, actor),
  },
]

/** Authors take back what nobody has approved yet. */
const isOwnDraft = (visit: Visit, broadcast: StoredBroadcast) =>
  isOwn(visit, broadcast) && (broadcast.status === 'draft' || broadcast.status === 'awaiting_approval')

/** Whether somebody may take a step with a broadcast, whatever state it is in. */
export function mayTake(visit: Visit, { action, ability }: Step, broadcast: StoredBroadcast): boolean {
  if (mayEverywhere(visit, ability, broadcast)) return true
  return (
    action === 'cancel' && isOwnDraft(visit, broadcast) && mayEverywhere(visit, 'write_broadcasts', broadcast)
  )
}

/** Whether the step leads anywhere from where the broadcast is. */
function isPossible({ action }: Step, broadcast: StoredBroadcast, visit: Visit): boolean {
  const from: readonly string[] = BROADCAST_STEPS[action].from
  if (!from.includes(broadcast.status)) return false
  if (action === 'expedite') return broadcast.priority === 'emergency'
  if (action === 'approve') return !isOwn(visit, broadcast)
  // A file with a problem brings its announcement back by itself once it is mended.
  return action !== 'submit' || broadcast.sourceFile === undefined || broadcast.contentHash !== undefined
}

/** The steps that somebody may take now. */
export const stepsNow = (visit: Visit, broadcast: StoredBroadcast): Step[] =>
  STEPS.filter((step) => isPossible(step, broadcast, visit) && mayTake(visit, step, broadcast))
