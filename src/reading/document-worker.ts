import { parentPort, workerData } from 'node:worker_threads'
import { unzip } from 'fflate'
import { extractText, getDocumentProxy } from 'unpdf'

/** What the thread is to do. */
export interface DocumentJob {
  kind: 'pdf' | 'docx'
  bytes: Uint8Array
  maximumText: number
}

/** What a document says. */
export type DocumentText =
  | { type: 'text'; text: string }
  | { type: 'empty' }
  | { type: 'failed'; because: 'slow' | 'broken' | 'too_large' | 'unknown_kind' }

const WORD_TEXT = 'word/document.xml'
/** A file of a few kilobytes can unfold to gigabytes. */
const MAXIMUM_XML = 20_000_000

async function readPdf(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { text } = await extractText(document, { mergePages: false })
  return text.join('\n')
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The paragraphs of Word's XML. */
function textOfXml(xml: string): string {
  return xml
    .replaceAll(/<w:p(?=[ >])/g, '\n<w:p')
    .replaceAll(/<w:(?:tab|br)\/>/g, ' ')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole)
}

const isWordText = ({ name, originalSize }: { name: string; originalSize: number }) =>
  name === WORD_TEXT && originalSize <= MAXIMUM_XML

function readDocx(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    unzip(bytes, { filter: isWordText }, (error, files) => {
      const xml = files?.[WORD_TEXT]
      if (error === null && xml !== undefined) resolve(textOfXml(new TextDecoder().decode(xml)))
      else reject(error ?? new Error('there is no text in it'))
    })
  })
}

async function read({ kind, bytes, maximumText }: DocumentJob): Promise<DocumentText> {
  try {
    const text = (await (kind === 'pdf' ? readPdf(bytes) : readDocx(bytes))).slice(0, maximumText).trim()
    return text === '' ? { type: 'empty' } : { type: 'text', text }
  } catch {
    return { type: 'failed', because: 'broken' }
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
if (parentPort !== null) parentPort.postMessage(await read(workerData as DocumentJob))
