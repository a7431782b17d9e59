import { createHash } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../domain/error.ts'
import { smallerPicture } from '../../../reading/smaller-picture.ts'

const NAME = /^[0-9a-f]{64}$/
const MOST_BYTES = 5 * 1_024 * 1_024

/** The name of a picture: what its bytes are, so that nobody's words become a path. */
export const isPictureName = (text: string): boolean => NAME.test(text)

export const fileOf = (name: string): string => `${name}.jpg`

export type Pictures = ReturnType<typeof createPictures>

/** Pictures of announcements that staff choose on the dashboard, in a folder of their own. */
export function createPictures(folder: string) {
  const save = async (bytes: Uint8Array): Promise<string> => {
    if (bytes.length > MOST_BYTES) throw new AppError('invalid', 'Gambarnya lebih dari 5 MB. Kecilkan dulu.')
    const picture = await smallerPicture(bytes)
    if (picture === undefined) {
      throw new AppError(
        'invalid',
        'Berkas itu bukan gambar JPEG, PNG, atau WebP yang utuh. Pilih gambar lain, atau simpan ulang gambarnya.',
      )
    }
    const name = createHash('sha256').update(picture).digest('hex')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, fileOf(name)), picture)
    return name
  }

  return {
    folder,
    /** Keeps a picture, made anew. Rejects with `AppError('invalid')`, in one sentence, when it is none or too big. */
    save,

    /** The name of the picture of a stored announcement, made anew when it lies elsewhere; undefined when it is gone. */
    async nameOf(path: string): Promise<string | undefined> {
      const name = basename(path, '.jpg')
      if (dirname(path) === folder && isPictureName(name)) return name
      const bytes = await readFile(path).catch(() => undefined)
      return bytes === undefined ? undefined : save(bytes).catch(() => undefined)
    },

    has: async (name: string): Promise<boolean> =>
      isPictureName(name) &&
      (await stat(join(folder, fileOf(name))).then(
        (info) => info.isFile(),
        () => false,
      )),

    read: (name: string): Promise<Buffer> => readFile(join(folder, fileOf(name))),
  }
}
