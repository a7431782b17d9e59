import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { kindOfFile } from './file-kind.ts'
import type { DocumentJob, DocumentText } from './document-worker.ts'

/** A file that takes longer is not worth the wait. */
const PATIENCE_MS = 15_000
const MEMORY_MB = 256
const MAXIMUM_BYTES = 20_000_000
/** Text beyond this is not looked at anyway. */
const MAXIMUM_TEXT = 50_000

export type { DocumentText } from './document-worker.ts'

/** A thread of Node 20 does not take over how its parent reads TypeScript: it is told first. */
function threadCode(): string {
  // `require` finds the CommonJS half; a thread that imports needs the other one, which lies beside it.
  const found = createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/\.cjs$/, '.mjs')
  const register = pathToFileURL(found).href
  const file = new URL('document-worker.ts', import.meta.url).href
  return `import('${register}').then((tsx) => { tsx.register(); return import('${file}') })`
}

/** PDFs and Word files are taken apart in a thread of their own, with a bound of time and memory. */
function readInThread(job: DocumentJob): Promise<DocumentText> {
  return new Promise((resolve) => {
    const worker = new Worker(threadCode(), {
      eval: true,
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: true,
      stderr: true,
    })
    const finish = (result: DocumentText) => {
      clearTimeout(timer)
      void worker.terminate()
      resolve(result)
    }
    const timer = setTimeout(() => finish({ type: 'failed', because: 'slow' }), PATIENCE_MS)
    worker.once('message', finish)
    worker.once('error', () => finish({ type: 'failed', because: 'broken' }))
    worker.once('exit', () => finish({ type: 'failed', because: 'broken' }))
  })
}

/** The text of a PDF, a Word file or a plain text file. Never rejects. */
export async function readDocument(bytes: Uint8Array): Promise<DocumentText> {
  if (bytes.length > MAXIMUM_BYTES) return { type: 'failed', because: 'too_large' }
  const kind = kindOfFile(bytes)
  if (kind === 'text') {
    const text = new TextDecoder().decode(bytes).slice(0, MAXIMUM_TEXT).trim()
    return text === '' ? { type: 'empty' } : { type: 'text', text }
  }
  if (kind !== 'pdf' && kind !== 'docx') return { type: 'failed', because: 'unknown_kind' }
  return readInThread({ kind, bytes, maximumText: MAXIMUM_TEXT })
}
