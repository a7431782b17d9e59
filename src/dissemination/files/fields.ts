import { z } from 'zod'
import type { FieldProblem } from './problem.ts'

/** How each key of a mapping is read. */
export type FieldSchemas = Record<string, z.ZodType>

/** What was read. A key is missing when it was not written, or when its value is a problem. */
export type FieldValues<Schemas extends FieldSchemas> = { [Key in keyof Schemas]?: z.output<Schemas[Key]> }

export interface FieldsReading<Schemas extends FieldSchemas> {
  values: FieldValues<Schemas>
  problems: FieldProblem[]
}

function unknownKeyReason(key: string, known: string[]): string {
  const near = known.find((name) => name.toLowerCase() === key.toLowerCase() || name.startsWith(key))
  return near === undefined
    ? `Isian "${key}" tidak dikenal. Hapus, atau pakai salah satu: ${known.join(', ')}.`
    : `Isian "${key}" tidak dikenal. Mungkin maksudnya "${near}".`
}

/**
 * Reads every key on its own, so that all problems are found at once. Unknown keys are problems.
 * `prefix` (`schedule.`) comes before the names of fields.
 */
export function readFields<Schemas extends FieldSchemas>(
  raw: Readonly<Record<string, unknown>>,
  schemas: Schemas,
  prefix = '',
): FieldsReading<Schemas> {
  const known = Object.keys(schemas)
  const problems: FieldProblem[] = Object.keys(raw)
    .filter((key) => !known.includes(key))
    .map((key) => ({ field: `${prefix}${key}`, reason: unknownKeyReason(key, known) }))
  const values: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(schemas)) {
    const written = Object.hasOwn(raw, key) && raw[key] !== '' ? raw[key] : undefined
    const result = schema.safeParse(written)
    if (!result.success) {
      problems.push(
        ...result.error.issues.map(({ message }) => ({ field: `${prefix}${key}`, reason: message })),
      )
    } else if (result.data !== undefined) values[key] = result.data
  }
  return { values: values as FieldValues<Schemas>, problems }
}

/** A mapping below a key; its own keys are read by another `readFields`. */
export const mapping = (example: string) =>
  z.record(z.string(), z.unknown(), {
    error: (issue) =>
      issue.input === undefined
        ? `Wajib diisi, misalnya ${example}.`
        : `Tulis sebagai isian di bawahnya, misalnya ${example}.`,
  })

/** A text in one line. `hint` ends the sentence when it is missing: `tulis judul pengumumannya`. */
export const line = (maxLength: number, hint: string) =>
  z
    .string({
      error: (issue) => (issue.input === undefined ? `Wajib diisi: ${hint}.` : `Harus berupa teks: ${hint}.`),
    })
    .trim()
    .min(1, `Wajib diisi: ${hint}.`)
    .max(maxLength, `Terlalu panjang, paling banyak ${maxLength} huruf. Pendekkan.`)
    .regex(/^[^\p{Cc}]*$/u, 'Harus satu baris saja, tanpa ganti baris.')

/** One value or a list of values, each of them a text. */
const list = (example: string) =>
  z.union([z.string().transform((value) => [value]), z.array(z.string().trim().min(1))], {
    error: `Tulis sebagai daftar, misalnya ${example}.`,
  })

/** Turns a text into something else; `reasonOf` says in a sentence what is wrong when `read` gives undefined. */
export const readAs = <Value>(
  read: (text: string) => Value | undefined,
  reasonOf: (text: string) => string,
) =>
  z
    .string({ error: (issue) => reasonOf(issue.input === undefined ? '' : JSON.stringify(issue.input)) })
    .transform((text, context) => {
      const value = read(text.trim())
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: reasonOf(text.trim()) })
      return z.NEVER
    })

/** A list whose entries are turned into something else, with one problem for each entry that cannot be. */
export const listOf = <Value>(
  example: string,
  read: (text: string) => Value | undefined,
  reasonOf: (text: string) => string,
) =>
  list(example).transform((texts, context) =>
    texts.flatMap((text): Value[] => {
      const value = read(text)
      if (value !== undefined) return [value]
      context.addIssue({ code: 'custom', message: reasonOf(text) })
      return []
    }),
  )

/** A list of fixed words. `what` names one of them at the head of a sentence: `Saluran`. */
export const wordList = <Word extends string>(words: readonly Word[], what: string) =>
  listOf(
    `[${words.join(', ')}]`,
    (text) => words.find((word) => word === text.toLowerCase()),
    (text) => `${what} "${text}" tidak dikenal. Pilih dari: ${words.join(', ')}.`,
  )
