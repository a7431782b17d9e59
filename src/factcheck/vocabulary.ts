import { COMMONPLACE_WORDS, FREQUENT_WORDS } from './lexicon.ts'
import { CONCEPTS } from './spellings.ts'
import type { Word } from './normalize.ts'
import { stem } from './stem.ts'

/** As if this many more texts of everyday Indonesian stood in the database; see `FREQUENT_WORDS`. */
const BACKGROUND_TEXTS = 1500
const FREQUENT_SHARE = 0.03
const COMMONPLACE_SHARE = 0.12
const SMALL_NUMBER = /^#n\d{1,2}$/

const stemsOf = (words: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...words].map((word) => stem(CONCEPTS.get(word) ?? word)))

const FREQUENT_STEMS = stemsOf(FREQUENT_WORDS)
const COMMONPLACE_STEMS = stemsOf(COMMONPLACE_WORDS)

let vocabularies = 0

/** The keys that the database knows, numbered, with how rare each is. */
export class Vocabulary {
  /** A number of its own, from 1 up. */
  readonly id = (vocabularies += 1)
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []
  readonly #documentCounts: number[] = []
  /** By number: in how many texts of everyday Indonesian it stands. */
  readonly #backgrounds: number[] = []
  #documents = 0
  /** By number; 0 where it is not worked out yet. Every change of the database moves all a little. */
  #rarities = new Float64Array()
  #isStale = true

  /** The number of a word's term, new if need be. */
  intern(word: Word): number {
    if (word.numberedBy === this.id) return word.number
    word.number = this.#numbers.get(word.term) ?? this.#add(word.term)
    word.numberedBy = this.id
    return word.number
  }

  #add(term: string): number {
    const number = this.#names.length
    this.#numbers.set(term, number)
    this.#names.push(term)
    this.#documentCounts.push(0)
    this.#backgrounds.push(backgroundOf(term))
    return number
  }

  /** The number of a word's term, if some document holds it. */
  numberOf(word: Word): number | undefined {
    if (word.numberedBy !== this.id) {
      const number = this.#numbers.get(word.term)
      if (number === undefined) return undefined
      word.number = number
      word.numberedBy = this.id
    }
    return this.#documentCounts[word.number] === 0 ? undefined : word.number
  }

  /** The term behind a number. */
  name(number: number): string {
    return this.#names[number] ?? ''
  }

  get size(): number {
    return this.#names.length
  }

  get documents(): number {
    return this.#documents
  }

  /** Counts one document that holds `numbers`, each once; `change` is 1 or -1. */
  count(numbers: Iterable<number>, change: 1 | -1): void {
    this.#documents += change
    for (const number of numbers) this.#documentCounts[number] = (this.#documentCounts[number] ?? 0) + change
    this.#isStale = true
  }

  /** Counts anew: how many documents there are, and by number how many of them hold each term. */
  recount(documents: number, counts: readonly number[]): void {
    this.#documents = documents
    for (const [number, count] of counts.entries()) this.#documentCounts[number] = count
    this.#isStale = true
  }

  /** How much a term tells: its inverse document frequency, about 0 to 8. */
  rarity(number: number): number {
    if (this.#isStale) this.#forgetRarities()
    const known = this.#rarities[number] ?? 0
    if (known !== 0) return known
    const count = (this.#documentCounts[number] ?? 0) + (this.#backgrounds[number] ?? 0)
    const rarity = inverseFrequency(count, this.#documents)
    this.#rarities[number] = rarity
    return rarity
  }

  #forgetRarities(): void {
    this.#isStale = false
    if (this.#rarities.length < this.size) this.#rarities = new Float64Array(this.size + 1024)
    else this.#rarities.fill(0)
  }

  /** The same for a term that no document holds. */
  rarityOfUnknown(term: string): number {
    return inverseFrequency(backgroundOf(term), this.#documents)
  }
}

/** In how many of the background texts a term stands. */
function backgroundOf(term: string): number {
  if (COMMONPLACE_STEMS.has(term)) return COMMONPLACE_SHARE * BACKGROUND_TEXTS
  return FREQUENT_STEMS.has(term) || SMALL_NUMBER.test(term) ? FREQUENT_SHARE * BACKGROUND_TEXTS : 0
}

function inverseFrequency(count: number, documents: number): number {
  return Math.log(1 + (documents + BACKGROUND_TEXTS - count + 0.5) / (count + 0.5))
}
