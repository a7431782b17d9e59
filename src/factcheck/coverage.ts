import type { Query } from './query.ts'
import type { StoredDocument, StoredField } from './stored-document.ts'

/** The rarest that a term can be, about: brings rarities to 0…1. */
export const RAREST = 8

/** A part of a whole, 0 to 1; 0 of nothing. */
export const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 0)

/** Bits of `whereFound`: the fields in which a term stands. */
export const IN_CLAIM = 1
export const IN_TEXTS = 2
export const IN_LEAD = 4
export const IN_BODY = 8

/** For each term of the query: in which fields of the document it stands. */
export function whereFound(document: StoredDocument, query: Query): Uint8Array {
  const found = new Uint8Array(query.rarity.length)
  look(document.claim.terms, IN_CLAIM, query, found)
  for (const text of document.texts) look(text.terms, IN_TEXTS, query, found)
  look(document.lead.terms, IN_LEAD, query, found)
  look(document.body.terms, IN_BODY, query, found)
  return found
}

function look(terms: Int32Array, bit: number, query: Query, found: Uint8Array): void {
  for (let index = 0; index < terms.length; index += 1) {
    const place = query.terms.get(terms[index] ?? 0)
    if (place !== undefined) found[place] = (found[place] ?? 0) | bit
  }
}

/** So many meaningful words of a query are a stretch. */
const STRETCH = 12
/** Rarity of a stretch full of telling words. */
const FULL_STRETCH = 60

interface StretchCover {
  windowCover: number
  windowEvidence: number
}

/** The stretch of the query of which the clarification speaks most: a claim among remarks. */
export function coverStretch(query: Query, found: Uint8Array): StretchCover {
  const { order, weights } = query
  const isCovered = (position: number) =>
    ((found[order[position] ?? -1] ?? 0) & (IN_CLAIM | IN_TEXTS | IN_LEAD)) !== 0
  let covered = 0
  let total = 0
  let mostCovered = 0
  let bestShare = 0
  for (let position = 0; position < order.length; position += 1) {
    const weight = weights[position] ?? 0
    total += weight
    if (isCovered(position)) covered += weight
    const left = position - STRETCH
    if (left >= 0) {
      total -= weights[left] ?? 0
      if (isCovered(left)) covered -= weights[left] ?? 0
    }
    if (left < -1 && position < order.length - 1) continue
    if (covered <= mostCovered) continue
    mostCovered = covered
    bestShare = share(covered, total)
  }
  return { windowCover: bestShare, windowEvidence: Math.min(1, mostCovered / FULL_STRETCH) }
}

/** So many of the rarest words tell whether two texts speak of the same. */
const TOP = 4

/** Keeps the highest values, the highest first. */
function keepTop(top: Float64Array, value: number): void {
  let moved = value
  for (let place = 0; place < top.length; place += 1) {
    const held = top[place] ?? 0
    if (moved <= held) continue
    top[place] = moved
    moved = held
  }
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The rarest words of the query that the clarification has in a telling place, and the rarest that it lacks. */
export function compareRarest(query: Query, found: Uint8Array): { topHits: number; topMiss: number } {
  const hits = new Float64Array(TOP)
  const misses = new Float64Array(TOP)
  for (let place = 0; place < query.rarity.length; place += 1) {
    const isTold = ((found[place] ?? 0) & (IN_CLAIM | IN_TEXTS | IN_LEAD)) !== 0
    keepTop(isTold ? hits : misses, query.rarity[place] ?? 0)
  }
  return { topHits: meanOf(hits) / RAREST, topMiss: meanOf(misses) / RAREST }
}

interface ClaimCloseness {
  claimSpan: number
  claimNear: number
}

/** Words of a claim up to so far apart in the query are near. */
const NEAR = 5

/** Do the words of the claim stand close together in the query, or scattered over it? */
export function gatherClaim(
  claim: StoredField,
  total: number,
  query: Query,
  found: Uint8Array,
): ClaimCloseness {
  const { order, weights } = query
  const width = 2 * claim.terms.length + 4
  const counts = new Uint16Array(query.rarity.length)
  const lastAt = new Int32Array(query.rarity.length).fill(-1000)
  let sum = 0
  let most = 0
  for (let position = 0; position < order.length; position += 1) {
    const place = order[position] ?? -1
    if (place >= 0 && ((found[place] ?? 0) & IN_CLAIM) !== 0) {
      if (counts[place] === 0) sum += weights[position] ?? 0
      counts[place] = (counts[place] ?? 0) + 1
      lastAt[place] = position
    }
    const left = order[position - width] ?? -1
    if (left >= 0 && ((found[left] ?? 0) & IN_CLAIM) !== 0) {
      counts[left] = (counts[left] ?? 0) - 1
      if (counts[left] === 0) sum -= query.rarity[left] ?? 0
    }
    most = Math.max(most, sum)
  }
  let near = 0
  let all = 0
  for (let index = 0; index + 1 < claim.terms.length; index += 1) {
    const a = query.terms.get(claim.terms[index] ?? 0)
    const b = query.terms.get(claim.terms[index + 1] ?? 0)
    all += 1
    if (a === undefined || b === undefined) continue
    if (Math.abs((lastAt[a] ?? 0) - (lastAt[b] ?? 0)) <= NEAR) near += 1
  }
  return { claimSpan: share(most, total), claimNear: share(near, all) }
}
