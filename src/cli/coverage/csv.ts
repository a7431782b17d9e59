/** Spreadsheets take a cell that begins with one of these for a formula. */
const FORMULA_START = /^[=+\-@\t\r]/

/** A cell of a CSV file: quoted where it must be, and text that looks like a formula made plain text by `'`. */
function csvCell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return /[",;\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of a CSV file, without its end. */
export const csvLine = (values: (string | number | undefined)[]): string => values.map(csvCell).join(',')
