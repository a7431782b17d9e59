import { Worker } from 'node:worker_threads'
import type { Logger } from '../logger.ts'
import type { PictureJob, PictureResult } from './picture-worker.ts'
import { threadCode } from './thread-code.ts'

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
  /** Ends the reader's thread; whoever waits hears `busy`, as everyone does from then on. Safe to call twice. */
  stop(): Promise<void>
}

function textOf(result: PictureResult): PictureText {
  if ('broken' in result) return { type: 'failed', because: 'broken' }
  const { text, confidence } = result
  return text === '' ? { type: 'empty' } : { type: 'text', text, confidence }
}

/** Starts the thread that `picture-worker.ts` describes. */
function startThread(): Worker {
  const thread = new Worker(threadCode(new URL('picture-worker.ts', import.meta.url)), {
    eval: true,
    stdout: true,
    stderr: true,
  })
  // What the libraries print goes nowhere.
  thread.stdout.resume()
  thread.stderr.resume()
  thread.unref()
  return thread
}

export interface PictureReaderDeps {
  logger: Logger
  /** For tests. */
  patienceMs?: number
  startThread?: () => Worker
}

/** Reads the letters in pictures, on this machine, in a thread of its own. */
export function createPictureReader(deps: PictureReaderDeps): PictureReader {
  const { logger, patienceMs = PATIENCE_MS } = deps
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let lastId = 0
  let idle: NodeJS.Timeout | undefined
  let isStopped = false
  /** Lets go of the picture that is being read. */
  let giveUp: ((result: PictureText) => void) | undefined

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = undefined
    await ending?.terminate()
  }

  /** Resolves with what the thread says, or with what became of it. */
  function ask(reader: Worker, bytes: Uint8Array): Promise<PictureText> {
    const id = (lastId += 1)
    return new Promise((resolve) => {
      const settle = (result: PictureText) => {
        clearTimeout(timer)
        reader.off('message', hear).off('error', fail).off('exit', fail)
        giveUp = undefined
        resolve(result)
      }
      const hear = (result: PictureResult) => {
        if (result.id === id) settle(textOf(result))
      }
      const fail = () => {
        thread = undefined
        settle({ type: 'failed', because: 'broken' })
      }
      const timer = setTimeout(() => settle({ type: 'failed', because: 'slow' }), patienceMs)
      giveUp = settle
      reader.on('message', hear).once('error', fail).once('exit', fail)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      reader.postMessage({ id, bytes } satisfies PictureJob)
    })
  }

  async function readOne(bytes: Uint8Array): Promise<PictureText> {
    if (isStopped) return { type: 'failed', because: 'busy' }
    clearTimeout(idle)
    if (thread === undefined) {
      thread = (deps.startThread ?? startThread)()
      thread.on('error', (error) => {
        logger.warn(
          { kind: error instanceof Error ? error.name : typeof error },
          'the reader of pictures broke',
        )
      })
    }
    const result = await ask(thread, bytes)
    if (result.type === 'failed') logger.warn({ because: result.because }, 'a picture was not read')
    // It is still busy with the picture that nobody waits for.
    if (result.type === 'failed' && result.because === 'slow') await end()
    idle = setTimeout(() => void end(), IDLE_MS)
    idle.unref()
    return result
  }

  return {
    async read(bytes) {
      if (waiting >= LONGEST_QUEUE || isStopped) return { type: 'failed', because: 'busy' }
      waiting += 1
      const mine = last.then(() => readOne(bytes))
      last = mine
      try {
        return await mine
      } finally {
        waiting -= 1
      }
    },
    async stop() {
      isStopped = true
      giveUp?.({ type: 'failed', because: 'busy' })
      await end()
    },
  }
}
