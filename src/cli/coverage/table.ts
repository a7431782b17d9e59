/** A column of a table for people: numbers stand on the right. */
export interface Column<Row> {
  heading: string
  isNumber?: true
  cell: (row: Row) => string
}

/** The lines of a table, aligned with spaces. */
export function tableLines<Row>(columns: Column<Row>[], rows: Row[]): string[] {
  const cells = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  const written = cells.map((line) =>
    line
      .map((text, index) => {
        const width = widths[index] ?? 0
        return columns[index]?.isNumber === true ? text.padStart(width) : text.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [written[0] ?? '', rule, ...written.slice(1)]
}
