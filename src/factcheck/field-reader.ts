import { Letters } from './letters.ts'
import { knownPieces, PieceReader, readPieces, type Piece, type Word } from './normalize.ts'
import { LONGEST_SPELLED, UNNUMBERED } from './part-cache.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What stands in `knownPieces` in place of a term's number: the piece adds nothing at all; */
const NOTHING = -1
/** a word that says nothing by itself, but a number before it stands alone; */
const EMPTY_WORD = -2
/** more than one word, or what depends on its neighbours. */
const MANY = -3

/** Reads texts as numbers of terms, and as letters for `GramReader`. Keeps its memory from field to field. */
export class FieldReader extends PieceReader {
  readonly #vocabulary: Vocabulary
  /** The numbers of the words, those of one field behind those of the other. */
  numbers = new Int32Array(4096)
  /** How many there are. */
  size = 0
  /** The letters of the last field's words. */
  readonly letters = new Letters()
  /** Letters are kept until there are so many words. */
  #letteredUpTo = 0

  constructor(vocabulary: Vocabulary) {
    super()
    this.#vocabulary = vocabulary
  }

  /** Reads one more field; keeps the letters of its first `lettered` words. Gives how many words it has. */
  read(text: string, lettered = Infinity): number {
    const start = this.size
    this.#letteredUpTo = start + lettered
    this.letters.reset()
    readPieces(text, this)
    return this.size - start
  }

  /** Forgets all fields. */
  reset(): void {
    this.size = 0
  }

  override visit(place: number): void {
    let number = knownPieces.numberAt(place, this.#vocabulary.id)
    if (number === UNNUMBERED) number = this.#numberAt(place)
    if (number >= 0) {
      this.settle(undefined)
      this.#write(number, place)
    } else if (number === EMPTY_WORD) this.settle(undefined)
    else if (number === MANY) this.#takeAt(place)
  }

  #takeAt(place: number): void {
    const piece = knownPieces.valueAt(place)
    if (piece !== undefined) this.take(piece)
  }

  #numberAt(place: number): number {
    const piece = knownPieces.valueAt(place)
    const number = piece === undefined ? NOTHING : this.#numberOf(piece)
    knownPieces.setNumber(place, this.#vocabulary.id, number)
    return number
  }

  #numberOf(piece: Piece): number {
    if (!Array.isArray(piece)) return this.#vocabulary.intern(piece)
    if (piece.length === 0) return NOTHING
    const isEmpty = piece.every(
      ({ words, digits, unit }) => words.length === 0 && digits === undefined && unit === undefined,
    )
    return isEmpty ? EMPTY_WORD : MANY
  }

  /** The word in a place, which is alone there. */
  #write(number: number, place: number): void {
    if (this.size < this.#letteredUpTo) {
      const { letters } = this
      letters.reserve(LONGEST_SPELLED)
      const end = knownPieces.copySpelled(place, letters.codes, letters.length)
      if (end > letters.length) letters.endWord(end)
      else {
        const piece = knownPieces.valueAt(place)
        if (piece !== undefined && !Array.isArray(piece)) letters.add(piece.text)
      }
    }
    this.#push(number)
  }

  protected override add(word: Word): void {
    if (this.size < this.#letteredUpTo) this.letters.add(word.text)
    this.#push(this.#vocabulary.intern(word))
  }

  #push(number: number): void {
    if (this.size === this.numbers.length) {
      const longer = new Int32Array(this.size * 2)
      longer.set(this.numbers)
      this.numbers = longer
    }
    this.numbers[this.size] = number
    this.size += 1
  }
}
