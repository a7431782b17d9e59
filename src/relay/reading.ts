import { ACKNOWLEDGEMENT_METHODS, type AcknowledgementMethod } from '../domain/acknowledgement.ts'
import { countsIn, isVague, numberAt, readPeople, type Count, type PeopleReading } from './people.ts'
import { isNear, tokensOf } from './spelling.ts'
import { isMark, tellAll, type Told } from './telling.ts'
import {
  ABOUT,
  BEFORE_NAMES,
  DONE,
  FILLER,
  GATHERING,
  HOUSEHOLDS,
  LATER,
  NOT,
  OTHER_UNITS,
  PEOPLE,
  QUESTION,
  RELAY,
  REQUEST,
  WAY_NOUNS,
  WAY_VERBS,
} from './words.ts'

/** A longer text is something to check, not an answer. */
export const LONGEST_ANSWER = 400
const LONGEST_REMARK = 120

/** What a free reply says about an announcement. */
export type Reading =
  /** Not passed on so far. */
  | { type: 'not_yet' }
  | {
      type: 'done'
      /** In their usual order; empty: not said. */
      methods: AcknowledgementMethod[]
      people?: PeopleReading
      /** "juga": adds to what the person said before. */
      adds: boolean
      /** The text says nothing else: it may be an answer though nobody was named. */
      isWhole: boolean
    }

const KNOWN_WORDS = [
  DONE,
  NOT,
  LATER,
  RELAY,
  GATHERING,
  WAY_VERBS,
  WAY_NOUNS,
  PEOPLE,
  HOUSEHOLDS,
  OTHER_UNITS,
  ABOUT,
  FILLER,
]
const isKnown = (word: string) => KNOWN_WORDS.some((list) => list.has(word))
/** Words that are long enough to be known again with a letter wrong. */
const CORRECTABLE = [
  ...WAY_VERBS,
  ...RELAY,
  ...GATHERING,
  'pengeras',
  'speaker',
  'sekitar',
  'keliling',
].filter(({ length }) => length >= 6)

/** Joins `di tempel`, and mends a wrong letter in a word that matters. */
function mended(tokens: string[]): string[] {
  const joined: string[] = []
  for (const token of tokens) {
    const whole = `di${token}`
    if (joined.at(-1) === 'di' && (WAY_VERBS.has(whole) || RELAY.has(whole)))
      joined[joined.length - 1] = whole
    else joined.push(token)
  }
  return joined.map((token) => {
    if (token.length < 5 || isKnown(token) || REQUEST.has(token) || QUESTION.has(token)) return token
    return CORRECTABLE.find((word) => isNear(token, word)) ?? token
  })
}

/** Words that nothing here knows. A name after "Pak" or "Desa" is no such word. */
function strangers(tokens: string[]): string[] {
  const counted = new Set(
    countsIn(tokens).flatMap(({ at, length }) => Array.from({ length }, (_, i) => at + i)),
  )
  return tokens.filter(
    (token, index) =>
      !isMark(token) &&
      !counted.has(index) &&
      !/^\d/.test(token) &&
      token.length > 1 &&
      !isKnown(token) &&
      !isVague(token) &&
      !BEFORE_NAMES.has(tokens[index - 1] ?? ''),
  )
}

const isEdge = (token: string | undefined) => token === undefined || isMark(token)

/** True when a count stands among words that add nothing: "sudah 40", "100". */
function isAlone(tokens: string[], { at, length }: Count): boolean {
  let from = at
  while (!isEdge(tokens[from - 1])) from -= 1
  let to = at + length
  while (!isEdge(tokens[to])) to += 1
  const others = [...tokens.slice(from, at), ...tokens.slice(at + length, to)]
  return others.every((word) => FILLER.has(word) || DONE.has(word)) && numberAt(tokens, at)?.length === length
}

/** A question: it has a mark or a word of one, or it is "sudah belum". */
const isQuestion = (tokens: string[]) =>
  (NOT.has(tokens.at(-1) ?? '') && DONE.has(tokens.at(-2) ?? '')) ||
  tokens.some(
    (token, index) =>
      token === '?' || QUESTION.has(token) || (token === 'mana' && tokens[index - 1] === 'di'),
  )

/** "tolong disampaikan": somebody asks others, unless they say first that it is done or that it cannot be. */
function isRequest(tokens: string[]): boolean {
  const first = tokens.findIndex((token) => REQUEST.has(token))
  const told = tokens.findIndex((token) => DONE.has(token) || NOT.has(token))
  return first !== -1 && (told === -1 || first < told)
}

function methodsIn(all: Told[]): AcknowledgementMethod[] {
  const said = new Set(
    all.flatMap(({ methods }) =>
      methods.flatMap(({ method, standing }) => (standing === 'done' ? method : [])),
    ),
  )
  const isNamed = all.some(({ methods }) => methods.length > 0)
  // What is said where people come together is spoken, unless the way is named.
  if (!isNamed && all.some(({ gathering }) => gathering === 'done')) said.add('read_aloud')
  return ACKNOWLEDGEMENT_METHODS.filter((method) => said.has(method))
}

/** A short remark that asks nothing: "tolong disampaikan ya", "mantap pak lurah". */
export const isRemark = (text: string): boolean =>
  text.length <= LONGEST_REMARK && !isQuestion(mended(tokensOf(text)))

/** "belum" at the head of a reply is an answer, whatever the reason that follows. */
const NOT_YET = /^(?:belum|blm|blum|belom|blom|belumlah|balum|belon|lum|durung|dereng)$/

/**
 * Reads what people reply to an announcement: "sudah, dibacakan di pengajian, sekitar 40 orang", "blm sempat pak".
 * Undefined when it is something else: a question, a request to others, ordinary talk. Never throws.
 */
export function readReply(text: string): Reading | undefined {
  if (text.length > LONGEST_ANSWER) return undefined
  const tokens = mended(tokensOf(text))
  if (tokens.length === 0 || isQuestion(tokens) || isRequest(tokens)) return undefined
  const all = tellAll(tokens)
  const methods = methodsIn(all)
  const people = readPeople(tokens, (count) => isAlone(tokens, count))
  const isRelayed = all.some(({ relayed }) => relayed === 'done')
  const isEvident = methods.length > 0 || isRelayed
  const isStranger = strangers(tokens).length > 0
  const standings = all.flatMap((told) => told.standings)
  const isDone =
    isEvident ||
    (!isStranger &&
      (standings[0] === 'done' || (people !== undefined && 'count' in people && standings.length === 0)))
  if (isDone) {
    const adds = tokens.some((token) => token === 'juga' || token === 'jg' || token.startsWith('tambah'))
    return { type: 'done', methods, adds, isWhole: !isStranger, ...(people === undefined ? {} : { people }) }
  }
  const isAbout = all.some(
    ({ relayed, methods: ways, gathering }) =>
      relayed !== undefined || ways.length > 0 || gathering !== undefined,
  )
  const isPlain = NOT_YET.test(tokens[0] ?? '') || strangers(all[0]?.words ?? []).length === 0
  const isDenied = standings[0] === 'not' && (isAbout || isPlain)
  return isDenied || (standings[0] === 'later' && isAbout) ? { type: 'not_yet' } : undefined
}
