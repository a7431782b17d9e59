/** Lets whole numbers through once each. Keeps its memory between runs. */
export class Sieve {
  /** Open addressing: the numbers seen, each with the run in which it was. */
  #values = new Int32Array(1024)
  #runs = new Int32Array(1024)
  #run = 0
  /** The table in use is this and one more: as small as the run allows, so that it stays near the processor. */
  #mask = 0
  #kept = new Int32Array(512)

  /** Those of `values` from `from` to below `to`, each once, in the order in which they come: good until the next run. */
  distinct(values: Int32Array, from: number, to: number): Int32Array {
    this.start(to - from)
    const kept = this.#kept
    let count = 0
    for (let at = from; at < to; at += 1) {
      const value = values[at] ?? 0
      kept[count] = value
      if (this.isNew(value)) count += 1
    }
    return kept.subarray(0, count)
  }

  /** Begins a run of at most so many numbers. */
  start(count: number): void {
    this.#run += 1
    const room = 2 ** Math.ceil(Math.log2(Math.max(count, 2)))
    this.#mask = room * 2 - 1
    if (room <= this.#kept.length) return
    this.#kept = new Int32Array(room)
    this.#values = new Int32Array(room * 2)
    this.#runs = new Int32Array(room * 2)
    this.#run = 1
  }

  /** True when a number comes for the first time in the run. */
  isNew(value: number): boolean {
    const values = this.#values
    const runs = this.#runs
    const run = this.#run
    const mask = this.#mask
    let place = (Math.imul(value, 0x9e_37_79_b1) >>> 12) & mask
    while (runs[place] === run && values[place] !== value) place = (place + 1) & mask
    if (runs[place] === run) return false
    runs[place] = run
    values[place] = value
    return true
  }
}
