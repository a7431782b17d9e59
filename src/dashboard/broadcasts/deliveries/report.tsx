import { to } from '../../paths.ts'
import { Card, Empty, inNumber, inPercent, Numbers, Table, type Column } from '../../ui/parts.tsx'
import { broadcastPath } from '../words.tsx'
import type { ReportLine, RunView } from './read.ts'

type Count = Exclude<keyof ReportLine, 'areaCode' | 'name' | 'relayed'>

const COUNTS: [string, Count][] = [
  ['Grup', 'groups'],
  ['Terkirim', 'sent'],
  ['Diterima', 'delivered'],
  ['Dibaca', 'read'],
  ['Gagal', 'failed'],
  ['Belum pasti', 'uncertain'],
]

const total = (lines: ReportLine[], name: Count) => lines.reduce((sum, line) => sum + line[name], 0)
const relayed = (lines: ReportLine[], name: 'asked' | 'answered' | 'people') =>
  lines.reduce((sum, line) => sum + (line.relayed?.[name] ?? 0), 0)

const answered = (line: ReportLine) =>
  line.relayed === undefined || line.relayed.asked === 0
    ? '–'
    : `${inNumber(line.relayed.answered)} dari ${inNumber(line.relayed.asked)}`

/** What a run came to, by regency. */
export function ReportPage({ view, lines }: { view: RunView; lines: ReportLine[] }) {
  const { broadcast, run } = view
  if (lines.length === 0) return <Empty title="Tidak ada grup di wilayah Anda dalam kiriman ini." />
  const asks = lines.some((line) => line.relayed !== undefined)
  const [groups, sent] = [total(lines, 'groups'), total(lines, 'sent')]
  const columns: Column<ReportLine>[] = [
    { label: 'Wilayah', cell: ({ name }) => name },
    ...COUNTS.map(([label, name]) => ({
      label,
      isNumber: true,
      cell: (line: ReportLine) => inNumber(line[name]),
    })),
    { label: 'Orang membaca', isNumber: true, cell: ({ readBy }) => (readBy === 0 ? '–' : inNumber(readBy)) },
    ...(asks
      ? [
          { label: 'Disampaikan', isNumber: true, cell: answered },
          {
            label: 'Warga',
            isNumber: true,
            cell: (line: ReportLine) => inNumber(line.relayed?.people ?? 0),
          },
        ]
      : []),
  ]
  return (
    <>
      <Card title="Seluruhnya">
        <Numbers
          of={[
            { label: 'Grup', value: inNumber(groups) },
            { label: 'Terkirim', value: inPercent(sent, groups), note: inNumber(sent) },
            {
              label: 'Diterima',
              value: inPercent(total(lines, 'delivered'), sent),
              note: 'dari yang terkirim',
            },
            { label: 'Dibaca', value: inPercent(total(lines, 'read'), sent), note: 'dari yang terkirim' },
            ...(asks
              ? [
                  {
                    label: 'Disampaikan ke warga',
                    value: inPercent(relayed(lines, 'answered'), relayed(lines, 'asked')),
                    note: `sekitar ${inNumber(relayed(lines, 'people'))} orang`,
                  },
                ]
              : []),
          ]}
        />
      </Card>
      <Card title="Per kabupaten dan kota">
        <Table caption="Hasil kiriman per kabupaten dan kota" rows={lines} columns={columns} />
        <p class="muted">
          Telegram tidak memberi tahu siapa yang menerima dan membaca.
          {asks && ' Kolom Disampaikan menghitung semua kiriman siaran ini.'}
        </p>
        <p>
          <a href={to(broadcastPath(broadcast.id, '/laporan/csv'), { run: run.id })}>Unduh laporan (CSV)</a>
        </p>
      </Card>
    </>
  )
}
