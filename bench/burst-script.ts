import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BRIDGE_WORDINGS } from '../test/claims/wordings.ts'
import { seededRandom } from '../test/support/seeded-random.ts'
import { deform, oddRumour, OPENINGS, RUMOURS } from './burst-words.ts'

/**
 * `known`: circulates and has a clarification; `retold`: the same with slips of the thumb; `rumour`: nobody knows it yet,
 * many ask about it in their own words; `odd`: nobody else asks about it; `copy`: one message from 40 people;
 * `flood`: one person without end; `again`: one person, the same words again and again; `forwards`: three at once.
 */
export type BurstKind =
  'known' | 'retold' | 'rumour' | 'odd' | 'small talk' | 'copy' | 'flood' | 'again' | 'forwards'

/** Who says what, and when. */
export interface BurstLine {
  /** Milliseconds from the beginning. */
  atMs: number
  /** Counted within the platform. */
  person: number
  kind: BurstKind
  text: string
}

export interface BurstShare {
  people: number
  lines: number
  copies: number
  /** With somebody who floods, somebody who repeats, and some who forward three at once. */
  withAbuse: boolean
}

const SEED = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))
export const BURST_MS = 60_000
const FLOOD_LINES = 60
const AGAIN_LINES = 12
const FORWARDERS = 5
const AT_ONCE = 3
/** With abuse, the first people write faster than a platform lets anybody be answered; nobody else is them. */
export const HASTY_PEOPLE = 2 + FORWARDERS
export const COPY =
  'PENTING dari grup RW: mulai Senin listrik di seluruh Samarinda Seberang padam dua belas jam sehari sampai akhir bulan, siapkan genset dan lilin. Teruskan ke keluarga!'
const SMALL_TALK = [
  'halo',
  'assalamualaikum',
  'terima kasih min',
  'makasih infonya 🙏',
  'ok siap',
  'selamat pagi',
]
const LINK = /https?:|www\.|\.(?:com|id|xyz|me|ly|site|online|info)\b/i

/** Texts that circulate, without links: what a page says is another bench. */
function circulatingTexts(): string[] {
  const lines = readFileSync(SEED, 'utf8').trim().split('\n')
  return lines
    .flatMap((line) => (JSON.parse(line) as { circulatingTexts: string[] }).circulatingTexts)
    .filter((text) => !LINK.test(text))
}

/** The lines of one platform, in the order of time; the same for the same seed. */
export function writeScript({ people, lines, copies, withAbuse }: BurstShare, seed: number): BurstLine[] {
  const random = seededRandom(seed)
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(random() * list.length)] as Item
  const known = circulatingTexts()
  const rumours = [BRIDGE_WORDINGS, ...RUMOURS]
  const script: BurstLine[] = []

  const words: Partial<Record<BurstKind, () => string>> = {
    known: () => pick(known),
    retold: () => deform(pick(known), random),
    rumour: () => pick(OPENINGS)(pick(pick(rumours))),
    odd: () => oddRumour(random),
    'small talk': () => pick(SMALL_TALK),
  }
  const kinds: BurstKind[] = [
    ...Array<BurstKind>(38).fill('known'),
    ...Array<BurstKind>(15).fill('retold'),
    ...Array<BurstKind>(27).fill('rumour'),
    ...Array<BurstKind>(8).fill('odd'),
    ...Array<BurstKind>(12).fill('small talk'),
  ]
  const add = (atMs: number, person: number, kind: BurstKind, text: string) =>
    script.push({ atMs, person, kind, text })

  const special = withAbuse ? HASTY_PEOPLE : 0
  if (withAbuse) {
    for (let count = 0; count < FLOOD_LINES; count += 1) {
      add((count * BURST_MS) / FLOOD_LINES, 0, 'flood', oddRumour(random))
    }
    const same = pick(known)
    for (let count = 0; count < AGAIN_LINES; count += 1) add(2_000 + count * 4_000, 1, 'again', same)
    for (let person = 2; person < special; person += 1) {
      const atMs = random() * BURST_MS
      for (let count = 0; count < AT_ONCE; count += 1) add(atMs + count * 40, person, 'forwards', pick(known))
    }
  }
  for (let count = 0; count < copies; count += 1) {
    add(20_000 + random() * 8_000, special + count, 'copy', COPY)
  }
  const times = Array.from({ length: lines - script.length }, () => random() * BURST_MS).toSorted(
    (a, b) => a - b,
  )
  for (const [number, atMs] of times.entries()) {
    const kind = pick(kinds)
    add(atMs, special + (number % (people - special)), kind, words[kind]?.() ?? '')
  }
  return script.toSorted((a, b) => a.atMs - b.atMs)
}
