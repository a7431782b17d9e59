import { areaLabel } from '../../domain/area.ts'
import { CHANNEL_LABEL, type ChannelName } from '../../domain/message.ts'
import {
  ACKNOWLEDGEMENT_DAYS,
  shownPlatforms,
  type CoverageCounts,
  type CoverageReport,
  type CoverageRow,
} from '../../membership/coverage.ts'
import { MARK_LABEL, MARKS } from '../../membership/labels.ts'
import { broadcastPath } from '../broadcasts/words.tsx'
import { to } from '../paths.ts'
import { At, Card, inNumber, inPercent, Numbers, Table, type Column } from '../ui/parts.tsx'
import { CoverageMap } from './coverage-map.tsx'

const number = (label: string, count: (row: CoverageRow) => number): Column<CoverageRow> => ({
  label,
  isNumber: true,
  cell: (row) => inNumber(count(row)),
})

const NAME: Column<CoverageRow> = {
  label: 'Wilayah',
  cell: ({ area }) => <a href={to(`/kim/cakupan/${area.code}`)}>{areaLabel(area)}</a>,
}

/** When the last announcement got there, and which. */
export const LastDelivered = ({ of }: { of: CoverageCounts['lastDelivered'] }) =>
  of === undefined ? (
    <span class="muted">belum ada</span>
  ) : (
    <>
      <At time={of.at} /> · <a href={to(broadcastPath(of.broadcastId))}>{of.title}</a>
    </>
  )

export const rateOf = ({ acknowledgement: { asked, acknowledged } }: CoverageCounts): string =>
  inPercent(acknowledged, asked)

export function CoverageNumbers({ total }: { total: CoverageCounts }) {
  const { villages, active, dormant, none, acknowledgement } = total
  return (
    <Card>
      <Numbers
        of={[
          {
            label: 'Desa dengan KIM aktif',
            value: inNumber(active),
            note: `dari ${inNumber(villages)} (${inPercent(active, villages)})`,
          },
          { label: 'Desa dengan KIM dorman', value: inNumber(dormant) },
          { label: 'Desa tanpa KIM', value: inNumber(none) },
          {
            label: 'Siaran dikonfirmasi',
            value: rateOf(total),
            note: `${inNumber(acknowledgement.acknowledged)} dari ${inNumber(acknowledgement.asked)}`,
          },
        ]}
      />
      <p class="muted">
        Pengumuman terakhir: <LastDelivered of={total.lastDelivered} />
      </p>
    </Card>
  )
}

function KimTable({ rows, platforms }: { rows: CoverageRow[]; platforms: ChannelName[] }) {
  return (
    <Table
      caption="Desa dan kelurahan menurut keadaan KIM-nya, dan grup KIM yang aktif di tiap platform"
      rows={rows}
      columns={[
        NAME,
        number('Desa', ({ villages }) => villages),
        {
          label: 'Aktif',
          isNumber: true,
          cell: ({ active, villages }) => `${inNumber(active)} (${inPercent(active, villages)})`,
        },
        number('Dorman', ({ dormant }) => dormant),
        number('Belum ada', ({ none }) => none),
        ...platforms.map((name) => number(CHANNEL_LABEL[name], ({ byPlatform }) => byPlatform[name].active)),
        number('Grup umum', ({ publicGroups }) => publicGroups),
        number('Grup luas', ({ widerGroups }) => widerGroups),
      ]}
    />
  )
}

function SignalTable({ rows }: { rows: CoverageRow[] }) {
  return (
    <Table
      caption="Menurut sinyal: desa dengan KIM aktif dari semua desa"
      rows={rows}
      columns={[
        NAME,
        ...MARKS.map((mark): Column<CoverageRow> => ({
          label: `Sinyal ${MARK_LABEL[mark]}`,
          isNumber: true,
          cell: ({ byConnectivity: { [mark]: tally } }) =>
            `${inNumber(tally.active)} dari ${inNumber(tally.villages)}`,
        })),
      ]}
    />
  )
}

function ArrivalTable({ rows }: { rows: CoverageRow[] }) {
  return (
    <Table
      caption={`Kiriman terakhir, dan kiriman yang dikonfirmasi sudah disampaikan dalam ${ACKNOWLEDGEMENT_DAYS} hari terakhir`}
      rows={rows}
      columns={[
        NAME,
        { label: 'Kiriman terakhir', cell: ({ lastDelivered }) => <LastDelivered of={lastDelivered} /> },
        { label: 'Konfirmasi', isNumber: true, cell: rateOf },
      ]}
    />
  )
}

export function Legend() {
  return (
    <details>
      <summary>Arti kolom-kolomnya</summary>
      <dl class="facts">
        <dt>Aktif</dt>
        <dd>
          Ada KIM terverifikasi untuk desa itu dengan grup yang menerima siaran: tidak dijeda, dan bot bisa
          menulis.
        </dd>
        <dt>Dorman</dt>
        <dd>Ada KIM untuk desa itu, tetapi belum ada grup yang menerima.</dd>
        <dt>Belum ada</dt>
        <dd>Belum ada KIM untuk desa itu.</dd>
        <dt>Grup umum</dt>
        <dd>Grup publik yang menerima siaran untuk suatu desa. Tidak membuat desa itu aktif.</dd>
        <dt>Grup luas</dt>
        <dd>Grup yang menerima siaran untuk wilayah di atas desa. Tidak membuat desa mana pun aktif.</dd>
        <dt>Konfirmasi</dt>
        <dd>Kiriman yang dikonfirmasi sudah disampaikan, dari yang memintanya.</dd>
      </dl>
    </details>
  )
}

/** The coverage of a province, with its map, or of a regency or city. */
export function CoveragePage({ report }: { report: CoverageReport }) {
  const { area, total, rows } = report
  return (
    <>
      <CoverageNumbers total={total} />
      <div class="grid wide">
        {area.level === 'province' && (
          <Card title="Peta">
            <CoverageMap rows={rows} />
          </Card>
        )}
        <Card title="Sampai dan disampaikan">
          <ArrivalTable rows={rows} />
        </Card>
      </div>
      <Card title="KIM di desa">
        <KimTable rows={rows} platforms={shownPlatforms(total)} />
        <Legend />
      </Card>
      <Card title="Sinyal">
        <SignalTable rows={rows} />
      </Card>
    </>
  )
}
