import { to } from '../paths.ts'

const PER_PAGE = 50
/** Nobody leafs further; larger numbers are mistakes. */
const MOST_PAGES = 10_000

/** Which rows a page of a list shows. `halaman` counts from 1. */
export function sliceOf(halaman: string | undefined): { page: number; skip: number; take: number } {
  const page = Math.min(Math.max(1, Math.trunc(Number(halaman)) || 1), MOST_PAGES)
  return { page, skip: (page - 1) * PER_PAGE, take: PER_PAGE }
}

/** Addresses of the pages before and after one, with the same filters. */
export function neighbours(
  path: string,
  query: Record<string, string | undefined>,
  { page, total }: { page: number; total: number },
): { before?: string; after?: string } {
  const at = (number: number) => to(path, { ...query, halaman: number === 1 ? undefined : number })
  return {
    ...(page > 1 ? { before: at(page - 1) } : {}),
    ...(page * PER_PAGE < total ? { after: at(page + 1) } : {}),
  }
}
