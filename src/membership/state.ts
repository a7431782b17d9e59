import { z } from 'zod'
import { PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import { SPEECH_REGISTERS } from '../domain/community.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { RECEIVING_HOURS } from '../domain/receiving-hours.ts'
import { DEFAULT_TOPICS, type TopicList } from '../domain/topic.ts'
import { NEW_DRAFT, type Draft } from './draft.ts'

const draft = z.object({
  areaCodes: z.array(z.string()),
  topics: z.array(z.string()),
  hours: z.enum(RECEIVING_HOURS),
  register: z.enum(SPEECH_REGISTERS),
  hasLiteracy: z.boolean(),
})

/** Where the area to choose goes: beside the others, or in their place. */
const place = { inside: z.string(), replaces: z.boolean() }

const offered = z
  .array(z.object({ id: z.string(), label: z.string() }))
  // Dialogues from before staff could change the list.
  .default(() => [...DEFAULT_TOPICS])

/** Where a subscription dialogue stands, as it is stored. */
export const dialogueState = z.intersection(
  z.object({ draft }),
  z.discriminatedUnion('step', [
    z.object({ step: z.literal('area'), ...place, page: z.number().int().min(0) }),
    /** "Did you mean …?" `queue`: names that were typed beside this one, still to be looked up. */
    z.object({
      step: z.literal('guess'),
      ...place,
      guesses: z.array(z.string()),
      /** What was typed. */
      name: z.string(),
      queue: z.array(z.string()).optional(),
    }),
    z.object({ step: z.literal('areas') }),
    /** `offered`: the list that people were shown, which their numbers are about. */
    z.object({ step: z.literal('topics'), offered }),
    z.object({ step: z.literal('settings') }),
    z.object({ step: z.literal('hours') }),
    z.object({ step: z.literal('register') }),
    z.object({ step: z.literal('confirm') }),
  ]),
)
export type DialogueState = z.infer<typeof dialogueState>
export type DialogueStepName = DialogueState['step']
/** A step without anything of its own to remember. */
export type PlainStep = Exclude<DialogueStepName, 'area' | 'guess'>

/** The list of areas inside `inside`, from its beginning. */
export function listIn(inside: AreaCode, draft: Draft, replaces = false): DialogueState {
  return { step: 'area', inside, page: 0, replaces, draft }
}

/** The question about topics: what is offered now, and what the group has though it is not offered any more. */
const topicsIn = (draft: Draft, topics: TopicList): DialogueState => ({
  step: 'topics',
  draft,
  offered: topics
    .all()
    .filter(({ id, isRetired }) => !isRetired || draft.topics.includes(id))
    .map(({ id, label }) => ({ id, label })),
})

/** A step from its beginning. */
export const stateAt = (step: PlainStep, draft: Draft, topics: TopicList): DialogueState =>
  step === 'topics' ? topicsIn(draft, topics) : { step, draft }

/** The first question: which regency or city. */
export const FIRST_STATE: DialogueState = listIn(PROVINCE_CODE, NEW_DRAFT)

/** A stored state with only areas that exist today. Without any, the first question is asked again. */
export function repaired(state: DialogueState, gazetteer: Gazetteer): DialogueState {
  const isKnown = (code: AreaCode) => gazetteer.get(code) !== undefined
  const draft = { ...state.draft, areaCodes: state.draft.areaCodes.filter(isKnown) }
  if (state.step === 'area' || state.step === 'guess') {
    return { ...state, draft, inside: isKnown(state.inside) ? state.inside : PROVINCE_CODE }
  }
  return draft.areaCodes.length === 0 ? listIn(PROVINCE_CODE, draft) : { ...state, draft }
}
