import { fold } from './folding.ts'
import { findPersonalData, MAXIMUM_SEARCHED_LENGTH } from './personal-data.ts'
import { MASK } from './spans.ts'

/**
 * Cuts personal data out of a text: telephone numbers, NIK and KK, account and card numbers, e-mail addresses, plates,
 * passports, NPWP, BPJS numbers, birthdays and home addresses become a word in square brackets. All else stays as it
 * was written: amounts, dates, times, laws, statistics, hotlines, links.
 *
 * Undefined when it cannot tell, which is when the text has over 100,000 UTF-16 units or something broke: then nothing
 * of the text may be kept. Never throws; takes time in proportion to the length.
 */
export function scrub(text: string): string | undefined {
  try {
    if (text.length > MAXIMUM_SEARCHED_LENGTH) return undefined
    const folded = fold(text)
    const kept: string[] = []
    let from = 0
    for (const { start, end, kind } of findPersonalData(folded)) {
      const [originalStart, originalEnd] = folded.toOriginal(start, end)
      kept.push(text.slice(from, Math.max(from, originalStart)), MASK[kind])
      from = Math.max(from, originalEnd)
    }
    return kept.join('') + text.slice(from)
  } catch {
    return undefined
  }
}
