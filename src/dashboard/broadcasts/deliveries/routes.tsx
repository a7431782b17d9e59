import type { Child } from 'hono/jsx'
import { areaLabel } from '../../../domain/area.ts'
import { CHANNEL_LABEL, DELIVERY_LABEL } from '../../../dissemination/desk/words.ts'
import { shortDayAndTime } from '../../../http/time.ts'
import type { Desks } from '../../desks.ts'
import { get, type StaffRoute } from '../../route.ts'
import { dateOf } from '../../time.ts'
import { Tabs } from '../../ui/parts.tsx'
import type { Visit } from '../../visit.tsx'
import { asDownload, toCsv } from '../csv.ts'
import { broadcastPath } from '../words.tsx'
import { DeliveriesPage, Progress } from './page.tsx'
import { findRun, readAllLines, readDeliveries, readProgress, readReport, type RunView } from './read.ts'
import { ReportPage } from './report.tsx'

/** Without a script. With one, the progress asks by itself. */
const REFRESH_SECONDS = 10

function show(visit: Visit, { broadcast, run }: RunView, current: '/kiriman' | '/laporan', children: Child) {
  const isLive = current === '/kiriman' && run.status === 'running'
  const pathTo = (below: string) => `${broadcastPath(broadcast.id, below)}?run=${run.id}`
  return visit.page({
    title: current === '/kiriman' ? 'Kiriman' : 'Laporan kiriman',
    section: 'broadcasts',
    trail: [
      { label: 'Siaran', path: '/siaran' },
      { label: broadcast.title, path: broadcastPath(broadcast.id) },
    ],
    ...(isLive ? { refreshSeconds: REFRESH_SECONDS } : {}),
    children: (
      <>
        <Tabs
          tabs={[
            { label: 'Per grup', path: pathTo('/kiriman') },
            { label: 'Laporan per wilayah', path: pathTo('/laporan') },
          ]}
          current={pathTo(current)}
        />
        {children}
      </>
    ),
  })
}

async function linesAsCsv(desks: Desks, view: RunView): Promise<string> {
  const { gazetteer } = desks.storage
  const lines = await readAllLines(desks, view)
  return toCsv([
    ['grup', 'kode_wilayah', 'wilayah', 'saluran', 'keadaan', 'alasan', 'terkirim', 'anggota', 'diterima', 'dibaca'],
    ...lines.map(({ title, areaCode, channel, status, reason, sentAt, recipients, deliveredTo, readBy }) => {
      const area = gazetteer.get(areaCode)
      return [
        title,
        areaCode,
        area === undefined ? '' : areaLabel(area),
        CHANNEL_LABEL[channel],
        DELIVERY_LABEL[status],
        reason ?? '',
        sentAt === undefined ? '' : shortDayAndTime(sentAt),
        recipients ?? '',
        deliveredTo,
        readBy,
      ]
    }),
  ])
}

async function reportAsCsv(desks: Desks, view: RunView): Promise<string> {
  const lines = await readReport(desks, view)
  return toCsv([
    [
      'kode_wilayah',
      'wilayah',
      'grup',
      'terkirim',
      'diterima',
      'dibaca',
      'gagal',
      'belum_pasti',
      'orang_menerima',
      'orang_membaca',
      'ditanya',
      'menyampaikan',
      'warga',
    ],
    ...lines.map((line) => [
      line.areaCode,
      line.name,
      line.groups,
      line.sent,
      line.delivered,
      line.read,
      line.failed,
      line.uncertain,
      line.deliveredTo,
      line.readBy,
      line.relayed?.asked ?? '',
      line.relayed?.answered ?? '',
      line.relayed?.people ?? '',
    ]),
  ])
}

const fileName = (what: string, { broadcast, run }: RunView) =>
  `${what}-${broadcast.id}-${dateOf(run.scheduledFor)}`

/** What became of a run: group by group while it goes on, and by regency. */
export const deliveryRoutes = (desks: Desks): StaffRoute[] => [
  get('/siaran/:id/kiriman', 'look', async (visit) => {
    const view = await readDeliveries(desks, visit)
    return show(
      visit,
      view,
      '/kiriman',
      <DeliveriesPage view={view} gazetteer={desks.storage.gazetteer} />,
    )
  }),
  get('/siaran/:id/kiriman/kemajuan', 'look', async (visit) => {
    const { runs: _runs, ...view } = await findRun(desks, visit)
    if (!visit.isPart) return visit.goTo(`${broadcastPath(view.broadcast.id, '/kiriman')}?run=${view.run.id}`)
    return visit.part(<Progress {...await readProgress(desks, view)} />)
  }),
  get('/siaran/:id/kiriman/csv', 'look', async (visit) => {
    const view = await findRun(desks, visit)
    return asDownload(await linesAsCsv(desks, view), fileName('kiriman', view))
  }),
  get('/siaran/:id/laporan', 'look', async (visit) => {
    const view = await findRun(desks, visit)
    return show(visit, view, '/laporan', <ReportPage view={view} lines={await readReport(desks, view)} />)
  }),
  get('/siaran/:id/laporan/csv', 'look', async (visit) => {
    const view = await findRun(desks, visit)
    return asDownload(await reportAsCsv(desks, view), fileName('laporan', view))
  }),
]
