import { openPicture } from './open-picture.ts'

/** Twice what a page shows, for sharp screens. */
const WIDEST = 360
const HIGHEST = 96
const MOST_BYTES = 24 * 1_024
/** The first that is small enough is taken. */
const COLOURS = [256, 64, 16]

/**
 * A JPEG, PNG or WebP made anew as a small PNG for the head of pages: empty rims cut off, what is transparent stays so.
 * Undefined for what is no picture, or a broken one.
 */
export async function logoPicture(bytes: Uint8Array): Promise<Buffer | undefined> {
  try {
    const trimmed = await openPicture(bytes)?.trim().png().toBuffer()
    if (trimmed === undefined) return undefined
    for (const colours of COLOURS) {
      const png = await openPicture(trimmed)
        ?.resize(WIDEST, HIGHEST, { fit: 'inside', withoutEnlargement: true })
        .png({ palette: true, colours, compressionLevel: 9 })
        .toBuffer()
      if (png !== undefined && png.length <= MOST_BYTES) return png
    }
    return undefined
  } catch {
    return undefined
  }
}
