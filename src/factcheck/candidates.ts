import { BestSlots } from './best-slots.ts'
import { GRAM_BUCKETS } from './grams.ts'
import type { IndexStore } from './index-store.ts'
import type { Query } from './query.ts'
import type { StoredDocument } from './stored-document.ts'
import { GRAM_WEIGHTS, Weigher, WORD_WEIGHTS } from './weigher.ts'

/**
 * How much is done for a passage. So many documents are looked up for its words, and for its grams, those of the rarest
 * first. What is more common is weighed for the best documents only: without this, cost would grow as the database does.
 */
export interface Effort {
  /** At most this many candidates. */
  limit: number
  words: number
  grams: number
}

/** A message as a whole is worth more than each of its passages. */
export const FOR_MESSAGE: Effort = { limit: 16, words: 12_000, grams: 16_000 }
export const FOR_PASSAGE: Effort = { limit: 8, words: 6_000, grams: 6_000 }
/** For each passage of a message that has very many: together they may not take much longer than those of a chain. */
export const FOR_CROWDED_PASSAGE: Effort = { limit: 5, words: 3_500, grams: 3_500 }

/** When something was left out, so many documents for each one that is asked for are weighed in full. */
const WEIGHED_SHARE = 3
/** When nothing was: single precision may turn round documents that are all but equal. */
const SPARE = 2

/** A document that may answer, with how well its words and letters fit, 0 to about 3. Good until the next passage. */
export interface Candidate {
  document: StoredDocument
  words: number
  grams: number
}

/** Finds the documents that share most with a passage. Keeps its memory between passages. */
export class CandidateFinder {
  readonly #store: IndexStore
  readonly #weigher: Weigher
  /** By slot: words and letters together, as far as they were looked up. All 0 between passages. */
  #scores = new Float32Array()
  #order = new Float64Array(1024)
  /** How many documents those in `#order` have together. */
  #ordered = 0
  readonly #best = new BestSlots()

  constructor(store: IndexStore) {
    this.#store = store
    this.#weigher = new Weigher(store)
  }

  /** The documents that share most with the query, best first; `without` names ids to leave out. */
  find(query: Query, effort: Effort, without: ReadonlySet<string> | undefined): Candidate[] {
    const store = this.#store
    if (this.#scores.length < store.slots) this.#scores = new Float32Array(store.slots + 256)
    this.#weigher.turnTo(query)
    const isCut = [this.#lookUpWords(query, effort.words), this.#lookUpGrams(query, effort.grams)].includes(
      true,
    )
    const weighed = isCut ? effort.limit * WEIGHED_SHARE : effort.limit + SPARE
    const isWelcome = (slot: number) => {
      const id = store.packed(slot)?.id
      return id !== undefined && without?.has(id) !== true
    }
    // Asking each document takes time, and most often none would be refused.
    const areAllWelcome = store.size === store.slots && (without?.size ?? 0) === 0
    const near = this.#best.collect(this.#scores, weighed, areAllWelcome ? undefined : isWelcome)
    this.#scores.fill(0)
    return this.#bestOf(near, query, effort)
  }

  /** Those among `slots` that share most with the query, best first. */
  choose(query: Query, effort: Effort, slots: Iterable<number>): Candidate[] {
    this.#weigher.turnTo(query)
    return this.#bestOf(slots, query, effort)
  }

  #bestOf(slots: Iterable<number>, query: Query, { limit }: Effort): Candidate[] {
    const best = Array.from(slots, (slot) => this.#weigher.weigh(slot, query))
      .toSorted((a, b) => b.words + b.grams - a.words - a.grams || a.slot - b.slot)
      .slice(0, limit)
    const documents = this.#store.open(best.map(({ slot }) => slot))
    return documents.map((document, place) => {
      const { words = 0, grams = 0 } = best[place] ?? {}
      return { document, words, grams }
    })
  }

  /** Adds the scores of terms, from the rarest on; true when some were left out. */
  #lookUpWords({ terms: { numbers } }: Query, budget: number): boolean {
    const { claim, texts, body } = this.#store.words
    for (let place = 0; place < numbers.length; place += 1) {
      const number = numbers[place] ?? 0
      this.#setOrder(place, claim.sizeOf(number) + texts.sizeOf(number) + body.sizeOf(number), place)
    }
    return this.#eachOfRarest(numbers.length, budget, (place) => {
      const number = numbers[place] ?? 0
      const weight = this.#weigher.termWeights[place] ?? 0
      claim.addTo(this.#scores, number, WORD_WEIGHTS.claim * weight)
      texts.addTo(this.#scores, number, WORD_WEIGHTS.texts * weight)
      body.addTo(this.#scores, number, WORD_WEIGHTS.body * weight)
    })
  }

  /** The same for grams. */
  #lookUpGrams(query: Query, budget: number): boolean {
    const { gramCounts, grams } = this.#store
    const { gramWeights } = this.#weigher
    let size = 0
    for (let at = 0; at < query.grams.length; at += 1) {
      const gram = query.grams[at] ?? 0
      if ((gramWeights[gram] ?? 0) === 0) continue
      this.#setOrder(size, gramCounts[gram] ?? 0, gram)
      size += 1
    }
    return this.#eachOfRarest(size, budget, (gram) => {
      const weight = gramWeights[gram] ?? 0
      grams.claim.addTo(this.#scores, gram, GRAM_WEIGHTS.claim * weight)
      grams.texts.addTo(this.#scores, gram, GRAM_WEIGHTS.texts * weight)
      grams.lead.addTo(this.#scores, gram, GRAM_WEIGHTS.lead * weight)
    })
  }

  /** Notes at `place` that `count` documents hold `value`. */
  #setOrder(place: number, count: number, value: number): void {
    if (place >= this.#order.length) {
      const longer = new Float64Array(place * 2)
      longer.set(this.#order)
      this.#order = longer
    }
    this.#order[place] = count * GRAM_BUCKETS + value
    this.#ordered = place === 0 ? count : this.#ordered + count
  }

  /** Visits the first `size` values of `#order` from the rarest on, until the budget is spent; true when some are left. */
  #eachOfRarest(size: number, budget: number, visit: (value: number) => void): boolean {
    const order = this.#order
    // Where the budget is enough, any order will do.
    if (size > 0 && this.#ordered > budget) order.subarray(0, size).sort()
    let spent = 0
    for (let at = 0; at < size; at += 1) {
      const packed = order[at] ?? 0
      const count = Math.floor(packed / GRAM_BUCKETS)
      spent += count
      if (spent > budget && at > 0) return true
      visit(packed - count * GRAM_BUCKETS)
    }
    return false
  }
}
