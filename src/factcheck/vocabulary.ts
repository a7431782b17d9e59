import { CONCEPTS, FREQUENT_WORDS } from './lexicon.ts'
import { stem } from './stem.ts'

/** As if this many more texts of everyday Indonesian stood in the database; see `FREQUENT_WORDS`. */
const BACKGROUND_TEXTS = 1500
const FREQUENT_SHARE = 0.03
const SMALL_NUMBER = /^#n\d{1,2}$/

const FREQUENT_STEMS: ReadonlySet<string> = new Set(
  [...FREQUENT_WORDS].map((word) => stem(CONCEPTS.get(word) ?? word)),
)

/** The keys that the database knows, numbered, with how rare each is. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()
  readonly #documentCounts: number[] = []
  readonly #isFrequent: boolean[] = []
  #documents = 0

  /** The number of a term, new if need be. */
  intern(term: string): number {
    const known = this.#numbers.get(term)
    if (known !== undefined) return known
    const number = this.#documentCounts.length
    this.#numbers.set(term, number)
    this.#documentCounts.push(0)
    this.#isFrequent.push(isFrequentTerm(term))
    return number
  }

  find(term: string): number | undefined {
    return this.#numbers.get(term)
  }

  get size(): number {
    return this.#documentCounts.length
  }

  get documents(): number {
    return this.#documents
  }

  /** Counts one document that holds `numbers`, each once; `change` is 1 or -1. */
  count(numbers: Iterable<number>, change: 1 | -1): void {
    this.#documents += change
    for (const number of numbers) this.#documentCounts[number] = (this.#documentCounts[number] ?? 0) + change
  }

  /** How much a term tells: its inverse document frequency, about 0 to 8. */
  rarity(number: number): number {
    const background = this.#isFrequent[number] === true ? FREQUENT_SHARE * BACKGROUND_TEXTS : 0
    return inverseFrequency((this.#documentCounts[number] ?? 0) + background, this.#documents)
  }

  /** The same for a term that no document holds. */
  rarityOfUnknown(term: string): number {
    return inverseFrequency(isFrequentTerm(term) ? FREQUENT_SHARE * BACKGROUND_TEXTS : 0, this.#documents)
  }
}

function isFrequentTerm(term: string): boolean {
  return FREQUENT_STEMS.has(term) || SMALL_NUMBER.test(term)
}

function inverseFrequency(count: number, documents: number): number {
  return Math.log(1 + (documents + BACKGROUND_TEXTS - count + 0.5) / (count + 0.5))
}
