/** Hands out pieces of large blocks of memory: thousands of small arrays would each cost more than they hold. */
export class Arena<Block extends Int32Array | Uint16Array> {
  readonly #make: (length: number) => Block
  readonly #blockLength: number
  #block: Block
  #used = 0

  constructor(make: (length: number) => Block, blockLength = 1 << 19) {
    this.#make = make
    this.#blockLength = blockLength
    this.#block = make(0)
  }

  /** A piece of this length, filled with 0. It is never taken back: the block lives as long as one of its pieces. */
  take(length: number): Block {
    if (this.#used + length > this.#block.length) {
      this.#block = this.#make(Math.max(length, this.#blockLength))
      this.#used = 0
    }
    this.#used += length
    return this.#block.subarray(this.#used - length, this.#used) as Block
  }
}
