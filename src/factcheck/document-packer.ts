import type { Arena } from './arena.ts'
import { claimOf, cutField, LEAD_WORDS, textsOf, type SearchDocument } from './document.ts'
import { FieldReader } from './field-reader.ts'
import { GramReader, packedLength, packGrams } from './grams.ts'
import { bitsLength, HEADER, HEADER_LENGTH, PackedDocument, TEXT_HEADER_LENGTH } from './packed-document.ts'
import { pairKey } from './pair-set.ts'
import { Sieve } from './sieve.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Turns documents into records; see `PackedDocument`. Keeps its memory between documents. */
export class DocumentPacker {
  readonly #fields: FieldReader
  readonly #reader = new GramReader()
  readonly #sieve = new Sieve()
  /** The grams of the fields read so far, packed. */
  #grams = new Uint16Array(1 << 13)
  #gramsEnd = 0

  /** The vocabulary learns the terms of all documents. */
  constructor(vocabulary: Vocabulary) {
    this.#fields = new FieldReader(vocabulary)
  }

  /** Reads a document, and writes its record to the arena. */
  pack(document: SearchDocument, arena: Arena): PackedDocument {
    const texts = textsOf(document)
    const fields = this.#fields
    fields.reset()
    this.#gramsEnd = 0
    // The order in which terms get their numbers: by how much a field tells.
    const claim = this.#readField(claimOf(document))
    const ofTexts = texts.map((text) => this.#readField(text))
    const body = this.#readField(cutField(document.explanation), LEAD_WORDS)
    const words = fields.size
    const terms = HEADER_LENGTH + TEXT_HEADER_LENGTH * texts.length
    const grams = terms + words + 2 * bitsLength(words)
    const length = grams + Math.ceil(this.#gramsEnd / 2)

    const { block, start } = arena.take(length)
    const { ints } = block
    ints[start + HEADER.words] = words
    ints[start + HEADER.claimWords] = claim.words
    ints[start + HEADER.textWords] = words - claim.words - body.words
    ints[start + HEADER.leadWords] = Math.min(LEAD_WORDS, body.words)
    ints[start + HEADER.claimGrams] = claim.grams
    ints[start + HEADER.leadGrams] = body.grams
    for (const [place, text] of ofTexts.entries()) {
      ints[start + HEADER_LENGTH + TEXT_HEADER_LENGTH * place] = text.words
      ints[start + HEADER_LENGTH + TEXT_HEADER_LENGTH * place + 1] = text.grams
    }
    ints.set(fields.numbers.subarray(0, words), start + terms)
    let from = start + terms
    for (const field of [claim, ...ofTexts, body]) {
      this.#markFirst(ints, { from, to: from + field.words }, start + terms, words)
      from += field.words
    }
    block.shorts.set(this.#grams.subarray(0, this.#gramsEnd), (start + grams) * 2)
    return new PackedDocument(document.id, texts, block, start, length)
  }

  /** Reads one more field; `grams` is how many 16-bit numbers those of its first `lettered` words take up. */
  #readField(text: string, lettered = Infinity): { words: number; grams: number } {
    const words = this.#fields.read(text, lettered)
    const set = this.#reader.read(this.#fields.letters)
    const start = this.#gramsEnd
    const end = start + packedLength(set.length)
    if (end > this.#grams.length) {
      const longer = new Uint16Array(end * 2)
      longer.set(this.#grams)
      this.#grams = longer
    }
    this.#gramsEnd = packGrams(set, this.#grams, start)
    return { words, grams: end - start }
  }

  /** Sets a bit for each term of a field that comes for the first time, and for each pair; `terms` is the first place. */
  #markFirst(ints: Int32Array, field: { from: number; to: number }, terms: number, words: number): void {
    const { from, to } = field
    const sieve = this.#sieve
    const termBits = terms + words
    sieve.start(to - from)
    for (let at = from; at < to; at += 1) if (sieve.isNew(ints[at] ?? 0)) setBit(ints, termBits, at - terms)
    const pairBits = termBits + bitsLength(words)
    sieve.start(to - from)
    for (let at = from; at + 1 < to; at += 1) {
      if (sieve.isNew(pairKey(ints[at] ?? 0, ints[at + 1] ?? 0))) setBit(ints, pairBits, at - terms)
    }
  }
}

function setBit(ints: Int32Array, bits: number, bit: number): void {
  const place = bits + (bit >>> 5)
  ints[place] = (ints[place] ?? 0) | (1 << (bit & 31))
}
