import { LineCounter, parseDocument } from 'yaml'
import { FRONT_MATTER, WHOLE_FILE, type FieldProblem } from './problem.ts'

/** No announcement needs more; a bigger file is not even read. */
export const MAX_FILE_BYTES = 64 * 1024

export const TOO_BIG: FieldProblem = {
  field: WHOLE_FILE,
  reason: 'Berkas ini lebih dari 64 KB. Pendekkan isinya, dan simpan gambar sebagai berkas terpisah.',
}

const NOT_UTF8: FieldProblem = {
  field: WHOLE_FILE,
  reason: 'Berkas ini bukan teks UTF-8. Simpan ulang di editor teks dengan pilihan "UTF-8".',
}

/** A file cut in two: the keys above, every scalar still the text that was written, and the Markdown below. */
export interface SourceParts {
  keys: Record<string, unknown>
  body: string
}

export type Reading<Value> = { ok: true; value: Value } | { ok: false; problem: FieldProblem }

const refuse = (problem: FieldProblem) => ({ ok: false, problem }) as const
const refuseFrontMatter = (reason: string) => refuse({ field: FRONT_MATTER, reason })

/** The text of a file: valid UTF-8, with plain line ends and no byte order mark. */
function decode(bytes: Uint8Array): Reading<string> {
  if (bytes.byteLength > MAX_FILE_BYTES) return refuse(TOO_BIG)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // A NUL is valid UTF-8, but only UTF-16 without its mark looks like that.
    if (text.includes('\0')) return refuse(NOT_UTF8)
    return { ok: true, value: text.replaceAll(/\r\n?/g, '\n') }
  } catch {
    return refuse(NOT_UTF8)
  }
}

/** What a YAML document holds; undefined when its aliases multiply beyond reason. */
function plainValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 })
  } catch {
    return undefined
  }
}

/** Reads the keys. Scalars stay text: `64.10` does not become 64.1, and a date does not move to UTC. */
function readKeys(yaml: string): Reading<Record<string, unknown>> {
  const lineCounter = new LineCounter()
  const document = parseDocument(yaml, { schema: 'failsafe', lineCounter, logLevel: 'silent' })
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) {
    // One more for the opening `---`.
    const line = lineCounter.linePos(error.pos[0]).line + 1
    const advice =
      error.code === 'DUPLICATE_KEY'
        ? 'Ada isian yang ditulis dua kali. Hapus salah satunya.'
        : 'Periksa tanda titik dua, tanda petik, kurung, dan spasi di awal baris.'
    return refuseFrontMatter(
      `Bagian di antara dua garis --- tidak bisa dibaca (sekitar baris ${line}). ${advice}`,
    )
  }
  const keys = plainValue(document)
  if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) {
    return refuseFrontMatter(
      'Bagian di antara dua garis --- harus berupa isian seperti "title: Judul pengumuman".',
    )
  }
  return { ok: true, value: keys as Record<string, unknown> }
}

/** Cuts a file into its keys and its body, or says why that is not possible. Never throws. */
export function readSource(bytes: Uint8Array): Reading<SourceParts> {
  const text = decode(bytes)
  if (!text.ok) return text
  const opening = /^---[^\S\n]*\n/.exec(text.value)
  if (opening === null) {
    return refuseFrontMatter(
      'Baris pertama harus ---, lalu isian (title, topic, dan lainnya), lalu --- lagi.',
    )
  }
  const rest = text.value.slice(opening[0].length)
  const closing = /^---[^\S\n]*$/m.exec(rest)
  if (closing === null) {
    return refuseFrontMatter(
      'Garis --- penutup tidak ada. Tambahkan --- di baris sendiri sesudah isian terakhir.',
    )
  }
  const keys = readKeys(rest.slice(0, closing.index))
  if (!keys.ok) return keys
  const body = rest.slice(closing.index + closing[0].length).trim()
  return { ok: true, value: { keys: keys.value, body } }
}
