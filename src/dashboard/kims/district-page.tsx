import { areaLabel, type AreaCode } from '../../domain/area.ts'
import { CONNECTIVITIES, CONNECTIVITY_LABEL } from '../../domain/community.ts'
import type { Kim } from '../../domain/kim.ts'
import {
  markOfVillage,
  shownPlatforms,
  stateOfVillage,
  type CoverageReport,
  type CoverageRow,
  type VillageState,
} from '../../membership/coverage.ts'
import { channelNames, MARK_LABEL, VILLAGE_STATE_LABEL } from '../../membership/labels.ts'
import type { VillageConnectivity } from '../../storage/connectivity.ts'
import { to } from '../paths.ts'
import { At, Badge, Card, Table, type Column, type Tone } from '../ui/parts.tsx'
import { CoverageNumbers, LastDelivered, Legend, rateOf } from './coverage-page.tsx'
import { kimPath } from './words.ts'

const STATE_TONE: Record<VillageState, Tone> = { active: 'good', dormant: 'plain', none: 'warn' }
const SETTER_LABEL = { staff: 'petugas', kim_admin: 'admin KIM' } as const

export interface DistrictPageProps {
  report: CoverageReport
  /** At home in the district, or in a village of it. */
  kims: Kim[]
  marks: VillageConnectivity[]
  maySetSignal: boolean
}

/** Fields of the form that sets the signal of villages: what is chosen, and what was there when it was opened. */
export const SIGNAL_FIELD = 'sinyal:'
export const SIGNAL_BEFORE_FIELD = 'tadinya:'

const KimLinks = ({ kims }: { kims: Kim[] }) => (
  <ul class="links">
    {kims.map(({ id, name }) => (
      <li>
        <a href={to(kimPath(id))}>{name}</a>
      </li>
    ))}
  </ul>
)

function Signal({
  row,
  mark,
  maySet,
}: {
  row: CoverageRow
  mark: VillageConnectivity | undefined
  maySet: boolean
}) {
  const { code } = row.area
  const current = mark?.connectivity ?? ''
  return (
    <>
      {maySet ? (
        <>
          <input type="hidden" name={`${SIGNAL_BEFORE_FIELD}${code}`} value={current} />
          <select name={`${SIGNAL_FIELD}${code}`} aria-label={`Sinyal di ${areaLabel(row.area)}`}>
            <option value="">{MARK_LABEL.unknown}</option>
            {CONNECTIVITIES.map((one) => (
              <option value={one} selected={one === current}>
                {CONNECTIVITY_LABEL[one]}
              </option>
            ))}
          </select>
        </>
      ) : (
        MARK_LABEL[markOfVillage(row)]
      )}
      {mark !== undefined && (
        <div class="muted">
          kata {SETTER_LABEL[mark.setBy]}, <At time={mark.setAt} />
        </div>
      )}
    </>
  )
}

function columnsOf({ report, kims, marks, maySetSignal }: DistrictPageProps): Column<CoverageRow>[] {
  const platforms = shownPlatforms(report.total)
  const kimsAt = (code: AreaCode) => kims.filter(({ areaCode }) => areaCode === code)
  return [
    { label: 'Desa', cell: ({ area }) => areaLabel(area) },
    {
      label: 'Keadaan',
      cell: (row) => {
        const state = stateOfVillage(row)
        return <Badge tone={STATE_TONE[state]}>{VILLAGE_STATE_LABEL[state]}</Badge>
      },
    },
    {
      label: 'KIM',
      cell: (row) => {
        const own = kimsAt(row.area.code)
        if (own.length > 0) return <KimLinks kims={own} />
        return stateOfVillage(row) === 'none' ? '–' : 'dilayani grup KIM lain'
      },
    },
    {
      label: 'Platform',
      cell: ({ byPlatform }) => channelNames(platforms.filter((name) => byPlatform[name].active > 0)) || '–',
    },
    { label: 'Kiriman terakhir', cell: ({ lastDelivered }) => <LastDelivered of={lastDelivered} /> },
    { label: 'Konfirmasi', isNumber: true, cell: rateOf },
    {
      label: 'Sinyal',
      cell: (row) => (
        <Signal
          row={row}
          mark={marks.find(({ areaCode }) => areaCode === row.area.code)}
          maySet={maySetSignal}
        />
      ),
    },
  ]
}

/** The villages of a district: their KIMs, and how well messages get there. */
export function DistrictPage(props: DistrictPageProps) {
  const { report, kims, maySetSignal } = props
  const { area, total, rows } = report
  const wider = kims.filter(({ areaCode }) => areaCode === area.code)
  const table = (
    <Table caption={`Desa dan kelurahan di ${areaLabel(area)}`} rows={rows} columns={columnsOf(props)} />
  )
  return (
    <>
      <CoverageNumbers total={total} />
      {wider.length > 0 && (
        <Card title="KIM seluruh kecamatan">
          <KimLinks kims={wider} />
        </Card>
      )}
      <Card title="Desa dan kelurahan">
        {maySetSignal ? (
          <form method="post" action={to(`/kim/cakupan/${area.code}/sinyal`)} class="village-signals">
            {table}
            <button type="submit" class="button">
              Simpan sinyal
            </button>
          </form>
        ) : (
          table
        )}
        <Legend />
      </Card>
    </>
  )
}
