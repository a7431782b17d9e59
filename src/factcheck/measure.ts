import {
  compareRarest,
  coverStretch,
  gatherClaim,
  IN_BODY,
  IN_CLAIM,
  IN_LEAD,
  IN_TEXTS,
  RAREST,
  share,
  whereFound,
} from './coverage.ts'
import { compareFacts, isNameMissing } from './facts.ts'
import type { Features } from './features.ts'
import type { GramSet } from './grams.ts'
import type { StoredDocument, StoredField } from './stored-document.ts'
import type { Candidate } from './candidates.ts'
import type { Query } from './query.ts'
import type { Message } from './text-message.ts'
import type { Vocabulary } from './vocabulary.ts'

/** `log1p` of the longest copied run that matters, about 50 pairs. */
const LONGEST_RUN = 4
/** Two texts whose letters agree to this share (Dice) are versions of one text. */
const ALIKE = 0.5

interface Overlap {
  /** Rarity of the terms that both hold. */
  shared: number
  /** Rarity of all terms of the field. */
  total: number
  rarestShared: number
  rarestMissed: number
  /** Squares of rarity: here the rare terms count most. */
  sharedSquares: number
  totalSquares: number
}

function overlapOf(field: StoredField, query: Query, vocabulary: Vocabulary): Overlap {
  const overlap: Overlap = {
    shared: 0,
    total: 0,
    rarestShared: 0,
    rarestMissed: 0,
    sharedSquares: 0,
    totalSquares: 0,
  }
  for (let index = 0; index < field.terms.length; index += 1) {
    const term = field.terms[index] ?? 0
    const place = query.terms.get(term)
    const rarity = place === undefined ? vocabulary.rarity(term) : (query.rarity[place] ?? 0)
    overlap.total += rarity
    overlap.totalSquares += rarity * rarity
    if (place === undefined) overlap.rarestMissed = Math.max(overlap.rarestMissed, rarity)
    else {
      overlap.shared += rarity
      overlap.sharedSquares += rarity * rarity
      overlap.rarestShared = Math.max(overlap.rarestShared, rarity)
    }
  }
  return overlap
}

const sharedGrams = (grams: GramSet, query: Query) => grams.countMarked(query.hasGram)

const sharedPairs = (pairs: Int32Array, query: Query) => query.pairs.countOf(pairs)

/** The longest row of neighbouring pairs of the field that the query holds too: text that was copied. */
function longestRun(pairs: Int32Array, query: Query): number {
  let longest = 0
  let run = 0
  for (let index = 0; index < pairs.length; index += 1) {
    run = query.pairs.has(pairs[index] ?? 0) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

const diceOf = (shared: number, text: StoredField, query: Query) =>
  share(2 * shared, text.grams.length + query.grams.length)

/** How like the query the most alike circulating text is (Dice of letters), 0 to 1. */
export function likenessTo({ texts }: StoredDocument, query: Query): number {
  let highest = 0
  for (const text of texts) highest = Math.max(highest, diceOf(sharedGrams(text.grams, query), text, query))
  return highest
}

interface TextLikeness {
  textCover: number
  textGrams: number
  queryGramsInText: number
  textDice: number
  textPairs: number
  textBack: number
  textEvidence: number
  textRun: number
  sameText: number
  debunk: number
}

/** How like the query the most alike circulating text is. */
function likestText(
  document: StoredDocument,
  query: Query,
  isDenied: boolean,
  vocabulary: Vocabulary,
): TextLikeness {
  const best: TextLikeness = {
    textCover: 0,
    textGrams: 0,
    queryGramsInText: 0,
    textDice: 0,
    textPairs: 0,
    textBack: 0,
    textEvidence: 0,
    textRun: 0,
    sameText: 0,
    debunk: isDenied ? 1 : 0,
  }
  for (const text of document.texts) {
    const shared = sharedGrams(text.grams, query)
    const dice = diceOf(shared, text, query)
    if (dice <= best.textDice) continue
    const overlap = overlapOf(text, query, vocabulary)
    best.textDice = dice
    best.textGrams = share(shared, text.grams.length)
    best.queryGramsInText = share(shared, query.grams.length)
    best.textCover = share(overlap.shared, overlap.total)
    best.textEvidence = Math.log1p(overlap.shared) / 5
    const pairs = sharedPairs(text.pairs, query)
    best.textPairs = share(pairs, query.pairs.size)
    best.textBack = share(pairs, text.pairs.length)
    best.textRun = Math.log1p(longestRun(text.pairs, query)) / LONGEST_RUN
    // Making a key takes time, and the same words have the same letters.
    best.sameText = dice === 1 && text.key === query.message.key ? 1 : 0
    // The denial came with the text: whoever passes it on denies nothing.
    best.debunk = isDenied && !(text.isDebunk && dice > ALIKE) ? 1 : 0
  }
  return best
}

/** The most pairs that any circulating text has in common with the query. */
function mostPairs(texts: readonly StoredField[], query: Query): number {
  let most = 0
  for (const { pairs } of texts) most = Math.max(most, sharedPairs(pairs, query))
  return most
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
  for (const place of query.figures) {
    const fields = found[place] ?? 0
    const name = query.names[place] ?? ''
    if (name.startsWith('#y')) {
      years += 1
      if (fields !== 0) yearsShared += 1
    } else {
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
  heart: number
  inTexts: number
  inBody: number
  inLead: number
  inAll: number
  rarestHit: number
  rarestMiss: number
}

/** How much of the query the clarification speaks of. */
function coverQuery(query: Query, found: Uint8Array): QueryCover {
  const cover = {
    heart: 0,
    inTexts: 0,
    inBody: 0,
    inLead: 0,
    inAll: 0,
    rarestHit: 0,
    rarestMiss: query.rarestUnknown,
  }
  let squares = query.unknownRarity * query.rarestUnknown
  let sharedSquares = 0
  for (let place = 0; place < query.rarity.length; place += 1) {
    const rarity = query.rarity[place] ?? 0
    const fields = found[place] ?? 0
    squares += rarity * rarity
    if (fields !== 0) sharedSquares += rarity * rarity
    if ((fields & IN_TEXTS) !== 0) cover.inTexts += rarity
    if ((fields & IN_LEAD) !== 0) cover.inLead += rarity
    if ((fields & IN_BODY) !== 0) cover.inBody += rarity
    if (fields === 0) cover.rarestMiss = Math.max(cover.rarestMiss, rarity)
    else {
      cover.inAll += rarity
      cover.rarestHit = Math.max(cover.rarestHit, rarity)
    }
  }
  cover.heart = share(sharedSquares, squares)
  return cover
}

/** What the candidates of a passage are together. */
export interface Field {
  /** The best scores that any of them has. */
  words: number
  grams: number
  /** Term → how many of the nearest candidates have it in their claim. */
  claimCounts: ReadonlyMap<number, number>
  /** How many candidates were counted. */
  counted: number
  /** Their scores. */
  scores: number[]
}

/** So many candidates tell what is common to a template. */
const NEAREST = 8
/** A neighbour with this share of the score is a rival. */
const RIVAL_SHARE = 0.7

/** Looks at all candidates of a passage; best first. */
export function surveyField(candidates: Candidate[]): Field {
  const nearest = candidates.slice(0, NEAREST)
  const claimCounts = new Map<number, number>()
  for (const { document } of nearest) {
    for (const term of document.claim.terms) claimCounts.set(term, (claimCounts.get(term) ?? 0) + 1)
  }
  return {
    words: Math.max(0, ...candidates.map(({ words }) => words)),
    grams: Math.max(0, ...candidates.map(({ grams }) => grams)),
    claimCounts,
    counted: nearest.length,
    scores: nearest.map(({ words, grams }) => words + grams),
  }
}

/** How much of what tells the claim from its neighbours the query says: in a template, the name. */
function tellingCover(claim: StoredField, query: Query, field: Field, vocabulary: Vocabulary): number {
  let shared = 0
  let total = 0
  for (const term of claim.terms) {
    const others = Math.max(0, (field.claimCounts.get(term) ?? 1) - 1)
    const weight = vocabulary.rarity(term) * (1 - others / Math.max(1, field.counted - 1)) ** 2
    total += weight
    if (query.terms.get(term) !== undefined) shared += weight
  }
  return share(shared, total)
}

/** The share of the neighbours that score about as well: many in a template, none where a claim stands alone. */
function rivalsOf({ words, grams }: Candidate, field: Field): number {
  const least = RIVAL_SHARE * (words + grams)
  let near = 0
  for (const score of field.scores) near += score >= least ? 1 : 0
  return share(near, NEAREST)
}

/** How far the scores of a candidate are ahead of all others, or behind the best; -1 to 1. */
function aheadOf({ words, grams }: Candidate, { scores }: Field): number {
  const own = words + grams
  const isBest = own >= (scores[0] ?? 0)
  const other = (isBest ? scores[1] : scores[0]) ?? 0
  return (own - other) / (Math.max(own, other) || 1)
}

/** Measures one candidate against one passage of `message`. */
export function measure(
  candidate: Candidate,
  query: Query,
  message: Message,
  field: Field,
  vocabulary: Vocabulary,
): Features {
  const { document } = candidate
  const claim = overlapOf(document.claim, query, vocabulary)
  const claimGrams = sharedGrams(document.claim.grams, query)
  const found = whereFound(document, query)
  const cover = coverQuery(query, found)
  const text = likestText(document, query, message.isDebunk, vocabulary)
  const pairs = sharedPairs(document.body.pairs, query) + mostPairs(document.texts, query)
  const figures = compareFigures(query, found)
  const facts = compareFacts(document.facts, message.facts)
  const closeness = gatherClaim(document.claim, claim.total, query, found)
  const stretch = coverStretch(query, found)
  const rarest = compareRarest(query, found)
  // One by one, in the order of `FEATURES`: spreading them would take as long as all the measuring.
  return {
    claimCover: share(claim.shared, claim.total),
    claimGrams: share(claimGrams, document.claim.grams.length),
    queryInClaim: share(claim.shared, query.totalRarity),
    queryInTexts: share(cover.inTexts, query.totalRarity),
    queryInLead: share(cover.inLead, query.totalRarity),
    queryInBody: share(cover.inBody, query.totalRarity),
    queryInAll: share(cover.inAll, query.totalRarity),
    textCover: text.textCover,
    textGrams: text.textGrams,
    queryGramsInText: text.queryGramsInText,
    textDice: text.textDice,
    queryGramsInClaim: share(claimGrams, query.grams.length),
    leadGrams: share(sharedGrams(document.lead.grams, query), query.grams.length),
    wordScore: candidate.words / 4,
    gramScore: candidate.grams / 4,
    wordLead: share(candidate.words, field.words),
    gramLead: share(candidate.grams, field.grams),
    evidence: Math.log1p(cover.inAll) / 5,
    claimEvidence: Math.log1p(claim.shared) / 5,
    claimMiss: claim.rarestMissed / RAREST,
    claimHit: claim.rarestShared / RAREST,
    queryHit: cover.rarestHit / RAREST,
    queryMiss: cover.rarestMiss / RAREST,
    numbersShared: figures.numbersShared,
    numbersDiffer: figures.numbersDiffer,
    yearsDiffer: figures.yearsDiffer,
    claimYearsDiffer: facts.claimYearsDiffer,
    namesShared: facts.namesShared,
    namesDiffer: facts.namesDiffer,
    nameMissing: isNameMissing(document.neededNames, message) ? 1 : 0,
    claimPairs: share(sharedPairs(document.claim.pairs, query), document.claim.pairs.length),
    queryPairs: share(pairs, query.pairs.size),
    textPairs: text.textPairs,
    textRun: text.textRun,
    claimTell: tellingCover(document.claim, query, field, vocabulary),
    rivals: rivalsOf(candidate, field),
    sameText: text.sameText,
    queryLength: Math.log1p(query.length) / 7,
    messageLength: Math.log1p(message.length) / 7,
    claimLength: Math.log1p(document.claim.terms.length) / 4,
    queryUnknown: share(query.unknownRarity, query.totalRarity),
    ahead: aheadOf(candidate, field),
    claimHeart: share(claim.sharedSquares, claim.totalSquares),
    queryHeart: cover.heart,
    claimSpan: closeness.claimSpan,
    claimNear: closeness.claimNear,
    windowCover: stretch.windowCover,
    windowEvidence: stretch.windowEvidence,
    textBack: text.textBack,
    textEvidence: text.textEvidence,
    topHits: rarest.topHits,
    topMiss: rarest.topMiss,
    debunk: text.debunk,
    figuresDiffer: facts.figuresDiffer,
  }
}
