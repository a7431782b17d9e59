import { PROVINCE_CODE } from '../domain/area.ts'
import type { DialogueChoice, Meaning } from './choices.ts'
import { withTopics, type Draft } from './draft.ts'
import type { DialogueNotice } from './question.ts'
import type { DialogueState } from './state.ts'
import {
  readHours,
  readNumbers,
  readRegister,
  readSteeringWord,
  readTopics,
  type SteeringWord,
} from './words.ts'

const atConfirm = (draft: Draft): DialogueState => ({ step: 'confirm', draft })

/** Which choices a word may stand for, in the order in which they are tried on what is offered. */
const CHOICES_OF_WORD: Record<SteeringWord, Meaning['type'][]> = {
  cancel: ['cancel'],
  help: [],
  back: ['back', 'done', 'change_areas'],
  all: ['whole_area', 'all_topics'],
  skip: ['done', 'whole_area', 'back'],
  next: ['next_page'],
  previous: ['previous_page'],
  done: ['done', 'next_page', 'save'],
  yes: ['save', 'done'],
  no: ['back'],
}

/** What a word means among the choices of a step; undefined when it stands for none of them. */
export function meaningOfWord(
  word: SteeringWord,
  state: DialogueState,
  choices: DialogueChoice[],
): Meaning | undefined {
  const areas = choices.filter(({ means }) => means.type === 'area')
  if (word === 'yes' && state.step === 'guess' && areas.length === 1) return areas[0]?.means
  // Skipping the first question would subscribe a group to the whole province by accident.
  const isAtTop = state.step === 'area' && state.inside === PROVINCE_CODE
  for (const type of CHOICES_OF_WORD[word]) {
    if (word === 'skip' && type === 'whole_area' && isAtTop) continue
    const choice = choices.find(({ means }) => means.type === type)
    if (choice !== undefined) return choice.means
  }
  return undefined
}

/** What is answered to a word that stands for no choice; undefined when it may be a name as well. */
export function noticeOfWord(word: SteeringWord, { step }: DialogueState): DialogueNotice | undefined {
  if (word === 'help') return { type: 'help' }
  if (word === 'back') return { type: 'this_is_the_beginning' }
  if (word === 'skip') return { type: 'nothing_to_skip' }
  return word === 'no' && step === 'confirm' ? { type: 'what_to_change' } : undefined
}

/** Numbers, names and values that belong to the step. Undefined when the text is none of these. */
export function readValue(
  text: string,
  state: DialogueState,
  choices: DialogueChoice[],
): DialogueState | Meaning | undefined {
  const numbers = readNumbers(text)
  if (state.step === 'topics') {
    const means = numbers?.length === 1 ? choices[(numbers[0] ?? 0) - 1]?.means : undefined
    if (means !== undefined && means.type !== 'topic') return means
    // "Bantuan" asks for help, though a topic begins with it.
    const topics = readSteeringWord(text) === undefined ? readTopics(text, state.offered) : undefined
    // Typed topics are the whole choice: whoever types "1,3,5" need not say "done" as well.
    return topics === undefined
      ? undefined
      : atConfirm(
          withTopics(
            state.draft,
            topics,
            state.offered.map(({ id }) => id),
          ),
        )
  }
  if (numbers?.length === 1) return choices[(numbers[0] ?? 0) - 1]?.means
  const hours = state.step === 'hours' || state.step === 'settings' ? readHours(text) : undefined
  if (hours !== undefined) return atConfirm({ ...state.draft, hours })
  const register = state.step === 'register' || state.step === 'settings' ? readRegister(text) : undefined
  return register === undefined ? undefined : atConfirm({ ...state.draft, register })
}

/** Steps at which a name is an area. */
export const takesNames = ({ step }: DialogueState) =>
  step === 'area' || step === 'guess' || step === 'areas' || step === 'confirm'
