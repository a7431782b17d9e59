/** A block of memory, as numbers of 32 and of 16 bits. */
export interface Block {
  ints: Int32Array
  shorts: Uint16Array
}

function createBlock(length: number): Block {
  const ints = new Int32Array(length)
  return { ints, shorts: new Uint16Array(ints.buffer) }
}

/** Hands out pieces of large blocks of memory: thousands of small arrays would each cost more than they hold. */
export class Arena {
  readonly #blockLength: number
  #block = createBlock(0)
  #used = 0

  /** `blockLength`: of each block, in 32-bit numbers. */
  constructor(blockLength = 1 << 18) {
    this.#blockLength = blockLength
  }

  /** A piece of this length, filled with 0. It is never taken back: the block lives as long as one of its pieces. */
  take(length: number): { block: Block; start: number } {
    if (this.#used + length > this.#block.ints.length) {
      this.#block = createBlock(Math.max(length, this.#blockLength))
      this.#used = 0
    }
    const start = this.#used
    this.#used += length
    return { block: this.#block, start }
  }
}
