import { isDeepStrictEqual } from 'node:util'
import { array, assert, constantFrom, nat, oneof, property, string } from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGazetteer, type Gazetteer } from '../../src/domain/gazetteer.ts'
import { TOPICS } from '../../src/domain/topic.ts'
import { choicesOf, type DialogueState, type Meaning } from '../../src/membership/choices.ts'
import { advance, FIRST_STATE, readsAsAnswer, type DialogueStep } from '../../src/membership/dialogue.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'

let gazetteer: Gazetteer
beforeAll(async () => {
  gazetteer = createGazetteer(await readOfficialAreas())
})

/** Types one answer after the other, and returns the last step. */
function type(...answers: string[]): DialogueStep {
  let state = FIRST_STATE
  let step: DialogueStep | undefined
  for (const text of answers) {
    step = advance(state, { text }, gazetteer)
    if (step.type === 'ask') state = step.state
  }
  if (step === undefined) throw new Error('nothing was typed')
  return step
}

function stateAfter(...answers: string[]): DialogueState {
  const step = answers.length === 0 ? undefined : type(...answers)
  if (step === undefined) return FIRST_STATE
  if (step.type !== 'ask') throw new Error(`the dialogue ended: ${step.type}`)
  return step.state
}

const meanings = (state: DialogueState): Meaning['type'][] =>
  choicesOf(state, gazetteer).map(({ means }) => means.type)

/** Taps the first choice of a kind. */
function tap(state: DialogueState, kind: Meaning['type'], index = 0): DialogueStep {
  const choice = choicesOf(state, gazetteer).filter(({ means }) => means.type === kind)[index]
  return advance(state, { choice: choice?.id ?? 'missing', text: '' }, gazetteer)
}

const tapped = (state: DialogueState, kind: Meaning['type'], index = 0): DialogueState => {
  const step = tap(state, kind, index)
  if (step.type !== 'ask') throw new Error(`the dialogue ended: ${step.type}`)
  return step.state
}

describe('choosing an area', () => {
  it('begins with the ten regencies and cities, the whole province, and a way out', () => {
    expect(meanings(FIRST_STATE)).toEqual([...Array<'area'>(10).fill('area'), 'whole_area', 'cancel'])
  })

  it('takes five taps from nothing to a subscribed village', () => {
    const district = tapped(FIRST_STATE, 'area', 1)
    const village = tapped(district, 'area', 0)
    const topics = tapped(village, 'area', 0)
    const confirm = tapped(topics, 'all_topics')
    expect(tap(confirm, 'save')).toMatchObject({
      type: 'subscribe',
      areaCode: expect.stringMatching(/^64\.02\.\d\d\.\d{4}$/),
      topics: [],
    })
  })

  it.each([
    {
      what: 'a village at once',
      answers: ['loa kulu kota'],
      at: { step: 'topics', areaCode: '64.02.02.2004' },
    },
    { what: 'a misspelt district', answers: ['Loa Koeloe'], at: { step: 'area', inside: '64.02.02' } },
    { what: 'a short name', answers: ['kukar'], at: { step: 'area', inside: '64.02' } },
    {
      what: 'a name after "KIM"',
      answers: ['KIM Loa Kulu Kota'],
      at: { step: 'topics', areaCode: '64.02.02.2004' },
    },
    { what: 'a code', answers: ['64.72.03'], at: { step: 'area', inside: '64.72.03' } },
    { what: 'a number', answers: ['10'], at: { step: 'area', inside: '64.74' } },
    {
      what: 'the same name again as all of it',
      answers: ['samarinda', 'samarinda'],
      at: { step: 'topics', areaCode: '64.72' },
    },
    {
      what: '"semua" as all of it',
      answers: ['samarinda', 'semua'],
      at: { step: 'topics', areaCode: '64.72' },
    },
    {
      what: '"seluruh kabupaten ini"',
      answers: ['kukar', 'Seluruh kabupaten ini'],
      at: { step: 'topics', areaCode: '64.02' },
    },
    {
      what: '"lewati" as all of it',
      answers: ['kukar', 'lewati'],
      at: { step: 'topics', areaCode: '64.02' },
    },
    { what: '"lewati" at first as nothing', answers: ['lewati'], at: { step: 'area', inside: '64' } },
    { what: '"kembali"', answers: ['kukar', 'loa kulu', 'kembali'], at: { step: 'area', inside: '64.02' } },
    {
      what: 'a district where its village has the same name',
      answers: ['ppu', 'sepaku'],
      at: { step: 'area', inside: '64.09.04' },
    },
    {
      what: 'a village of another regency after asking',
      answers: ['samarinda', 'loa kulu kota', 'ya'],
      at: { step: 'topics', areaCode: '64.02.02.2004' },
    },
  ])('understands $what', ({ answers, at }) => {
    expect(stateAfter(...answers)).toMatchObject(at)
  })

  it('asks "did you mean" when a name is shared or unsure', () => {
    const shared = type('jawa')
    expect(shared).toMatchObject({ type: 'ask', question: { step: 'guess' } })
    expect(type('Kutai Kertanegara Raya')).toMatchObject({ type: 'ask', question: { step: 'guess' } })
    expect(stateAfter('jawa', 'bukan')).toMatchObject({ step: 'area', inside: '64' })
    expect(stateAfter('jawa', '1')).toMatchObject({ step: 'topics' })
  })

  it('says so when there is no such place', () => {
    expect(type('Jakarta')).toMatchObject({ question: { step: 'area', notice: 'area_not_found' } })
  })

  it('turns pages where there are more than eight', () => {
    const first = stateAfter('kukar')
    expect(meanings(first).filter((kind) => kind === 'area')).toHaveLength(8)
    const second = stateAfter('kukar', 'lainnya')
    expect(second).toMatchObject({ inside: '64.02', page: 1 })
    expect(meanings(second)).toContain('previous_page')
    expect(stateAfter('kukar', 'lainnya', 'sebelumnya')).toEqual(first)
  })

  it('reaches every village by its number alone', () => {
    const codes = new Set<string>()
    const visit = (state: DialogueState) => {
      for (const { id, means } of choicesOf(state, gazetteer)) {
        if (means.type !== 'area' && means.type !== 'next_page') continue
        const step = advance(state, { choice: id, text: '' }, gazetteer)
        if (step.type !== 'ask') continue
        if (step.state.step === 'topics') codes.add(step.state.areaCode)
        else visit(step.state)
      }
    }
    visit(FIRST_STATE)
    expect(codes.size).toBe(1038)
  })
})

describe('choosing topics', () => {
  it.each([
    ['1,3,5', ['kesehatan', 'bantuan_sosial', 'pertanian_perikanan']],
    ['5 3 1', ['kesehatan', 'bantuan_sosial', 'pertanian_perikanan']],
    ['4', ['bencana']],
    ['kesehatan, bencana dan umum', ['kesehatan', 'bencana', 'umum']],
    ['Bantuan sosial', ['bantuan_sosial']],
    ['semua', []],
    ['10', []],
    ['lewati', []],
    ['1,2,3,4,5,6,7,8,9', []],
  ])('takes %j as the whole choice', (answer, topics) => {
    expect(stateAfter('samarinda', 'semua', answer)).toMatchObject({ step: 'confirm', topics })
  })

  it.each(['1,99', '0', 'sepak bola', '1,kesehatan,x'])('asks again after %j', (answer) => {
    expect(type('samarinda', 'semua', answer)).toMatchObject({
      question: { step: 'topics', notice: 'topics_not_understood' },
    })
  })

  it('toggles by tapping, until done', () => {
    const start = stateAfter('samarinda', 'semua')
    const two = tapped(tapped(start, 'topic', 3), 'topic', 0)
    expect(two.topics).toEqual(['kesehatan', 'bencana'])
    const one = tapped(two, 'topic', 3)
    expect(tapped(one, 'topics_done')).toMatchObject({ step: 'confirm', topics: ['kesehatan'] })
  })

  it('are kept when the area is changed afterwards', () => {
    expect(stateAfter('samarinda', 'semua', '1,4', '3', 'loa kulu kota')).toMatchObject({
      step: 'topics',
      areaCode: '64.02.02.2004',
      topics: ['kesehatan', 'bencana'],
    })
  })
})

describe('ending', () => {
  it.each(['ya', 'Ya.', 'simpan', 'oke', '1'])('subscribes after %j', (yes) => {
    expect(type('samarinda', 'semua', '1,4', yes)).toEqual({
      type: 'subscribe',
      areaCode: '64.72',
      topics: ['kesehatan', 'bencana'],
    })
  })

  it('stops at any step after "batal"', () => {
    for (const answers of [
      [],
      ['kukar'],
      ['jawa'],
      ['samarinda', 'semua'],
      ['samarinda', 'semua', 'semua'],
    ]) {
      expect(type(...answers, 'batal')).toEqual({ type: 'cancelled' })
    }
  })

  it('does not save by an older button that showed something else', () => {
    const [save] = choicesOf(stateAfter('samarinda', 'semua', '1'), gazetteer)
    const other = stateAfter('samarinda', 'semua', '2')
    expect(advance(other, { choice: save?.id ?? '', text: '' }, gazetteer)).toMatchObject({
      type: 'ask',
      question: { step: 'confirm', notice: 'not_understood' },
    })
  })
})

describe('telling an answer from ordinary talk', () => {
  it.each([
    ['2', true],
    ['13', false],
    ['samarinda', true],
    ['batal', true],
    ['besok kerja bakti jam 8 ya bapak-bapak', false],
    ['siapa yang mau ikut?', false],
    ['', false],
  ])('%j at the first question: %j', (text, isAnswer) => {
    expect(readsAsAnswer(text, FIRST_STATE, gazetteer)).toBe(isAnswer)
  })

  it.each([
    ['1,3', true],
    ['1,30', false],
    ['selesai sudah acaranya', false],
    ['semua orang mohon hadir', false],
    ['samarinda', false],
  ])('%j at the topics: %j', (text, isAnswer) => {
    expect(readsAsAnswer(text, stateAfter('samarinda', 'semua'), gazetteer)).toBe(isAnswer)
  })
})

/** What is wrong with a step; undefined when nothing is. */
function faultOf(step: DialogueStep, before: DialogueState): string | undefined {
  if (step.type === 'cancelled') return undefined
  if (step.type === 'subscribe') {
    if (gazetteer.get(step.areaCode) === undefined) return 'an area that does not exist'
    if (!step.topics.every((topic) => TOPICS.includes(topic))) return 'a topic that does not exist'
    const isShown = before.step === 'confirm' && before.areaCode === step.areaCode
    return isShown && before.topics === step.topics ? undefined : 'saved what was not shown before'
  }
  const { choices } = step.question
  if (!choices.some(({ means }) => means.type === 'cancel')) return 'no way out'
  if (choices.some(({ id }) => Buffer.byteLength(id) > 64)) return 'an id that is too long'
  if (new Set(choices.map(({ id }) => id)).size !== choices.length) return 'two choices with one id'
  return isDeepStrictEqual(JSON.parse(JSON.stringify(step.state)), step.state) ? undefined : 'not JSON'
}

describe('whatever people type and tap', () => {
  it('never fails, always offers a way out, and only ends with a whole subscription', () => {
    const words = ['kukar', 'jawa', 'sepaku', 'samarinda', 'kembali', 'lewati', 'semua', 'selesai', 'lainnya']
    const answers = ['ya', 'tidak', '1,3,5', '0', '99', '64.02', '64.99', '']
    const taps = [
      'm:a:64.02',
      'm:w:64.72',
      'm:p:64.02:1',
      'm:p:64.02:999',
      'm:t:umum',
      'm:y:64.72:0',
      'm:b',
      'm:',
      'x',
    ]
    const input = oneof(
      constantFrom(...words, ...answers).map((text) => ({ text })),
      string({ unit: 'grapheme', maxLength: 30 }).map((text) => ({ text })),
      constantFrom(...taps).map((choice) => ({ choice, text: '' })),
      nat(20).map((offered) => ({ offered, text: '' })),
    )
    assert(
      property(array(input, { maxLength: 25 }), (inputs) => {
        let state = FIRST_STATE
        for (const item of inputs) {
          const choice = 'offered' in item ? choicesOf(state, gazetteer)[item.offered]?.id : undefined
          const step = advance(state, choice === undefined ? item : { choice, text: '' }, gazetteer)
          expect(faultOf(step, state)).toBeUndefined()
          state = step.type === 'ask' ? step.state : FIRST_STATE
        }
      }),
      { numRuns: 60 },
    )
  })
})
