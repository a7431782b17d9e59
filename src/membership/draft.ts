import { isWithin, PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import type { Chat, ChatPreferences } from '../domain/community.ts'
import type { Topic } from '../domain/topic.ts'

/** What a group will be subscribed with. `areaCodes` is empty until the first area is chosen. */
export type Draft = ChatPreferences

/** More areas than these are better served by a wider one. */
export const MAXIMUM_AREAS = 10

/** How a new group begins: all topics, at any hour. */
export const NEW_DRAFT: Draft = {
  areaCodes: [],
  topics: [],
  hours: 'any',
  register: 'formal',
  hasLiteracy: true,
}

/** What a subscribed group has now, to be changed. */
export function draftOf({ areaCodes, topics, hours, register, hasLiteracy }: Chat): Draft {
  return { areaCodes, topics, hours, register, hasLiteracy }
}

/** What became of an area that was added. `folded`: the areas inside it are part of it now. */
export type AreaAddition =
  | { type: 'added' }
  | { type: 'already_chosen'; area: AreaCode }
  | { type: 'already_inside'; area: AreaCode; within: AreaCode }
  | { type: 'folded'; areas: AreaCode[]; within: AreaCode }
  | { type: 'too_many_areas' }

/** Adds an area. No area of a draft lies inside another: the wider one takes the place of what lies inside it. */
export function addArea(draft: Draft, code: AreaCode): { draft: Draft; addition: AreaAddition } {
  const { areaCodes } = draft
  const within = areaCodes.find((known) => isWithin(code, known))
  if (within === code) return { draft, addition: { type: 'already_chosen', area: code } }
  if (within !== undefined) return { draft, addition: { type: 'already_inside', area: code, within } }
  const inside = areaCodes.filter((known) => isWithin(known, code))
  const [first] = inside
  if (first !== undefined) {
    const kept = areaCodes.flatMap((known) =>
      known === first ? [code] : inside.includes(known) ? [] : [known],
    )
    return { draft: { ...draft, areaCodes: kept }, addition: { type: 'folded', areas: inside, within: code } }
  }
  if (areaCodes.length >= MAXIMUM_AREAS) return { draft, addition: { type: 'too_many_areas' } }
  return { draft: { ...draft, areaCodes: [...areaCodes, code] }, addition: { type: 'added' } }
}

/** True when there is an area that could be added. */
export function hasRoom({ areaCodes }: Draft): boolean {
  return areaCodes.length < MAXIMUM_AREAS && !areaCodes.includes(PROVINCE_CODE)
}

/** Topics in the order in which they are offered. All is the same as none: topics that are added later count too. */
export function withTopics(draft: Draft, topics: Topic[], offered: Topic[]): Draft {
  const chosen = offered.filter((topic) => topics.includes(topic))
  return { ...draft, topics: chosen.length === offered.length ? [] : chosen }
}

/** A few letters that differ for different drafts (FNV-1a): an old button must not save something else. */
export function fingerprint({ areaCodes, topics, hours, register, hasLiteracy }: Draft): string {
  const text = JSON.stringify([areaCodes, topics, hours, register, hasLiteracy])
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(36)
}
