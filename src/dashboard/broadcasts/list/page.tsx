import type { BroadcastStatus } from '../../../domain/broadcast.ts'
import { STATUS_LABEL } from '../../../dissemination/desk/labels.ts'
import { to } from '../../paths.ts'
import { Choice, Filters, TextField } from '../../ui/fields.tsx'
import { At, Empty, Pager, Table } from '../../ui/parts.tsx'
import { BroadcastLink, Marks, RunBadge, StatusBadge } from '../words.tsx'
import type { ListLine } from './read.ts'

export interface ListProps {
  lines: ListLine[]
  status: BroadcastStatus | undefined
  text: string
  page: number
  hasMore: boolean
  mayWrite: boolean
}

const STATUS_OPTIONS = [
  { value: '', label: 'Semua' },
  ...Object.entries(STATUS_LABEL).map(([value, label]) => ({ value, label })),
]

function Lines({ lines }: { lines: ListLine[] }) {
  return (
    <Table
      caption="Siaran, yang terbaru di atas"
      rows={lines}
      columns={[
        {
          label: 'Siaran',
          cell: ({ broadcast }) => (
            <>
              <BroadcastLink broadcast={broadcast} /> <Marks broadcast={broadcast} />
            </>
          ),
        },
        { label: 'Keadaan', cell: ({ broadcast }) => <StatusBadge status={broadcast.status} /> },
        {
          label: 'Berikutnya',
          cell: ({ next }) => (next === undefined ? '–' : <At time={next} />),
        },
        {
          label: 'Kiriman terakhir',
          cell: ({ latest }) =>
            latest === undefined ? (
              '–'
            ) : (
              <>
                <At time={latest.scheduledFor} /> <RunBadge status={latest.status} />
              </>
            ),
        },
        { label: 'Penulis', cell: ({ broadcast }) => broadcast.author },
      ]}
    />
  )
}

function Nothing({ isFiltered, mayWrite }: { isFiltered: boolean; mayWrite: boolean }) {
  if (isFiltered) {
    return (
      <Empty title="Tidak ada siaran yang cocok.">
        <a href={to('/siaran')}>Tampilkan semua siaran</a>
      </Empty>
    )
  }
  return (
    <Empty title="Belum ada siaran.">
      {mayWrite ? (
        <a href={to('/siaran/tulis')}>Tulis siaran pertama</a>
      ) : (
        'Siaran muncul di sini begitu ada yang menulisnya.'
      )}
    </Empty>
  )
}

/** Every broadcast that concerns whoever looks. */
export function ListPage({ lines, status, text, page, hasMore, mayWrite }: ListProps) {
  const pageAt = (number: number) =>
    to('/siaran', { keadaan: status, q: text, halaman: number === 1 ? undefined : number })
  return (
    <>
      <Filters path="/siaran">
        <TextField label="Cari judul" name="q" type="search" value={text} maxlength={80} />
        <Choice label="Keadaan" name="keadaan" value={status ?? ''} options={STATUS_OPTIONS} />
      </Filters>
      {lines.length === 0 ? (
        <Nothing isFiltered={status !== undefined || text !== '' || page > 1} mayWrite={mayWrite} />
      ) : (
        <Lines lines={lines} />
      )}
      <Pager
        newer={page > 1 ? pageAt(page - 1) : undefined}
        older={hasMore ? pageAt(page + 1) : undefined}
      />
    </>
  )
}
