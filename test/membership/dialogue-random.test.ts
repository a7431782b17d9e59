import { isDeepStrictEqual } from 'node:util'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { isWithin } from '../../src/domain/area.ts'
import type { Chat } from '../../src/domain/community.ts'
import { createGazetteer, type FindOptions, type Gazetteer } from '../../src/domain/gazetteer.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { createTopicList, DEFAULT_TOPICS } from '../../src/domain/topic.ts'
import { choicesOf } from '../../src/membership/choices.ts'
import { advance, readsAsAnswer } from '../../src/membership/dialogue.ts'
import { MAXIMUM_AREAS } from '../../src/membership/draft.ts'
import { createMembership } from '../../src/membership/membership.ts'
import type { DialogueStep } from '../../src/membership/question.ts'
import { dialogueState, FIRST_STATE, type DialogueState } from '../../src/membership/state.ts'
import type { GroupTalk } from '../../src/membership/talk.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'
import { hashForTest } from '../support/conversation.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const topics = createTopicList(() => DEFAULT_TOPICS)
const NAMES =
  'kukar|jawa|sepaku|samarinda|loa kulu, tenggarong|loa kulu dan jawa dan entah|kutai kertanegra|Jakarta|tambah sepaku|kim long ikis|64.02|64.99|64.02.02.2004|muara kaman|Sumber Sari|sidomulyo, bukit raya'
const WORDS =
  'batal|kembali|lewati|bantuan|semua|selesai|lainnya|sebelumnya|ya|tidak|simpan|1,3,5|kesehatan|pagi|santai|0|99|1,99|besok kerja bakti|/|null'
const IDS =
  'm:a:64.02|m:a:64.02.02|m:a:64.02.02.2004|m:w:64.72|m:w:64|m:p:64.02:1|m:p:64.02:999|m:p:64:-1|m:r:64.72|m:ra|m:t:umum|m:ta|m:y:0|m:b|m:ok|m:add|m:ca|m:ct|m:cs|m:h:morning|m:h:never|m:s:casual|m:l:n|m:j:3|m:stop:y|m:|x||🙂'
const GARBAGE = [
  '',
  ' ',
  '\n',
  '🙂🙂',
  '{"step":"confirm"}',
  'x'.repeat(300),
  '\uD800',
  '١٢٣',
  "'; DROP TABLE",
]

const pick = <Item>(random: () => number, items: Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item

/** What somebody does: mostly something sensible at this point, now and then anything at all. */
function randomInput(random: () => number, offered: string[]): { choice?: string; text: string } {
  const dice = random()
  if (dice < 0.45 && offered.length > 0) return { choice: pick(random, offered), text: '' }
  if (dice < 0.6) return { text: String(Math.floor(random() * 26)) }
  if (dice < 0.75) return { text: pick(random, WORDS.split('|')) }
  if (dice < 0.85) return { text: pick(random, NAMES.split('|')) }
  if (dice < 0.95) return { choice: pick(random, IDS.split('|')), text: '' }
  return { text: pick(random, GARBAGE) }
}

/** Looking a name up takes milliseconds, and the same names come again and again. */
function rememberingGazetteer(areas: Parameters<typeof createGazetteer>[0]): Gazetteer {
  const gazetteer = createGazetteer(areas)
  const found = new Map<string, ReturnType<Gazetteer['find']>>()
  const children = new Map<string, ReturnType<Gazetteer['children']>>()
  return {
    ...gazetteer,
    children(code) {
      const known = children.get(code) ?? gazetteer.children(code)
      children.set(code, known)
      return known
    },
    find(query: string, options: FindOptions = {}) {
      const key = JSON.stringify([query, options])
      const known = found.get(key) ?? gazetteer.find(query, options)
      found.set(key, known)
      return known
    },
  }
}

/** What is wrong with a step; undefined when nothing is. */
function faultOf(step: DialogueStep, before: DialogueState, gazetteer: Gazetteer): string | undefined {
  if (step.type === 'cancelled') return undefined
  const draft = step.type === 'save' ? step.draft : step.question.state.draft
  const { areaCodes } = draft
  if (areaCodes.some((code) => gazetteer.get(code) === undefined)) return 'an area that does not exist'
  if (areaCodes.length > MAXIMUM_AREAS) return 'too many areas'
  const isNested = areaCodes.some((code) => areaCodes.some((o) => o !== code && isWithin(code, o)))
  if (isNested || new Set(areaCodes).size !== areaCodes.length) return 'an area inside another'
  if (step.type === 'save') {
    if (areaCodes.length === 0) return 'saved without an area'
    return before.step === 'confirm' && isDeepStrictEqual(before.draft, draft)
      ? undefined
      : 'saved what was not shown before'
  }
  const { state, choices } = step.question
  if (!choices.some(({ means }) => means.type === 'cancel')) return 'no way out'
  if (choices.some(({ id }) => id === '' || Buffer.byteLength(id) > 64)) return 'an id of the wrong length'
  if (new Set(choices.map(({ id }) => id)).size !== choices.length) return 'two choices with one id'
  const stored = dialogueState.safeParse(JSON.parse(JSON.stringify(state)))
  return stored.success && isDeepStrictEqual(stored.data, state) ? undefined : 'not storable'
}

/** What somebody is stuck in: whether "batal" and the offered way out both end the dialogue here. */
function isStuck(state: DialogueState, gazetteer: Gazetteer): boolean {
  const cancel = choicesOf(state, gazetteer).find(({ means }) => means.type === 'cancel')
  return (
    !readsAsAnswer('batal', state, gazetteer) ||
    advance(state, { text: 'batal' }, { gazetteer, topics }).type !== 'cancelled' ||
    advance(state, { choice: cancel?.id ?? '', text: '' }, { gazetteer, topics }).type !== 'cancelled'
  )
}

const refuseCode = () => Promise.resolve({ type: 'wrong' } as const)

describe('whatever people type and tap', () => {
  it('never gets stuck in 100,000 inputs, and only ends with a whole subscription or none', async () => {
    const gazetteer = rememberingGazetteer(await readOfficialAreas())
    const random = seededRandom(6)
    let state = FIRST_STATE
    let faults: string[] = []
    const ends = { save: 0, cancelled: 0 }
    const steps = new Set<string>()
    for (let count = 0; count < 100_000; count += 1) {
      const offered = choicesOf(state, gazetteer).map(({ id }) => id)
      const input = randomInput(random, offered)
      const step = advance(state, input, { gazetteer, topics })
      const fault = faultOf(step, state, gazetteer)
      if (fault !== undefined) faults = [...faults, `${fault}: ${JSON.stringify({ state, input })}`]
      if (step.type === 'ask') ({ state } = step.question)
      else {
        ends[step.type] += 1
        // A subscribed group is changed from what it has.
        state = step.type === 'save' && random() < 0.5 ? { step: 'areas', draft: step.draft } : FIRST_STATE
      }
      steps.add(state.step)
      if (isStuck(state, gazetteer)) faults = [...faults, `stuck: ${JSON.stringify(state)}`]
      if (faults.length > 3) break
    }
    expect(faults).toEqual([])
    expect([...steps].toSorted()).toEqual(
      ['area', 'areas', 'confirm', 'guess', 'hours', 'register', 'settings', 'topics'].toSorted(),
    )
    expect(Math.min(ends.save, ends.cancelled)).toBeGreaterThan(500)
  })

  it('never leaves a half-written subscription in storage', async () => {
    const clock = createTestClock()
    const storage = await temporaryStorage(() => clock.now())
    const chat: ChatAddress = { channel: 'simulator', account: 'simulator', chatId: 'grup-1' }
    const gazetteer = rememberingGazetteer(await readOfficialAreas())
    const deps = { clock, hashPerson: hashForTest, logger: pino({ level: 'silent' }) }
    const create = () =>
      createMembership({ ...deps, redeemCode: refuseCode, storage: { ...storage, gazetteer } })
    const random = seededRandom(66)
    let membership = create()
    let offered: string[] = []
    let before: Chat | undefined
    let expected: Chat | undefined
    for (let count = 0; count < 2_000; count += 1) {
      const senderId = random() < 0.9 ? 'admin' : 'admin-2'
      const input = { chat, title: 'x', senderId, isAdmin: async () => true, isAddressed: random() < 0.5 }
      const talk: GroupTalk = { ...input, ...randomInput(random, offered) }
      const dice = random()
      if (dice < 0.02) membership = create()
      const reply = await (dice < 0.04
        ? membership.subscribe(talk, random() < 0.5 ? '' : talk.text)
        : dice < 0.06
          ? membership.changeAreas(talk)
          : dice < 0.07
            ? membership.pause(talk)
            : dice < 0.08
              ? membership.stop(talk)
              : membership.talk(talk))
      if (reply?.type === 'question') offered = reply.question.choices.map(({ id }) => id)
      const after = await storage.chats.find(chat)
      const isWritten = ['subscribed', 'paused', 'stopped'].includes(reply?.type ?? '')
      if (!isWritten) expected = before
      if (reply?.type === 'subscribed') expected = reply.chat
      else if (isWritten) expected = after
      expect(after).toEqual(expected)
      before = after
    }
    expect(await storage.chats.find(chat)).toBeDefined()
  })
})
