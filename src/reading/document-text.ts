import { Worker } from 'node:worker_threads'
import { kindOfFile } from './file-kind.ts'
import type { DocumentJob, DocumentText } from './document-worker.ts'
import { threadCode } from './thread-code.ts'

/** A file that takes longer is not worth the wait. */
const PATIENCE_MS = 15_000
const MEMORY_MB = 256
const MAXIMUM_BYTES = 20_000_000
/** Text beyond this is not looked at anyway. */
const MAXIMUM_TEXT = 50_000

export type { DocumentText } from './document-worker.ts'

/** PDFs and Word files are taken apart in a thread of their own, with a bound of time and memory. */
function readInThread(job: DocumentJob): Promise<DocumentText> {
  return new Promise((resolve) => {
    const worker = new Worker(threadCode(new URL('document-worker.ts', import.meta.url)), {
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
