import { domainToASCII, domainToUnicode } from 'node:url'
import {
  CHEAP_ENDINGS,
  KNOWN_SITES,
  OFFICIAL_DOMAINS,
  OFFICIAL_ENDINGS,
  PROGRAMMES,
  SHARED_ENDINGS,
  URGING,
  type OfficialDomain,
  type OfficialKind,
} from './official-domains.ts'
import { isNearly, skeleton } from './lookalike-letters.ts'

/** Whom a host speaks for. */
export type HostJudgement =
  | { type: 'official'; kind: OfficialKind; name?: string }
  /**
   * Not the domain `of`, and easy to take for it: by `letters` that look or sound the same, by the official name
   * among other `words`, or by the official name with another `ending`.
   */
  | { type: 'lookalike'; of: string; why: 'letters' | 'words' | 'ending' }
  | { type: 'unknown' }

const UNKNOWN: HostJudgement = { type: 'unknown' }
const MAXIMUM_HOST_LENGTH = 253
/** Shorter names stand inside of too many ordinary words. */
const SHORTEST_INSIDE = 6
/** Shorter names are one letter away from too many ordinary ones. */
const SHORTEST_NEARLY = 7

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

/** The longest entry first: `cekbansos.kemensos.go.id` before `kemensos.go.id` before `go.id`. */
const official = [...OFFICIAL_DOMAINS, ...OFFICIAL_ENDINGS]
  .toSorted((one, other) => other.domain.length - one.domain.length)
  .map((entry) => ({ ...entry, looks: skeleton(entry.domain) }))

interface Bait {
  domain: string
  /** As written, and as it looks. */
  text: string
  looks: string
}

/** Longest first, so that a host is named after the programme, not the ministry. */
const baits: Bait[] = OFFICIAL_DOMAINS.flatMap(({ domain, baits }) =>
  baits.map((text) => ({ domain, text, looks: skeleton(text) })),
).toSorted((one, other) => other.text.length - one.text.length)

/** A host in its parts: `info.bansos-cair.web.id` → name `bansos-cair`, ending `web.id`. */
interface HostParts {
  /** Labels before the ending, in Unicode; the last one is the registered name. */
  labels: string[]
  name: string
  ending: string
}

function partsOf(host: string): HostParts {
  const labels = host.split('.')
  const shared = [3, 2].map((count) => labels.slice(-count).join('.')).find((end) => SHARED_ENDINGS.has(end))
  const ending = shared ?? labels.at(-1) ?? ''
  const before = labels.slice(0, labels.length - ending.split('.').length)
  return { labels: before, name: before.at(-1) ?? '', ending }
}

/** Lower case, ASCII, without final dot. Undefined for what is no host name, such as an IP address. */
function readHost(host: string): string | undefined {
  if (host.length > MAXIMUM_HOST_LENGTH * 2) return undefined
  const ascii = domainToASCII(host.trim().replace(/\.$/, '')).replace(/^www\./, '')
  const isName = ascii.includes('.') && ascii.length <= MAXIMUM_HOST_LENGTH && /[a-z][a-z0-9-]*$/.test(ascii)
  return isName ? ascii : undefined
}

const lookalike = (of: string, why: 'letters' | 'words' | 'ending'): HostJudgement => ({
  type: 'lookalike',
  of,
  why,
})

/** An official domain stands inside: `kemensos.go.id.cek.click`, `kemensos-go-id.xyz`, `kemensosgoid.com`. */
function judgeEmbedded({ labels }: HostParts): HostJudgement | undefined {
  const flat = `-${labels.join('-')}-`
  const found = official.find(({ domain }) => flat.includes(`-${domain.replaceAll('.', '-')}-`))
  if (found !== undefined) return lookalike(found.domain, 'words')
  const glued = labels.find((label) => /[a-z]goid$|[a-z]go-id(?:-|$)|[a-z]goid-/.test(label))
  return glued === undefined ? undefined : lookalike('go.id', 'words')
}

/** The words of a host: labels cut at hyphens and digits. */
const wordsOf = (labels: string[]) =>
  labels.flatMap((label) => label.split(/[-\d_]+/)).filter((word) => word !== '')

/** The name of an office among other words, or with another ending. */
function judgeBaits(parts: HostParts): HostJudgement | undefined {
  const compact = parts.labels.map((label) => label.replaceAll('-', ''))
  const words = new Set([...wordsOf(parts.labels), ...compact])
  const found = baits.find(({ text }) =>
    text.length >= SHORTEST_INSIDE ? compact.some((label) => label.includes(text)) : words.has(text),
  )
  if (found === undefined) return undefined
  const isWholeName = parts.name.replaceAll('-', '') === found.text && parts.labels.length === 1
  return lookalike(found.domain, isWholeName ? 'ending' : 'words')
}

/** A whole official domain in other letters: `kemensos.g0.id`, `brl.co.id`. */
function judgeLooks(host: string): HostJudgement | undefined {
  const looks = skeleton(host)
  const same = official.find((entry) => isWithin(looks, entry.looks))
  return same === undefined ? undefined : lookalike(same.domain, 'letters')
}

/** Letters that look like those of an official name, or a slip of the finger: `kemens0s`, `кemensos`, `prakeja`. */
function judgeLetters(parts: HostParts): HostJudgement | undefined {
  const labels = parts.labels.map((label) => skeleton(label.replaceAll('-', '')))
  const words = wordsOf(parts.labels).map(skeleton)
  const inside = baits.find(
    ({ looks }) => looks.length >= SHORTEST_INSIDE && labels.some((label) => label.includes(looks)),
  )
  if (inside !== undefined) return lookalike(inside.domain, 'letters')
  const near = baits.find(
    ({ looks }) =>
      looks.length >= SHORTEST_NEARLY && [...labels, ...words].some((word) => isNearly(word, looks)),
  )
  return near === undefined ? undefined : lookalike(near.domain, 'letters')
}

/** `kemensos.gov.id`, `kemensos.go-id.com`: the ending of the state, nearly. */
function judgeEnding(host: string): HostJudgement | undefined {
  return /(?:^|\.)(?:gov|gob|goo|goid)\.id$/.test(host) ? lookalike('go.id', 'ending') : undefined
}

/** The name of a programme with words that urge, on an ending that costs nothing. */
function judgeProgramme(parts: HostParts): HostJudgement | undefined {
  const words = wordsOf(parts.labels)
  const isCheap = CHEAP_ENDINGS.has(parts.ending)
  for (const [programme, domain] of PROGRAMMES) {
    const isNamed = words.some(
      (word) =>
        word === programme ||
        (isCheap && word.length < 16 && word.includes(programme) && programme.length > 5),
    )
    if (isNamed && (isCheap || words.some((word) => URGING.has(word)))) return lookalike(domain, 'words')
  }
  return undefined
}

function officialOf(host: string): OfficialDomain | undefined {
  return official.find(({ domain }) => isWithin(host, domain))
}

/**
 * Whom a host speaks for: judged by its name only, nothing is looked up. `host` may be in Unicode or `xn--…`.
 * `unknown` is most of the web, and says nothing about whether it can be trusted.
 */
export function judgeHost(host: string): HostJudgement {
  const ascii = readHost(host)
  if (ascii === undefined) return UNKNOWN
  const known = officialOf(ascii)
  if (known !== undefined)
    return { type: 'official', kind: known.kind, ...(known.name === undefined ? {} : { name: known.name }) }
  if ([...KNOWN_SITES].some((site) => isWithin(ascii, site))) return UNKNOWN
  const unicode = domainToUnicode(ascii)
  const parts = partsOf(unicode)
  return (
    judgeEmbedded(parts) ??
    judgeLooks(unicode) ??
    judgeBaits(parts) ??
    judgeLetters(parts) ??
    judgeEnding(ascii) ??
    judgeProgramme(parts) ??
    UNKNOWN
  )
}
