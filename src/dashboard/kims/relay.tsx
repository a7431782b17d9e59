import { areaLabel, type AreaLevel } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import { relayInWords, waysInWords } from '../../relay/in-words.ts'
import { reportRelay, type RelayTally } from '../../relay/report.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import { broadcastPath } from '../broadcasts/words.tsx'
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
/** Wide enough to compare; a group of the whole province stands for itself. */
const SHOWN_LEVELS: AreaLevel[] = ['province', 'regency', 'city']

const answers = ({ answered, asked }: RelayTally) =>
  `${inNumber(answered)} dari ${inNumber(asked)} (${inPercent(answered, asked)})`

const tallyColumns: Column<RelayTally>[] = [
  { label: 'Sudah disampaikan', isNumber: true, cell: answers },
  { label: 'Diingatkan', isNumber: true, cell: ({ reminded }) => inNumber(reminded) },
  { label: 'Kira-kira orang', isNumber: true, cell: ({ people }) => inNumber(people) },
  { label: 'Caranya', cell: (tally) => waysInWords(tally) || '–' },
]

const NOBODY_ASKED = 'Belum ada grup yang ditanyai.'

/** Counting thousands of groups takes a moment: the list does not wait for it. */
const CountedLater = ({ id }: { id: string }) => (
  <span class="counted-later" hx-get={to(`${PATH}/${id}`)} hx-trigger="load" aria-live="polite">
    <a href={to(`${PATH}/${id}`)}>Lihat angkanya</a>
  </span>
)

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

  return [
    get(PATH, 'look', async (visit) => {
      const asked = await askedFor(visit)
      const { page, skip, take } = sliceOf(visit.query('halaman'))
      const { before, after } = neighbours(PATH, {}, { page, total: asked.length })
      const shown = asked.slice(skip, skip + take)
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
                    { label: 'Kata grup', cell: ({ broadcast }) => <CountedLater id={broadcast.id} /> },
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
      const { total, areas } = await reportRelay(storage, broadcast, visit.member.areaCode)
      if (visit.isPart) return visit.part(relayInWords(total) ?? NOBODY_ASKED)
      return visit.page({
        title: broadcast.title,
        section: 'kims',
        trail: [
          { label: 'KIM', path: '/kim' },
          { label: 'Konfirmasi', path: PATH },
        ],
        actions: (
          <a class="button quiet" href={to(broadcastPath(broadcast.id))}>
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
              <Empty title={NOBODY_ASKED} />
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
