import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import { kindOfFile } from './file-kind.ts'
import { MAXIMUM_PIXELS } from './picture-hash.ts'
import { assembleText, type Line, type ReadText } from './picture-lines.ts'

/** A picture that the thread is to read. */
export interface PictureJob {
  id: number
  bytes: Uint8Array
}

/** What it says; `broken`: it is no picture. */
export type PictureResult = { id: number } & (ReadText | { broken: true })

/** Letters of a phone's screenshot are about as large as the reader likes them at this width, in pixels. */
const READ_WIDTH = 1_000
const READ_HEIGHT = 2_400
/** The ground under a letter is looked for in a picture so many times smaller, in a square of so many pixels. */
const GROUND_SCALE = 6
const GROUND_SIDE = 9
/** A difference from the ground, 0 to 255, that is a letter for certain. */
const FULL_CONTRAST = 110
/** Less than so many letters is little: it is looked at once more, as letters strewn over a picture. */
const FEW_LETTERS = 25
const UNSURE = 70
const DECODING_SECONDS = 8
/** Nothing can be written in a strip thinner than this, in pixels. */
const THINNEST = 12

interface Grey {
  pixels: Buffer
  width: number
  height: number
}

async function toGrey(bytes: Uint8Array): Promise<Grey> {
  // Phones and messengers write pictures that are slightly wrong, and cut them off: what is there is read.
  const { data, info } = await sharp(bytes, { limitInputPixels: MAXIMUM_PIXELS, pages: 1, failOn: 'none' })
    .timeout({ seconds: DECODING_SECONDS })
    .autoOrient()
    .flatten({ background: 'white' })
    .greyscale()
    .resize(READ_WIDTH, READ_HEIGHT, {
      fit: 'inside',
      kernel: 'lanczos3',
    })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { pixels: data, width: info.width, height: info.height }
}

const rawOf = ({ width, height }: Grey) => ({ raw: { width, height, channels: 1 as const } })

/** The colour of the ground at each pixel: what is most common around it. */
async function groundOf(grey: Grey): Promise<Buffer> {
  const small = await sharp(grey.pixels, rawOf(grey))
    .resize(
      Math.max(1, Math.round(grey.width / GROUND_SCALE)),
      Math.max(1, Math.round(grey.height / GROUND_SCALE)),
      {
        fit: 'fill',
        kernel: 'nearest',
      },
    )
    .median(GROUND_SIDE)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return sharp(small.data, { raw: { width: small.info.width, height: small.info.height, channels: 1 } })
    .resize(grey.width, grey.height, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
}

/** Dark letters on white, whatever they were before: light on dark beside dark on light, or on a photograph. */
async function toInk(grey: Grey): Promise<Grey> {
  const ground = await groundOf(grey)
  const pixels = Buffer.alloc(grey.pixels.length)
  for (let at = 0; at < pixels.length; at += 1) {
    const difference = Math.abs((grey.pixels[at] ?? 0) - (ground[at] ?? 0))
    pixels[at] = 255 - Math.min(255, (difference * 255) / FULL_CONTRAST)
  }
  return { ...grey, pixels }
}

let starting: Promise<Worker> | undefined

function start(): Promise<Worker> {
  const require = createRequire(import.meta.url)
  const langPath = join(dirname(require.resolve('@tesseract.js-data/ind/package.json')), '4.0.0_best_int')
  starting ??= createWorker('ind', OEM.LSTM_ONLY, {
    langPath,
    gzip: true,
    cacheMethod: 'none',
    errorHandler: () => undefined,
  })
  return starting
}

async function linesOf(grey: Grey, mode: PSM): Promise<Line[]> {
  const worker = await start()
  const image = await sharp(grey.pixels, rawOf(grey)).png({ compressionLevel: 1 }).toBuffer()
  await worker.setParameters({ tessedit_pageseg_mode: mode, user_defined_dpi: '200' })
  const { data } = await worker.recognize(image, {}, { text: false, blocks: true })
  return (data.blocks ?? [])
    .flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
    .map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
      text,
      confidence,
      box: { left: x0, top: y0, right: x1, bottom: y1 },
    }))
}

async function readPicture(bytes: Uint8Array): Promise<ReadText> {
  // The picture library would read more than pictures.
  if (kindOfFile(bytes) !== 'picture') throw new Error('this is no picture')
  void start()
  const grey = await toGrey(bytes)
  if (Math.min(grey.width, grey.height) < THINNEST) return { text: '', confidence: 0 }
  const first = assembleText(await linesOf(await toInk(grey), PSM.AUTO))
  if (first.text.length >= FEW_LETTERS && first.confidence >= UNSURE) return first
  const second = assembleText(await linesOf(grey, PSM.SPARSE_TEXT))
  return second.text.length * second.confidence > first.text.length * first.confidence ? second : first
}

function answer(result: PictureResult): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(result)
}

parentPort?.on('message', ({ id, bytes }: PictureJob) => {
  void readPicture(bytes).then(
    (text) => answer({ id, ...text }),
    () => answer({ id, broken: true }),
  )
})
