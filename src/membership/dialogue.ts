import { parentCode, PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { TOPIC_LABEL, TOPICS, type Topic } from '../domain/topic.ts'
import { isAreaName, readAreaName } from './area-name.ts'
import {
  areaOr,
  choicesOf,
  pageCount,
  readOlderChoice,
  type DialogueChoice,
  type DialogueState,
  type Meaning,
} from './choices.ts'

/** A tap, or typed text. A tap counts when both are there. */
export interface DialogueInput {
  choice?: string
  text: string
}

/** Why the same question is asked again. */
export type DialogueNotice = 'area_not_found' | 'topics_not_understood' | 'not_understood'

/** The question of a step, for a sentence to be made of. */
export type DialogueQuestion = { choices: DialogueChoice[]; notice?: DialogueNotice } & (
  | { step: 'area'; inside: Area; page: number; pages: number }
  | { step: 'guess' }
  | { step: 'topics'; area: Area; topics: Topic[] }
  | { step: 'confirm'; area: Area; topics: Topic[] }
)

export type DialogueStep =
  | { type: 'ask'; state: DialogueState; question: DialogueQuestion }
  | { type: 'subscribe'; areaCode: AreaCode; topics: Topic[] }
  | { type: 'cancelled' }

/** Longer text is a message, not an answer. */
const MAXIMUM_ANSWER_LENGTH = 80

/** The first question: which regency or city. */
export const FIRST_STATE: DialogueState = { step: 'area', inside: PROVINCE_CODE, page: 0, topics: [] }

/** Words that stand for a choice, in the order in which they are tried on what is offered. */
const WORDS: [RegExp, Meaning['type'][]][] = [
  [/^(?:batal(?:kan)?|cancel|keluar|stop|tidak jadi|gak jadi)$/, ['cancel']],
  [/^(?:kembali|back|mundur|ulang)$/, ['back', 'change_topics']],
  [
    /^(?:semua|seluruh)(?:nya)?(?: (?:topik|kabar|wilayah|desa|kelurahan|kecamatan|kabupaten|kota|provinsi)(?: ini)?)?$/,
    ['whole_area', 'all_topics'],
  ],
  [/^(?:lewati|lewat|skip)$/, ['topics_done', 'whole_area', 'all_topics']],
  [/^(?:lainnya|lain|selanjutnya|berikutnya|next)$/, ['next_page']],
  [/^(?:sebelumnya|previous|prev)$/, ['previous_page']],
  [/^(?:selesai|sudah|lanjut|done)$/, ['topics_done', 'next_page']],
  [/^(?:ya|iya|y|yes|ok|oke|betul|benar|simpan|setuju)$/, ['save']],
  [/^(?:tidak|bukan|no|gak|nggak)$/, ['back', 'change_topics']],
]

const tidy = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!?]+$/, '')
    .replaceAll(/\s+/g, ' ')

/** `2`, or several as `1,3 5`; undefined when there is anything but numbers. */
function readNumbers(text: string): number[] | undefined {
  const numbers = text.trim().replace(/[.)]+$/, '')
  if (!/^\d{1,2}(?:(?:\s*[,;&.]\s*|\s+|\s+dan\s+)\d{1,2}){0,20}$/i.test(numbers)) return undefined
  return numbers.split(/\D+/).map(Number)
}

/** Topics typed by number (several) or by name. Undefined when any part is neither. */
function readTopics(text: string): Topic[] | undefined {
  const numbers = readNumbers(text)
  const parts = numbers ?? tidy(text).split(/\s*(?:[,;]|\bdan\b)\s*/)
  const topics = parts.map((part) =>
    typeof part === 'number'
      ? TOPICS[part - 1]
      : TOPICS.find((topic) => {
          const names = [topic.replaceAll('_', ' '), TOPIC_LABEL[topic].toLowerCase()]
          return part.length >= 4 && names.some((name) => name.startsWith(part))
        }),
  )
  const known = topics.filter((topic) => topic !== undefined)
  return known.length === topics.length ? inOrder(known) : undefined
}

const inOrder = (topics: Topic[]) => TOPICS.filter((topic) => topics.includes(topic))

function meaningOfWord(text: string, choices: DialogueChoice[]): Meaning | undefined {
  const word = tidy(text)
  for (const [pattern, types] of WORDS) {
    if (!pattern.test(word)) continue
    for (const type of types) {
      // Skipping the first question would subscribe a group to the whole province by accident.
      const choice = choices.find(({ means }) => means.type === type)
      const isTooWide = type === 'whole_area' && word.startsWith('le') && isProvince(choice?.means)
      if (choice !== undefined && !isTooWide) return choice.means
    }
  }
  return undefined
}

const isProvince = (means: Meaning | undefined) =>
  means?.type === 'whole_area' && means.area.code === PROVINCE_CODE

/** The question that a state asks. */
export function askAgain(
  state: DialogueState,
  gazetteer: Gazetteer,
  notice?: DialogueNotice,
): DialogueStep & { type: 'ask' } {
  const common = { choices: choicesOf(state, gazetteer), ...(notice === undefined ? {} : { notice }) }
  switch (state.step) {
    case 'area': {
      const inside = areaOr(gazetteer, state.inside)
      const pages = pageCount(gazetteer, inside.code)
      const page = Math.min(Math.max(0, Math.trunc(state.page)), pages - 1)
      const question = { ...common, step: state.step, inside, page, pages }
      return { type: 'ask', state: { ...state, inside: inside.code, page }, question }
    }
    case 'guess':
      return { type: 'ask', state, question: { ...common, step: state.step } }
    case 'topics':
    case 'confirm':
    default: {
      const { step, areaCode, topics } = state
      return {
        type: 'ask',
        state,
        question: { ...common, step, area: areaOr(gazetteer, areaCode), topics },
      }
    }
  }
}

/** Where an area is picked again: the list that it was in, or the list inside it. */
function listAround(areaCode: AreaCode, gazetteer: Gazetteer): AreaCode {
  const area = areaOr(gazetteer, areaCode)
  const inside = gazetteer.children(area.code).length > 0 ? area.code : parentCode(area.code)
  return inside ?? PROVINCE_CODE
}

const listIn = (inside: AreaCode, topics: Topic[]): DialogueState => ({
  step: 'area',
  inside,
  page: 0,
  topics,
})

function goBack(state: DialogueState, gazetteer: Gazetteer): DialogueState {
  switch (state.step) {
    case 'area':
      return listIn(parentCode(state.inside) ?? PROVINCE_CODE, state.topics)
    case 'guess':
      return listIn(state.inside, state.topics)
    case 'topics':
      return listIn(listAround(state.areaCode, gazetteer), state.topics)
    case 'confirm':
    default:
      return { ...state, step: 'topics' }
  }
}

function enterArea(area: Area, state: DialogueState, gazetteer: Gazetteer): DialogueState {
  const { topics } = state
  const isAlreadyInside = state.step === 'area' && state.inside === area.code
  const isLowest = gazetteer.children(area.code).length === 0
  if (isLowest || isAlreadyInside || area.code === PROVINCE_CODE) {
    return { step: 'topics', areaCode: area.code, topics }
  }
  return listIn(area.code, topics)
}

function toggle(topics: Topic[], topic: Topic): Topic[] {
  return topics.includes(topic) ? topics.filter((other) => other !== topic) : inOrder([...topics, topic])
}

/** All nine is the same as all, also for topics that are added later. */
const asSubscription = (topics: Topic[]) => (topics.length === TOPICS.length ? [] : topics)

/** What a choice about topics does; undefined for a choice about areas. */
function applyToTopics(
  means: Meaning,
  state: Extract<DialogueState, { step: 'topics' | 'confirm' }>,
): DialogueState | undefined {
  if (means.type === 'topic') return { ...state, step: 'topics', topics: toggle(state.topics, means.topic) }
  if (means.type === 'all_topics') return { ...state, step: 'confirm', topics: [] }
  if (means.type === 'topics_done') return { ...state, step: 'confirm', topics: asSubscription(state.topics) }
  return means.type === 'change_topics' ? { ...state, step: 'topics' } : undefined
}

/** What a choice about areas does; undefined for a choice about topics. */
function applyToArea(means: Meaning, state: DialogueState, gazetteer: Gazetteer): DialogueState | undefined {
  const { topics } = state
  if (means.type === 'area') return enterArea(means.area, state, gazetteer)
  if (means.type === 'whole_area') return { step: 'topics', areaCode: means.area.code, topics }
  if (means.type === 'next_page' || means.type === 'previous_page') {
    return { step: 'area', inside: means.inside, page: means.page, topics }
  }
  if (means.type === 'change_area') return listIn(PROVINCE_CODE, topics)
  return means.type === 'back' ? goBack(state, gazetteer) : undefined
}

function apply(means: Meaning, state: DialogueState, gazetteer: Gazetteer): DialogueStep {
  if (means.type === 'cancel') return { type: 'cancelled' }
  const hasArea = state.step === 'topics' || state.step === 'confirm'
  if (means.type === 'save' && hasArea) {
    return { type: 'subscribe', areaCode: state.areaCode, topics: state.topics }
  }
  const next = applyToArea(means, state, gazetteer) ?? (hasArea ? applyToTopics(means, state) : undefined)
  return next === undefined ? askAgain(state, gazetteer, 'not_understood') : askAgain(next, gazetteer)
}

/** What a number or a control word means at this step; undefined when the text is something else. */
function meaningOf(text: string, choices: DialogueChoice[]): Meaning | undefined {
  const numbers = readNumbers(text)
  if (numbers?.length === 1) return choices[(numbers[0] ?? 0) - 1]?.means
  return numbers === undefined ? meaningOfWord(text, choices) : undefined
}

function readTyped(text: string, state: DialogueState, gazetteer: Gazetteer): DialogueStep {
  const choices = choicesOf(state, gazetteer)
  const means = meaningOf(text, choices)
  if (state.step === 'topics') {
    const topics = means === undefined || means.type === 'topic' ? readTopics(text) : undefined
    // Typed topics are the whole choice: whoever types "1,3,5" need not say "done" as well.
    if (topics !== undefined) {
      return askAgain({ ...state, step: 'confirm', topics: asSubscription(topics) }, gazetteer)
    }
    return means === undefined
      ? askAgain(state, gazetteer, 'topics_not_understood')
      : apply(means, state, gazetteer)
  }
  if (means !== undefined) return apply(means, state, gazetteer)
  if (state.step === 'confirm') return askAgain(state, gazetteer, 'not_understood')
  const onlyGuess = state.step === 'guess' && state.guesses.length === 1 ? state.guesses[0] : undefined
  if (onlyGuess !== undefined && /^(?:ya|iya|betul|benar)$/.test(tidy(text))) {
    return askAgain(enterArea(areaOr(gazetteer, onlyGuess), state, gazetteer), gazetteer)
  }
  const named = readAreaName(text, state.inside, gazetteer)
  if (named.type === 'area') return apply({ type: 'area', area: named.area }, state, gazetteer)
  if (named.type === 'none') return askAgain(state, gazetteer, 'area_not_found')
  const guesses = named.areas.map(({ code }) => code)
  return askAgain({ step: 'guess', inside: state.inside, guesses, topics: state.topics }, gazetteer)
}

/** One step of the dialogue. Never throws; an answer that is not understood asks the same question again. */
export function advance(state: DialogueState, input: DialogueInput, gazetteer: Gazetteer): DialogueStep {
  if (input.choice === undefined) return readTyped(input.text, state, gazetteer)
  const { choice } = input
  const offered = choicesOf(state, gazetteer).find(({ id }) => id === choice)?.means
  const means = offered ?? readOlderChoice(choice, gazetteer)
  return means === undefined ? askAgain(state, gazetteer, 'not_understood') : apply(means, state, gazetteer)
}

/** True when a text reads as an answer by itself: a number within range, a control word, an area's name. */
export function readsAsAnswer(text: string, state: DialogueState, gazetteer: Gazetteer): boolean {
  if (text.trim() === '' || text.length > MAXIMUM_ANSWER_LENGTH) return false
  if (meaningOf(text, choicesOf(state, gazetteer)) !== undefined) return true
  if (state.step === 'topics') return readNumbers(text) !== undefined && readTopics(text) !== undefined
  return state.step !== 'confirm' && isAreaName(text, gazetteer)
}
