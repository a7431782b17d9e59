import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { smallerPicture } from '../../src/reading/smaller-picture.ts'
import { seededRandom } from '../support/seeded-random.ts'

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2a8' } })
const metadataOf = async (bytes: Buffer | undefined) => sharp(bytes ?? Buffer.alloc(0)).metadata()

describe('a picture that staff choose', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('is a small JPEG whatever it was: %s', async (format) => {
    const small = await smallerPicture(await plain(3_000, 2_000).toFormat(format).toBuffer())
    expect(await metadataOf(small)).toMatchObject({ format: 'jpeg', width: 1_280, height: 853 })
  })

  it('is at most 200 KB, however hard it is to compress', async () => {
    const random = seededRandom(4)
    const noise = Buffer.from(Array.from({ length: 1_200 * 1_200 * 3 }, () => Math.floor(random() * 256)))
    const png = await sharp(noise, { raw: { width: 1_200, height: 1_200, channels: 3 } })
      .png()
      .toBuffer()
    const small = await smallerPicture(png)
    expect(small?.length).toBeLessThanOrEqual(200 * 1_024)
    expect((await metadataOf(small)).width).toBeGreaterThanOrEqual(160)
  })

  it('is turned upright, and tells nothing of where it was taken', async () => {
    const jpeg = await plain(600, 300)
      .withExif({ IFD0: { Orientation: '6', Copyright: 'rahasia' }, IFD3: { GPSLatitude: '1/1 2/1 3/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const small = await smallerPicture(jpeg)
    const { width, height, exif } = await metadataOf(small)
    expect([width, height, exif]).toEqual([300, 600, undefined])
    expect(small?.includes('rahasia')).toBe(false)
  })

  it('has nothing left of what hid behind it', async () => {
    const polyglot = Buffer.concat([await plain(80, 80).jpeg().toBuffer(), Buffer.from('<?php evil();')])
    expect((await smallerPicture(polyglot))?.includes('evil')).toBe(false)
  })

  it('has white where it was transparent', async () => {
    const clear = { create: { width: 20, height: 20, channels: 4, background: '#0000' } } as const
    const small = await smallerPicture(await sharp(clear).png().toBuffer())
    const { data } = await sharp(small).raw().toBuffer({ resolveWithObject: true })
    expect(Math.min(...data)).toBeGreaterThan(250)
  })

  it('is refused when it is broken, another kind of file, or far too large to unpack', async () => {
    const whole = await plain(400, 400).png().toBuffer()
    const huge = await plain(10_000, 6_000).png().toBuffer()
    const gif = await plain(9, 9).gif().toBuffer()
    for (const bytes of [
      whole.subarray(0, whole.length / 2),
      huge,
      gif,
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      Buffer.from('%PDF-1.7'),
      Buffer.alloc(0),
    ]) {
      expect(await smallerPicture(bytes)).toBeUndefined()
    }
  })
})
