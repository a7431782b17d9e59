/**
 * A perceptual hash of a picture: 256 bits, as 64 hex digits. Pictures whose hashes differ in no more bits than this are
 * versions of one picture. Scaling and compressing change up to 12; screenshots of two chats in one app may differ in as
 * few as 22 (`npm run bench:pictures`), so a picture that was cropped is often not known again.
 */
export const SAME_PICTURE_BITS = 16

const ONES = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4]

/** In how many bits two hashes differ, 0 to 256. Hashes of different lengths have nothing in common. */
export function differingBits(left: string, right: string): number {
  if (left.length !== right.length) return Number.POSITIVE_INFINITY
  let count = 0
  for (let at = 0; at < left.length; at += 1) {
    count += ONES[Number.parseInt(left.charAt(at), 16) ^ Number.parseInt(right.charAt(at), 16)] ?? 0
  }
  return count
}
