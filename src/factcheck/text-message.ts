import { isDebunk } from './debunk.ts'
import { factsOf, type Facts } from './facts.ts'
import type { Word } from './normalize.ts'

/** What is asked of a message as a whole, or of a part of one that stands for itself. */
export interface Message {
  /** How many meaningful words it has. */
  readonly length: number
  /** All distinct terms, unknown ones too. */
  readonly allTerms: ReadonlySet<string>
  readonly facts: Facts
  /** Does it say itself that something is false? */
  readonly isDebunk: boolean
  /** Its words as one string. */
  readonly key: string
}

/** A message that works each of these out when it is asked for: of most passages only some are wanted. */
export class TextMessage implements Message {
  readonly length: number
  readonly #text: string
  readonly #words: readonly Word[]
  #allTerms: ReadonlySet<string> | undefined
  #facts: Facts | undefined
  #isDebunk: boolean | undefined
  #key: string | undefined

  /** `length`: as how long the message counts. */
  constructor(text: string, words: readonly Word[], length = words.length) {
    this.#text = text
    this.#words = words
    this.length = length
  }

  /** The same, as a part of a message with so many words. */
  within(length: number): TextMessage {
    return new TextMessage(this.#text, this.#words, length)
  }

  get allTerms(): ReadonlySet<string> {
    this.#allTerms ??= new Set(this.#words.map(({ term }) => term))
    return this.#allTerms
  }

  get facts(): Facts {
    this.#facts ??= factsOf(this.#words.map(({ term }) => term))
    return this.#facts
  }

  get isDebunk(): boolean {
    this.#isDebunk ??= isDebunk(this.#text)
    return this.#isDebunk
  }

  get key(): string {
    this.#key ??= this.#words.map(({ text }) => text).join(' ')
    return this.#key
  }
}
