import { TELLING_NAMES } from './names.ts'
import { stem } from './stem.ts'

const STEMMED_NAMES: ReadonlyMap<string, string> = new Map(
  [...TELLING_NAMES].map(([name, kind]) => [stem(name), kind]),
)

/** The facts by which two claims of one template differ. */
export interface Facts {
  /** `#y2024`, … */
  years: ReadonlySet<string>
  /** Kind (`bank`, `place`, …, and the `FIGURE_KINDS`) → the names or figures of that kind. */
  names: ReadonlyMap<string, ReadonlySet<string>>
}

/** Figures that tell one claim of a template from another: money, the size of an earthquake, a day. */
const FIGURE_KINDS: ReadonlySet<string> = new Set(['amount', 'magnitude', 'date'])
/** Smaller numbers count things: `3 posisi`, `24 jam`. */
const LEAST_AMOUNT = 1000
const EARTHQUAKE = new Set(['gempa', 'magnitudo', 'magnitude', 'richter'].map((word) => stem(word)))

/** The kind of figure that a term is, if it is one. */
function figureKind(term: string, isOfEarthquake: boolean): string | undefined {
  if (term.startsWith('#d')) return 'date'
  if (!term.startsWith('#n')) return undefined
  const value = Number(term.slice(2))
  if (value >= LEAST_AMOUNT) return 'amount'
  return isOfEarthquake && !Number.isInteger(value) ? 'magnitude' : undefined
}

/** Words before a name, with the kind of thing that the next word names: `Bank Mega`, `PT Timah`. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ['bank', 'bank'],
  ['pt', 'company'],
])

/** Picks the telling facts out of the terms of `normalize`, in their order. */
export function factsOf(terms: readonly string[]): Facts {
  const years = new Set<string>()
  const names = new Map<string, Set<string>>()
  const isOfEarthquake = terms.some((term) => EARTHQUAKE.has(term))
  for (const [place, term] of terms.entries()) {
    if (term.startsWith('#y')) years.add(term)
    const title = TITLES.get(terms[place - 1] ?? '')
    const named = TITLES.has(term) || term.startsWith('#') ? figureKind(term, isOfEarthquake) : title
    const kind = STEMMED_NAMES.get(term) ?? named
    if (kind === undefined) continue
    const known = names.get(kind)
    if (known === undefined) names.set(kind, new Set([term]))
    else known.add(term)
  }
  return { years, names }
}

/** How the facts of a message and of a clarification agree; each value is 0 or 1. */
export interface FactComparison {
  /** Both name years, and not one is the same. */
  claimYearsDiffer: number
  /** Both name the same bank, employer or place. */
  namesShared: number
  /** Both name banks (or employers, or places), and not one is the same. */
  namesDiffer: number
  /** Both name amounts of money (or days, or magnitudes), and not one is the same. */
  figuresDiffer: number
}

/** Shorter names must stand as words of their own; longer ones may hide in `#lokeralfamart`. */
const HIDDEN_LENGTH = 5

/** Letters apart at one place at most: a typing error. */
function isOneTypoAway(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false
  let start = 0
  while (start < left.length && left[start] === right[start]) start += 1
  const a = left.slice(start + 1)
  const b = right.slice(start + 1)
  return (
    a === b ||
    left.slice(start) === b ||
    a === right.slice(start) ||
    (a.slice(1) === b.slice(1) && a[0] === right[start])
  )
}

/** `pama` stands for `pamapersada`, and `indonesiia` for `indonesia`. */
function isSameName(left: string, right: string): boolean {
  if (left.startsWith('#')) return left === right
  return (
    left.startsWith(right) ||
    right.startsWith(left) ||
    (Math.min(left.length, right.length) >= HIDDEN_LENGTH && isOneTypoAway(left, right))
  )
}

const haveNoNameInCommon = (left: ReadonlySet<string>, right: ReadonlySet<string>) =>
  ![...left].some((name) => [...right].some((other) => isSameName(name, other)))

/** Compares the years and names of a claim with those of a message. */
export function compareFacts(claim: Facts, query: Facts): FactComparison {
  let namesShared = 0
  let namesDiffer = 0
  let figuresDiffer = 0
  for (const [kind, names] of claim.names) {
    const others = query.names.get(kind)
    if (others === undefined) continue
    if (!haveNoNameInCommon(names, others)) namesShared = FIGURE_KINDS.has(kind) ? namesShared : 1
    else if (FIGURE_KINDS.has(kind)) figuresDiffer = 1
    else namesDiffer = 1
  }
  const areYearsNamed = claim.years.size > 0 && query.years.size > 0
  const claimYearsDiffer = areYearsNamed && ![...claim.years].some((year) => query.years.has(year)) ? 1 : 0
  return { claimYearsDiffer, namesShared, namesDiffer, figuresDiffer }
}

/** Without its bank or employer the claim would be another one; a place may go unsaid. */
const NEEDED_KINDS = ['bank', 'company']

/** The banks and employers of a claim that each of its circulating texts names too. */
export function neededNames(claim: Facts, texts: readonly (readonly string[])[]): string[] {
  const names = NEEDED_KINDS.flatMap((kind) => [...(claim.names.get(kind) ?? [])])
  return names.filter((name) => texts.every((terms) => terms.includes(name)))
}

/** True when a claim needs names and the message holds none of them, not even misspelt. */
export function isNameMissing(
  needed: readonly string[],
  message: { key: string; allTerms: ReadonlySet<string> },
): boolean {
  if (needed.length === 0) return false
  const isNamed = (name: string) =>
    message.allTerms.has(name) ||
    (name.length >= HIDDEN_LENGTH &&
      (message.key.includes(name) || [...message.allTerms].some((term) => isOneTypoAway(name, term))))
  return !needed.some(isNamed)
}
