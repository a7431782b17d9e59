import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError } from '../domain/error.ts'
import type { Quiz, QuizQuestion, Tip } from '../domain/literacy.ts'

/** Everything that the programme can bring, in the order in which it does. */
export interface LiteracyContent {
  tips: Tip[]
  quizzes: Quiz[]
}

/** How many questions a quiz has. */
export const QUESTIONS = 3
/** A tip must fit on the screen of a small phone. */
const LONGEST_TIP = 600
const LONGEST_QUESTION = 200
/** More than this does not fit on a button. */
const LONGEST_OPTION = 40
const LONGEST_EXPLANATION = 200

const TIPS_FILE = fileURLToPath(new URL('../../prisma/seed/literacy-tips.json', import.meta.url))
const QUIZZES_FILE = fileURLToPath(new URL('../../prisma/seed/literacy-quizzes.json', import.meta.url))

const strict = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `kolom ${issue.keys?.join(', ')} tidak dikenal`
        : 'harus berupa objek',
  })
const words = (limit: number) =>
  z
    .string(`harus berupa teks, paling panjang ${limit} huruf`)
    .trim()
    .min(1, 'harus diisi')
    .max(limit, `paling panjang ${limit} huruf`)
const id = z
  .string('harus diisi')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'harus huruf kecil, angka, dan tanda hubung')
  .max(60, 'paling panjang 60 huruf')
const date = z.iso.date('harus tanggal seperti 2026-11-26')
const source = z.url({ protocol: /^https$/, error: 'harus alamat yang diawali https://' }).optional()

const tip = strict({ id, title: words(80), text: words(LONGEST_TIP), source, date })

const question = strict({
  text: words(LONGEST_QUESTION),
  options: z
    .array(words(LONGEST_OPTION), 'harus berupa daftar pilihan')
    .min(3, 'harus tiga atau empat pilihan')
    .max(4, 'harus tiga atau empat pilihan')
    .refine(
      (options) => new Set(options.map((one) => one.toLowerCase())).size === options.length,
      'tidak boleh berulang',
    ),
  right: z.number('harus nomor pilihan yang benar').int('harus bilangan bulat').min(1, 'dihitung dari 1'),
  explanation: words(LONGEST_EXPLANATION),
  source,
}).refine(({ right, options }) => right <= options.length, {
  path: ['right'],
  error: 'menunjuk pilihan yang tidak ada',
})

const quiz = strict({
  id,
  title: words(60),
  questions: z
    .array(question, 'harus berupa daftar pertanyaan')
    .length(QUESTIONS, `harus ${QUESTIONS} pertanyaan`),
  date,
})

function withoutRepeats(items: { id: string }[], context: z.RefinementCtx): void {
  for (const [index, item] of items.entries()) {
    if (items.findIndex((one) => one.id === item.id) < index) {
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `"${item.id}" sudah dipakai` })
    }
  }
}

const list = <Item extends z.ZodType<{ id: string }>>(item: Item) =>
  z.array(item, 'harus berupa daftar').min(1, 'tidak boleh kosong').superRefine(withoutRepeats)

const place = (path: PropertyKey[]) =>
  path.map((part) => (typeof part === 'number' ? `ke-${part + 1}` : String(part))).join(' › ')

/** Reads one list from JSON. Throws `AppError('invalid')` with every place that is wrong and what it wants. */
function readList<Item>(text: string, schema: z.ZodType<Item[]>, file: string): Item[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new AppError('invalid', `${file} bukan JSON yang utuh.`)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const problems = read.error.issues.map(({ path, message }) => `${place(path) || 'isinya'}: ${message}`)
  throw new AppError('invalid', `${file}: ${problems.join('; ')}.`)
}

/** A key that has no value is missing, never undefined. */
const tidied = <Item extends { source?: string | undefined }>({ source, ...rest }: Item) => ({
  ...rest,
  ...(source === undefined ? {} : { source }),
})

/** Reads the two files' texts. Throws `AppError('invalid')` with one sentence that names every bad place. */
export function readContent(texts: { tips: string; quizzes: string }): LiteracyContent {
  const tips = readList(texts.tips, list(tip), 'literacy-tips.json')
  const quizzes = readList(texts.quizzes, list(quiz), 'literacy-quizzes.json')
  return {
    tips: tips.map(tidied),
    quizzes: quizzes.map((one) => ({
      ...one,
      questions: one.questions.map((asked): QuizQuestion => tidied(asked)),
    })),
  }
}

/** The content that comes with the product. Rejects with `AppError('invalid')` when it is bad. */
export async function loadContent(): Promise<LiteracyContent> {
  return readContent({
    tips: await readFile(TIPS_FILE, 'utf8'),
    quizzes: await readFile(QUIZZES_FILE, 'utf8'),
  })
}

/** Tells whether the content is still what somebody approved. */
export function fingerprint(content: LiteracyContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url')
}
