import { compareFacts, isNameMissing } from './facts.ts'
import type { Features } from './features.ts'
import type { StoredDocument, StoredField } from './index-store.ts'
import type { Candidate, Query } from './query.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The rarest that a term can be, about: brings rarities to 0…1. */
const RAREST = 8

interface Overlap {
  /** Rarity of the terms that both hold. */
  shared: number
  /** Rarity of all terms of the field. */
  total: number
  rarestShared: number
  rarestMissed: number
}

function overlapOf(field: StoredField, query: Query, vocabulary: Vocabulary): Overlap {
  const overlap: Overlap = { shared: 0, total: 0, rarestShared: 0, rarestMissed: 0 }
  for (const term of field.terms) {
    const place = query.terms.get(term)
    const rarity = place === undefined ? vocabulary.rarity(term) : (query.rarity[place] ?? 0)
    overlap.total += rarity
    if (place === undefined) overlap.rarestMissed = Math.max(overlap.rarestMissed, rarity)
    else {
      overlap.shared += rarity
      overlap.rarestShared = Math.max(overlap.rarestShared, rarity)
    }
  }
  return overlap
}

function sharedGrams(grams: Int32Array, query: Query): number {
  let shared = 0
  for (const gram of grams) shared += query.hasGram[gram] ?? 0
  return shared
}

function sharedPairs(pairs: Int32Array, query: Query): number {
  let shared = 0
  for (const pair of pairs) if (query.pairs.has(pair)) shared += 1
  return shared
}

const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 0)

interface TextLikeness {
  textCover: number
  textGrams: number
  queryGramsInText: number
  textDice: number
  sameText: number
}

/** How like the query the most alike circulating text is. */
function likestText(document: StoredDocument, query: Query, vocabulary: Vocabulary): TextLikeness {
  const best: TextLikeness = { textCover: 0, textGrams: 0, queryGramsInText: 0, textDice: 0, sameText: 0 }
  for (const text of document.texts) {
    const shared = sharedGrams(text.grams, query)
    const dice = share(2 * shared, text.grams.length + query.grams.length)
    if (dice <= best.textDice) continue
    const overlap = overlapOf(text, query, vocabulary)
    best.textDice = dice
    best.textGrams = share(shared, text.grams.length)
    best.queryGramsInText = share(shared, query.grams.length)
    best.textCover = share(overlap.shared, overlap.total)
    best.sameText = text.key === query.key ? 1 : 0
  }
  return best
}

/** Bits of `whereFound`. */
const IN_CLAIM = 1
const IN_TEXTS = 2
const IN_LEAD = 4
const IN_BODY = 8

/** For each term of the query: in which fields of the document it stands. */
function whereFound(document: StoredDocument, query: Query): Uint8Array {
  const found = new Uint8Array(query.rarity.length)
  const look = (terms: Int32Array, bit: number) => {
    for (const term of terms) {
      const place = query.terms.get(term)
      if (place !== undefined) found[place] = (found[place] ?? 0) | bit
    }
  }
  look(document.claim.terms, IN_CLAIM)
  for (const text of document.texts) look(text.terms, IN_TEXTS)
  look(document.lead.terms, IN_LEAD)
  look(document.body.terms, IN_BODY)
  return found
}

interface FigureComparison {
  numbersShared: number
  numbersDiffer: number
  /** The message names years, and the clarification speaks of none of them. */
  yearsDiffer: number
}

/** Do the figures of the message stand in the clarification? */
function compareFigures(query: Query, found: Uint8Array): FigureComparison {
  let shared = 0
  let differ = 0
  let years = 0
  let yearsShared = 0
  for (const [place, name] of query.names.entries()) {
    const fields = found[place] ?? 0
    if (name.startsWith('#y')) {
      years += 1
      if (fields !== 0) yearsShared += 1
    } else if (name.startsWith('#')) {
      if (fields === 0) differ += 1
      else shared += (fields & IN_CLAIM) === 0 ? 1 : 2
    }
  }
  return {
    numbersShared: Math.min(1, shared / 4),
    numbersDiffer: Math.min(1, differ / 4),
    yearsDiffer: years > 0 && yearsShared === 0 ? 1 : 0,
  }
}

interface QueryCover {
  inTexts: number
  inBody: number
  inLead: number
  inAll: number
  rarestHit: number
  rarestMiss: number
}

/** How much of the query the clarification speaks of. */
function coverQuery(query: Query, found: Uint8Array): QueryCover {
  const cover = { inTexts: 0, inBody: 0, inLead: 0, inAll: 0, rarestHit: 0, rarestMiss: query.rarestUnknown }
  for (const [place, rarity] of query.rarity.entries()) {
    const fields = found[place] ?? 0
    if ((fields & IN_TEXTS) !== 0) cover.inTexts += rarity
    if ((fields & IN_LEAD) !== 0) cover.inLead += rarity
    if ((fields & IN_BODY) !== 0) cover.inBody += rarity
    if (fields === 0) cover.rarestMiss = Math.max(cover.rarestMiss, rarity)
    else {
      cover.inAll += rarity
      cover.rarestHit = Math.max(cover.rarestHit, rarity)
    }
  }
  return cover
}

/** The best scores that any candidate of the passage has. */
export interface Tops {
  words: number
  grams: number
}

/** Measures one candidate against one passage. */
export function measure(candidate: Candidate, query: Query, tops: Tops, vocabulary: Vocabulary): Features {
  const { document } = candidate
  const claim = overlapOf(document.claim, query, vocabulary)
  const claimGrams = sharedGrams(document.claim.grams, query)
  const found = whereFound(document, query)
  const cover = coverQuery(query, found)
  const pairs =
    sharedPairs(document.body.pairs, query) +
    Math.max(0, ...document.texts.map((text) => sharedPairs(text.pairs, query)))
  return {
    claimCover: share(claim.shared, claim.total),
    claimGrams: share(claimGrams, document.claim.grams.length),
    queryInClaim: share(claim.shared, query.totalRarity),
    queryInTexts: share(cover.inTexts, query.totalRarity),
    queryInLead: share(cover.inLead, query.totalRarity),
    queryInBody: share(cover.inBody, query.totalRarity),
    queryInAll: share(cover.inAll, query.totalRarity),
    ...likestText(document, query, vocabulary),
    queryGramsInClaim: share(claimGrams, query.grams.length),
    leadGrams: share(sharedGrams(document.lead.grams, query), query.grams.length),
    wordScore: candidate.words / 4,
    gramScore: candidate.grams / 4,
    wordLead: share(candidate.words, tops.words),
    gramLead: share(candidate.grams, tops.grams),
    evidence: Math.log1p(cover.inAll) / 5,
    claimEvidence: Math.log1p(claim.shared) / 5,
    claimMiss: claim.rarestMissed / RAREST,
    claimHit: claim.rarestShared / RAREST,
    queryHit: cover.rarestHit / RAREST,
    queryMiss: cover.rarestMiss / RAREST,
    ...compareFigures(query, found),
    ...compareFacts(document.facts, query.facts),
    nameMissing: isNameMissing(document.claimFacts, query) ? 1 : 0,
    claimPairs: share(sharedPairs(document.claim.pairs, query), document.claim.pairs.length),
    queryPairs: share(pairs, query.pairs.size),
    queryLength: Math.log1p(query.length) / 7,
    claimLength: Math.log1p(document.claim.terms.length) / 4,
    queryUnknown: share(query.unknownRarity, query.totalRarity),
    debunk: query.isDebunk ? 1 : 0,
  }
}
