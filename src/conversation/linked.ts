import type { PageResult } from '../links/fetch-page.ts'
import { findLinks } from '../links/find-links.ts'
import { judgeHost } from '../links/official.ts'

/** So many pages are read for one message. */
const MOST_PAGES = 2
/** A message with more words of its own says enough without the pages behind its links. */
const ENOUGH_WORDS = 12

/** What the links of a message say. */
export interface Linked {
  /** Titles and texts of the pages, for matching only: they are foreign and never shown. */
  text: string
  /** The official host that a link imitates. */
  imitates?: string
  /** Whose official site a link leads to. */
  official?: string
  /** A page was wanted and could not be read. */
  isUnread: boolean
}

export interface LinkDeps {
  /** Reads the page behind a link; never rejects. */
  readPage: (url: string) => Promise<PageResult>
}

const wordsOf = (text: string) => text.match(/\p{L}{2,}/gu)?.length ?? 0

const textOf = (page: PageResult): string =>
  page.type === 'page' ? [page.title, page.description, page.text].filter(Boolean).join('\n') : ''

/** Looks at the links of a message, and at the pages behind them when the message says little itself. Never rejects. */
export async function followLinks(text: string, { readPage }: LinkDeps): Promise<Linked> {
  const links = findLinks(text)
  if (links.length === 0) return { text: '', isUnread: false }
  const own = links.reduce((rest, { written }) => rest.replace(written, ' '), text)
  const wanted = wordsOf(own) < ENOUGH_WORDS ? links : links.filter(({ needsResolving }) => needsResolving)
  const pages = await Promise.all(wanted.slice(0, MOST_PAGES).map(({ url }) => readPage(url)))
  const hosts = [
    ...links.map(({ host }) => host),
    ...pages.flatMap((page) => (page.type === 'page' || page.type === 'no_content' ? [page.host] : [])),
  ]
  const judged = hosts.map((host) => judgeHost(host))
  const imitation = judged.find((one) => one.type === 'lookalike')
  const official = judged.find((one) => one.type === 'official' && one.name !== undefined)
  const read = pages.map(textOf).filter((page) => page !== '')
  return {
    text: wordsOf(own) < ENOUGH_WORDS ? read.join('\n') : '',
    isUnread: wanted.length > 0 && read.length === 0,
    ...(imitation?.type === 'lookalike' ? { imitates: imitation.of } : {}),
    ...(official?.type === 'official' && official.name !== undefined ? { official: official.name } : {}),
  }
}
