import type { BroadcastRun, BroadcastStatus, DeliveryStatus } from '../../domain/broadcast.ts'
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

export const pathOf = (id: string, below = ''): string => `/siaran/${encodeURIComponent(id)}${below}`

export const BroadcastLink = ({ broadcast: { id, title } }: { broadcast: StoredBroadcast }) => (
  <a href={to(pathOf(id))}>{title}</a>
)
