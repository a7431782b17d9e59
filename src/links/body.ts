import type { IncomingMessage } from 'node:http'
import { PassThrough, type Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { failed, noContent, ReadingStopped } from './failure.ts'

const FIRST_BUFFER_BYTES = 64 * 1024

/** Bytes that arrive in pieces of any size, in one piece of memory: a million pieces of one byte cost one million bytes. */
class Bytes {
  #bytes = Buffer.allocUnsafe(FIRST_BUFFER_BYTES)
  #length = 0

  add(piece: Buffer): void {
    const length = this.#length + piece.length
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    piece.copy(this.#bytes, this.#length)
    this.#length = length
  }

  get all(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}

/** Undefined for an encoding that nobody was asked for, and for several on top of each other. */
function decoderFor(encoding: string): Duplex | undefined {
  if (encoding === '' || encoding === 'identity') return new PassThrough()
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'deflate') return createInflate()
  return encoding === 'br' ? createBrotliDecompress() : undefined
}

export interface BodyLimits {
  /** As sent. */
  compressedBytes: number
  /** After unpacking. */
  decodedBytes: number
}

/** What stopped a body: our own limits, the connection, or data that does not unpack. */
function meaning(error: unknown, signal: AbortSignal): ReadingStopped {
  if (error instanceof ReadingStopped) return error
  if (signal.aborted) return failed('timeout')
  const { code = '' } = error as NodeJS.ErrnoException
  return /^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_BUFFER)/.test(code) ? noContent('not_html') : failed('connection')
}

/** Lets a stream through until it is longer than it may be. */
const within = (maximum: number) =>
  async function* limited(source: AsyncIterable<Buffer>) {
    let length = 0
    for await (const piece of source) {
      length += piece.length
      if (length > maximum) throw noContent('too_large')
      yield piece
    }
  }

/**
 * Reads and unpacks a body. Rejects with `ReadingStopped`: `too_large` as soon as a limit is passed, without keeping
 * what came until then.
 */
export async function readBody(
  message: IncomingMessage,
  limits: BodyLimits,
  signal: AbortSignal,
): Promise<Buffer> {
  const decoder = decoderFor((message.headers['content-encoding'] ?? '').trim().toLowerCase())
  if (decoder === undefined) throw noContent('not_html')
  if (Number(message.headers['content-length'] ?? 0) > limits.compressedBytes) throw noContent('too_large')
  const bytes = new Bytes()
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const piece of source) bytes.add(piece)
  }
  try {
    const measured = within(limits.compressedBytes)
    await pipeline(message, measured, decoder, within(limits.decodedBytes), collect, { signal })
    return bytes.all
  } catch (error) {
    throw meaning(error, signal)
  }
}

const META_CHARSET = /<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?\s{0,5}((?!utf-?16)[\w-]{2,40})/i
/** Browsers look for the charset here. */
const HEAD_BYTES = 4096

/** Windows-1252 from 0x80 to 0x9f (WHATWG Encoding). Some versions of Node decode these as Latin-1 (nodejs/node#56542). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const decodeWindows1252 = (bytes: Buffer) =>
  bytes
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, (unit) => WINDOWS_1252.charAt(unit.charCodeAt(0) - 0x80))

function decoderNamed(label: string | undefined): TextDecoder | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label)
  } catch {
    return undefined
  }
}

/**
 * The text of a page in the charset of its byte order mark, its header or its `<meta>`; otherwise UTF-8 when it is
 * valid, and windows-1252 when it is not. Never throws.
 */
export function decodeText(bytes: Buffer, contentType: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes)
  const named =
    decoderNamed(/charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})/i.exec(contentType)?.[1]) ??
    decoderNamed(META_CHARSET.exec(bytes.toString('latin1', 0, HEAD_BYTES))?.[1])
  if (named?.encoding === 'windows-1252') return decodeWindows1252(bytes)
  if (named !== undefined && named.encoding !== 'utf-8') return named.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: named === undefined }).decode(bytes)
  } catch {
    return decodeWindows1252(bytes)
  }
}
