import { beforeAll, describe, expect, it } from 'vitest'
import { createGazetteer, type Gazetteer } from '../../src/domain/gazetteer.ts'
import { createTopicList, DEFAULT_TOPICS } from '../../src/domain/topic.ts'
import { choicesOf, PAGE_SIZE, type Meaning } from '../../src/membership/choices.ts'
import { advance, readsAsAnswer } from '../../src/membership/dialogue.ts'
import type { DialogueStep } from '../../src/membership/question.ts'
import { dialogueState, FIRST_STATE, stateAt, type DialogueState } from '../../src/membership/state.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'

let gazetteer: Gazetteer
const topics = createTopicList(() => DEFAULT_TOPICS)
beforeAll(async () => {
  gazetteer = createGazetteer(await readOfficialAreas())
})

function typeFrom(start: DialogueState, answers: string[]): DialogueStep {
  let state = start
  let step: DialogueStep | undefined
  for (const text of answers) {
    step = advance(state, { text }, { gazetteer, topics })
    if (step.type === 'ask') ({ state } = step.question)
  }
  if (step === undefined) throw new Error('nothing was typed')
  return step
}

/** Types one answer after the other, and returns the last step. */
const type = (...answers: string[]) => typeFrom(FIRST_STATE, answers)

function stateOf(step: DialogueStep): DialogueState {
  if (step.type !== 'ask') throw new Error(`the dialogue ended: ${step.type}`)
  return step.question.state
}

const stateAfter = (...answers: string[]): DialogueState =>
  answers.length === 0 ? FIRST_STATE : stateOf(type(...answers))

const noticesOf = (step: DialogueStep) =>
  step.type === 'ask' ? step.question.notices.map((notice) => notice.type) : []

const meanings = (state: DialogueState): Meaning['type'][] =>
  choicesOf(state, gazetteer).map(({ means }) => means.type)

/** Taps the first choice of a kind. */
function tap(state: DialogueState, kind: Meaning['type'], index = 0): DialogueStep {
  const choice = choicesOf(state, gazetteer).filter(({ means }) => means.type === kind)[index]
  return advance(state, { choice: choice?.id ?? 'missing', text: '' }, { gazetteer, topics })
}

const tapped = (state: DialogueState, kind: Meaning['type'], index = 0): DialogueState =>
  stateOf(tap(state, kind, index))

/** Every state that tapping one of the listed areas leads to. */
const within = (state: DialogueState): DialogueState[] =>
  choicesOf(state, gazetteer)
    .filter(({ means }) => means.type === 'area')
    .map(({ id }) => stateOf(advance(state, { choice: id, text: '' }, { gazetteer, topics })))

const choosingTopics = () => tapped(stateAfter('samarinda', 'semua'), 'change_topics')
const choosingSettings = () => tapped(stateAfter('samarinda', 'semua'), 'change_settings')

const confirming = (...areaCodes: string[]) => ({ step: 'confirm', draft: { areaCodes } })

describe('choosing an area', () => {
  it('begins with the ten regencies and cities, the whole province, and a way out', () => {
    expect(meanings(FIRST_STATE)).toEqual([...Array<'area'>(10).fill('area'), 'whole_area', 'cancel'])
  })

  it('takes four taps from nothing to a subscribed village, for nearly every village', () => {
    const district = tapped(FIRST_STATE, 'area', 1)
    const village = tapped(district, 'area', 0)
    expect(tap(tapped(village, 'area', 0), 'save')).toMatchObject({
      type: 'save',
      draft: { areaCodes: [expect.stringMatching(/^64\.02\.\d\d\.\d{4}$/)], topics: [], hours: 'any' },
    })
    const onFirstPages = [FIRST_STATE].flatMap(within).flatMap(within).flatMap(within)
    expect(onFirstPages).toHaveLength(1025)
  })

  it.each([
    { what: 'a village at once', answers: ['loa kulu kota'], at: confirming('64.02.02.2004') },
    { what: 'a misspelt district', answers: ['Loa Koeloe'], at: { step: 'area', inside: '64.02.02' } },
    { what: 'a misspelt regency', answers: ['kutai kertanegra', '1'], at: { step: 'area', inside: '64.02' } },
    { what: 'a short name', answers: ['kukar'], at: { step: 'area', inside: '64.02' } },
    { what: 'a name after "KIM"', answers: ['KIM Loa Kulu Kota'], at: confirming('64.02.02.2004') },
    { what: 'a code', answers: ['64.72.03'], at: { step: 'area', inside: '64.72.03' } },
    { what: 'a number', answers: ['10'], at: { step: 'area', inside: '64.74' } },
    {
      what: 'the same name again as all of it',
      answers: ['samarinda', 'samarinda'],
      at: confirming('64.72'),
    },
    { what: '"semua" as all of it', answers: ['samarinda', 'semua'], at: confirming('64.72') },
    { what: '"seluruh kabupaten ini"', answers: ['kukar', 'Seluruh kabupaten ini'], at: confirming('64.02') },
    { what: '"lewati" as all of it', answers: ['kukar', 'lewati'], at: confirming('64.02') },
    { what: '"lewati" at first as nothing', answers: ['lewati'], at: { step: 'area', inside: '64' } },
    { what: '"kembali"', answers: ['kukar', 'loa kulu', 'kembali'], at: { step: 'area', inside: '64.02' } },
    { what: '"kembali" at first', answers: ['kembali'], at: { step: 'area', inside: '64' } },
    {
      what: 'a district where its village has the same name',
      answers: ['ppu', 'sepaku'],
      at: { step: 'area', inside: '64.09.04' },
    },
    {
      what: 'a village of another regency after asking',
      answers: ['samarinda', 'loa kulu kota', 'ya'],
      at: confirming('64.02.02.2004'),
    },
  ])('understands $what', ({ answers, at }) => {
    expect(stateAfter(...answers)).toMatchObject(at)
  })

  it('asks "did you mean" when a name is shared or unsure', () => {
    expect(stateAfter('jawa')).toMatchObject({ step: 'guess' })
    expect(stateAfter('jawa', 'bukan')).toMatchObject({ step: 'area', inside: '64' })
    expect(stateAfter('jawa', '1')).toMatchObject({ step: 'confirm' })
  })

  it('says so when there is no such place', () => {
    expect(noticesOf(type('Jakarta'))).toEqual(['area_not_found'])
  })

  it('turns pages where there are more than fit', () => {
    const first = stateAfter('long ikis')
    expect(meanings(first).filter((kind) => kind === 'area')).toHaveLength(PAGE_SIZE)
    const second = stateAfter('long ikis', 'lainnya')
    expect(second).toMatchObject({ page: 1 })
    expect(meanings(second)).toContain('previous_page')
    expect(stateAfter('long ikis', 'lainnya', 'sebelumnya')).toEqual(first)
  })

  it('reaches every village by its number alone', () => {
    const codes = new Set<string>()
    const visit = (state: DialogueState) => {
      for (const { id, means } of choicesOf(state, gazetteer)) {
        if (means.type !== 'area' && means.type !== 'next_page') continue
        const next = stateOf(advance(state, { choice: id, text: '' }, { gazetteer, topics }))
        if (next.step === 'confirm') next.draft.areaCodes.forEach((code) => codes.add(code))
        else visit(next)
      }
    }
    visit(FIRST_STATE)
    expect(codes.size).toBe(1038)
  })

  it('takes a district that is tapped twice for one tap', () => {
    const regencies = FIRST_STATE
    const [choice] = choicesOf(regencies, gazetteer)
    const inside = stateOf(advance(regencies, { choice: choice?.id ?? '', text: '' }, { gazetteer, topics }))
    expect(stateOf(advance(inside, { choice: choice?.id ?? '', text: '' }, { gazetteer, topics }))).toEqual(
      inside,
    )
  })
})

describe('several areas', () => {
  it('come one after the other, or together by their names', () => {
    const second = tapped(stateAfter('loa kulu kota'), 'add_area')
    expect(stateOf(typeFrom(second, ['samarinda', 'semua']))).toMatchObject(
      confirming('64.02.02.2004', '64.72'),
    )
    expect(stateAfter('loa kulu, tenggarong dan sebulu')).toMatchObject(
      confirming('64.02.02', '64.02.06', '64.02.07'),
    )
    expect(stateAfter('loa kulu kota', 'tambah samarinda', 'samarinda')).toMatchObject(
      confirming('64.02.02.2004', '64.72'),
    )
  })

  it('ask about what is not clear, say what is unknown, and keep the rest', () => {
    const doubt = type('loa kulu kota, jawa, Jakarta Barat Daya, sepaku')
    expect(stateOf(doubt)).toMatchObject({ step: 'guess', draft: { areaCodes: ['64.02.02.2004'] } })
    const end = typeFrom(stateOf(doubt), ['bukan'])
    expect(noticesOf(end)).toEqual(['area_not_found'])
    expect(stateOf(end)).toMatchObject(confirming('64.02.02.2004', '64.09.04'))
    const picked = typeFrom(stateOf(doubt), ['1'])
    expect(stateOf(picked).draft.areaCodes).toHaveLength(3)
  })

  it('fold into a wider one, with a word about it', () => {
    const folded = typeFrom(stateAfter('sepaku, loa kulu kota'), ['tambah loa kulu', 'semua'])
    expect(noticesOf(folded)).toEqual(['folded'])
    expect(stateOf(folded)).toMatchObject(confirming('64.09.04', '64.02.02'))
    const inside = typeFrom(stateOf(folded), ['tambah loa kulu kota'])
    expect(noticesOf(inside)).toEqual(['already_inside'])
    expect(noticesOf(typeFrom(stateOf(folded), ['tambah sepaku', 'semua']))).toEqual(['already_chosen'])
  })

  it('are at most ten', () => {
    const ten = gazetteer.children('64.02').slice(0, 10)
    const full = stateAfter(ten.map(({ code }) => code).join(', '))
    expect(full.draft.areaCodes).toHaveLength(10)
    expect(meanings(full)).not.toContain('add_area')
    expect(noticesOf(typeFrom(full, ['tambah 64.72.03.1001']))).toEqual(['too_many_areas'])
  })

  it('can be removed, except the last, which can be replaced', () => {
    const areas = tapped(stateAfter('sepaku, loa kulu'), 'change_areas')
    const one = tapped(areas, 'remove_area', 0)
    expect(one).toMatchObject({ step: 'areas', draft: { areaCodes: ['64.02.02'] } })
    expect(meanings(one)).not.toContain('remove_area')
    const list = tapped(one, 'replace_area')
    expect(list).toMatchObject({ step: 'area', inside: '64.02', draft: { areaCodes: ['64.02.02'] } })
    expect(stateOf(typeFrom(list, ['sebulu', 'semua']))).toMatchObject(confirming('64.02.07'))
    expect(stateOf(typeFrom(list, ['kembali', 'kembali']))).toMatchObject(confirming('64.02.02'))
  })
})

describe('choosing topics', () => {
  it('offers the list of now, and what the group has though it is offered no more', () => {
    const list = createTopicList(() => [
      { id: 'umum', label: 'Umum', isRetired: false },
      { id: 'wisata', label: 'Wisata', isRetired: true },
      { id: 'seni', label: 'Seni dan budaya', isRetired: false },
    ])
    const labels = (chosen: string[]) =>
      choicesOf(stateAt('topics', { ...FIRST_STATE.draft, topics: chosen }, list), gazetteer).flatMap(
        ({ means }) => (means.type === 'topic' ? [means.label] : []),
      )
    expect(labels([])).toEqual(['Umum', 'Seni dan budaya'])
    expect(labels(['wisata'])).toEqual(['Umum', 'Wisata', 'Seni dan budaya'])
    const state = stateAt('topics', { ...FIRST_STATE.draft, areaCodes: ['64'] }, list)
    for (const answer of ['seni dan budaya', 'Seni dan Budaya.', 'seni', '2']) {
      expect(stateOf(advance(state, { text: answer }, { gazetteer, topics: list })).draft.topics).toEqual([
        'seni',
      ])
    }
  })

  it('goes by the list that was shown, also for dialogues from before there was one to change', () => {
    const old = dialogueState.parse({ step: 'topics', draft: { ...FIRST_STATE.draft, areaCodes: ['64'] } })
    const list = createTopicList(() => [{ id: 'wisata', label: 'Wisata', isRetired: false }])
    const { draft } = stateOf(advance(old, { text: '1' }, { gazetteer, topics: list }))
    expect(draft.topics).toEqual(['kesehatan'])
  })

  it.each([
    ['1,3,5', ['kesehatan', 'bantuan_sosial', 'pertanian_perikanan']],
    ['5 3 1', ['kesehatan', 'bantuan_sosial', 'pertanian_perikanan']],
    ['4', ['bencana']],
    ['kesehatan, bencana dan umum', ['kesehatan', 'bencana', 'umum']],
    ['Bantuan sosial', ['bantuan_sosial']],
    ['bansos, kesehatn', ['kesehatan', 'bantuan_sosial']],
    ['semua', []],
    ['10', []],
    ['lewati', []],
    ['kembali', []],
    ['1,2,3,4,5,6,7,8,9', []],
  ])('takes %j as the whole choice', (answer, chosen) => {
    expect(stateOf(typeFrom(choosingTopics(), [answer]))).toMatchObject({
      step: 'confirm',
      draft: { topics: chosen },
    })
  })

  it.each(['1,99', '0', 'sepak bola', '1,kesehatan,x'])('asks again after %j', (answer) => {
    expect(noticesOf(typeFrom(choosingTopics(), [answer]))).toEqual(['topics_not_understood'])
  })

  it('toggles by tapping, until done', () => {
    const two = tapped(tapped(choosingTopics(), 'topic', 3), 'topic', 0)
    expect(two.draft.topics).toEqual(['kesehatan', 'bencana'])
    const one = tapped(two, 'topic', 3)
    expect(tapped(one, 'done')).toMatchObject({ step: 'confirm', draft: { topics: ['kesehatan'] } })
  })

  it('are kept when the area is changed afterwards', () => {
    const chosen = stateOf(typeFrom(choosingTopics(), ['1,4']))
    expect(stateOf(typeFrom(chosen, ['tidak', '3', 'loa kulu kota']))).toMatchObject({
      draft: { areaCodes: ['64.02.02.2004'], topics: ['kesehatan', 'bencana'] },
    })
  })
})

describe('other settings', () => {
  it('are hours, the way of speaking, and tips', () => {
    const hours = tapped(choosingSettings(), 'change_hours')
    expect(tapped(hours, 'hours', 1)).toMatchObject({ step: 'confirm', draft: { hours: 'morning' } })
    expect(stateOf(typeFrom(hours, ['sore']))).toMatchObject({ step: 'confirm', draft: { hours: 'evening' } })
    const register = tapped(choosingSettings(), 'change_register')
    expect(stateOf(typeFrom(register, ['santai']))).toMatchObject({ draft: { register: 'casual' } })
    expect(tapped(choosingSettings(), 'literacy')).toMatchObject({
      step: 'settings',
      draft: { hasLiteracy: false },
    })
  })
})

describe('ending', () => {
  it.each(['ya', 'Ya.', 'simpan', 'oke', '1', 'selesai'])('saves after %j', (yes) => {
    expect(type('samarinda', 'semua', yes)).toMatchObject({
      type: 'save',
      draft: { areaCodes: ['64.72'], topics: [] },
    })
  })

  it('asks what to change after "tidak", and has nothing to skip', () => {
    expect(noticesOf(type('samarinda', 'semua', 'tidak'))).toEqual(['what_to_change'])
    expect(noticesOf(type('samarinda', 'semua', 'lewati'))).toEqual(['nothing_to_skip'])
  })

  it('does not save by an older button that showed something else', () => {
    const [save] = choicesOf(stateAfter('samarinda', 'semua'), gazetteer)
    const other = stateAfter('balikpapan', 'semua')
    expect(noticesOf(advance(other, { choice: save?.id ?? '', text: '' }, { gazetteer, topics }))).toEqual([
      'not_understood',
    ])
  })
})

/** One state of each step. */
const everyStep = (): [string, DialogueState][] => {
  const confirm = stateAfter('samarinda', 'semua')
  const settings = tapped(confirm, 'change_settings')
  return [
    ['area', FIRST_STATE],
    ['area', stateAfter('kukar')],
    ['guess', stateAfter('jawa')],
    ['guess', stateAfter('sepaku, jawa')],
    ['areas', tapped(stateAfter('sepaku, loa kulu'), 'change_areas')],
    ['topics', tapped(confirm, 'change_topics')],
    ['settings', settings],
    ['hours', tapped(settings, 'change_hours')],
    ['register', tapped(settings, 'change_register')],
    ['confirm', confirm],
  ]
}

describe('every step', () => {
  it('has a way out, help, and a way back and over', () => {
    for (const [name, state] of everyStep()) {
      expect(state.step).toBe(name)
      expect(meanings(state)).toContain('cancel')
      expect(typeFrom(state, ['batal'])).toEqual({ type: 'cancelled' })
      expect(noticesOf(typeFrom(state, ['bantuan']))).toEqual(['help'])
      for (const word of ['batal', 'bantuan', 'kembali', 'lewati']) {
        expect(readsAsAnswer(word, state, gazetteer), `${word} at ${name}`).toBe(true)
      }
      expect(noticesOf(typeFrom(state, ['kembali']))).not.toContain('not_understood')
      expect(noticesOf(typeFrom(state, ['lewati']))).not.toContain('not_understood')
    }
  })

  it.each(['', '   ', '99', '0', '🙂', '/', 'x'.repeat(500), '1,99', 'm:x', 'null', '{"step":"confirm"}'])(
    'asks the same question again after %j',
    (garbage) => {
      for (const [, state] of everyStep()) {
        const again = typeFrom(state, [garbage])
        expect(stateOf(again).step).toBe(state.step)
        expect(noticesOf(again)).toHaveLength(1)
      }
    },
  )
})

describe('telling an answer from ordinary talk', () => {
  it.each([
    ['2', true],
    ['13', false],
    ['samarinda', true],
    ['loa kulu, tenggarong', true],
    ['batal', true],
    ['besok kerja bakti jam 8 ya bapak-bapak', false],
    ['siapa yang mau ikut?', false],
    ['', false],
  ])('%j at the first question: %j', (text, isAnswer) => {
    expect(readsAsAnswer(text, FIRST_STATE, gazetteer)).toBe(isAnswer)
  })

  it.each([
    ['1', true],
    ['ya', true],
    ['tambah sepaku', true],
    ['samarinda', false],
    ['12', false],
    ['selesai sudah acaranya', false],
    ['semua orang mohon hadir', false],
  ])('%j at the confirmation: %j', (text, isAnswer) => {
    expect(readsAsAnswer(text, stateAfter('samarinda', 'semua'), gazetteer)).toBe(isAnswer)
  })
})
