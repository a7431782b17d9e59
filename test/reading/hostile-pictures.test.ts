import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { deflateSync } from 'node:zlib'
import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { kindOfFile } from '../../src/reading/file-kind.ts'
import { hashPicture } from '../../src/reading/picture-hash.ts'
import { createPictureReader, type PictureReaderDeps } from '../../src/reading/picture-text.ts'

const logger = createLogger('silent')
const chat = () => readFile(new URL('../fixtures/reading/dark-chat.png', import.meta.url))
const SAYS = /Jembatan Mahulu ditutup\s+total/
const reader = createPictureReader({ logger })
afterAll(() => reader.stop())

/** A PNG chunk with its checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const { crc32 } = createRequire(import.meta.url)('node:zlib') as { crc32: (data: Buffer) => number }
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of a few kilobytes that says it is `width` × `height`, and unfolds to that many zeros. */
function bomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  const rows = deflateSync(Buffer.alloc(Math.min(width * height, 60_000_000)), { level: 9 })
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.of())])
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })

/** Frames one after another, the chat first. */
const frames = async () => {
  const { data, info } = await sharp(await chat())
    .flatten({ background: '#000' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const all = Buffer.concat([data, Buffer.alloc(data.length, 90), Buffer.alloc(data.length, 200)])
  return sharp(all, { raw: { width, height: height * 3, channels, pageHeight: height } })
}

describe('a picture of an odd kind', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['an animated GIF', async () => (await frames()).gif().toBuffer()],
    ['an animated WebP', async () => (await frames()).webp({ quality: 80 }).toBuffer()],
    [
      'a CMYK JPEG',
      async () =>
        sharp(await chat())
          .toColourspace('cmyk')
          .jpeg()
          .toBuffer(),
    ],
    [
      'a PNG on glass',
      async () =>
        sharp(await chat())
          .ensureAlpha(0.98)
          .png()
          .toBuffer(),
    ],
    [
      'a PNG of 16 bits',
      async () =>
        sharp(await chat())
          .toColourspace('rgb16')
          .png()
          .toBuffer(),
    ],
    [
      'a photo that only its EXIF turns upright',
      async () =>
        sharp(
          await sharp(await chat())
            .rotate(-90)
            .toBuffer(),
        )
          .withMetadata({ orientation: 6 })
          .jpeg()
          .toBuffer(),
    ],
    [
      'a JPEG with a web page behind it',
      async () =>
        Buffer.concat([
          await sharp(await chat())
            .jpeg()
            .toBuffer(),
          Buffer.from('<html><script>alert(1)</script>'),
        ]),
    ],
    [
      'a JPEG with a zip behind it',
      async () =>
        Buffer.concat([
          await sharp(await chat())
            .jpeg()
            .toBuffer(),
          Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
        ]),
    ],
    [
      'a JPEG that lost its last bytes',
      async () =>
        (
          await sharp(await chat())
            .jpeg({ quality: 90 })
            .toBuffer()
        ).subarray(0, -400),
    ],
  ])(
    'is read all the same: %s',
    async (_name, make) => {
      const bytes = await make()
      expect(kindOfFile(bytes)).toBe('picture')
      expect(await reader.read(bytes)).toMatchObject({ type: 'text', text: expect.stringMatching(SAYS) })
      expect(await hashPicture(bytes)).toMatch(/^[0-9a-f]{64}$/)
    },
    60_000,
  )

  it.each<[string, () => Promise<Buffer>]>([
    ['1 × 1 pixel', () => blank(1, 1).png().toBuffer()],
    ['20,000 × 10 pixels', () => blank(20_000, 10).png().toBuffer()],
    ['10 × 20,000 pixels', () => blank(10, 20_000).jpeg().toBuffer()],
    [
      'nothing but glass',
      () =>
        sharp({ create: { width: 300, height: 300, channels: 4, background: '#0000' } })
          .png()
          .toBuffer(),
    ],
  ])(
    'says nothing: %s',
    async (_name, make) => {
      expect(await reader.read(await make())).toEqual({ type: 'empty' })
    },
    60_000,
  )

  it.each<[string, () => Promise<Uint8Array>]>([
    ['40,000 × 40,000 pixels in a few kilobytes', async () => bomb(40_000, 40_000)],
    ['a picture that says it is 65,000 × 65,000', async () => bomb(65_000, 65_000).subarray(0, 5_000)],
    [
      'the head of a PNG and a PDF behind it',
      async () => Buffer.from('\x89PNG\r\n\x1a\n%PDF-1.7 garbage', 'latin1'),
    ],
    ['a GIF that is a script', async () => Buffer.from('GIF89a=1;alert(1)//', 'latin1')],
    [
      'an SVG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>Halo semua</text></svg>'),
    ],
  ])(
    'is refused at once, in little memory: %s',
    async (_name, make) => {
      const bytes = await make()
      const before = process.memoryUsage().rss
      expect(await reader.read(bytes)).toEqual({ type: 'failed', because: 'broken' })
      expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
    },
    60_000,
  )

  it('leaves the reader as it was', async () => {
    expect(await reader.read(await chat())).toMatchObject({ text: expect.stringMatching(SAYS) })
  }, 60_000)
})

/** A thread that answers each picture with its first byte: 0 ends it, 1 never answers, 2 breaks it. */
const PUPPET = `const { parentPort } = require('node:worker_threads')
parentPort.on('message', ({ id, bytes }) => {
  if (bytes[0] === 0) process.exit(1)
  if (bytes[0] === 1) return
  if (bytes[0] === 2) throw new Error('out of memory')
  setTimeout(() => parentPort.postMessage({ id, text: 'gambar ' + bytes[0], confidence: 90 }), 5)
})`

function puppetReader(overrides: Partial<PictureReaderDeps> = {}) {
  let started = 0
  const startThread = () => {
    started += 1
    return new Worker(PUPPET, { eval: true, stdout: true, stderr: true })
  }
  const puppet = createPictureReader({ logger, startThread, ...overrides })
  onTestFinished(() => puppet.stop())
  return {
    read: (byte: number) => puppet.read(Uint8Array.of(byte)),
    stop: () => puppet.stop(),
    started: () => started,
  }
}

describe('the reader', () => {
  it.each([
    ['was killed in the middle', 0],
    ['broke', 2],
  ])('starts again when its thread %s: the next picture is read', async (_name, byte) => {
    const { read, started } = puppetReader()
    const results = await Promise.all([read(7), read(byte), read(8), read(9)])
    expect(results).toEqual([
      { type: 'text', text: 'gambar 7', confidence: 90 },
      { type: 'failed', because: 'broken' },
      { type: 'text', text: 'gambar 8', confidence: 90 },
      { type: 'text', text: 'gambar 9', confidence: 90 },
    ])
    expect(started()).toBe(2)
  })

  it('gives up a picture that takes too long, and reads the next one', async () => {
    const { read } = puppetReader({ patienceMs: 300 })
    expect(await Promise.all([read(1), read(5)])).toEqual([
      { type: 'failed', because: 'slow' },
      { type: 'text', text: 'gambar 5', confidence: 90 },
    ])
  })

  it('takes 40 pictures at once, says that it is busy to the others, and is free again afterwards', async () => {
    const { read } = puppetReader()
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => read(10 + index)))
    expect(results.filter(({ type }) => type === 'text')).toHaveLength(40)
    expect(results.slice(40)).toEqual(Array.from({ length: 10 }, () => ({ type: 'failed', because: 'busy' })))
    expect(await read(3)).toMatchObject({ type: 'text' })
  })

  it('lets everyone go at once when it is stopped while reading', async () => {
    const { read, stop, started } = puppetReader()
    const waiting = [read(1), read(5), read(6)]
    await new Promise((resolve) => setTimeout(resolve, 50))
    await stop()
    await stop()
    const busy = { type: 'failed', because: 'busy' }
    expect(await Promise.all([...waiting, read(5)])).toEqual([busy, busy, busy, busy])
    expect(started()).toBe(1)
  })
})
