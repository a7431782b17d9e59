import type { BarChart, ChartSize } from '../ui/chart.ts'
import type { Statistics } from './read.ts'

const ROW_HEIGHT = 30

const DAY = new Intl.DateTimeFormat('id-ID', { timeZone: 'UTC', day: 'numeric', month: 'short' })

/** `26 Nov` */
export const dayLabel = (date: string): string => DAY.format(new Date(`${date}T00:00:00Z`))

interface Drawing {
  size: (statistics: Statistics) => ChartSize
  chart: (statistics: Statistics) => BarChart
}

/** The charts of the page, by the name in their address. */
export const CHARTS = {
  pertanyaan: {
    size: () => ({ width: 720, height: 300 }),
    chart: ({ days }) => ({
      categories: days.map(({ date }) => dayLabel(date)),
      series: [
        { name: 'Terjawab', values: days.map(({ clarified }) => clarified) },
        { name: 'Mirip', values: days.map(({ suggested }) => suggested) },
        { name: 'Belum ada', values: days.map(({ unknown }) => unknown) },
      ],
    }),
  },
  wilayah: {
    size: ({ regencies }) => ({ width: 720, height: 40 + ROW_HEIGHT * Math.max(regencies.length, 1) }),
    chart: ({ regencies }) => ({
      categories: regencies.map(({ name }) => name),
      series: [{ name: 'Pertanyaan', values: regencies.map(({ questions }) => questions) }],
      isHorizontal: true,
    }),
  },
} as const satisfies Record<string, Drawing>

export type ChartName = keyof typeof CHARTS

export const isChartName = (name: string): name is ChartName => name in CHARTS
