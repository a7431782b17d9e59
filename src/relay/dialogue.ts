import {
  ACKNOWLEDGEMENT_METHODS,
  type Acknowledgement,
  type AcknowledgementMethod,
  type AcknowledgementQuestion,
} from '../domain/acknowledgement.ts'
import type { Answer } from './answers.ts'
import type { PeopleReading } from './people.ts'
import type { Reading } from './reading.ts'

/** What one person has said about one announcement. */
export type Word = Pick<Acknowledgement, 'methods' | 'people' | 'asking'>

/** What somebody says: a reply in words, an answer to a question, or a tap on one of the ways. */
export type Said =
  Extract<Reading, { type: 'done' }> | Answer | { type: 'toggle'; method: AcknowledgementMethod }

/** Why a question is asked again. */
export type Notice = 'not_understood' | Extract<PeopleReading, { problem: string }>['problem']

/** What there is to say about it. `isNew`: the person has not been thanked yet. */
export type Outcome =
  | { type: 'ask'; question: AcknowledgementQuestion; word: Word; isNew: boolean; notice?: Notice }
  | { type: 'recorded'; word: Word }
  /** Nothing new. */
  | { type: 'silent' }

const inOrder = (methods: Iterable<AcknowledgementMethod>) => {
  const chosen = new Set(methods)
  return ACKNOWLEDGEMENT_METHODS.filter((method) => chosen.has(method))
}

const wordOf = (
  methods: AcknowledgementMethod[],
  people: number | undefined,
  asking: AcknowledgementQuestion | undefined,
): Word => ({
  methods,
  ...(people === undefined ? {} : { people }),
  ...(asking === undefined ? {} : { asking }),
})

function methodsAfter(before: AcknowledgementMethod[], said: Said): AcknowledgementMethod[] {
  if (said.type === 'toggle') {
    const others = before.filter((method) => method !== said.method)
    return others.length < before.length ? others : inOrder([...before, said.method])
  }
  if (said.type !== 'methods' && said.type !== 'done') return before
  // The newest word counts, unless it says that it adds to what was said.
  if (said.methods.length === 0) return before
  return said.type === 'done' && said.adds ? inOrder([...before, ...said.methods]) : said.methods
}

const peopleIn = (said: Said): PeopleReading | undefined =>
  said.type === 'people' || said.type === 'done' ? said.people : undefined

/** What is asked next. Nothing is asked twice, and nothing of somebody whose dialogue is over. */
function questionAfter(before: Word | undefined, said: Said, now: Word): AcknowledgementQuestion | undefined {
  const open = before === undefined ? 'methods' : before.asking
  if (open === undefined) return undefined
  const rest = now.people === undefined ? 'people' : undefined
  if (open === 'people') return said.type === 'skip' ? undefined : rest
  // Several ways may be tapped one after the other.
  if (said.type === 'toggle') return 'methods'
  return now.methods.length === 0 && said.type !== 'skip' ? 'methods' : rest
}

const isSame = (left: Word, right: Word) =>
  left.people === right.people && left.methods.join() === right.methods.join()

/**
 * What is known after somebody said something, and what there is to say. Pure. `asksMore`: false where no dialogue is to
 * begin, because the announcement is old or was taken back.
 */
export function hear(
  before: Word | undefined,
  said: Said,
  { asksMore }: { asksMore: boolean },
): { word: Word; outcome: Outcome } {
  // A second tap on "go on" must not skip the question that the first one led to.
  if (before !== undefined && said.type === 'skip' && said.question !== before.asking) {
    return { word: before, outcome: { type: 'silent' } }
  }
  const reading = peopleIn(said)
  const people = reading !== undefined && 'count' in reading ? reading.count : before?.people
  const methods = methodsAfter(before?.methods ?? [], said)
  const problem = reading !== undefined && 'problem' in reading ? reading.problem : undefined
  const next = asksMore ? questionAfter(before, said, wordOf(methods, people, undefined)) : undefined
  // A number that cannot be is asked again, also of somebody who was done.
  const question = asksMore && problem !== undefined && next === undefined ? 'people' : next
  const word = wordOf(methods, people, question)
  const isNew = before === undefined
  if (question !== undefined) {
    const notice = question === 'people' ? problem : undefined
    return {
      word,
      outcome: { type: 'ask', question, word, isNew, ...(notice === undefined ? {} : { notice }) },
    }
  }
  const hasMoved = isNew || !isSame(before, word) || before.asking !== undefined
  return { word, outcome: hasMoved ? { type: 'recorded', word } : { type: 'silent' } }
}
