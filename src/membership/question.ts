import type { Gazetteer } from '../domain/gazetteer.ts'
import { choicesOf, pageCount, type DialogueChoice } from './choices.ts'
import type { AreaAddition, Draft } from './draft.ts'
import { repaired, type DialogueState } from './state.ts'

/** What is said before a question. */
export type DialogueNotice =
  | Exclude<AreaAddition, { type: 'added' }>
  /** `names` is empty when the one typed name is meant. */
  | { type: 'area_not_found'; names: string[] }
  | { type: 'topics_not_understood' | 'not_understood' }
  | { type: 'help' | 'what_to_change' | 'nothing_to_skip' | 'this_is_the_beginning' }

/** The question that a state asks, for a sentence to be made of. */
export interface DialogueQuestion {
  state: DialogueState
  choices: DialogueChoice[]
  notices: DialogueNotice[]
  /** How many pages the list of areas has; 1 at other steps. */
  pages: number
}

export type DialogueStep =
  { type: 'ask'; question: DialogueQuestion } | { type: 'save'; draft: Draft } | { type: 'cancelled' }

/** The question of a state, after what there is to say about the last answer. */
export function ask(
  state: DialogueState,
  gazetteer: Gazetteer,
  notices: DialogueNotice[] = [],
): DialogueStep & { type: 'ask' } {
  const shown = repaired(state, gazetteer)
  if (shown.step !== 'area') {
    return {
      type: 'ask',
      question: { state: shown, choices: choicesOf(shown, gazetteer), notices, pages: 1 },
    }
  }
  const pages = pageCount(gazetteer, shown.inside)
  const page = Math.min(Math.max(0, Math.trunc(shown.page)), pages - 1)
  const onPage = { ...shown, page }
  return { type: 'ask', question: { state: onPage, choices: choicesOf(onPage, gazetteer), notices, pages } }
}
