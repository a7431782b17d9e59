import { parentCode, PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import type { Topic, TopicList } from '../domain/topic.ts'
import { isAreaName } from './area-name.ts'
import { choicesOf, readOlderChoice, type Change, type Meaning } from './choices.ts'
import { chooseAreas, takeNames, takeQueue } from './choosing-areas.ts'
import { withTopics, type Draft } from './draft.ts'
import { ask, type DialogueStep } from './question.ts'
import { meaningOfWord, noticeOfWord, readValue, takesNames } from './reading.ts'
import { listIn, repaired, stateAt, type DialogueState, type PlainStep } from './state.ts'
import { readNumbers, readSteeringWord } from './words.ts'

/** A tap, or typed text. A tap counts when both are there. */
export interface DialogueInput {
  choice?: string
  text: string
}

/** What there is to choose from. */
export interface DialogueWorld {
  gazetteer: Gazetteer
  topics: TopicList
}

/** Longer text is a message, not an answer. */
const MAXIMUM_ANSWER_LENGTH = 80

const at = (step: Exclude<PlainStep, 'topics'>, draft: Draft): DialogueState => ({ step, draft })

/** The list that an area was in. */
const listAround = (areaCode: AreaCode): AreaCode => parentCode(areaCode) ?? PROVINCE_CODE

/** An only area is picked again where it was; several are shown to be changed. */
function changeAreas({ draft }: DialogueState): DialogueState {
  const [only, ...others] = draft.areaCodes
  if (only !== undefined && others.length > 0) return at('areas', draft)
  return listIn(listAround(only ?? PROVINCE_CODE), draft, true)
}

function goBack(state: DialogueState, gazetteer: Gazetteer): DialogueStep {
  const { draft } = state
  if (state.step === 'guess') {
    return state.queue === undefined
      ? ask(listIn(state.inside, draft, state.replaces), gazetteer)
      : takeQueue(state.queue, state, gazetteer)
  }
  if (state.step !== 'area') return ask(at('confirm', draft), gazetteer)
  const outside = parentCode(state.inside)
  if (outside !== undefined) return ask(listIn(outside, draft, state.replaces), gazetteer)
  if (draft.areaCodes.length > 0) return ask(at('confirm', draft), gazetteer)
  return ask(state, gazetteer, [{ type: 'this_is_the_beginning' }])
}

/** A village is chosen; anything wider is looked into first. `isTyped`: naming it again means all of it. */
function enterArea(area: Area, state: DialogueState, gazetteer: Gazetteer, isTyped: boolean): DialogueStep {
  const isLowest = gazetteer.children(area.code).length === 0
  const isInside = state.step === 'area' && state.inside === area.code
  const isOfList = state.step === 'guess' && state.queue !== undefined
  if (isLowest || isOfList || (isInside && isTyped) || area.code === PROVINCE_CODE) {
    return chooseAreas([area.code], state, gazetteer)
  }
  const replaces = (state.step === 'area' || state.step === 'guess') && state.replaces
  return ask(listIn(area.code, state.draft, replaces), gazetteer)
}

function toggleTopic(state: DialogueState, topic: Topic): DialogueState {
  if (state.step !== 'topics') return state
  const { draft, offered } = state
  const { topics } = draft
  const changed = topics.includes(topic) ? topics.filter((other) => other !== topic) : [...topics, topic]
  return {
    ...state,
    draft: withTopics(
      draft,
      changed,
      offered.map(({ id }) => id),
    ),
  }
}

function removeArea({ draft }: DialogueState, area: Area): DialogueState {
  const areaCodes = draft.areaCodes.filter((code) => code !== area.code)
  return at('areas', areaCodes.length === 0 ? draft : { ...draft, areaCodes })
}

/** Where a change leads. */
function stateAfter(means: Change, state: DialogueState, topics: TopicList): DialogueState {
  const { draft } = state
  switch (means.type) {
    case 'remove_area':
      return removeArea(state, means.area)
    case 'topic':
      return toggleTopic(state, means.topic)
    case 'all_topics':
      return at('confirm', { ...draft, topics: [] })
    case 'hours':
      return at('confirm', { ...draft, hours: means.hours })
    case 'register':
      return at('confirm', { ...draft, register: means.register })
    case 'literacy':
      return at('settings', { ...draft, hasLiteracy: !means.isChosen })
    case 'add_area':
      return listIn(PROVINCE_CODE, draft)
    case 'change_areas':
    case 'replace_area':
      return changeAreas(state)
    case 'change_topics':
      return stateAt('topics', draft, topics)
    case 'change_settings':
      return at('settings', draft)
    case 'change_hours':
      return at('hours', draft)
    case 'change_register':
      return at('register', draft)
    case 'done':
      return at('confirm', draft)
  }
}

function apply(means: Meaning, state: DialogueState, world: DialogueWorld, isTyped: boolean): DialogueStep {
  const { gazetteer, topics } = world
  switch (means.type) {
    case 'cancel':
      return { type: 'cancelled' }
    case 'save':
      return { type: 'save', draft: state.draft }
    case 'back':
      return goBack(state, gazetteer)
    case 'area':
      return enterArea(means.area, state, gazetteer, isTyped)
    case 'whole_area':
      return chooseAreas([means.area.code], state, gazetteer)
    case 'next_page':
    case 'previous_page': {
      const replaces = state.step === 'area' && state.replaces
      return ask(
        { ...listIn(means.inside, state.draft, replaces), page: means.page } as DialogueState,
        gazetteer,
      )
    }
    case 'remove_area':
    case 'topic':
    case 'all_topics':
    case 'hours':
    case 'register':
    case 'literacy':
    case 'add_area':
    case 'change_areas':
    case 'replace_area':
    case 'change_topics':
    case 'change_settings':
    case 'change_hours':
    case 'change_register':
    case 'done':
      return ask(stateAfter(means, state, topics), gazetteer)
  }
}

function readTyped(text: string, state: DialogueState, world: DialogueWorld): DialogueStep {
  const { gazetteer } = world
  const choices = choicesOf(state, gazetteer)
  const value = readValue(text, state, choices)
  if (value !== undefined) {
    return 'step' in value ? ask(value, gazetteer) : apply(value, state, world, true)
  }
  const word = readSteeringWord(text)
  const means = word === undefined ? undefined : meaningOfWord(word, state, choices)
  if (means !== undefined) return apply(means, state, world, true)
  const notice = word === undefined ? undefined : noticeOfWord(word, state)
  if (notice !== undefined) return ask(state, gazetteer, [notice])
  const isNumber = readNumbers(text) !== undefined && gazetteer.get(text.trim()) === undefined
  if (state.step === 'topics') return ask(state, gazetteer, [{ type: 'topics_not_understood' }])
  if (!takesNames(state) || isNumber || text.trim() === '') {
    return ask(state, gazetteer, [{ type: 'not_understood' }])
  }
  return takeNames(text.replace(/^\s*tambah(?:kan)?\s+/i, ''), state, gazetteer, (area) =>
    enterArea(area, state, gazetteer, true),
  )
}

/** One step of the dialogue. Never throws; an answer that is not understood asks the same question again. */
export function advance(stored: DialogueState, input: DialogueInput, world: DialogueWorld): DialogueStep {
  const { gazetteer } = world
  const state = repaired(stored, gazetteer)
  if (input.choice === undefined) return readTyped(input.text, state, world)
  const { choice } = input
  const offered = choicesOf(state, gazetteer).find(({ id }) => id === choice)?.means
  if (offered !== undefined) return apply(offered, state, world, false)
  const older = readOlderChoice(choice, gazetteer)
  return older === undefined
    ? ask(state, gazetteer, [{ type: 'not_understood' }])
    : apply(older, state, world, false)
}

/** True when a text reads as an answer by itself: a number within range, a steering word, an area's name. */
export function readsAsAnswer(text: string, stored: DialogueState, gazetteer: Gazetteer): boolean {
  if (text.trim() === '' || text.length > MAXIMUM_ANSWER_LENGTH) return false
  const state = repaired(stored, gazetteer)
  const choices = choicesOf(state, gazetteer)
  if (readValue(text, state, choices) !== undefined) return true
  const word = readSteeringWord(text)
  if (word !== undefined) {
    return meaningOfWord(word, state, choices) !== undefined || noticeOfWord(word, state) !== undefined
  }
  if (state.step === 'confirm') return /^\s*tambah(?:kan)?\s/i.test(text)
  return takesNames(state) && isAreaName(text, gazetteer)
}
