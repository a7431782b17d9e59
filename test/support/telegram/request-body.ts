import type { IncomingMessage } from 'node:http'

/** The arguments of a call, whichever way they came. Files are referred to as `attach://<name>`. */
export interface CallArguments {
  payload: Record<string, unknown>
  files: Map<string, Buffer>
}

/** In a form everything is text; these fields are meant to be. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'text',
  'caption',
  'photo',
  'parse_mode',
  'url',
  'secret_token',
])

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function fromForm(name: string, value: string): unknown {
  if (TEXT_FIELDS.has(name)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function readForm(body: Buffer, boundary: string): CallArguments {
  const payload: Record<string, unknown> = {}
  const files = new Map<string, Buffer>()
  const delimiter = Buffer.from(`--${boundary}`)
  let start = body.indexOf(delimiter)
  while (start >= 0) {
    const end = body.indexOf(delimiter, start + delimiter.length)
    if (end < 0) break
    const part = body.subarray(start + delimiter.length + 2, end - 2)
    const split = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, split).toString('utf8')
    const content = part.subarray(split + 4)
    const name = /name="([^"]*)"/i.exec(head)?.[1] ?? ''
    if (/filename=/i.test(head)) files.set(name, content)
    else payload[name] = fromForm(name, content.toString('utf8'))
    start = end
  }
  return { payload, files }
}

/** Reads JSON and multipart bodies. */
export async function readArguments(request: IncomingMessage): Promise<CallArguments> {
  const body = await readAll(request)
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]
  if (boundary !== undefined) return readForm(body, boundary)
  const payload = body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Record<string, unknown>)
  return { payload, files: new Map() }
}
