import { ACTION_LABEL } from '../../../dissemination/desk/labels.ts'
import { amendmentInWords, CHANNEL_LABEL, tallyInWords } from '../../../dissemination/desk/words.ts'
import { to } from '../../paths.ts'
import { At, Card, Table } from '../../ui/parts.tsx'
import { BroadcastLink, broadcastPath, RunBadge, StatusBadge } from '../words.tsx'
import type { DetailsView } from './read.ts'

/** So many groups are named; a recall of thousands of messages may fail in all of them. */
const MOST_OBSTACLES = 50

/** What went out so far. */
export function Runs({ view: { broadcast, runs } }: { view: DetailsView }) {
  if (runs.length === 0) return <></>
  return (
    <Card title="Kiriman">
      <Table
        caption="Kiriman, yang terbaru di atas"
        rows={runs}
        columns={[
          {
            label: 'Jadwal',
            cell: ({ run }) =>
              run.status === 'missed' || run.status === 'expired' ? (
                <At time={run.scheduledFor} />
              ) : (
                <a href={to(broadcastPath(broadcast.id, '/kiriman'), { run: run.id })}>
                  <At time={run.scheduledFor} />
                </a>
              ),
          },
          { label: 'Keadaan', cell: ({ run }) => <RunBadge status={run.status} /> },
          {
            label: 'Hasil',
            cell: ({ run, tally, waiting }) => {
              const words = tallyInWords(tally, waiting)
              if (run.status === 'missed' || run.status === 'expired') return run.reason ?? ''
              return run.reason === undefined ? words : `${words}. ${run.reason}`
            },
          },
        ]}
      />
    </Card>
  )
}

/** Corrections and recalls; of one of these itself, where it could not be done. */
export function Amendments({ view: { amendments, obstacles } }: { view: DetailsView }) {
  const more = obstacles.length - MOST_OBSTACLES
  return (
    <>
      {amendments.length > 0 && (
        <Card title="Ralat dan penarikan">
          <Table
            caption="Ralat dan penarikan siaran ini"
            rows={amendments}
            columns={[
              { label: 'Siaran', cell: ({ broadcast }) => <BroadcastLink broadcast={broadcast} /> },
              { label: 'Keadaan', cell: ({ broadcast }) => <StatusBadge status={broadcast.status} /> },
              { label: 'Hasil', cell: ({ tally }) => amendmentInWords(tally) },
            ]}
          />
        </Card>
      )}
      {obstacles.length > 0 && (
        <Card title="Tidak bisa di tempat">
          <Table
            caption="Grup yang pesannya tidak bisa diubah atau dihapus di tempat"
            rows={obstacles.slice(0, MOST_OBSTACLES)}
            columns={[
              { label: 'Grup', cell: ({ title }) => title },
              { label: 'Saluran', cell: ({ channel }) => CHANNEL_LABEL[channel] },
              { label: 'Alasan', cell: ({ reason }) => reason },
            ]}
          />
          {more > 0 && <p class="muted">Dan {more} grup lagi.</p>}
        </Card>
      )}
    </>
  )
}

/** Who did what with it, and why. */
export function History({ view: { transitions } }: { view: DetailsView }) {
  if (transitions.length === 0) return <></>
  return (
    <Card title="Riwayat">
      <ol class="timeline">
        {transitions.toReversed().map(({ by, action, at, reason }) => (
          <li>
            <strong>{by}</strong> {ACTION_LABEL[action]} <span class="muted">· <At time={at} /></span>
            {reason !== undefined && <p class="muted">{reason}</p>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
