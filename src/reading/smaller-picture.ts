import sharp from 'sharp'
import { openPicture } from './open-picture.ts'

const LONGEST_SIDE = 1_280
const MOST_BYTES = 200 * 1_024
/** The first that is small enough is taken; below the last one sides are halved. */
const QUALITIES = [82, 70, 58, 46, 34]
const SHORTEST_SIDE = 160

/**
 * A JPEG, PNG or WebP made anew as a JPEG of at most 200 KB and 1,280 pixels: nothing of the file but what is to be seen
 * comes through, neither its place nor what hides behind the picture. Undefined for what is no picture, or a broken one.
 */
export async function smallerPicture(bytes: Uint8Array): Promise<Buffer | undefined> {
  const picture = openPicture(bytes)
  if (picture === undefined) return undefined
  try {
    const { data, info } = await picture
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
