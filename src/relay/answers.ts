import {
  ACKNOWLEDGEMENT_METHODS,
  type AcknowledgementMethod,
  type AcknowledgementQuestion,
} from '../domain/acknowledgement.ts'
import { readPeople, type PeopleReading } from './people.ts'
import { readReply } from './reading.ts'
import { tokensOf } from './spelling.ts'

/** About how many people, to choose from. What is kept is the middle; of the last one, what it surely is. */
export const PEOPLE_RANGES = [
  { label: '< 25', people: 12 },
  { label: '25–50', people: 37 },
  { label: '50–100', people: 75 },
  { label: '> 100', people: 100 },
] as const

/** An answer to a question of the bot. */
export type Answer =
  | { type: 'methods'; methods: AcknowledgementMethod[] }
  | { type: 'people'; people: PeopleReading }
  /** Goes on without saying. */
  | { type: 'skip'; question: AcknowledgementQuestion }

/** The last number of each list goes on without an answer. */
const SKIP_NUMBER: Record<AcknowledgementQuestion, number> = {
  methods: ACKNOWLEDGEMENT_METHODS.length + 1,
  people: PEOPLE_RANGES.length + 1,
}

const SKIPS =
  /^(?:-+|lewat(?:i|in)?|skip|lanjut|cukup|selesai|(?:tidak|tdk|gak|ga|nggak|kurang) (?:tahu|tau|ingat)|(?:tidak|gak|ga) dihitung|entah)$/
const ALL = /^(?:semua(?:nya)?|semua cara)$/

const tidy = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!)\s]+$/, '')
    .replaceAll(/\s+/g, ' ')

/** `2`, or several as `1,3 dan 4`; undefined when there is anything but small numbers. */
function readNumbers(text: string): number[] | undefined {
  if (!/^\d(?:(?: ?[,;&+./] ?| dan | )\d){0,9}$/.test(text)) return undefined
  return text.match(/\d/g)?.map(Number)
}

function numbersToMethods(numbers: number[]): Answer | undefined {
  if (numbers.length === 1 && numbers[0] === SKIP_NUMBER.methods) {
    return { type: 'skip', question: 'methods' }
  }
  const isListed = numbers.every((number) => number >= 1 && number <= ACKNOWLEDGEMENT_METHODS.length)
  if (!isListed) return undefined
  return {
    type: 'methods',
    methods: ACKNOWLEDGEMENT_METHODS.filter((_, index) => numbers.includes(index + 1)),
  }
}

function numberToPeople(number: number): Answer {
  if (number === SKIP_NUMBER.people) return { type: 'skip', question: 'people' }
  if (number === 0) return { type: 'people', people: { problem: 'none' } }
  const range = PEOPLE_RANGES[number - 1]
  return { type: 'people', people: range === undefined ? { count: number } : { count: range.people } }
}

/**
 * Reads what somebody writes after a question: the numbers of the choices, words such as "lewati", or a number of people.
 * Undefined for everything else, which may still be a reply in words: see `readReply`.
 */
export function readAnswer(text: string, question: AcknowledgementQuestion): Answer | undefined {
  const said = tidy(text)
  if (SKIPS.test(said)) return { type: 'skip', question }
  const numbers = readNumbers(said)
  if (question === 'methods') {
    if (ALL.test(said)) return { type: 'methods', methods: [...ACKNOWLEDGEMENT_METHODS] }
    return numbers === undefined ? undefined : numbersToMethods(numbers)
  }
  const [only, ...more] = numbers ?? []
  if (only !== undefined && more.length === 0) return numberToPeople(only)
  if (said.length > 80 || said.includes('?') || readReply(text) !== undefined) return undefined
  const people = readPeople(tokensOf(text), () => true)
  return people === undefined ? undefined : { type: 'people', people }
}
