import { GRAM_BUCKETS, type GramSet } from './grams.ts'
import type { IndexStore } from './index-store.ts'
import { emptyKeyList, type KeyList, type Postings } from './postings.ts'
import type { Query } from './query.ts'
import type { StoredDocument } from './stored-document.ts'

/** The fields that are searched for candidates, with what a hit in each is worth. */
const WORD_WEIGHTS = { claim: 1.6, texts: 1, body: 1 } as const
const GRAM_WEIGHTS = { claim: 1.2, texts: 1, lead: 0.8 } as const

/** A gram that more than this share of the documents hold is not looked up. */
const COMMON_GRAM_SHARE = 0.12
/** Never fewer documents than this count as "many". */
const COMMON_GRAM_MINIMUM = 40

/**
 * So many documents are looked up for the words of a passage, and for its grams, those of the rarest first.
 * What is more common is weighed for the best documents only: without this, cost would grow as the database does.
 */
const WORD_BUDGET = 12_000
const GRAM_BUDGET = 16_000
/** When something was left out, so many documents for each one that is asked for are weighed in full. */
const WEIGHED_SHARE = 3
const LEAST_WEIGHED = 24
/** When nothing was left out: single precision may turn round documents that are all but equal. */
const SPARE = 2

/** A document that may answer, with how well its words and letters fit, 0 to about 3. */
export interface Candidate {
  document: StoredDocument
  words: number
  grams: number
}

interface Weighed {
  slot: number
  words: number
  grams: number
}

/** Slots with the highest scores: a heap with the lowest of them at its top. */
class BestSlots {
  slots = new Int32Array(128)
  size = 0
  #scores = new Float32Array(128)

  /** The best `limit` slots that have a score and that `isWelcome`, in no order. */
  collect(scores: Float32Array, limit: number, isWelcome: (slot: number) => boolean): void {
    if (limit > this.slots.length) {
      this.slots = new Int32Array(limit)
      this.#scores = new Float32Array(limit)
    }
    this.size = 0
    let floor = 0
    for (let slot = 0; slot < scores.length; slot += 1) {
      const score = scores[slot] ?? 0
      if (score <= floor || !isWelcome(slot)) continue
      if (this.size < limit) this.#rise(slot, score)
      else this.#sink(slot, score)
      if (this.size === limit) floor = this.#scores[0] ?? 0
    }
  }

  /** Adds one. */
  #rise(slot: number, score: number): void {
    const { slots } = this
    const scores = this.#scores
    let at = this.size
    this.size += 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((scores[parent] ?? 0) <= score) break
      scores[at] = scores[parent] ?? 0
      slots[at] = slots[parent] ?? 0
      at = parent
    }
    scores[at] = score
    slots[at] = slot
  }

  /** Puts one in the place of the lowest. */
  #sink(slot: number, score: number): void {
    const { slots, size } = this
    const scores = this.#scores
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (scores[child + 1] ?? 0) < (scores[child] ?? 0)) child += 1
      if ((scores[child] ?? 0) >= score) break
      scores[at] = scores[child] ?? 0
      slots[at] = slots[child] ?? 0
      at = child
    }
    scores[at] = score
    slots[at] = slot
  }
}

/** How rare a gram is by the number of documents that hold it. Working out logarithms takes longer than looking them up. */
class GramRarities {
  #size = -1
  readonly #known = new Float64Array(4096)

  of(count: number, size: number): number {
    if (size !== this.#size) {
      this.#size = size
      this.#known.fill(0)
    }
    const known = count < this.#known.length ? (this.#known[count] ?? 0) : 0
    if (known > 0) return known
    const rarity = Math.log(1 + (size + 1500) / (count + 1))
    if (count < this.#known.length) this.#known[count] = rarity
    return rarity
  }
}

/** Finds the documents that share most with a passage. Keeps its memory between passages. */
export class CandidateFinder {
  readonly #store: IndexStore
  /** By slot: words and letters together, as far as they were looked up. All 0 between passages. */
  #scores = new Float32Array()
  /** By place of a term in the query: its share of the query, and how often a field holds it (0 between fields). */
  #termWeights = new Float64Array(1024)
  #termCounts = new Uint16Array(1024)
  /** By bucket: its share of the query, where it is in the query and not too common. All 0 between passages. */
  readonly #gramWeights = new Float64Array(GRAM_BUCKETS)
  #order = new Float64Array(1024)
  /** How many documents those in `#order` have together. */
  #ordered = 0
  #found = new Int32Array(1024)
  readonly #list = emptyKeyList()
  readonly #best = new BestSlots()
  readonly #rarities = new GramRarities()

  constructor(store: IndexStore) {
    this.#store = store
  }

  /** The documents that share most with the query, at most `limit`, best first; `without` names ids to leave out. */
  find(query: Query, limit: number, without: ReadonlySet<string> | undefined): Candidate[] {
    const store = this.#store
    if (this.#scores.length < store.slots) this.#scores = new Float32Array(store.slots + 256)
    const isCut = [this.#lookUpWords(query), this.#lookUpGrams(query)].includes(true)
    const weighed = isCut ? Math.max(LEAST_WEIGHED, limit * WEIGHED_SHARE) : limit + SPARE
    this.#best.collect(this.#scores, weighed, (slot) => {
      const id = store.packed(slot)?.source.id
      return id !== undefined && without?.has(id) !== true
    })
    this.#scores.fill(0)
    const found = Array.from(this.#best.slots.subarray(0, this.#best.size), (slot) =>
      this.#weigh(slot, query),
    )
    for (const gram of query.grams) this.#gramWeights[gram] = 0
    return found
      .toSorted((a, b) => b.words + b.grams - a.words - a.grams || a.slot - b.slot)
      .slice(0, limit)
      .flatMap(({ slot, words, grams }) => {
        const document = store.document(slot)
        return document === undefined ? [] : [{ document, words, grams }]
      })
  }

  /** Adds the scores of terms, from the rarest on; true when some were left out. */
  #lookUpWords({ terms: { numbers }, rarity, totalRarity }: Query): boolean {
    const { claim, texts, body } = this.#store.words
    if (numbers.length > this.#termWeights.length) {
      this.#termWeights = new Float64Array(numbers.length * 2)
      this.#termCounts = new Uint16Array(numbers.length * 2)
    }
    for (let place = 0; place < numbers.length; place += 1) {
      const number = numbers[place] ?? 0
      this.#termWeights[place] = (rarity[place] ?? 0) / (totalRarity || 1)
      this.#setOrder(place, claim.sizeOf(number) + texts.sizeOf(number) + body.sizeOf(number))
    }
    return this.#eachOfRarest(numbers.length, WORD_BUDGET, (place) => {
      const number = numbers[place] ?? 0
      const weight = this.#termWeights[place] ?? 0
      claim.addTo(this.#scores, number, WORD_WEIGHTS.claim * weight)
      texts.addTo(this.#scores, number, WORD_WEIGHTS.texts * weight)
      body.addTo(this.#scores, number, WORD_WEIGHTS.body * weight)
    })
  }

  /** The same for grams. */
  #lookUpGrams(query: Query): boolean {
    const { size, gramCounts, grams } = this.#store
    const many = Math.max(COMMON_GRAM_MINIMUM, size * COMMON_GRAM_SHARE)
    const gramWeights = this.#gramWeights
    let total = 0
    let known = 0
    for (let at = 0; at < query.grams.length; at += 1) {
      const gram = query.grams[at] ?? 0
      const count = gramCounts[gram] ?? 0
      const rarity = this.#rarities.of(count, size)
      total += rarity
      if (count === 0 || count > many) continue
      gramWeights[gram] = rarity
      this.#setOrder(known, count, gram)
      known += 1
    }
    for (let at = 0; at < query.grams.length; at += 1) {
      const gram = query.grams[at] ?? 0
      gramWeights[gram] = (gramWeights[gram] ?? 0) / (total || 1)
    }
    return this.#eachOfRarest(known, GRAM_BUDGET, (gram) => {
      const weight = this.#gramWeights[gram] ?? 0
      grams.claim.addTo(this.#scores, gram, GRAM_WEIGHTS.claim * weight)
      grams.texts.addTo(this.#scores, gram, GRAM_WEIGHTS.texts * weight)
      grams.lead.addTo(this.#scores, gram, GRAM_WEIGHTS.lead * weight)
    })
  }

  #setOrder(place: number, count: number, value = place): void {
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

  /** The scores of one document, with all terms and grams. */
  #weigh(slot: number, query: Query): Weighed {
    const { words, grams } = this.#store
    const packed = this.#store.packed(slot)
    if (packed === undefined) return { slot, words: 0, grams: 0 }
    const list = this.#list
    packed.readClaim(list)
    let ofWords = WORD_WEIGHTS.claim * this.#weighTerms(list, words.claim, slot, query)
    packed.readTexts(list)
    ofWords += WORD_WEIGHTS.texts * this.#weighTerms(list, words.texts, slot, query)
    packed.readBody(list)
    ofWords += WORD_WEIGHTS.body * this.#weighTerms(list, words.body, slot, query)
    const ofGrams =
      GRAM_WEIGHTS.claim * this.#weighGrams(packed.claimGrams, query) * grams.claim.scoreOf(slot, 1) +
      GRAM_WEIGHTS.texts * this.#weighUnited(packed.textGrams, query) * grams.texts.scoreOf(slot, 1) +
      GRAM_WEIGHTS.lead * this.#weighGrams(packed.leadGrams, query) * grams.lead.scoreOf(slot, 1)
    return { slot, words: ofWords, grams: ofGrams }
  }

  #weighTerms({ keys, from, to }: KeyList, postings: Postings, slot: number, { terms }: Query): number {
    if (to - from > this.#found.length) this.#found = new Int32Array((to - from) * 2)
    let hits = 0
    for (let at = from; at < to; at += 1) {
      const place = terms.get(keys[at] ?? 0)
      if (place === undefined) continue
      const count = this.#termCounts[place] ?? 0
      this.#termCounts[place] = count + 1
      if (count > 0) continue
      this.#found[hits] = place
      hits += 1
    }
    let sum = 0
    for (let hit = 0; hit < hits; hit += 1) {
      const place = this.#found[hit] ?? 0
      sum += (this.#termWeights[place] ?? 0) * postings.scoreOf(slot, this.#termCounts[place] ?? 0)
      this.#termCounts[place] = 0
    }
    return sum
  }

  /** The weights of all grams of the query that a set holds. */
  #weighGrams(set: GramSet, { hasGram }: Query): number {
    if (set.length > this.#found.length) this.#found = new Int32Array(set.length * 2)
    const hits = set.copyMarked(hasGram, this.#found)
    let sum = 0
    for (let hit = 0; hit < hits; hit += 1) sum += this.#gramWeights[this.#found[hit] ?? 0] ?? 0
    return sum
  }

  /** The same for several sets together: what two of them hold counts once. */
  #weighUnited(sets: readonly GramSet[], query: Query): number {
    const [only] = sets
    if (only !== undefined && sets.length === 1) return this.#weighGrams(only, query)
    let sum = 0
    const taken: [number, number][] = []
    for (const set of sets) {
      sum += this.#weighGrams(set, query)
      const hits = set.copyMarked(query.hasGram, this.#found)
      for (let hit = 0; hit < hits; hit += 1) {
        const gram = this.#found[hit] ?? 0
        taken.push([gram, this.#gramWeights[gram] ?? 0])
        this.#gramWeights[gram] = 0
      }
    }
    for (const [gram, weight] of taken) if (weight > 0) this.#gramWeights[gram] = weight
    return sum
  }
}
