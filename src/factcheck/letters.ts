const SPACE = 32

/** The letters of words, as UTF-16 units with a space before, between and behind them. Keeps its memory between texts. */
export class Letters {
  codes = new Uint16Array(8192)
  length = 1

  /** Forgets all words. */
  reset(): void {
    this.codes[0] = SPACE
    this.length = 1
  }

  /** Makes room for so many letters and the space behind them. */
  reserve(count: number): void {
    if (this.length + count < this.codes.length) return
    const longer = new Uint16Array((this.length + count + 1) * 2)
    longer.set(this.codes)
    this.codes = longer
  }

  /** Adds a word. */
  add(word: string): void {
    this.reserve(word.length)
    for (let index = 0; index < word.length; index += 1) {
      this.codes[this.length + index] = word.charCodeAt(index)
    }
    this.endWord(this.length + word.length)
  }

  /** The letters up to `end` were written; there ends a word. */
  endWord(end: number): void {
    this.codes[end] = SPACE
    this.length = end + 1
  }
}
