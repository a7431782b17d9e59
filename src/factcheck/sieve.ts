/** Lets whole numbers through once each. Keeps its memory between runs. */
export class Sieve {
  /** Open addressing: the numbers seen, each with the run in which it was. */
  #values = new Int32Array(1024)
  #runs = new Int32Array(1024)
  #run = 0
  #kept = new Int32Array(512)

  /** Those of `values` from `from` to below `to`, each once, in the order in which they come: good until the next run. */
  distinct(values: Int32Array, from: number, to: number): Int32Array {
    this.#reserve(to - from)
    this.#run += 1
    const run = this.#run
    const table = this.#values
    const runs = this.#runs
    const kept = this.#kept
    const mask = table.length - 1
    let count = 0
    for (let at = from; at < to; at += 1) {
      const value = values[at] ?? 0
      let place = (Math.imul(value, 0x9e_37_79_b1) >>> 12) & mask
      while (runs[place] === run && table[place] !== value) place = (place + 1) & mask
      if (runs[place] === run) continue
      runs[place] = run
      table[place] = value
      kept[count] = value
      count += 1
    }
    return kept.subarray(0, count)
  }

  /** Makes room for so many numbers. The table stays half empty at least. */
  #reserve(count: number): void {
    if (count <= this.#kept.length) return
    const room = 2 ** Math.ceil(Math.log2(count))
    this.#kept = new Int32Array(room)
    this.#values = new Int32Array(room * 2)
    this.#runs = new Int32Array(room * 2)
    this.#run = 0
  }
}
