import { ACKNOWLEDGEMENT_METHOD_LABEL, ACKNOWLEDGEMENT_METHODS } from '../../domain/acknowledgement.ts'
import { areaLabel, type AreaCode, type AreaLevel } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import { reportRelay, type RelayReport, type RelayTally } from '../../relay/report.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, type StaffRoute } from '../route.ts'
import { seesBroadcast } from '../scope.ts'
import { At, Card, Empty, inNumber, inPercent, Numbers, Pager, Table, type Column } from '../ui/parts.tsx'
import type { Visit } from '../visit.tsx'
import { neighbours, sliceOf } from './page-number.ts'
import { KimTabs } from './tabs.tsx'

const PATH = '/kim/konfirmasi'
const DAY_MS = 86_400_000
const DAYS = 30
const MOST_LOOKED_AT = 200
/** Each is counted anew, delivery by delivery. */
const PER_PAGE = 5
/** Wide enough to compare; a group of the whole province stands for itself. */
const SHOWN_LEVELS: AreaLevel[] = ['province', 'regency', 'city']

const ways = ({ methods }: RelayTally): string =>
  ACKNOWLEDGEMENT_METHODS.filter((method) => methods[method] > 0)
    .map((method) => `${ACKNOWLEDGEMENT_METHOD_LABEL[method].toLowerCase()} ${inNumber(methods[method])}`)
    .join(', ') || '–'

const answers = ({ answered, asked }: RelayTally) =>
  `${inNumber(answered)} dari ${inNumber(asked)} (${inPercent(answered, asked)})`

const tallyColumns: Column<RelayTally>[] = [
  { label: 'Sudah disampaikan', isNumber: true, cell: answers },
  { label: 'Diingatkan', isNumber: true, cell: ({ reminded }) => inNumber(reminded) },
  { label: 'Kira-kira orang', isNumber: true, cell: ({ people }) => inNumber(people) },
  { label: 'Caranya', cell: ways },
]

interface Asked {
  broadcast: StoredBroadcast
  openedAt: Date
}

/** What groups say about passing announcements on. */
export function relayRoutes({ storage }: Desks): StaffRoute[] {
  const { relayReports, broadcasts } = storage

  /** The announcements of the last days that asked groups of the person's area, the last one to go out first. */
  async function askedFor({ now, member }: Visit): Promise<Asked[]> {
    const since = new Date(now.getTime() - DAYS * DAY_MS)
    const asked = await relayReports.askedSince(since, MOST_LOOKED_AT)
    const found = await Promise.all(
      asked.map(async ({ broadcastId, openedAt }) => ({
        openedAt,
        broadcast: await broadcasts.find(broadcastId),
      })),
    )
    return found.flatMap(({ broadcast, openedAt }) =>
      broadcast !== undefined && seesBroadcast(broadcast, member.areaCode) ? [{ broadcast, openedAt }] : [],
    )
  }

  const reportFor = (broadcast: StoredBroadcast, scope: AreaCode): Promise<RelayReport> =>
    reportRelay(storage, broadcast, scope)

  return [
    get(PATH, 'look', async (visit) => {
      const asked = await askedFor(visit)
      const { page, skip, take } = sliceOf(visit.query('halaman'), PER_PAGE)
      const { before, after } = neighbours(PATH, {}, { page, total: asked.length, perPage: PER_PAGE })
      const shown = await Promise.all(
        asked.slice(skip, skip + take).map(async (one) => ({
          ...one,
          ...(await reportFor(one.broadcast, visit.member.areaCode)).total,
        })),
      )
      return visit.page({
        title: 'Konfirmasi',
        section: 'kims',
        children: (
          <>
            <KimTabs current={PATH} />
            <Card title={`Kata grup, ${DAYS} hari terakhir`}>
              {shown.length === 0 ? (
                <Empty title="Belum ada pengumuman yang meminta konfirmasi.">
                  Centang “minta konfirmasi” saat menulis siaran untuk desa yang sinyalnya lemah.
                </Empty>
              ) : (
                <Table
                  caption="Grup yang mengatakan sudah menyampaikan pengumuman ke warga"
                  rows={shown}
                  columns={[
                    {
                      label: 'Pengumuman',
                      cell: ({ broadcast }) => <a href={to(`${PATH}/${broadcast.id}`)}>{broadcast.title}</a>,
                    },
                    { label: 'Dikirim', cell: ({ openedAt }) => <At time={openedAt} /> },
                    ...tallyColumns,
                  ]}
                />
              )}
              <Pager newer={before} older={after} />
            </Card>
          </>
        ),
      })
    }),

    get(`${PATH}/:id`, 'look', async (visit) => {
      const broadcast = await broadcasts.find(visit.param('id'))
      if (broadcast === undefined) throw new AppError('not_found', 'Pengumuman itu tidak ada.')
      visit.insistConcerned(broadcast.audience.areaCodes, `“${broadcast.title}”`)
      const { total, areas } = await reportFor(broadcast, visit.member.areaCode)
      return visit.page({
        title: broadcast.title,
        section: 'kims',
        trail: [
          { label: 'KIM', path: '/kim' },
          { label: 'Konfirmasi', path: PATH },
        ],
        actions: (
          <a class="button quiet" href={to(`/siaran/${broadcast.id}`)}>
            Lihat siarannya
          </a>
        ),
        children: (
          <Card>
            <Numbers
              of={[
                {
                  label: 'Sudah disampaikan',
                  value: inNumber(total.answered),
                  note: `dari ${inNumber(total.asked)} grup`,
                },
                { label: 'Kira-kira orang', value: inNumber(total.people) },
                { label: 'Diingatkan', value: inNumber(total.reminded), note: 'grup' },
              ]}
            />
            {total.asked === 0 ? (
              <Empty title="Belum ada grup yang ditanyai." />
            ) : (
              <Table
                caption="Menurut kabupaten dan kota"
                rows={areas.filter(({ area }) => SHOWN_LEVELS.includes(area.level))}
                columns={[{ label: 'Wilayah', cell: ({ area }) => areaLabel(area) }, ...tallyColumns]}
              />
            )}
          </Card>
        ),
      })
    }),
  ]
}
