/** What happens to a picture on its way through phones. */
import sharp from 'sharp'
import type { Style } from './picture-posts.ts'

type Random = () => number
const between = (random: Random, low: number, high: number) => Math.round(low + random() * (high - low))

/** Cut as a thumb cuts: a little of the rim, never the middle. */
async function cropped(bytes: Buffer, random: Random): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata()
  const left = between(random, 0, width * 0.012)
  const top = between(random, 0, Math.min(40, height * 0.04))
  return sharp(bytes)
    .extract({
      left,
      top,
      width: width - left - between(random, 0, width * 0.012),
      height: height - top - between(random, 0, Math.min(60, height * 0.05)),
    })
    .png()
    .toBuffer()
}

/** A sheet that somebody held a phone over: turned a little, in uneven light, with the noise of a small lens. */
async function photographed(bytes: Buffer, random: Random): Promise<Buffer> {
  const turned = await sharp(bytes)
    .rotate(random() * 4 - 2, { background: '#8a7f72' })
    .blur(0.6)
    .png()
    .toBuffer()
  const { width, height } = await sharp(turned).metadata()
  const noise = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 14 },
    },
  })
    .png()
    .toBuffer()
  const light = Buffer.from(
    `<svg width="${width}" height="${height}"><defs><linearGradient id="l" x2="1" y2="1"><stop stop-color="#fff"/><stop offset="1" stop-color="#8a8a8a"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#l)"/></svg>`,
  )
  return sharp(turned)
    .composite([
      { input: light, blend: 'multiply' },
      { input: noise, blend: 'soft-light' },
    ])
    .png()
    .toBuffer()
}

/** Made small and pressed by a messenger. The bytes are JPEG, most often. */
async function pressed(bytes: Buffer, random: Random): Promise<Buffer> {
  const { width } = await sharp(bytes).metadata()
  const small = sharp(bytes).resize(Math.min(width, between(random, 360, 720)))
  const quality = between(random, 25, 60)
  return random() < 0.85
    ? small.jpeg({ quality, mozjpeg: true }).toBuffer()
    : small.webp({ quality }).toBuffer()
}

/** A picture as it reaches the bot. Seeded: the same for the same `random`. */
export async function worn(bytes: Buffer, style: Style, random: Random): Promise<Buffer> {
  const taken = style === 'paper' ? await photographed(bytes, random) : bytes
  return pressed(await cropped(taken, random), random)
}
