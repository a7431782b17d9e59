import type { Context } from 'hono'

/** A file as somebody chose it. */
export interface UploadedFile {
  /** As the browser says: never a path to write to. */
  name: string
  bytes: Buffer
}

/** What a form says. A field that is missing reads as empty. */
export interface Form {
  /** One field, trimmed, with plain line ends. */
  text: (name: string) => string
  /** Undefined when it is empty. */
  optional: (name: string) => string | undefined
  /** Every value of a field: checkboxes. */
  list: (name: string) => string[]
  isChecked: (name: string) => boolean
  file: (name: string) => Promise<UploadedFile | undefined>
}

/** Reads the body of a form, also one with files. */
export async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody({ all: true })
  const all = (name: string) => [body[name] ?? []].flat()
  const list = (name: string) =>
    all(name).flatMap((value) =>
      typeof value === 'string' && value.trim() !== '' ? [value.replaceAll('\r\n', '\n').trim()] : [],
    )
  const text = (name: string) => list(name).at(-1) ?? ''
  return {
    text,
    list,
    optional: (name) => text(name) || undefined,
    isChecked: (name) => list(name).length > 0,
    async file(name) {
      const file = all(name).find((value) => value instanceof File)
      if (!(file instanceof File) || file.size === 0) return undefined
      return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) }
    },
  }
}
