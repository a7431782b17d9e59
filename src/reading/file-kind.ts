export type FileKind = 'picture' | 'pdf' | 'docx' | 'text' | 'unknown'

const startsWith = (bytes: Uint8Array, ...values: number[]) =>
  values.every((value, index) => bytes[index] === value)
const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to))

/** Looked at to tell text from anything else. */
const SNIFFED = 4_096

/** Text holds no control characters but line breaks and tabs, and is UTF-8. */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, SNIFFED)
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return head.length > 0
  } catch {
    return false
  }
}

/** What a file is by its first bytes: neither its name nor what the sender says is trusted. */
export function kindOfFile(bytes: Uint8Array): FileKind {
  const isPicture =
    startsWith(bytes, 0xff, 0xd8, 0xff) ||
    startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) ||
    (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') ||
    ascii(bytes, 0, 4) === 'GIF8' ||
    (ascii(bytes, 4, 8) === 'ftyp' && /^(?:avif|heic|mif1)/.test(ascii(bytes, 8, 12)))
  if (isPicture) return 'picture'
  if (ascii(bytes.subarray(0, 1_024), 0, 1_024).includes('%PDF-')) return 'pdf'
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'docx'
  return isText(bytes) ? 'text' : 'unknown'
}
