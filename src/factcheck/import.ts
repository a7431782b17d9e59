import { z } from 'zod'
import { VERDICTS, type Clarification } from '../domain/clarification.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import type { Storage } from '../storage/storage.ts'

export interface ImportProblem {
  /** Counted from 1. */
  line: number
  /** One plain Indonesian sentence. */
  reason: string
}

export interface ImportResult {
  added: number
  changed: number
  unchanged: number
  problems: ImportProblem[]
}

const text = z.string().trim().min(1)

/** A text as it circulated: bare, or with more about it that is not kept. */
const circulatingText = z
  .union([z.string(), z.object({ text: z.string() })])
  .transform((value) => (typeof value === 'string' ? value : value.text).trim())

const row = z.object({
  id: text.max(200),
  claimReviewed: text,
  circulatingTexts: z.array(circulatingText).default([]),
  explanation: text,
  verdict: z.enum(VERDICTS),
  sourceUrl: z.url({ protocol: /^https?$/ }),
  publishedAt: z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]),
  publisher: text.optional(),
  areaCodes: z.array(z.string()).default([]),
  otherSources: z.array(z.object({ url: z.url({ protocol: /^https?$/ }), publisher: text })).default([]),
  pictureHashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).default([]),
})

type Row = z.infer<typeof row>

/** What each column wants, as the end of "Kolom … harus …". */
const WANTS: Record<keyof Row, string> = {
  id: 'ada, berupa teks, paling panjang 200 huruf',
  claimReviewed: 'ada dan berisi klaimnya dalam satu kalimat',
  circulatingTexts: 'berupa daftar teks',
  explanation: 'ada dan berisi penjelasan',
  verdict: `salah satu dari ${VERDICTS.join(', ')}`,
  sourceUrl: 'berupa alamat yang diawali http:// atau https://',
  publishedAt: 'berupa tanggal seperti 2024-03-12',
  publisher: 'berupa teks bila diisi',
  areaCodes: 'berupa daftar kode wilayah Kalimantan Timur, misalnya 64.72',
  otherSources: 'berupa daftar { url, publisher }, url-nya diawali http:// atau https://',
  pictureHashes: 'berupa daftar sidik gambar',
}

const isColumn = (name: unknown): name is keyof Row => typeof name === 'string' && name in WANTS

/** A day begins at midnight WITA; an instant without a zone is meant in WITA. */
function instantOf(publishedAt: string): Date {
  if (!publishedAt.includes('T')) return new Date(`${publishedAt}T00:00:00+08:00`)
  return new Date(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(publishedAt) ? publishedAt : `${publishedAt}+08:00`)
}

function toContent(value: Row): Omit<Clarification, 'version'> {
  const { id, claimReviewed, circulatingTexts, verdict, explanation, areaCodes, pictureHashes } = value
  const publisher = value.publisher ?? new URL(value.sourceUrl).hostname.replace(/^www\./, '')
  return {
    id,
    claimReviewed,
    circulatingTexts: circulatingTexts.filter(Boolean),
    verdict,
    explanation,
    sources: [{ url: value.sourceUrl, publisher }, ...value.otherSources],
    areaCodes,
    publishedAt: instantOf(value.publishedAt),
    status: 'published',
    ...(pictureHashes.length === 0 ? {} : { pictureHashes }),
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The clarification on a line, or the sentence that says what is wrong with it. */
function readRow(line: string, gazetteer: Gazetteer): Omit<Clarification, 'version'> | string {
  const json = parseJson(line)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return 'Baris ini bukan objek JSON yang utuh.'
  }
  const result = row.safeParse(json)
  if (!result.success) {
    const columns = new Set(result.error.issues.map(({ path }) => path[0]).filter(isColumn))
    return [...columns].map((column) => `Kolom ${column} harus ${WANTS[column]}.`).join(' ')
  }
  const strange = result.data.areaCodes.find((code) => gazetteer.get(code) === undefined)
  if (strange !== undefined) return `Kolom areaCodes harus ${WANTS.areaCodes}; "${strange}" tidak dikenal.`
  return toContent(result.data)
}

/**
 * Reads clarifications, one JSON object a line: `{ id, claimReviewed, circulatingTexts?, explanation, verdict,
 * sourceUrl, publishedAt, publisher?, areaCodes?, otherSources?, pictureHashes? }`. Good rows are saved and published in one transaction; bad ones
 * are reported by line. Importing the same text again changes nothing.
 */
export async function importClarifications(
  jsonlText: string,
  storage: Pick<Storage, 'clarifications' | 'gazetteer'>,
): Promise<ImportResult> {
  const problems: ImportProblem[] = []
  const contents = new Map<string, Omit<Clarification, 'version'>>()
  const lines = jsonlText.replace(/^\ufeff/, '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const content = readRow(line, storage.gazetteer)
    if (typeof content === 'string') problems.push({ line: index + 1, reason: content })
    else if (contents.has(content.id)) {
      problems.push({ line: index + 1, reason: `Id "${content.id}" sudah dipakai di baris sebelumnya.` })
    } else contents.set(content.id, content)
  }
  return { ...(await storage.clarifications.save([...contents.values()])), problems }
}
