import sharp, { type Sharp } from 'sharp'
import { MAXIMUM_PIXELS } from './picture-hash.ts'

const startsWith = (bytes: Uint8Array, start: number[]) => start.every((byte, index) => bytes[index] === byte)
const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

const isTaken = (bytes: Uint8Array) =>
  startsWith(bytes, [0xff, 0xd8, 0xff]) ||
  startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ||
  (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP')

/**
 * Opens a picture that staff chose: a JPEG, PNG or WebP by its first bytes, turned the right way up. Undefined for
 * anything else. A broken or far too large one rejects when it is read.
 */
export function openPicture(bytes: Uint8Array): Sharp | undefined {
  if (!isTaken(bytes)) return undefined
  return sharp(bytes, { limitInputPixels: MAXIMUM_PIXELS, pages: 1, failOn: 'error' }).autoOrient()
}
