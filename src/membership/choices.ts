import { parentCode, PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { TOPICS, type Topic } from '../domain/topic.ts'

/** Where a subscription dialogue stands, with the topics chosen so far. Plain JSON. */
export type DialogueState = { topics: Topic[] } & (
  | { step: 'area'; inside: AreaCode; page: number }
  /** "Did you mean …?" */
  | { step: 'guess'; inside: AreaCode; guesses: AreaCode[] }
  | { step: 'topics'; areaCode: AreaCode }
  /** No topics means all. */
  | { step: 'confirm'; areaCode: AreaCode }
)

/** What a choice does. */
export type Meaning =
  | { type: 'area'; area: Area }
  | { type: 'whole_area'; area: Area }
  | { type: 'next_page' | 'previous_page'; inside: AreaCode; page: number }
  | { type: 'topic'; topic: Topic; isChosen: boolean }
  | { type: 'all_topics' | 'topics_done' | 'save' | 'change_topics' | 'change_area' | 'back' | 'cancel' }

/** A choice under the bot's question. Its place in the list is the number that people may type. */
export interface DialogueChoice {
  /** At most 64 bytes. */
  id: string
  means: Meaning
}

const PAGE_SIZE = 8
/** East Kalimantan's ten regencies and cities stay on one page. */
const FIRST_PAGE_SIZE = 10

const PROVINCE: Area = { code: PROVINCE_CODE, level: 'province', name: 'Kalimantan Timur' }
const CANCEL: DialogueChoice = { id: 'm:x', means: { type: 'cancel' } }
const BACK: DialogueChoice = { id: 'm:b', means: { type: 'back' } }

/** True for the id of a choice that this feature offered. */
export function isMembershipChoice(choiceId: string): boolean {
  return choiceId.startsWith('m:')
}

/** The area with a code; the province when the code is not known any more. */
export function areaOr(gazetteer: Gazetteer, code: AreaCode): Area {
  return gazetteer.get(code) ?? PROVINCE
}

/** How many pages the areas inside `inside` take, at least 1. */
export function pageCount(gazetteer: Gazetteer, inside: AreaCode): number {
  const size = inside === PROVINCE_CODE ? FIRST_PAGE_SIZE : PAGE_SIZE
  return Math.max(1, Math.ceil(gazetteer.children(inside).length / size))
}

/** Which topics, as a short word: an old button must not confirm something else. */
function topicMask(topics: Topic[]): string {
  return TOPICS.reduce((mask, topic, index) => mask + (topics.includes(topic) ? 2 ** index : 0), 0).toString(
    36,
  )
}

function areaChoices(state: DialogueState & { step: 'area' }, gazetteer: Gazetteer): DialogueChoice[] {
  const inside = areaOr(gazetteer, state.inside)
  const pages = pageCount(gazetteer, inside.code)
  const page = Math.min(Math.max(0, Math.trunc(state.page)), pages - 1)
  const size = inside.code === PROVINCE_CODE ? FIRST_PAGE_SIZE : PAGE_SIZE
  const shown = gazetteer.children(inside.code).slice(page * size, (page + 1) * size)
  const turn = (type: 'next_page' | 'previous_page', to: number): DialogueChoice => ({
    id: `m:p:${inside.code}:${to}`,
    means: { type, inside: inside.code, page: to },
  })
  return [
    ...shown.map((area): DialogueChoice => ({ id: `m:a:${area.code}`, means: { type: 'area', area } })),
    ...(page + 1 < pages ? [turn('next_page', page + 1)] : []),
    ...(page > 0 ? [turn('previous_page', page - 1)] : []),
    { id: `m:w:${inside.code}`, means: { type: 'whole_area', area: inside } },
    ...(parentCode(inside.code) === undefined ? [] : [BACK]),
    CANCEL,
  ]
}

/** The choices of a step, in the order in which they are numbered. Never empty: one of them always leads out. */
export function choicesOf(state: DialogueState, gazetteer: Gazetteer): DialogueChoice[] {
  switch (state.step) {
    case 'area':
      return areaChoices(state, gazetteer)
    case 'guess': {
      const guesses = state.guesses.flatMap((code) => gazetteer.get(code) ?? [])
      return [
        ...guesses.map((area): DialogueChoice => ({ id: `m:a:${area.code}`, means: { type: 'area', area } })),
        BACK,
        CANCEL,
      ]
    }
    case 'topics':
      return [
        ...TOPICS.map((topic): DialogueChoice => ({
          id: `m:t:${topic}`,
          means: { type: 'topic', topic, isChosen: state.topics.includes(topic) },
        })),
        { id: 'm:ta', means: { type: 'all_topics' } },
        ...(state.topics.length > 0 ? [{ id: 'm:td', means: { type: 'topics_done' } as const }] : []),
        BACK,
        CANCEL,
      ]
    case 'confirm':
    default:
      return [
        { id: `m:y:${state.areaCode}:${topicMask(state.topics)}`, means: { type: 'save' } },
        { id: 'm:ct', means: { type: 'change_topics' } },
        { id: 'm:ca', means: { type: 'change_area' } },
        CANCEL,
      ]
  }
}

/** What an older button still means safely: going to an area or a page. Undefined for everything else. */
export function readOlderChoice(choiceId: string, gazetteer: Gazetteer): Meaning | undefined {
  const [, kind, code = '', page] = choiceId.split(':')
  const area = gazetteer.get(code)
  if (area === undefined) return undefined
  if (kind === 'a') return { type: 'area', area }
  if (kind === 'w') return { type: 'whole_area', area }
  const isPage = kind === 'p' && /^\d{1,3}$/.test(page ?? '')
  return isPage ? { type: 'next_page', inside: code, page: Number(page) } : undefined
}
