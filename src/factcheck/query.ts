import { createMarks, GramReader, mark, unmark, type GramMarks } from './grams.ts'
import type { IndexStore } from './index-store.ts'
import { Letters } from './letters.ts'
import { readWords, type Word } from './normalize.ts'
import { PairSet } from './pair-set.ts'
import { TextMessage } from './text-message.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A passage as the index sees it. */
export interface Query {
  /** Distinct known terms → place in `rarity` and `names`. Shared, as `pairs`, `grams` and `hasGram` are. */
  terms: TermPlaces
  /** How rare each known term is. */
  rarity: number[]
  names: string[]
  /** Places of the known terms that are figures or addresses: their names begin with `#`. */
  figures: number[]
  /** Rarity of all terms together, those that no document holds included. */
  totalRarity: number
  /** The part of `totalRarity` that no document holds. */
  unknownRarity: number
  /** The rarest unknown term. */
  rarestUnknown: number
  pairs: PairSet
  /** For each meaningful word in order: the place of its term, or -1 when no document holds it. */
  order: Int32Array
  /** For each meaningful word in order: how rare it is. */
  weights: Float64Array
  grams: Int32Array
  /** Is a bucket in `grams`? Shared: good until the next query of the same scratch. */
  hasGram: GramMarks
  /** The passage for itself. */
  message: TextMessage
  length: number
}

/** Numbers of terms → places from 0 up, in the order in which they came. */
class TermPlaces {
  /** By number: the place plus 1, or 0. */
  #places = new Int32Array(1024)
  #numbers: number[] = []

  /** Forgets all, and makes room for numbers below `size`. */
  reset(size: number): void {
    for (const number of this.#numbers) this.#places[number] = 0
    this.#numbers = []
    if (size > this.#places.length) this.#places = new Int32Array(size * 2)
  }

  add(number: number): void {
    this.#numbers.push(number)
    this.#places[number] = this.#numbers.length
  }

  get(number: number): number | undefined {
    const place = this.#places[number] ?? 0
    return place === 0 ? undefined : place - 1
  }

  /** The numbers, by place. */
  get numbers(): readonly number[] {
    return this.#numbers
  }
}

/** What is kept between queries so that each need not ask for memory. */
export interface Scratch {
  hasGram: GramMarks
  letters: Letters
  reader: GramReader
  /** The grams that are marked. */
  marked: Int32Array
  terms: TermPlaces
  pairs: PairSet
  /** The number of each word, while a passage is read. */
  numbers: Int32Array
}

export const createScratch = (): Scratch => ({
  hasGram: createMarks(),
  letters: new Letters(),
  reader: new GramReader(),
  marked: new Int32Array(),
  terms: new TermPlaces(),
  pairs: new PairSet(),
  numbers: new Int32Array(1024),
})

/** The grams of the words, marked; those of the query before are unmarked. */
function markGrams(scratch: Scratch, words: readonly Word[]): Int32Array {
  const { hasGram, marked, letters } = scratch
  for (let at = 0; at < marked.length; at += 1) unmark(hasGram, marked[at] ?? 0)
  letters.reset()
  for (let at = 0; at < words.length; at += 1) letters.add(words[at]?.text ?? '')
  const grams = scratch.reader.read(letters)
  for (let at = 0; at < grams.length; at += 1) mark(hasGram, grams[at] ?? 0)
  scratch.marked = grams
  return grams
}

/** Reads a passage against the index. */
export function viewQuery(store: IndexStore, scratch: Scratch, text: string): Query {
  const words = readWords(text)
  if (words.length > scratch.numbers.length) scratch.numbers = new Int32Array(words.length * 2)
  scratch.terms.reset(store.vocabulary.size)
  const query: Query = {
    terms: scratch.terms,
    rarity: [],
    names: [],
    figures: [],
    totalRarity: 0,
    unknownRarity: 0,
    rarestUnknown: 0,
    pairs: scratch.pairs,
    order: new Int32Array(words.length).fill(-1),
    weights: new Float64Array(words.length),
    grams: markGrams(scratch, words),
    hasGram: scratch.hasGram,
    message: new TextMessage(text, words),
    length: words.length,
  }
  addWords(store, query, words, scratch.numbers)
  scratch.pairs.reset(scratch.numbers, words.length)
  return query
}

/** Fills in what depends on the terms of the words; writes to `numbers` which they are. */
function addWords(
  { vocabulary }: IndexStore,
  query: Query,
  words: readonly Word[],
  numbers: Int32Array,
): void {
  const unknown = new Set<string>()
  for (const [position, word] of words.entries()) {
    const number = vocabulary.numberOf(word)
    if (number === undefined) {
      // Unknown terms break a pair: they get numbers that no document has.
      numbers[position] = -2 - position
      query.weights[position] = addUnknown(query, unknown, word.term, vocabulary)
    } else {
      numbers[position] = number
      const place = query.terms.get(number) ?? addKnown(query, number, word.term, vocabulary)
      query.order[position] = place
      query.weights[position] = query.rarity[place] ?? 0
    }
  }
}

/** Adds a term that a document holds; gives its place. */
function addKnown(query: Query, number: number, term: string, vocabulary: Vocabulary): number {
  const rarity = vocabulary.rarity(number)
  const place = query.rarity.length
  query.totalRarity += rarity
  query.terms.add(number)
  if (term.startsWith('#')) query.figures.push(place)
  query.rarity.push(rarity)
  query.names.push(term)
  return place
}

/** Adds a term that no document holds, unless it is in `unknown` already; gives how rare it is. */
function addUnknown(query: Query, unknown: Set<string>, term: string, vocabulary: Vocabulary): number {
  // An address that no document names says nothing about the claim.
  if (term.startsWith('#u')) return 0
  const rarity = vocabulary.rarityOfUnknown(term)
  if (unknown.has(term)) return rarity
  unknown.add(term)
  query.totalRarity += rarity
  query.unknownRarity += rarity
  query.rarestUnknown = Math.max(query.rarestUnknown, rarity)
  return rarity
}
