import type { EChartsCoreOption } from 'echarts/core'

/** The colours of a page, light and dark: those of `base.css`. */
const THEMES = {
  light: { ink: '#1b2421', muted: '#56615c', line: '#e1d9c9', series: ['#0b5d51', '#c2862b', '#8a8272'] },
  dark: { ink: '#e7ede9', muted: '#a3b0a9', line: '#2c3632', series: ['#6bd0b8', '#e3b35c', '#75837c'] },
} as const

export type Theme = keyof typeof THEMES

export interface ChartSize {
  width: number
  height: number
}

/** Bars: one for each category, or several series on top of each other. */
export interface BarChart {
  categories: string[]
  series: { name: string; values: number[] }[]
  /** Bars lie, with their names at the left. */
  isHorizontal?: boolean
}

/** Loaded when a chart is first asked for: the library is large. */
async function load() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  core.use([
    charts.BarChart,
    components.GridComponent,
    components.LegendComponent,
    components.AriaComponent,
    renderers.SVGRenderer,
  ])
  return core
}

let loading: ReturnType<typeof load> | undefined

function optionOf({ categories, series, isHorizontal = false }: BarChart, theme: Theme): EChartsCoreOption {
  const { ink, muted, line, series: colours } = THEMES[theme]
  const text = { color: muted, fontSize: 13, fontFamily: 'sans-serif' }
  const names = {
    type: 'category',
    data: isHorizontal ? categories.toReversed() : categories,
    axisLabel: { ...text, color: ink },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
  }
  const values = {
    type: 'value',
    minInterval: 1,
    axisLabel: text,
    splitLine: { lineStyle: { color: line } },
  }
  return {
    animation: false,
    color: [...colours],
    grid: {
      left: 8,
      right: 16,
      top: series.length > 1 ? 36 : 12,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(series.length > 1 ? { legend: { top: 0, left: 0, textStyle: { ...text, color: ink } } } : {}),
    xAxis: isHorizontal ? values : names,
    yAxis: isHorizontal ? names : values,
    series: series.map(({ name, values: data }) => ({
      name,
      type: 'bar',
      stack: 'all',
      barMaxWidth: 26,
      data: isHorizontal ? data.toReversed() : data,
    })),
  }
}

/** Draws a chart as SVG, by Apache ECharts without a browser. */
export async function drawBars(chart: BarChart, theme: Theme, { width, height }: ChartSize): Promise<string> {
  const { init } = await (loading ??= load())
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height })
  drawing.setOption(optionOf(chart, theme))
  const svg = drawing.renderToSVGString()
  drawing.dispose()
  return svg
}
