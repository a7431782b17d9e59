import { PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { readAreaName, splitAreaNames } from './area-name.ts'
import { addArea } from './draft.ts'
import { ask, type DialogueNotice, type DialogueStep } from './question.ts'
import { listIn, type DialogueState } from './state.ts'

const insideOf = (state: DialogueState): AreaCode =>
  state.step === 'area' || state.step === 'guess' ? state.inside : PROVINCE_CODE

const replacesIn = (state: DialogueState): boolean =>
  (state.step === 'area' || state.step === 'guess') && state.replaces

/** Adds areas to the draft, or puts them in the place of what was there, and says what is worth saying. */
function withAreas(codes: AreaCode[], state: DialogueState) {
  let draft = replacesIn(state) && codes.length > 0 ? { ...state.draft, areaCodes: [] } : state.draft
  const notices: DialogueNotice[] = []
  for (const code of codes) {
    const added = addArea(draft, code)
    draft = added.draft
    if (added.addition.type !== 'added') notices.push(added.addition)
  }
  return { draft, notices }
}

/** These areas are chosen: on to the confirmation, or to the other names that were typed with them. */
export function chooseAreas(codes: AreaCode[], state: DialogueState, gazetteer: Gazetteer): DialogueStep {
  const { draft, notices } = withAreas(codes, state)
  if (state.step === 'guess' && state.queue !== undefined && state.queue.length > 0) {
    return takeQueue(state.queue, { ...state, draft, replaces: false }, gazetteer, notices)
  }
  return ask({ step: 'confirm', draft }, gazetteer, notices)
}

/**
 * Takes typed names one after the other. What is clear is chosen, and each wider area whole; what is not clear is asked
 * about, with the rest of the names to come.
 */
export function takeQueue(
  names: string[],
  state: DialogueState,
  gazetteer: Gazetteer,
  before: DialogueNotice[] = [],
): DialogueStep {
  const inside = insideOf(state)
  const codes: AreaCode[] = []
  const unknown: string[] = []
  let doubt: { guesses: AreaCode[]; name: string; queue: string[] } | undefined
  for (const [index, name] of names.entries()) {
    const named = readAreaName(name, inside, gazetteer)
    if (named.type === 'area') codes.push(named.area.code)
    else if (named.type === 'none') unknown.push(name)
    else {
      doubt = { guesses: named.areas.map(({ code }) => code), name, queue: names.slice(index + 1) }
      break
    }
  }
  const { draft, notices } = withAreas(codes, state)
  const missing: DialogueNotice[] = unknown.length === 0 ? [] : [{ type: 'area_not_found', names: unknown }]
  const said = [...before, ...notices, ...missing]
  if (doubt !== undefined) {
    const replaces = replacesIn(state) && codes.length === 0
    return ask({ step: 'guess', inside, replaces, draft, ...doubt }, gazetteer, said)
  }
  if (codes.length === 0 && state.step === 'area') return ask(state, gazetteer, said)
  return ask(
    draft.areaCodes.length === 0 ? listIn(inside, draft) : { step: 'confirm', draft },
    gazetteer,
    said,
  )
}

/** Typed text that is to name an area, or several. `enter` goes into the one that is meant. */
export function takeNames(
  text: string,
  state: DialogueState,
  gazetteer: Gazetteer,
  enter: (area: Area) => DialogueStep,
): DialogueStep {
  const names = splitAreaNames(text)
  if (names.length > 1) {
    const further = state.step === 'guess' ? (state.queue ?? []) : []
    return takeQueue([...names, ...further], state, gazetteer)
  }
  const inside = insideOf(state)
  const name = names[0] ?? ''
  const named = readAreaName(name, inside, gazetteer)
  if (named.type === 'area') return enter(named.area)
  if (named.type === 'none') return ask(state, gazetteer, [{ type: 'area_not_found', names: [] }])
  const guesses = named.areas.map(({ code }) => code)
  const queue = state.step === 'guess' && state.queue !== undefined ? { queue: state.queue } : {}
  const guess = { step: 'guess', inside, guesses, name, draft: state.draft, ...queue } as const
  return ask({ ...guess, replaces: replacesIn(state) }, gazetteer)
}
