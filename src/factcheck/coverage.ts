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

/** What `whereFound` and `gatherClaim` work in: asking for memory for each candidate would take longer than measuring. */
const room = { found: new Uint8Array(512), counts: new Uint16Array(512), lastAt: new Int32Array(512) }

function reserve(places: number): void {
  if (places <= room.found.length) return
  room.found = new Uint8Array(places * 2)
  room.counts = new Uint16Array(places * 2)
  room.lastAt = new Int32Array(places * 2)
}

/** For each term of the query: in which fields of the document it stands. Good until the next candidate. */
export function whereFound(document: StoredDocument, query: Query): Uint8Array {
  reserve(query.rarity.length)
  const found = room.found.fill(0, 0, query.rarity.length)
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

/** Does the clarification have the term in a telling place? -1 stands for a term that no document holds. */
const isTold = (place: number, found: Uint8Array) =>
  place >= 0 && ((found[place] ?? 0) & (IN_CLAIM | IN_TEXTS | IN_LEAD)) !== 0

/** The stretch of the query of which the clarification speaks most: a claim among remarks. */
export function coverStretch(query: Query, found: Uint8Array): StretchCover {
  const { order, weights } = query
  let covered = 0
  let total = 0
  let mostCovered = 0
  let bestShare = 0
  for (let position = 0; position < order.length; position += 1) {
    const weight = weights[position] ?? 0
    total += weight
    if (isTold(order[position] ?? -1, found)) covered += weight
    const left = position - STRETCH
    if (left >= 0) {
      total -= weights[left] ?? 0
      if (isTold(order[left] ?? -1, found)) covered -= weights[left] ?? 0
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
  if (value <= (top[TOP - 1] ?? 0)) return
  let moved = value
  for (let place = 0; place < top.length; place += 1) {
    const held = top[place] ?? 0
    if (moved <= held) continue
    top[place] = moved
    moved = held
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0
  return sum / values.length
}

/** The rarest words of the query that the clarification has in a telling place, and the rarest that it lacks. */
export function compareRarest(query: Query, found: Uint8Array): { topHits: number; topMiss: number } {
  const hits = new Float64Array(TOP)
  const misses = new Float64Array(TOP)
  for (let place = 0; place < query.rarity.length; place += 1) {
    keepTop(isTold(place, found) ? hits : misses, query.rarity[place] ?? 0)
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
  reserve(query.rarity.length)
  const counts = room.counts.fill(0, 0, query.rarity.length)
  const lastAt = room.lastAt.fill(-1000, 0, query.rarity.length)
  let sum = 0
  let most = 0
  for (let position = 0; position < order.length; position += 1) {
    const place = order[position] ?? -1
    if (place >= 0 && ((found[place] ?? 0) & IN_CLAIM) !== 0) {
      if (counts[place] === 0) sum += weights[position] ?? 0
      counts[place] = (counts[place] ?? 0) + 1
      lastAt[place] = position
    }
    const left = position < width ? -1 : (order[position - width] ?? -1)
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
