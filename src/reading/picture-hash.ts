import sharp from 'sharp'
import { kindOfFile } from './file-kind.ts'

/** The picture is looked at in this size; its lowest frequencies make the hash. */
const SIDE = 64
const KEPT = 16
const HEX_DIGITS = (KEPT * KEPT) / 4
/** A picture of more than this many pixels is refused: it would only fill the memory. */
export const MAXIMUM_PIXELS = 50_000_000

const COSINES = Array.from({ length: KEPT }, (_, frequency) =>
  Float64Array.from({ length: SIDE }, (_value, at) =>
    Math.cos(((2 * at + 1) * frequency * Math.PI) / (2 * SIDE)),
  ),
)

/** The lowest frequencies of a discrete cosine transform, row by row. */
function lowFrequencies(pixels: Uint8Array): number[] {
  const rows = COSINES.map((cosine) =>
    Float64Array.from({ length: SIDE }, (_, y) =>
      cosine.reduce((sum, weight, x) => sum + weight * (pixels[y * SIDE + x] ?? 0), 0),
    ),
  )
  return COSINES.flatMap((cosine) =>
    rows.map((row) => cosine.reduce((sum, weight, y) => sum + weight * (row[y] ?? 0), 0)),
  )
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * A perceptual hash (DCT, 256 bits, as 64 hex digits): pictures that look alike have hashes that differ in few
 * bits, after scaling, compressing, and small changes. 64 bits do not tell one chat's screenshot from another's.
 * Undefined for what is no picture.
 */
export async function hashPicture(bytes: Uint8Array): Promise<string | undefined> {
  if (kindOfFile(bytes) !== 'picture') return undefined
  try {
    const pixels = await sharp(bytes, { limitInputPixels: MAXIMUM_PIXELS, pages: 1, failOn: 'none' })
      .autoOrient()
      .flatten({ background: 'white' })
      .greyscale()
      .resize(SIDE, SIDE, { fit: 'fill' })
      .raw()
      .toBuffer()
    const values = lowFrequencies(pixels)
    // The first value is the brightness of the whole: it would outweigh all others.
    const middle = median(values.slice(1))
    const bits = values.reduce((all, value) => (all << 1n) | (value > middle ? 1n : 0n), 0n)
    return bits.toString(16).padStart(HEX_DIGITS, '0')
  } catch {
    return undefined
  }
}
