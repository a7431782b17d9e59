import { GRAM_BUCKETS, type GramSet } from './grams.ts'
import type { IndexStore } from './index-store.ts'
import { emptyKeyList, type KeyList, type Postings } from './postings.ts'
import type { Query } from './query.ts'

/** The fields that are searched for candidates, with what a hit in each is worth. */
export const WORD_WEIGHTS = { claim: 1.6, texts: 1, body: 1 } as const
export const GRAM_WEIGHTS = { claim: 1.2, texts: 1, lead: 0.8 } as const

/** A gram that more than this share of the documents hold is not looked up. */
const COMMON_GRAM_SHARE = 0.12
/** Never fewer documents than this count as "many". */
const COMMON_GRAM_MINIMUM = 40

/** A document with how well its words and letters fit a passage, 0 to about 3. */
export interface Weighed {
  slot: number
  words: number
  grams: number
}

/** How rare a gram is by the number of documents that hold it: working out logarithms takes longer than keeping them. */
class GramRarities {
  #size = -1
  readonly #known = new Float64Array(4096)

  /** Of a gram that `count` of `size` documents hold. */
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

/** Weighs documents against one passage at a time, with all its words and grams. */
export class Weigher {
  readonly #store: IndexStore
  /** By place of a term in the query: its share of the query. */
  termWeights = new Float64Array(1024)
  /** By bucket in the query: its share of the query, or 0 when it is too common. */
  readonly gramWeights = new Float64Array(GRAM_BUCKETS)
  /** By place: how often a field holds it. All 0 between fields. */
  #termCounts = new Uint16Array(1024)
  #found = new Int32Array(1024)
  readonly #list = emptyKeyList()
  readonly #rarities = new GramRarities()

  constructor(store: IndexStore) {
    this.#store = store
  }

  /** Turns to another passage. */
  turnTo(query: Query): void {
    this.#shareTerms(query)
    this.#shareGrams(query.grams)
  }

  #shareTerms({ rarity, totalRarity }: Query): void {
    if (rarity.length > this.termWeights.length) {
      this.termWeights = new Float64Array(rarity.length * 2)
      this.#termCounts = new Uint16Array(rarity.length * 2)
    }
    for (let place = 0; place < rarity.length; place += 1) {
      this.termWeights[place] = (rarity[place] ?? 0) / (totalRarity || 1)
    }
  }

  #shareGrams(grams: Int32Array): void {
    const { size, gramCounts } = this.#store
    const { gramWeights } = this
    const many = Math.max(COMMON_GRAM_MINIMUM, size * COMMON_GRAM_SHARE)
    let total = 0
    for (let at = 0; at < grams.length; at += 1) {
      const gram = grams[at] ?? 0
      const count = gramCounts[gram] ?? 0
      const rarity = this.#rarities.of(count, size)
      total += rarity
      gramWeights[gram] = count > 0 && count <= many ? rarity : 0
    }
    for (let at = 0; at < grams.length; at += 1) {
      const gram = grams[at] ?? 0
      gramWeights[gram] = (gramWeights[gram] ?? 0) / (total || 1)
    }
  }

  /** The scores of one document. */
  weigh(slot: number, query: Query): Weighed {
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
    const counts = this.#termCounts
    const found = this.#found
    let hits = 0
    for (let at = from; at < to; at += 1) {
      const place = terms.get(keys[at] ?? 0)
      if (place === undefined) continue
      const count = counts[place] ?? 0
      counts[place] = count + 1
      if (count > 0) continue
      found[hits] = place
      hits += 1
    }
    let sum = 0
    for (let hit = 0; hit < hits; hit += 1) {
      const place = found[hit] ?? 0
      sum += (this.termWeights[place] ?? 0) * postings.scoreOf(slot, counts[place] ?? 0)
      counts[place] = 0
    }
    return sum
  }

  /** The weights of all grams of the query that a set holds. */
  #weighGrams(set: GramSet, { hasGram }: Query): number {
    if (set.length > this.#found.length) this.#found = new Int32Array(set.length * 2)
    const hits = set.copyMarked(hasGram, this.#found)
    let sum = 0
    for (let hit = 0; hit < hits; hit += 1) sum += this.gramWeights[this.#found[hit] ?? 0] ?? 0
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
        taken.push([gram, this.gramWeights[gram] ?? 0])
        this.gramWeights[gram] = 0
      }
    }
    for (const [gram, weight] of taken) if (weight > 0) this.gramWeights[gram] = weight
    return sum
  }
}
