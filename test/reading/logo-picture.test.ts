import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { logoPicture } from '../../src/reading/logo-picture.ts'
import { seededRandom } from '../support/seeded-random.ts'

const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 }
const badge = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#123a8c' } })

describe('a logo', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('becomes a small PNG whatever it was: %s', async (format) => {
    const logo = await logoPicture(await badge(1_200, 800).toFormat(format).toBuffer())
    expect(await sharp(logo).metadata()).toMatchObject({ format: 'png', width: 144, height: 96 })
  })

  it('loses its empty rim and stays transparent', async () => {
    const round = Buffer.from(
      '<svg width="100" height="100"><circle cx="50" cy="50" r="50" fill="#080"/></svg>',
    )
    const wide = await sharp({ create: { width: 900, height: 300, channels: 4, background: CLEAR } })
      .composite([{ input: round, left: 700, top: 100 }])
      .png()
      .toBuffer()
    const logo = await logoPicture(wide)
    expect(await sharp(logo).metadata()).toMatchObject({ width: 96, height: 96 })
    expect((await sharp(logo).ensureAlpha().raw().toBuffer())[3]).toBe(0)
  })

  it('is at most 24 KB, however colourful it is', async () => {
    const random = seededRandom(4)
    const noise = Buffer.from(Array.from({ length: 600 * 300 * 3 }, () => Math.floor(random() * 256)))
    const logo = await logoPicture(
      await sharp(noise, { raw: { width: 600, height: 300, channels: 3 } })
        .png()
        .toBuffer(),
    )
    expect(logo?.length).toBeLessThanOrEqual(24 * 1_024)
  })

  it('has nothing left of what hid behind it', async () => {
    const polyglot = Buffer.concat([
      await badge(80, 80).png().toBuffer(),
      Buffer.from('<script>evil()</script>'),
    ])
    expect((await logoPicture(polyglot))?.includes('evil')).toBe(false)
  })

  it.each([
    [
      'a drawing with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>evil()</script></svg>'),
    ],
    ['text', Buffer.from('bukan gambar')],
    ['nothing', Buffer.alloc(0)],
    ['a picture cut off', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70])],
  ])('is refused when it is %s', async (_, bytes) => {
    expect(await logoPicture(bytes)).toBeUndefined()
  })
})
