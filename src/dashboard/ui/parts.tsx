import type { Child } from 'hono/jsx'
import { dayAndTime, shortDayAndTime } from '../../http/time.ts'
import { to } from '../paths.ts'

const NUMBER = new Intl.NumberFormat('id-ID')
const PERCENT = new Intl.NumberFormat('id-ID', { style: 'percent', maximumFractionDigits: 0 })

/** `1.038` */
export const inNumber = (value: number): string => NUMBER.format(value)

/** `72%`; a dash when there is nothing to divide by. */
export const inPercent = (part: number, whole: number): string =>
  whole === 0 ? '–' : PERCENT.format(part / whole)

export type Tone = 'good' | 'warn' | 'plain'

/** A state in a word or two. The words say it; the colour only helps. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: Child }) {
  return <span class={tone === 'plain' ? 'badge' : `badge ${tone}`}>{children}</span>
}

/** An instant in WITA, short on the page and whole on hovering. */
export function At({ time }: { time: Date }) {
  return (
    <time datetime={time.toISOString()} title={dayAndTime(time)}>
      {shortDayAndTime(time)}
    </time>
  )
}

export function Card({ title, children }: { title?: string; children: Child }) {
  return (
    <section class="card">
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  )
}

/** Figures side by side. */
export function Numbers({ of }: { of: { label: string; value: string; note?: string }[] }) {
  return (
    <dl class="numbers">
      {of.map(({ label, value, note }) => (
        <div>
          <dt>{label}</dt>
          <dd>
            {value}
            {note !== undefined && <span class="note"> {note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What to do when there is nothing yet. */
export function Empty({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
  )
}

/** Names and values, one below the other. What is undefined is left out. */
export function Facts({ of }: { of: [string, Child | undefined][] }) {
  return (
    <dl class="facts">
      {of
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}

export interface Column<Row> {
  label: string
  cell: (row: Row) => Child
  isNumber?: boolean
}

/** A table that turns into a list on a phone. The first column names the row. */
export function Table<Row>({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
}) {
  return (
    <div class="table">
      <table class="stacked">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, isNumber }) => (
              <th scope="col" class={isNumber === true ? 'number' : ''}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map(({ label, cell, isNumber }, place) =>
                place === 0 ? (
                  <th scope="row">{cell(row)}</th>
                ) : (
                  <td data-label={label} class={isNumber === true ? 'number' : ''}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Links to neighbouring pages of a long list, by time unless `words` say otherwise. */
export function Pager({
  newer,
  older,
  words = ['Lebih baru', 'Lebih lama'],
}: {
  newer?: string | undefined
  older?: string | undefined
  words?: [back: string, on: string]
}) {
  if (newer === undefined && older === undefined) return <></>
  return (
    <nav class="pager" aria-label="Halaman daftar">
      {newer === undefined ? <span /> : <a href={newer}>‹ {words[0]}</a>}
      {older !== undefined && <a href={older}>{words[1]} ›</a>}
    </nav>
  )
}

/** Parts of a section. `current` is the path of the open one. */
export function Tabs({ tabs, current }: { tabs: { label: string; path: string }[]; current: string }) {
  return (
    <nav class="tabs-row" aria-label="Bagian halaman">
      {tabs.map(({ label, path }) => (
        <a href={to(path)} {...(path === current ? { 'aria-current': 'page' } : {})}>
          {label}
        </a>
      ))}
    </nav>
  )
}
