import type { BroadcastRun, BroadcastStatus, DeliveryStatus, Schedule } from '../../domain/broadcast.ts'
import type { CommunityKind } from '../../domain/community.ts'
import { formatWita } from '../../domain/wita.ts'
import { RUN_LABEL, STATUS_LABEL } from '../../dissemination/desk/labels.ts'
import { DELIVERY_LABEL } from '../../dissemination/desk/words.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import { to } from '../paths.ts'
import { Badge, type Tone } from '../ui/parts.tsx'

const STATUS_TONE: Partial<Record<BroadcastStatus, Tone>> = {
  awaiting_approval: 'warn',
  paused: 'warn',
  scheduled: 'good',
  running: 'good',
}

const RUN_TONE: Partial<Record<BroadcastRun['status'], Tone>> = {
  running: 'good',
  paused: 'warn',
  missed: 'warn',
}

const DELIVERY_TONE: Partial<Record<DeliveryStatus, Tone>> = {
  sent: 'good',
  delivered: 'good',
  read: 'good',
  failed: 'warn',
  uncertain: 'warn',
  unconfirmed: 'warn',
}

export const StatusBadge = ({ status }: { status: BroadcastStatus }) => (
  <Badge tone={STATUS_TONE[status] ?? 'plain'}>{STATUS_LABEL[status]}</Badge>
)

export const RunBadge = ({ status }: { status: BroadcastRun['status'] }) => (
  <Badge tone={RUN_TONE[status] ?? 'plain'}>{RUN_LABEL[status]}</Badge>
)

export const DeliveryBadge = ({ status }: { status: DeliveryStatus }) => (
  <Badge tone={DELIVERY_TONE[status] ?? 'plain'}>{DELIVERY_LABEL[status]}</Badge>
)

/** What is special about a broadcast. */
export function Marks({ broadcast: { priority, kind } }: { broadcast: StoredBroadcast }) {
  return (
    <>
      {priority === 'emergency' && <Badge tone="warn">darurat</Badge>}
      {kind === 'correction' && <Badge>ralat</Badge>}
      {kind === 'recall' && <Badge>penarikan</Badge>}
    </>
  )
}

export const broadcastPath = (id: string, below = ''): string => `/siaran/${encodeURIComponent(id)}${below}`

export const BroadcastLink = ({ broadcast: { id, title } }: { broadcast: StoredBroadcast }) => (
  <a href={to(broadcastPath(id))}>{title}</a>
)

/** When a broadcast goes out, as a sentence says it. */
export function scheduleInWords(schedule: Schedule): string {
  if (schedule.type === 'once') return formatWita(schedule.at)
  return schedule.words ?? 'Berulang, lihat jadwal berikutnya'
}

export const COMMUNITY_KIND_LABEL: Record<CommunityKind, string> = {
  kim: 'Grup KIM',
  government: 'Grup pemerintah',
  public: 'Grup umum',
}

