import { to } from '../paths.ts'
import { ChartPicture } from '../ui/chart-picture.tsx'
import { Card, Empty, inNumber, inPercent, Numbers, Table } from '../ui/parts.tsx'
import { CHARTS, dayLabel, type ChartName } from './charts.ts'
import { PERIODS, type Statistics } from './read.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

function duration(ms: number | undefined): string {
  if (ms === undefined) return '–'
  return ms < HOUR_MS
    ? `${Math.max(1, Math.round(ms / MINUTE_MS))} menit`
    : `${inNumber(Math.round(ms / HOUR_MS))} jam`
}

function Periods({ period }: { period: number }) {
  return (
    <nav class="tabs-row" aria-label="Lama waktu">
      {PERIODS.map((days) => (
        <a href={to('/statistik', { hari: days })} {...(days === period ? { 'aria-current': 'page' } : {})}>
          {days} hari
        </a>
      ))}
    </nav>
  )
}

const chart = (name: ChartName, statistics: Statistics) => ({
  src: to(`/statistik/grafik/${name}.svg`, { hari: statistics.period }),
  ...CHARTS[name].size(statistics),
})

function Questions(statistics: Statistics) {
  const { days, total } = statistics
  if (total === 0) {
    return (
      <Card title="Pertanyaan warga">
        <Empty title="Belum ada pertanyaan.">Pertanyaan warga ke bot dihitung di sini.</Empty>
      </Card>
    )
  }
  return (
    <Card title="Pertanyaan warga">
      <ChartPicture
        {...chart('pertanyaan', statistics)}
        alt={`Diagram batang: ${inNumber(total)} pertanyaan dalam ${days.length} hari, menurut jawabannya.`}
      >
        <Table
          caption="Pertanyaan tiap hari"
          rows={days}
          columns={[
            { label: 'Hari', cell: ({ date }) => dayLabel(date) },
            { label: 'Terjawab', isNumber: true, cell: ({ clarified }) => inNumber(clarified) },
            { label: 'Mirip', isNumber: true, cell: ({ suggested }) => inNumber(suggested) },
            { label: 'Belum ada', isNumber: true, cell: ({ unknown }) => inNumber(unknown) },
          ]}
        />
      </ChartPicture>
    </Card>
  )
}

function Regencies(statistics: Statistics) {
  const { regencies } = statistics
  if (regencies.length === 0) return <></>
  return (
    <Card title="Dari mana pertanyaan datang">
      <ChartPicture
        {...chart('wilayah', statistics)}
        alt={`Diagram batang: pertanyaan menurut kabupaten dan kota, terbanyak ${regencies[0]?.name}.`}
      >
        <Table
          caption="Pertanyaan menurut kabupaten dan kota"
          rows={regencies}
          columns={[
            { label: 'Wilayah', cell: ({ name }) => name },
            { label: 'Pertanyaan', isNumber: true, cell: ({ questions }) => inNumber(questions) },
          ]}
        />
      </ChartPicture>
    </Card>
  )
}

function MostAsked({ mostAsked }: Statistics) {
  if (mostAsked.length === 0) return <></>
  return (
    <Card title="Paling sering ditanyakan">
      <Table
        caption="Klarifikasi yang paling sering menjadi jawaban"
        rows={mostAsked}
        columns={[
          {
            label: 'Klaim',
            cell: ({ id, claimReviewed }) => (
              <a href={to(`/cek-fakta/klarifikasi/${encodeURIComponent(id)}`)}>{claimReviewed}</a>
            ),
          },
          { label: 'Pertanyaan', isNumber: true, cell: ({ questions }) => inNumber(questions) },
        ]}
      />
    </Card>
  )
}

function Reach({ reach }: Statistics) {
  if (reach.length === 0) {
    return (
      <Card title="Jangkauan program">
        <Empty title="Belum ada siaran yang dikirim.">
          <a href={to('/siaran')}>Lihat jadwal siaran</a>
        </Empty>
      </Card>
    )
  }
  return (
    <Card title="Jangkauan program">
      <Table
        caption="Pesan tiap program. Tanda diterima dan dibaca hanya diberikan WhatsApp."
        rows={reach}
        columns={[
          { label: 'Program', cell: ({ programme }) => programme },
          { label: 'Pesan', isNumber: true, cell: ({ messages }) => inNumber(messages) },
          { label: 'Terkirim', isNumber: true, cell: ({ sent, messages }) => inPercent(sent, messages) },
          { label: 'Diterima', isNumber: true, cell: ({ delivered }) => inNumber(delivered) },
          { label: 'Dibaca', isNumber: true, cell: ({ read }) => inNumber(read) },
        ]}
      />
      {reach.map(({ programme, regencies }) => (
        <details>
          <summary>{programme} menurut wilayah</summary>
          <Table
            caption={`${programme} menurut kabupaten dan kota`}
            rows={regencies}
            columns={[
              { label: 'Wilayah', cell: ({ name }) => name },
              { label: 'Pesan', isNumber: true, cell: ({ messages }) => inNumber(messages) },
              { label: 'Terkirim', isNumber: true, cell: ({ sent, messages }) => inPercent(sent, messages) },
              { label: 'Dibaca', isNumber: true, cell: ({ read }) => inNumber(read) },
            ]}
          />
        </details>
      ))}
    </Card>
  )
}

/** What people ask, how it is answered, and whom announcements reach. */
export function StatisticsPage(statistics: Statistics) {
  const { period, total, clarified, medianAnswerMs, answeredClaims, withinTarget } = statistics
  return (
    <>
      <Periods period={period} />
      <Card>
        <Numbers
          of={[
            { label: 'Pertanyaan', value: inNumber(total), note: `${period} hari` },
            { label: 'Langsung terjawab', value: inPercent(clarified, total) },
            { label: 'Waktu menjawab yang baru', value: duration(medianAnswerMs), note: 'nilai tengah' },
            {
              label: 'Dijawab dalam tiga jam',
              value: inPercent(withinTarget, answeredClaims),
              note: `dari ${inNumber(answeredClaims)} pertanyaan`,
            },
          ]}
        />
      </Card>
      <Questions {...statistics} />
      <Regencies {...statistics} />
      <MostAsked {...statistics} />
      <Reach {...statistics} />
    </>
  )
}
