import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import type { Logger } from '../logger.ts'
import { MAXIMUM_PIXELS } from './picture-hash.ts'

/** Letters of a phone's screenshot are about as large as the reader likes them at this width. */
const READ_WIDTH = 1_600
const READ_HEIGHT = 3_200
/** A picture that is darker than this on average has light letters on a dark ground. */
const DARK = 110
/** A word less sure than this is left out, 0 to 100. */
const LEAST_CONFIDENCE = 45
/** Someone who waits longer has put the phone away. */
const PATIENCE_MS = 20_000
/** The reader takes about 150 MB while it is there. */
const IDLE_MS = 5 * 60_000
const LONGEST_QUEUE = 40

/** What a picture says; `confidence` 0 to 100. */
export type PictureText =
  | { type: 'text'; text: string; confidence: number }
  | { type: 'empty' }
  /** `busy`: too many others wait; `slow`: it took too long; `broken`: it is no picture that can be read. */
  | { type: 'failed'; because: 'busy' | 'slow' | 'broken' }

export interface PictureReader {
  /** Reads the letters of a picture: JPEG, PNG, WebP, GIF. One after another; never rejects. */
  read(bytes: Uint8Array): Promise<PictureText>
  /** Ends the reader's thread. Safe to call twice. */
  stop(): Promise<void>
}

/** Grey, as large as the reader likes it, dark letters on a light ground. */
async function prepare(bytes: Uint8Array): Promise<Buffer> {
  const options = { limitInputPixels: MAXIMUM_PIXELS, pages: 1 }
  const grey = await sharp(bytes, options)
    .autoOrient()
    .flatten({ background: 'white' })
    .greyscale()
    .resize(READ_WIDTH, READ_HEIGHT, { fit: 'inside', kernel: 'lanczos3' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const { channels } = await sharp(grey).stats()
  const isDark = (channels[0]?.mean ?? 255) < DARK
  const light = isDark ? sharp(grey).negate({ alpha: false }) : sharp(grey)
  return light.normalise().sharpen({ sigma: 0.8 }).png({ compressionLevel: 1 }).toBuffer()
}

function startWorker(): Promise<Worker> {
  const require = createRequire(import.meta.url)
  const langPath = join(dirname(require.resolve('@tesseract.js-data/ind/package.json')), '4.0.0_best_int')
  return createWorker('ind', OEM.LSTM_ONLY, {
    langPath,
    gzip: true,
    cacheMethod: 'none',
    errorHandler: () => undefined,
  })
}

interface Line {
  text: string
  confidence: number
}

/** The lines that were read well enough, and how sure the reader is of them together. */
function joinLines(lines: Line[]): PictureText {
  const good = lines.filter(
    ({ text, confidence }) => confidence >= LEAST_CONFIDENCE && /\p{L}{2}/u.test(text),
  )
  const text = good.map((line) => line.text.replaceAll(/\s+/g, ' ').trim()).join('\n')
  if (text === '') return { type: 'empty' }
  const letters = good.reduce((sum, line) => sum + line.text.length, 0)
  const confidence = good.reduce((sum, line) => sum + line.confidence * line.text.length, 0) / letters
  return { type: 'text', text, confidence }
}

/** Reads the letters in pictures, on this machine, in a thread of its own. */
export function createPictureReader({ logger }: { logger: Logger }): PictureReader {
  let starting: Promise<Worker> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let idle: NodeJS.Timeout | undefined

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = starting
    starting = undefined
    await (await ending?.catch(() => undefined))?.terminate()
  }

  async function recognise(image: Buffer): Promise<PictureText> {
    starting ??= startWorker()
    const worker = await starting
    await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO })
    const { data } = await worker.recognize(image, {}, { text: false, blocks: true })
    const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.lines))
    return joinLines(lines)
  }

  async function readOne(bytes: Uint8Array): Promise<PictureText> {
    clearTimeout(idle)
    let timer: NodeJS.Timeout | undefined
    const tooSlow = new Promise<PictureText>((resolve) => {
      timer = setTimeout(() => resolve({ type: 'failed', because: 'slow' }), PATIENCE_MS)
    })
    try {
      const image = await prepare(bytes)
      const result = await Promise.race([recognise(image), tooSlow])
      if (result.type === 'failed') await end()
      return result
    } catch (error) {
      logger.warn({ kind: error instanceof Error ? error.name : typeof error }, 'a picture was not read')
      await end()
      return { type: 'failed', because: 'broken' }
    } finally {
      clearTimeout(timer)
      idle = setTimeout(() => void end(), IDLE_MS)
      idle.unref()
    }
  }

  return {
    async read(bytes) {
      if (waiting >= LONGEST_QUEUE) return { type: 'failed', because: 'busy' }
      waiting += 1
      const mine = last.then(() => readOne(bytes))
      last = mine
      try {
        return await mine
      } finally {
        waiting -= 1
      }
    },
    stop: end,
  }
}
