import { WITA } from '../../domain/broadcast.ts'
import type { SpeechRegister } from '../../domain/community.ts'
import type { Topic } from '../../domain/topic.ts'

const DATE = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: WITA })

/** `12 Maret 2024`, as it is in East Kalimantan. */
export function indonesianDate(instant: Date): string {
  return DATE.format(instant)
}

/** One line of at most `limit` characters; a longer one is cut at a word and ends in `…`. */
export function oneLine(text: string, limit: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= limit) return line
  const cut = line.slice(0, limit - 1)
  const lastSpace = cut.lastIndexOf(' ')
  const kept = lastSpace > limit / 2 ? cut.slice(0, lastSpace) : cut
  return `${kept.replace(/[\uD800-\uDBFF]$/, '').replace(/[\s,;:.–-]+$/, '')}…`
}

/** At most `limit` characters, cut after a sentence where one ends in time. */
export function firstSentences(text: string, limit: number): string {
  const whole = text.trim()
  if (whole.length <= limit) return whole
  const window = whole.slice(0, limit)
  const lastEnd = [...window.matchAll(/[.!?]["”’)]?(?=\s)/g)].at(-1)
  if (lastEnd === undefined || lastEnd.index < limit / 3) return oneLine(whole, limit)
  return window.slice(0, lastEnd.index + lastEnd[0].length)
}

/** `Kesehatan, Bencana`; `semua topik` when none is named. */
export function topicList(topics: Topic[], labelOf: (topic: Topic) => string): string {
  return topics.length === 0 ? 'semua topik' : topics.map(labelOf).join(', ')
}

/** `A`, `A dan B`, `A, B, dan C`. */
export function listInWords(items: string[]): string {
  if (items.length <= 2) return items.join(' dan ')
  return `${items.slice(0, -1).join(', ')}, dan ${items.at(-1) ?? ''}`
}

export const REGISTER_LABEL: Record<SpeechRegister, string> = {
  formal: 'Bapak/Ibu',
  casual: 'Kak, teman-teman',
}
