/** How often the perceptual hash takes two pictures for one. */
import sharp from 'sharp'
import { differingBits, SAME_PICTURE_BITS } from '../src/domain/picture-hash.ts'

interface Pair {
  fresh: Buffer
  worn: Buffer
}

/** As a messenger makes it small. */
const forwarded = (bytes: Buffer) => sharp(bytes).resize(480).jpeg({ quality: 40 }).toBuffer()

const within = (values: number[]) => values.filter((bits) => bits <= SAME_PICTURE_BITS).length

/** Each picture as it was made against itself as it arrived, and all against each other. In words. */
export async function compareHashes(
  pictures: Pair[],
  hashPicture: (bytes: Uint8Array) => Promise<string | undefined>,
): Promise<string> {
  const hashes = await Promise.all(
    pictures.map(async ({ fresh, worn }) => ({
      fresh: (await hashPicture(fresh)) ?? '',
      forwarded: (await hashPicture(await forwarded(fresh))) ?? '',
      worn: (await hashPicture(worn)) ?? '',
    })),
  )
  const own = hashes.map((hash) => differingBits(hash.fresh, hash.forwarded))
  const cropped = hashes.map((hash) => differingBits(hash.fresh, hash.worn))
  const others = hashes.flatMap((one, at) =>
    hashes
      .slice(at + 1)
      .flatMap((other) => [differingBits(one.worn, other.worn), differingBits(one.fresh, other.worn)]),
  )
  return [
    `\nsame picture (at most ${SAME_PICTURE_BITS} of 256 bits): ${within(own)} of ${own.length} known again when scaled and compressed`,
    `  (the furthest by ${Math.max(...own)} bits), ${within(cropped)} when cropped too;`,
    `  ${within(others)} of ${others.length} pairs of different pictures taken for one; the nearest differ in ${Math.min(...others)} bits`,
  ].join('\n')
}
