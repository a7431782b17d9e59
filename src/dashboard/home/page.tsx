import { RUN_LABEL } from '../../dissemination/desk/labels.ts'
import { BroadcastLink } from '../broadcasts/words.tsx'
import { to } from '../paths.ts'
import { At, Badge, Card, Empty, inNumber, inPercent, Numbers, Table } from '../ui/parts.tsx'
import type { Home, Todo, TodaysRun } from './read.ts'

function TodoList({ todo }: { todo: Todo[] }) {
  if (todo.length === 0) {
    return <Empty title="Tidak ada yang menunggu Anda.">Pekerjaan baru muncul di sini.</Empty>
  }
  return (
    <ul class="todo">
      {todo.map(({ what, detail, path, isUrgent }) => (
        <li>
          <a href={to(path)}>
            <span>
              <strong>{what}</strong>
              <br />
              <span class="muted">{detail}</span>
            </span>
            {isUrgent && <Badge tone="warn">segera</Badge>}
          </a>
        </li>
      ))}
    </ul>
  )
}

const sumOf = ({ tally }: TodaysRun) => Object.values(tally).reduce((sum, count) => sum + count, 0)
const outOf = ({ tally }: TodaysRun) => tally.sent + tally.delivered + tally.read + tally.unconfirmed

function Today({ runs }: { runs: TodaysRun[] }) {
  if (runs.length === 0) {
    return (
      <Empty title="Belum ada yang dikirim hari ini.">
        <a href={to('/siaran')}>Lihat jadwal siaran</a>
      </Empty>
    )
  }
  return (
    <Table
      caption="Pengiriman hari ini, yang terbaru di atas"
      rows={runs}
      columns={[
        {
          label: 'Siaran',
          cell: ({ broadcast }) => <BroadcastLink broadcast={broadcast} />,
        },
        { label: 'Jadwal', cell: ({ run }) => <At time={run.scheduledFor} /> },
        { label: 'Keadaan', cell: ({ run }) => <Badge>{RUN_LABEL[run.status]}</Badge> },
        {
          label: 'Terkirim',
          isNumber: true,
          cell: (run) => `${inNumber(outOf(run))} dari ${inNumber(sumOf(run))}`,
        },
      ]}
    />
  )
}

/** What needs this person now, today's sendings, and how things are. */
export function HomePage({ todo, today, coverage, openClaims, overdueClaims }: Home) {
  return (
    <>
      <Card title="Menunggu Anda">
        <TodoList todo={todo} />
      </Card>
      <Card title="Hari ini">
        <Today runs={today} />
      </Card>
      <Card title="Sekilas">
        <Numbers
          of={[
            {
              label: 'Desa dengan grup KIM aktif',
              value: inNumber(coverage.active),
              note: `dari ${inNumber(coverage.villages)} (${inPercent(coverage.active, coverage.villages)})`,
            },
            { label: 'Desa dengan KIM tidak aktif', value: inNumber(coverage.dormant) },
            {
              label: 'Pertanyaan belum terjawab',
              value: inNumber(openClaims),
              ...(overdueClaims > 0 ? { note: `${inNumber(overdueClaims)} lewat waktu` } : {}),
            },
            {
              label: 'Siaran dikonfirmasi disampaikan',
              value: inPercent(coverage.acknowledgement.acknowledged, coverage.acknowledgement.asked),
              note: 'setahun terakhir',
            },
          ]}
        />
      </Card>
    </>
  )
}
