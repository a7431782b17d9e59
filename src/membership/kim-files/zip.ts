/** Zip archives, as far as spreadsheets need them. Format: PKWARE APPNOTE 6.3, without ZIP64 and encryption. */
import { crc32, inflateRawSync } from 'node:zlib'

/** Why an archive cannot be read. `too_large`: it unpacks to more than is allowed. */
export type ZipProblem = 'broken' | 'too_large'

export class ZipError extends Error {
  override readonly name = 'ZipError'

  constructor(readonly problem: ZipProblem) {
    super(problem)
  }
}

const LOCAL_HEADER = 0x04_03_4b_50
const DIRECTORY_ENTRY = 0x02_01_4b_50
const END_OF_DIRECTORY = 0x06_05_4b_50
const LONGEST_COMMENT = 0xff_ff
const [STORED, DEFLATED] = [0, 8]
/** A workbook has some dozens. */
const MOST_ENTRIES = 2_000

/** Where the directory is: its end is looked for from the back, because a comment may follow it. */
function findDirectory(bytes: Buffer): { count: number; offset: number } {
  const first = Math.max(0, bytes.length - 22 - LONGEST_COMMENT)
  for (let at = bytes.length - 22; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) {
      return { count: bytes.readUInt16LE(at + 10), offset: bytes.readUInt32LE(at + 16) }
    }
  }
  throw new ZipError('broken')
}

/** The content of one entry: never more than `most` bytes, whatever the archive says. */
function contentOf(bytes: Buffer, entryAt: number, most: number): Buffer {
  const method = bytes.readUInt16LE(entryAt + 10)
  const packedSize = bytes.readUInt32LE(entryAt + 20)
  const headerAt = bytes.readUInt32LE(entryAt + 42)
  if (bytes.readUInt32LE(headerAt) !== LOCAL_HEADER) throw new ZipError('broken')
  const start = headerAt + 30 + bytes.readUInt16LE(headerAt + 26) + bytes.readUInt16LE(headerAt + 28)
  const packed = bytes.subarray(start, start + packedSize)
  if (packed.length !== packedSize || (method !== STORED && method !== DEFLATED)) throw new ZipError('broken')
  if (most <= 0) throw new ZipError('too_large')
  const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: most })
  if (content.length > most) throw new ZipError('too_large')
  if (crc32(content) !== bytes.readUInt32LE(entryAt + 16)) throw new ZipError('broken')
  return content
}

/**
 * The entries whose names are wanted, unpacked; together never more than `mostBytes`.
 * Throws `ZipError` for anything else than such an archive.
 */
export function unzip(
  bytes: Buffer,
  { isWanted, mostBytes }: { isWanted: (name: string) => boolean; mostBytes: number },
): Map<string, Buffer> {
  const entries = new Map<string, Buffer>()
  let left = mostBytes
  try {
    const { count, offset } = findDirectory(bytes)
    if (count > MOST_ENTRIES) throw new ZipError('too_large')
    let at = offset
    for (let index = 0; index < count; index += 1) {
      if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new ZipError('broken')
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
        bytes.readUInt16LE(at + field),
      ) as [number, number, number]
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
      if (isWanted(name)) {
        const content = contentOf(bytes, at, left)
        left -= content.length
        entries.set(name, content)
      }
      at += 46 + nameLength + extraLength + commentLength
    }
  } catch (error) {
    if (error instanceof ZipError) throw error
    const isBomb = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new ZipError(isBomb ? 'too_large' : 'broken')
  }
  return entries
}

/** An archive of the entries, not compressed. */
export function zip(entries: Map<string, Buffer>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of entries) {
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    // The name is UTF-8.
    common.writeUInt16LE(0x08_00, 2)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([signature(LOCAL_HEADER), common, nameBytes, content])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([signature(DIRECTORY_ENTRY), Buffer.from([20, 0]), common, rest, nameBytes]))
    parts.push(local)
    offset += local.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.size, 4)
  end.writeUInt16LE(entries.size, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, ...directory, signature(END_OF_DIRECTORY), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
