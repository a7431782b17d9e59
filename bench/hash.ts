/** A short, stable hash, for splits and made-up samples that stay the same. */
export function hash(text: string): number {
  let value = 2_166_136_261
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
  }
  return (value ^ (value >>> 15)) >>> 0
}
