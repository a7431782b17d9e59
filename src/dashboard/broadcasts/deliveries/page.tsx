import { areaLabel } from '../../../domain/area.ts'
import { DELIVERY_STATUSES, type DeliveryStatus } from '../../../domain/broadcast.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import { RUN_LABEL } from '../../../dissemination/desk/labels.ts'
import { CHANNEL_LABEL, DELIVERY_LABEL } from '../../../dissemination/desk/words.ts'
import { shortDayAndTime } from '../../../http/time.ts'
import { to } from '../../paths.ts'
import { Choice, Filters } from '../../ui/fields.tsx'
import { At, Card, Empty, inNumber, inPercent, Pager, Table } from '../../ui/parts.tsx'
import { DeliveryBadge, broadcastPath, RunBadge } from '../words.tsx'
import type { DeliveriesView, ProgressView, RunView } from './read.ts'

const queryOf = ({ run, filter }: RunView) => ({
  run: run.id,
  wilayah: filter.within.includes('.') ? filter.within : undefined,
})

const sumOf = (tally: ProgressView['tally']) => Object.values(tally).reduce((sum, count) => sum + count, 0)

/** How far a run is. Asks again by itself while it sends. */
export function Progress(view: ProgressView) {
  const { broadcast, run, tally, waiting, filter } = view
  const total = sumOf(tally)
  const open = tally.queued + tally.sending
  const done = total - open
  const isLive = run.status === 'running'
  const path = broadcastPath(broadcast.id, '/kiriman')
  const live = isLive
    ? {
        'hx-get': to(`${path}/kemajuan`, queryOf(view)),
        'hx-trigger': 'every 3s',
        'hx-swap': 'outerHTML',
      }
    : {}
  return (
    <section class="card" id="kemajuan" {...live}>
      <h2>Kemajuan</h2>
      <p>
        <RunBadge status={run.status} /> Jadwal <At time={run.scheduledFor} />
        {run.reason !== undefined && <> · {run.reason}</>}
      </p>
      <progress max={Math.max(1, total)} value={done} aria-label="Yang sudah ditangani" />
      <p>
        <strong>
          {inNumber(done)} dari {inNumber(total)} grup
        </strong>{' '}
        ({inPercent(done, total)})
        {waiting > 0 && <>, {inNumber(waiting)} menunggu jam yang dipilih grupnya</>}
      </p>
      <ul class="tally">
        {DELIVERY_STATUSES.filter((status) => tally[status] > 0).map((status) => (
          <li>
            <a href={to(path, { ...queryOf(view), keadaan: status })}>
              <DeliveryBadge status={status} /> {inNumber(tally[status])}
            </a>
          </li>
        ))}
      </ul>
      {filter.within.includes('.') && <p class="muted">Hanya grup di wilayah yang dipilih.</p>}
      {isLive && (
        <noscript>
          <a href={to(path, queryOf(view))}>Muat ulang</a>
        </noscript>
      )}
    </section>
  )
}

function Filter({ broadcast, run, runs, filter, regencies }: DeliveriesView) {
  return (
    <Filters path={broadcastPath(broadcast.id, '/kiriman')}>
      {runs.length > 1 ? (
        <Choice
          label="Kiriman"
          name="run"
          value={run.id}
          options={runs.map(({ id, scheduledFor, status }) => ({
            value: id,
            label: `${shortDayAndTime(scheduledFor)} (${RUN_LABEL[status]})`,
          }))}
        />
      ) : (
        <input type="hidden" name="run" value={run.id} />
      )}
      <Choice
        label="Keadaan"
        name="keadaan"
        value={filter.status ?? ''}
        options={[
          { value: '', label: 'Semua' },
          ...DELIVERY_STATUSES.map((value: DeliveryStatus) => ({ value, label: DELIVERY_LABEL[value] })),
        ]}
      />
      {regencies.length > 0 && (
        <Choice
          label="Wilayah"
          name="wilayah"
          value={filter.within}
          options={[
            { value: '', label: 'Semua' },
            ...regencies.map((area) => ({ value: area.code, label: areaLabel(area) })),
          ]}
        />
      )}
    </Filters>
  )
}

/** `12 dari 40` where the platform tells how many people there are. */
const people = (count: number, of: number | undefined) =>
  of === undefined && count === 0 ? '–' : of === undefined ? inNumber(count) : `${inNumber(count)} dari ${inNumber(of)}`

function Lines({ view, gazetteer }: { view: DeliveriesView; gazetteer: Gazetteer }) {
  if (view.lines.length === 0) {
    return (
      <Empty title="Tidak ada grup dengan pilihan ini.">
        <a href={to(broadcastPath(view.broadcast.id, '/kiriman'), { run: view.run.id })}>Tampilkan semua grup</a>
      </Empty>
    )
  }
  return (
    <Table
      caption="Grup, menurut namanya"
      rows={view.lines}
      columns={[
        { label: 'Grup', cell: ({ title }) => title },
        {
          label: 'Wilayah',
          cell: ({ areaCode }) => {
            const area = gazetteer.get(areaCode)
            return area === undefined ? areaCode : areaLabel(area)
          },
        },
        { label: 'Saluran', cell: ({ channel }) => CHANNEL_LABEL[channel] },
        {
          label: 'Keadaan',
          cell: ({ status, reason }) => (
            <>
              <DeliveryBadge status={status} />
              {reason !== undefined && <div class="muted">{reason}</div>}
            </>
          ),
        },
        { label: 'Terkirim', cell: ({ sentAt }) => (sentAt === undefined ? '–' : <At time={sentAt} />) },
        {
          label: 'Diterima',
          isNumber: true,
          cell: ({ deliveredTo, recipients }) => people(deliveredTo, recipients),
        },
        { label: 'Dibaca', isNumber: true, cell: ({ readBy, recipients }) => people(readBy, recipients) },
      ]}
    />
  )
}

/** A run, group by group. */
export function DeliveriesPage({ view, gazetteer }: { view: DeliveriesView; gazetteer: Gazetteer }) {
  const { broadcast, filter, page, hasMore } = view
  const path = broadcastPath(broadcast.id, '/kiriman')
  const query = { ...queryOf(view), keadaan: filter.status }
  return (
    <>
      <Progress {...view} />
      <Card title="Grup">
        <Filter {...view} />
        <Lines view={view} gazetteer={gazetteer} />
        <Pager
          words={['Sebelumnya', 'Berikutnya']}
          newer={page > 1 ? to(path, { ...query, halaman: page === 2 ? undefined : page - 1 }) : undefined}
          older={hasMore ? to(path, { ...query, halaman: page + 1 }) : undefined}
        />
        <p>
          <a href={to(`${path}/csv`, query)}>Unduh daftar ini (CSV)</a>
        </p>
      </Card>
    </>
  )
}
