import type { Clarification } from '../domain/clarification.ts'
import type { AnswerExplanation } from '../domain/inquiry.ts'
import { CAREFUL_POLICY, doubtsOf, type Doubt } from './decide.ts'
import { compareFacts, factsOf, isNameMissing, neededNames, type Facts } from './facts.ts'
import { FEATURES, type FeatureName } from './features.ts'
import { logOdds, toVector, trainedModel, type Model } from './model.ts'
import { readWords, type Word } from './normalize.ts'
import type { SearchCandidate, SearchResult } from './search.ts'

type Content = Pick<Clarification, 'claimReviewed' | 'circulatingTexts' | 'explanation'>

/** Facts of one kind in which a message and a clarification differ, as they are written. */
export interface FactDifference {
  /** `year`, `amount`, `magnitude`, `date`, or a kind of name: `bank`, `company`, `institution`, `place`. */
  kind: string
  /** Empty when the message does not say whom it is about. */
  message: string[]
  clarification: string[]
}

/** What stands between a candidate and a firm answer; besides doubts, its probability and its lead. */
export type Objection = Doubt | 'not_sure' | 'close_rival'

const STORED_WORDS = 12
const STORED_CANDIDATES = 3
/** A longer run of digits may be a telephone number or an account. */
const LONGEST_FIGURE = 4

const wordsOf = ({ claimReviewed, circulatingTexts, explanation }: Content) =>
  [claimReviewed, ...circulatingTexts, explanation].flatMap((text) => readWords(text))

/** No run of digits that could be somebody's number, and no address. */
const isHarmless = ({ text, term }: Word) =>
  !/^#[pu]/.test(term) && text.replaceAll(/\D/g, '').length <= LONGEST_FIGURE

/** The words of a clarification, as it writes them, that a message holds in some form; each once. */
export function sharedWords(message: string, clarification: Content): string[] {
  const terms = new Set(readWords(message).map(({ term }) => term))
  const shared = new Map<string, string>()
  for (const word of wordsOf(clarification)) {
    if (terms.has(word.term) && !shared.has(word.term) && isHarmless(word)) shared.set(word.term, word.text)
  }
  return [...shared.values()]
}

const NOTHING: Facts = { years: new Set(), names: new Map() }

const termsOf = (words: Word[]) => words.map(({ term }) => term)

const NUMBER = new Intl.NumberFormat('id-ID')
const DAY = new Intl.DateTimeFormat('id-ID', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** `#n200000` → `200.000`, `#d17-8` → `17 Agustus`. */
function spellFigure(term: string): string {
  if (term.startsWith('#n')) return NUMBER.format(Number(term.slice(2)))
  const [day = 1, month = 1] = term.slice(2).split('-').map(Number)
  // A year with a 29 February.
  return DAY.format(new Date(Date.UTC(2024, month - 1, day)))
}

function factsOfClarification({ claimReviewed, circulatingTexts }: Content) {
  const claim = readWords(claimReviewed)
  const texts = circulatingTexts.map((text) => readWords(text))
  const ofClaim = factsOf(termsOf(claim))
  const facts = factsOf([claim, ...texts].flatMap((words) => ['', ...termsOf(words)]))
  const years = ofClaim.years.size > 0 ? ofClaim.years : facts.years
  const needed = neededNames(ofClaim, texts.map(termsOf))
  return { ofClaim, facts: { ...facts, years }, needed, words: [claim, ...texts].flat() }
}

/**
 * The years, figures and names in which a message and a clarification differ: both name some, and none is the same.
 * Without such, the bank or employer of the clarification, when the message does not name it.
 */
export function differencesOf(message: string, clarification: Content): FactDifference[] {
  const ours = factsOfClarification(clarification)
  const theirWords = readWords(message)
  const theirs = factsOf(termsOf(theirWords))
  const spelled = new Map([...ours.words, ...theirWords].map(({ term, text }) => [term, text]))
  const asWritten = (terms: Iterable<string> = []) =>
    [...terms].map((term) => (/^#[nd]/.test(term) ? spellFigure(term) : (spelled.get(term) ?? term)))
  const kindOf = (name = '') => [...ours.ofClaim.names].find(([, names]) => names.has(name))?.[0] ?? 'company'
  const differences: FactDifference[] = []
  const { claimYearsDiffer } = compareFacts(
    { ...NOTHING, years: ours.facts.years },
    { ...NOTHING, years: theirs.years },
  )
  if (claimYearsDiffer > 0) {
    differences.push({
      kind: 'year',
      message: asWritten(theirs.years),
      clarification: asWritten(ours.facts.years),
    })
  }
  for (const [kind, names] of ours.facts.names) {
    const { namesDiffer, figuresDiffer } = compareFacts(
      { ...NOTHING, names: new Map([[kind, names]]) },
      theirs,
    )
    if (namesDiffer + figuresDiffer === 0) continue
    differences.push({ kind, message: asWritten(theirs.names.get(kind)), clarification: asWritten(names) })
  }
  const key = theirWords.map(({ text }) => text).join(' ')
  const isUnnamed = isNameMissing(ours.needed, { key, allTerms: new Set(termsOf(theirWords)) })
  if (differences.length > 0 || !isUnnamed) return differences
  return [{ kind: kindOf(ours.needed[0]), message: [], clarification: asWritten(ours.needed) }]
}

/** Why the best candidate is not answered with firmly; empty when it is. */
export function objectionsOf(result: SearchResult, policy = CAREFUL_POLICY): Objection[] {
  const [best, second] = result.candidates
  if (best === undefined) return []
  return [
    ...(best.score < policy.firm ? (['not_sure'] as const) : []),
    ...(second !== undefined && best.score < policy.lead * second.score ? (['close_rival'] as const) : []),
    ...doubtsOf(result),
  ]
}

/** A feature with what it does to the log-odds: by how much they would fall if its value were the average one. */
export interface Contribution {
  feature: FeatureName
  value: number
  effect: number
}

/** What each feature does to a candidate, the greatest effect first. */
export function contributionsOf({ features }: SearchCandidate, model: Model = trainedModel): Contribution[] {
  const vector = toVector(features)
  const whole = logOdds(model, vector)
  return FEATURES.map((feature, place) => {
    const average = Array.from(vector)
    average[place] = model.mean[place] ?? 0
    return { feature, value: features[feature], effect: whole - logOdds(model, average) }
  }).toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
}

/** The short form that is kept with a question. `best` is the clarification of the first candidate. */
export function explainInShort(
  message: string,
  result: SearchResult,
  best: Content | undefined,
): AnswerExplanation {
  return {
    words: best === undefined ? [] : sharedWords(message, best).slice(0, STORED_WORDS),
    candidates: result.candidates
      .slice(0, STORED_CANDIDATES)
      .map(({ id, score }) => ({ clarificationId: id, score: Number(score.toFixed(4)) })),
    doubts: objectionsOf(result),
  }
}
