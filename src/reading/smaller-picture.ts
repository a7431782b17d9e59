import sharp from 'sharp'
import { MAXIMUM_PIXELS } from './picture-hash.ts'

const LONGEST_SIDE = 1_280
const MOST_BYTES = 200 * 1_024
/** The first that is small enough is taken; below the last one sides are halved. */
const QUALITIES = [82, 70, 58, 46, 34]
const SHORTEST_SIDE = 160

const startsWith = (bytes: Uint8Array, start: number[]) => start.every((byte, index) => bytes[index] === byte)
const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

const isTaken = (bytes: Uint8Array) =>
  startsWith(bytes, [0xff, 0xd8, 0xff]) ||
  startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ||
  (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP')

/**
 * A JPEG, PNG or WebP made anew as a JPEG of at most 200 KB and 1,280 pixels: nothing of the file but what is to be seen
 * comes through, neither its place nor what hides behind the picture. Undefined for what is no picture, or a broken one.
 */
export async function smallerPicture(bytes: Uint8Array): Promise<Buffer | undefined> {
  if (!isTaken(bytes)) return undefined
  try {
    const options = { limitInputPixels: MAXIMUM_PIXELS, pages: 1, failOn: 'error' } as const
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .flatten({ background: 'white' })
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const raw = { width: info.width, height: info.height, channels: info.channels }
    for (let side = LONGEST_SIDE; side >= SHORTEST_SIDE; side /= 2) {
      for (const quality of QUALITIES) {
        const jpeg = await sharp(data, { raw })
          .resize(side, side, { fit: 'inside', withoutEnlargement: true })
          .jpeg({ quality, progressive: true })
          .toBuffer()
        if (jpeg.length <= MOST_BYTES) return jpeg
      }
    }
    return undefined
  } catch {
    return undefined
  }
}
