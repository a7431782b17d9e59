import { PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import { SPEECH_REGISTERS, type SpeechRegister } from '../domain/community.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { RECEIVING_HOURS, type ReceivingHours } from '../domain/receiving-hours.ts'
import type { Topic } from '../domain/topic.ts'
import { fingerprint, hasRoom, type Draft } from './draft.ts'
import type { DialogueState } from './state.ts'

/** A choice that changes what the group will get, or asks about it. */
export type Change =
  | { type: 'remove_area'; area: Area }
  | { type: 'topic'; topic: Topic; label: string; isChosen: boolean }
  | { type: 'all_topics'; isChosen: boolean }
  | { type: 'hours'; hours: ReceivingHours; isChosen: boolean }
  | { type: 'register'; register: SpeechRegister; isChosen: boolean }
  /** Turns the weekly tip and the quiz on or off. */
  | { type: 'literacy'; isChosen: boolean }
  | { type: 'add_area' | 'change_areas' | 'replace_area' | 'change_topics' }
  | { type: 'change_settings' | 'change_hours' | 'change_register' | 'done' }

/** What a choice does. */
export type Meaning =
  | Change
  | { type: 'area' | 'whole_area'; area: Area }
  | { type: 'next_page' | 'previous_page'; inside: AreaCode; page: number }
  | { type: 'save' | 'back' | 'cancel' }

/** A choice under the bot's question. Its place in the list is the number that people may type. */
export interface DialogueChoice {
  /** At most 64 bytes. */
  id: string
  means: Meaning
}

/** All but 13 of the 1,038 villages are on the first page of their list: a fourth tap saves. */
export const PAGE_SIZE = 20

const ALPHABET = new Intl.Collator('id')
const PROVINCE: Area = { code: PROVINCE_CODE, level: 'province', name: 'Kalimantan Timur' }
const CANCEL: DialogueChoice = { id: 'm:x', means: { type: 'cancel' } }
const BACK: DialogueChoice = { id: 'm:b', means: { type: 'back' } }
const DONE: DialogueChoice = { id: 'm:ok', means: { type: 'done' } }
const ADD_AREA: DialogueChoice = { id: 'm:add', means: { type: 'add_area' } }

/** True for the id of a choice that this feature offered. */
export function isMembershipChoice(choiceId: string): boolean {
  return choiceId.startsWith('m:')
}

/** The area with a code; the province when the code is not known any more. */
export function areaOr(gazetteer: Gazetteer, code: AreaCode): Area {
  return gazetteer.get(code) ?? PROVINCE
}

/** The areas one level below, as people look for them: by name. Regencies come before cities. */
function listedIn(inside: AreaCode, gazetteer: Gazetteer): Area[] {
  const areas = gazetteer.children(inside)
  if (inside === PROVINCE_CODE) return areas
  return areas.toSorted((a, b) => ALPHABET.compare(a.name, b.name) || ALPHABET.compare(a.code, b.code))
}

/** How many pages the areas inside `inside` take, at least 1. */
export function pageCount(gazetteer: Gazetteer, inside: AreaCode): number {
  return Math.max(1, Math.ceil(gazetteer.children(inside).length / PAGE_SIZE))
}

function areaChoices(state: DialogueState & { step: 'area' }, gazetteer: Gazetteer): DialogueChoice[] {
  const inside = areaOr(gazetteer, state.inside)
  const pages = pageCount(gazetteer, inside.code)
  const page = Math.min(Math.max(0, Math.trunc(state.page)), pages - 1)
  const shown = listedIn(inside.code, gazetteer).slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  const turn = (type: 'next_page' | 'previous_page', to: number): DialogueChoice => ({
    id: `m:p:${inside.code}:${to}`,
    means: { type, inside: inside.code, page: to },
  })
  const isFirstQuestion = inside.code === PROVINCE_CODE && state.draft.areaCodes.length === 0
  return [
    ...shown.map((area): DialogueChoice => ({ id: `m:a:${area.code}`, means: { type: 'area', area } })),
    ...(page + 1 < pages ? [turn('next_page', page + 1)] : []),
    ...(page > 0 ? [turn('previous_page', page - 1)] : []),
    { id: `m:w:${inside.code}`, means: { type: 'whole_area', area: inside } },
    ...(isFirstQuestion ? [] : [BACK]),
    CANCEL,
  ]
}

function guessChoices(guesses: AreaCode[], gazetteer: Gazetteer): DialogueChoice[] {
  const areas = guesses.flatMap((code) => gazetteer.get(code) ?? [])
  return [
    ...areas.map((area): DialogueChoice => ({ id: `m:a:${area.code}`, means: { type: 'area', area } })),
    BACK,
    CANCEL,
  ]
}

/** The chosen areas, to add to, to remove from, or to put another one in the place of the only one. */
function chosenAreaChoices(draft: Draft, gazetteer: Gazetteer): DialogueChoice[] {
  const areas = draft.areaCodes.map((code) => areaOr(gazetteer, code))
  const removals = areas.map((area): DialogueChoice => ({
    id: `m:r:${area.code}`,
    means: { type: 'remove_area', area },
  }))
  return [
    ...(hasRoom(draft) ? [ADD_AREA] : []),
    ...(areas.length > 1 ? removals : [{ id: 'm:ra', means: { type: 'replace_area' } as const }]),
    DONE,
    CANCEL,
  ]
}

const topicChoices = ({ draft, offered }: DialogueState & { step: 'topics' }): DialogueChoice[] => [
  ...offered.map(({ id, label }): DialogueChoice => ({
    id: `m:t:${id}`,
    means: { type: 'topic', topic: id, label, isChosen: draft.topics.includes(id) },
  })),
  { id: 'm:ta', means: { type: 'all_topics', isChosen: draft.topics.length === 0 } },
  DONE,
  CANCEL,
]

const settingChoices = ({ hasLiteracy }: Draft): DialogueChoice[] => [
  { id: 'm:ch', means: { type: 'change_hours' } },
  { id: 'm:cr', means: { type: 'change_register' } },
  { id: `m:l:${hasLiteracy ? 'n' : 'y'}`, means: { type: 'literacy', isChosen: hasLiteracy } },
  DONE,
  CANCEL,
]

const hourChoices = (draft: Draft): DialogueChoice[] => [
  ...RECEIVING_HOURS.map((hours): DialogueChoice => ({
    id: `m:h:${hours}`,
    means: { type: 'hours', hours, isChosen: hours === draft.hours },
  })),
  BACK,
  CANCEL,
]

const registerChoices = (draft: Draft): DialogueChoice[] => [
  ...SPEECH_REGISTERS.map((register): DialogueChoice => ({
    id: `m:s:${register}`,
    means: { type: 'register', register, isChosen: register === draft.register },
  })),
  BACK,
  CANCEL,
]

const confirmChoices = (draft: Draft): DialogueChoice[] => [
  { id: `m:y:${fingerprint(draft)}`, means: { type: 'save' } },
  ...(hasRoom(draft) ? [ADD_AREA] : []),
  { id: 'm:ca', means: { type: 'change_areas' } },
  { id: 'm:ct', means: { type: 'change_topics' } },
  { id: 'm:cs', means: { type: 'change_settings' } },
  CANCEL,
]

/** The choices of a step, in the order in which they are numbered. Never empty: one of them always leads out. */
export function choicesOf(state: DialogueState, gazetteer: Gazetteer): DialogueChoice[] {
  switch (state.step) {
    case 'area':
      return areaChoices(state, gazetteer)
    case 'guess':
      return guessChoices(state.guesses, gazetteer)
    case 'areas':
      return chosenAreaChoices(state.draft, gazetteer)
    case 'topics':
      return topicChoices(state)
    case 'settings':
      return settingChoices(state.draft)
    case 'hours':
      return hourChoices(state.draft)
    case 'register':
      return registerChoices(state.draft)
    case 'confirm':
    default:
      return confirmChoices(state.draft)
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
