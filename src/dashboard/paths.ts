/** Where the dashboard begins. */
export const ROOT = '/dasbor'
/** Where people sign in. */
export const SIGN_IN = '/masuk'

/** An address below the dashboard, with its query; what is undefined or empty is left out. */
export function to(path: string, query: Record<string, string | number | undefined> = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  )
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
  return `${ROOT}${path}${search}`
}
