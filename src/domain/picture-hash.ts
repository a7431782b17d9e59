/**
 * A perceptual hash of a picture: 64 bits, as 16 hex digits. Pictures whose hashes differ in no more bits than this are
 * versions of one picture.
 */
export const SAME_PICTURE_BITS = 10

/** In how many bits two hashes differ, 0 to 64. */
export function differingBits(left: string, right: string): number {
  let rest = BigInt(`0x${left}`) ^ BigInt(`0x${right}`)
  let count = 0
  while (rest > 0n) {
    count += Number(rest & 1n)
    rest >>= 1n
  }
  return count
}
