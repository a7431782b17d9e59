import type { AreaCode } from './area.ts'
import type { Chat } from './community.ts'
import type { Kim } from './kim.ts'

/** Digits and capitals that are not mistaken for each other: no 0, 1, I, L, O, U. */
export const KIM_CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
/** How many of them stand behind the area. */
export const KIM_CODE_LENGTH = 4

/** What came of typing a code in a group. */
export type RedeemResult =
  /** `isNew` is false when this very group had used the code before. */
  | { type: 'connected'; kim: Kim; chat: Chat; isNew: boolean }
  /** `wrong`: nobody has this code. `used`: another group of this platform has used it. */
  | { type: 'wrong' | 'used' | 'revoked' | 'expired' }
  /** Too many wrong codes, this one perhaps the last of them: none is read before `until`. */
  | { type: 'locked'; until: Date }

/** No code is longer, however it is spelled; more is a message. */
const LONGEST = 40

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z\d]/g, '')

const CODE = new RegExp(`^KIM([\\dOIL]{4})([${KIM_CODE_ALPHABET}]{${KIM_CODE_LENGTH}})$`)

/** The code of a KIM in a regency or city, or anywhere inside one: `KIM-64.02-7Q4F`. */
export function kimCodeOf(areaCode: AreaCode, letters: string): string {
  return `KIM-${areaCode.slice(0, '64.02'.length)}-${letters}`
}

/**
 * A typed code as it was printed: `kim 6402 7q4f` → `KIM-64.02-7Q4F`. In the area, where only digits stand, the letters
 * that look like some are read as these. Undefined when it is no code.
 */
export function readKimCode(text: string): string | undefined {
  if (text.length > LONGEST) return undefined
  const [, area, letters] = CODE.exec(bare(text)) ?? []
  if (area === undefined || letters === undefined) return undefined
  const digits = area.replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return kimCodeOf(`${digits.slice(0, 2)}.${digits.slice(2)}`, letters)
}

/** True when somebody means a code, though it may be mistyped: `KIM-64.02-7Q`. The name of a KIM has no number so early. */
export function looksLikeKimCode(text: string): boolean {
  return text.length <= LONGEST && /^KIM(?:\d[\dOIL]|[OIL]\d)/.test(bare(text))
}
