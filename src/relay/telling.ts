import type { AcknowledgementMethod } from '../domain/acknowledgement.ts'
import { DONE, GATHERING, LATER, NOT, RELAY } from './words.ts'

/** A comma, a stop, a bracket, the end of a line. */
export const isMark = (token: string) => /^[,.;:!?\n()]$/.test(token)

/** What stands for each way of passing on. Tested on words with one space between them. */
const WAYS: [AcknowledgementMethod, RegExp][] = [
  ['read_aloud', /\b(?:(?:di|mem)?bacakan|(?:di)?bacain|diwaca(?:kake|kno)|lisan)\b/g],
  [
    'posted',
    /\b(?:(?:di|ter|me)?n?t?empel(?:kan)?|(?:di|me)?m?pasang|dipajang|papan|mading|spanduk|baliho|poster|banner)\b/g,
  ],
  [
    'door_to_door',
    /\b(?:rumah ke rumah|rumah rumah|door to door|dor to dor|pintu ke pintu|(?:tiap|setiap|per|masing) rumah|ke rumah(?: rumah| warga| masing| tetangga| penduduk|$)|(?:di)?keliling(?:kan)?|(?:di|men)?datangi|(?:di|meng)unjungi|kunjungan|berkunjung|satu (?:per ?satu|persatu))/g,
  ],
  [
    'loudspeaker',
    /\b(?:toa|toak|towa|pengeras|speaker|spiker|speker|corong|mikrofon|mic|mik|megafon|megaphone|(?:pakai|pake|lewat|lwt) halo halo|haloan|woro woro|(?:siaran|mobil) keliling|mobil (?:siaran|penerangan))\b/g,
  ],
]
const GATHERINGS = new RegExp(`\\b(?:${[...GATHERING].join('|')}|gotong royong|kerja bakti)\\b`, 'g')
const RELAYED = new RegExp(`\\b(?:${[...RELAY].join('|')}|kasih (?:tahu|tau)|dikasih (?:tahu|tau))\\b`, 'g')

export type Standing = 'done' | 'not' | 'later'

/** One stretch of a text between commas, or before a "but". */
interface Clause {
  words: string[]
  /** It begins a new thought: what was denied before it is not denied here. */
  isFresh: boolean
}

function clausesOf(tokens: string[]): Clause[] {
  const clauses: Clause[] = [{ words: [], isFresh: true }]
  for (const token of tokens) {
    const isBut = /^(?:tapi|tetapi|namun|cuma|cuman|hanya)$/.test(token)
    if (isMark(token) || isBut) clauses.push({ words: [], isFresh: isBut || !/^[,(]$/.test(token) })
    else clauses.at(-1)?.words.push(token)
  }
  return clauses.filter(({ words }) => words.length > 0)
}

function standingOf(word: string): Standing | undefined {
  if (DONE.has(word)) return 'done'
  if (NOT.has(word)) return 'not'
  return LATER.has(word) ? 'later' : undefined
}

/** What one stretch of a text tells, each with whether it is done. */
export interface Told {
  methods: { method: AcknowledgementMethod; standing: Standing }[]
  gathering?: Standing
  relayed?: Standing
  /** Words such as "sudah" and "belum", in order. */
  standings: Standing[]
  words: string[]
}

/** A way belongs to the last "sudah" or "belum" before it, else to the first one after it, else to the clause before. */
function tell({ words }: Clause, carried: Standing): Told {
  const text = words.join(' ')
  const marks: { index: number; standing: Standing }[] = []
  let index = 0
  for (const word of words) {
    const standing = standingOf(word)
    if (standing !== undefined) marks.push({ index, standing })
    index += word.length + 1
  }
  const at = (position: number): Standing =>
    marks.findLast((mark) => mark.index <= position)?.standing ?? marks[0]?.standing ?? carried
  const isAloud = WAYS.some(([method, pattern]) => method === 'loudspeaker' && text.search(pattern) !== -1)
  const methods = WAYS.flatMap(([method, pattern]) =>
    [...text.matchAll(pattern)]
      // A loudspeaker that goes around goes to no doors.
      .filter(([match]) => !(isAloud && match.includes('keliling') && method === 'door_to_door'))
      .map((match) => ({ method, standing: at(match.index) })),
  )
  const gathering = [...text.matchAll(GATHERINGS)][0]
  const relayed = [...text.matchAll(RELAYED)][0]
  return {
    words,
    methods,
    standings: marks.map(({ standing }) => standing),
    ...(gathering === undefined ? {} : { gathering: at(gathering.index) }),
    ...(relayed === undefined ? {} : { relayed: at(relayed.index) }),
  }
}

/** What a text tells, clause by clause, in order. */
export function tellAll(tokens: string[]): Told[] {
  let carried: Standing = 'done'
  return clausesOf(tokens).map((clause) => {
    if (clause.isFresh) carried = 'done'
    const told = tell(clause, carried)
    carried = told.standings.at(-1) ?? carried
    return told
  })
}
