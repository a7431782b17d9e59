import { open, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, relative, sep } from 'node:path'
import type { FieldProblem } from './problem.ts'

const FIELD = 'attachment'
const MAX_BYTES = 1024 * 1024
const MAGIC_LENGTH = 12

const OUTSIDE: FieldProblem = {
  field: FIELD,
  reason: 'Gambar harus berada di dalam folder siaran, misalnya images/nama.jpg.',
}

/** True for a path that stays below the folder it starts from, as far as its letters say. */
export function isInnerPath(path: string): boolean {
  const inner = normalize(path)
  return !isAbsolute(inner) && !path.includes('\\') && inner !== '.' && inner.split(sep)[0] !== '..'
}

const startsWith = (bytes: Buffer, start: number[]) => start.every((byte, index) => bytes[index] === byte)

/** JPEG, PNG or WebP, by the first bytes and not by the name. */
function isPicture(head: Buffer): boolean {
  const isJpeg = startsWith(head, [0xff, 0xd8, 0xff])
  const isPng = startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const isWebp = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'
  return isJpeg || isPng || isWebp
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC_LENGTH), 0, MAGIC_LENGTH, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Looks at the picture of an announcement: is it there, inside the folder, small enough, and a picture? */
export async function checkAttachment(folder: string, path: string): Promise<FieldProblem | undefined> {
  if (!isInnerPath(path)) return OUTSIDE
  try {
    const [realFolder, realFile] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    if (!isInnerPath(relative(realFolder, realFile))) return OUTSIDE
    const { size, isFile } = await stat(realFile).then((info) => ({ size: info.size, isFile: info.isFile() }))
    if (isFile && size > MAX_BYTES) {
      return { field: FIELD, reason: `Gambar "${path}" lebih dari 1 MB. Kecilkan dulu.` }
    }
    if (isFile && isPicture(await readHead(realFile))) return undefined
    return { field: FIELD, reason: `Berkas "${path}" bukan gambar JPEG, PNG, atau WebP. Ganti gambarnya.` }
  } catch {
    return {
      field: FIELD,
      reason: `Gambar "${path}" tidak ada atau tidak bisa dibuka. Periksa nama dan foldernya.`,
    }
  }
}
