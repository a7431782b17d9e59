import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { ChatAddress } from '../../src/domain/message.ts'
import { clarificationChoiceId, NONE_CHOICE_ID } from '../../src/factcheck/offers.ts'
import { createResponder, type ResponderDeps } from '../../src/factcheck/responder.ts'
import { CLARIFICATIONS, clarification } from '../support/clarifications.ts'
import { hashForTest, OFF_TOPIC, SALT_MESSAGE } from '../support/conversation.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const logger = pino({ level: 'silent' })
const chat: ChatAddress = { channel: 'whatsapp', account: 'default', chatId: 'warga@example' }
const ask = (text: string, senderId = 'warga') => ({ channel: chat.channel, senderId, text })

/** Offers every candidate instead of deciding. */
const hesitant: ResponderDeps['decide'] = ({ candidates }) => ({
  type: 'suggested',
  candidates: candidates.map(({ id, score }) => ({ clarificationId: id, score })),
})

async function setUp(overrides: Partial<ResponderDeps> = {}) {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  await storage.clarifications.save(CLARIFICATIONS)
  const deps: ResponderDeps = {
    storage,
    clock,
    logger,
    hashAsker: hashForTest,
    ...overrides,
  }
  const responder = createResponder(deps)
  await responder.refresh()
  return { clock, storage, responder, deps }
}

describe('answering a question', () => {
  it('shows the clarification of a known hoax and records the question as answered', async () => {
    const { responder, storage, clock } = await setUp()
    const reply = await responder.answer(ask(SALT_MESSAGE))
    expect(reply.answer.type).toBe('clarified')
    expect(reply.clarifications.map(({ id }) => id)).toEqual(['garam-langka'])
    const [inquiry] = await storage.inquiries.list({ limit: 10 })
    expect(inquiry).toMatchObject({
      askerKey: hashForTest('whatsapp', 'warga'),
      answerType: 'clarified',
      clarificationId: 'garam-langka',
      status: 'answered',
      receivedAt: clock.now(),
    })
  })

  it('says that it does not know, and leaves the question open for staff', async () => {
    const { responder, storage } = await setUp()
    const reply = await responder.answer(ask(OFF_TOPIC))
    expect(reply).toEqual({ answer: { type: 'unknown' }, clarifications: [] })
    expect(await storage.inquiries.list({ limit: 10 })).toMatchObject([
      { answerType: 'unknown', status: 'open' },
    ])
  })

  it('offers at most three that resemble it, and leaves the question open', async () => {
    const { responder, storage } = await setUp({
      decide: () => ({
        type: 'suggested',
        candidates: CLARIFICATIONS.map(({ id }) => ({ clarificationId: id, score: 0.2 })),
      }),
    })
    const reply = await responder.answer(ask(SALT_MESSAGE))
    expect(reply.clarifications).toHaveLength(3)
    expect(await storage.inquiries.list({ limit: 10 })).toMatchObject([
      { answerType: 'suggested', status: 'open' },
    ])
  })

  it('keeps why it answered so, and nothing of the asker in it', async () => {
    const { responder, storage } = await setUp()
    await responder.answer(ask(`${SALT_MESSAGE} kata Bu Sulastri 0812-3456-7890`))
    const [inquiry] = await storage.inquiries.list({ limit: 1 })
    expect(inquiry?.explanation?.candidates[0]?.clarificationId).toBe('garam-langka')
    expect(inquiry?.explanation?.words).toContain('garam')
    expect(JSON.stringify(inquiry?.explanation)).not.toMatch(/sulastri|7890/i)
  })

  it('says in which fact the nearest one differs when it only suggests', async () => {
    const { responder, storage } = await setUp({ decide: hesitant })
    await storage.clarifications.save([
      clarification({
        id: 'loker',
        claimReviewed: 'Bank Mega membuka lowongan teller',
        circulatingTexts: [],
      }),
    ])
    await responder.refresh()
    const reply = await responder.answer(ask('Bank Permata membuka lowongan teller'))
    expect(reply.difference).toEqual({ kind: 'bank', message: ['permata'], clarification: ['mega'] })
    expect((await responder.answer(ask(SALT_MESSAGE))).difference).toBeUndefined()
  })

  it('stores no telephone number, and nobody who asked', async () => {
    const { responder, storage } = await setUp()
    await responder.answer(ask(`${OFF_TOPIC} hubungi 0812-3456-7890`, '6281234567890@s.whatsapp.net'))
    const stored = JSON.stringify(await storage.inquiries.list({ limit: 10 }))
    expect(stored).toContain('[nomor telepon]')
    expect(stored).not.toMatch(/7890/)
  })

  it('stores no text at all when scrubbing fails', async () => {
    const { responder, storage } = await setUp({
      scrub: () => {
        throw new RangeError('scrubbing broke')
      },
    })
    expect((await responder.answer(ask(SALT_MESSAGE))).answer.type).toBe('clarified')
    expect(await storage.inquiries.list({ limit: 10 })).toMatchObject([{ text: '' }])
  })

  it.each([
    ['', 'empty'],
    ['🙏🙏', 'empty'],
    ['garam', 'too_short'],
  ])('ignores %j as %s and records nothing', async (text, because) => {
    const { responder, storage } = await setUp()
    expect((await responder.answer(ask(text))).answer).toEqual({ type: 'ignored', because })
    expect(await storage.inquiries.list({ limit: 10 })).toEqual([])
  })

  it('checks a link without words', async () => {
    const { responder } = await setUp()
    expect((await responder.answer(ask('kuota-gratis75gb.xyz'))).answer.type).not.toBe('ignored')
  })

  it('takes a very long paste', async () => {
    const { responder, storage } = await setUp()
    await responder.answer(ask(`${'lorem ipsum 😀 '.repeat(10_000)} `))
    const [inquiry] = await storage.inquiries.list({ limit: 1 })
    expect(inquiry?.text.length).toBeLessThanOrEqual(4_000)
  })
})

describe('a flood of questions', () => {
  it('is told so once, then met with silence until it ends; others are not affected', async () => {
    const { responder, clock } = await setUp()
    for (let count = 0; count < 20; count += 1) {
      expect((await responder.answer(ask(`${OFF_TOPIC} ${count}`))).answer.type).not.toBe('ignored')
    }
    const flood = { answer: { type: 'ignored', because: 'flood' }, clarifications: [] }
    expect(await responder.answer(ask(SALT_MESSAGE))).toEqual({ ...flood, isFirstFlood: true })
    expect(await responder.answer(ask(SALT_MESSAGE))).toEqual(flood)
    expect((await responder.answer(ask(SALT_MESSAGE, 'tetangga'))).answer.type).toBe('clarified')
    clock.advance(10 * 60_000 + 1)
    expect((await responder.answer(ask(SALT_MESSAGE))).answer.type).toBe('clarified')
  })
})

describe('choosing from what was offered', () => {
  it('understands a number, also after a restart, for 24 hours', async () => {
    const { responder, deps, clock } = await setUp({ decide: hesitant })
    const offered = (await responder.answer(ask(SALT_MESSAGE))).clarifications
    await responder.offer(chat, 'warga', [
      ...offered.map(({ id }) => clarificationChoiceId(id)),
      NONE_CHOICE_ID,
    ])
    const restarted = createResponder(deps)
    await restarted.refresh()
    const first = { type: 'clarification', clarification: offered[0] }
    expect(await restarted.choose(chat, 'warga', { text: '1' })).toEqual(first)
    expect(await restarted.choose(chat, 'warga', { text: ' 1. ' })).toEqual(first)
    expect(await restarted.choose(chat, 'warga', { text: '9' })).toBeUndefined()
    clock.advance(24 * 3_600_000)
    expect(await restarted.choose(chat, 'warga', { text: '1' })).toBeUndefined()
  })

  it('answers the question of the person who picks, and of nobody else', async () => {
    const { responder, storage } = await setUp({ decide: hesitant })
    const { clarifications } = await responder.answer(ask(SALT_MESSAGE))
    await responder.answer(ask(SALT_MESSAGE, 'tetangga'))
    await responder.offer(chat, 'warga', [
      ...clarifications.map(({ id }) => clarificationChoiceId(id)),
      NONE_CHOICE_ID,
    ])
    await responder.choose(chat, 'warga', { text: '1' })
    const inquiries = await storage.inquiries.list({ limit: 10 })
    expect(inquiries.filter(({ status }) => status === 'answered')).toMatchObject([
      { clarificationId: clarifications[0]?.id },
    ])
    expect(inquiries.filter(({ status }) => status === 'open')).toHaveLength(1)
  })

  it('takes the last number, or the words, as "none of these"', async () => {
    const { responder } = await setUp({ decide: hesitant })
    const { clarifications } = await responder.answer(ask(SALT_MESSAGE))
    await responder.offer(chat, 'warga', [
      ...clarifications.map(({ id }) => clarificationChoiceId(id)),
      NONE_CHOICE_ID,
    ])
    expect(await responder.choose(chat, 'warga', { text: String(clarifications.length + 1) })).toEqual({
      type: 'none',
    })
    await responder.offer(chat, 'warga', [
      ...clarifications.map(({ id }) => clarificationChoiceId(id)),
      NONE_CHOICE_ID,
    ])
    expect(await responder.choose(chat, 'warga', { text: 'Bukan salah satu' })).toEqual({ type: 'none' })
    expect(await responder.choose(chat, 'warga', { text: '1' })).toBeUndefined()
  })

  it('understands a tap without any memory', async () => {
    const { responder } = await setUp()
    expect(await responder.choose(chat, 'warga', { choice: 'cf:garam-langka', text: '' })).toMatchObject({
      clarification: { id: 'garam-langka' },
    })
    expect(await responder.choose(chat, 'warga', { choice: 'cf:tidak-ada', text: '' })).toEqual({
      type: 'gone',
    })
    expect(await responder.choose(chat, 'warga', { choice: 'm:x', text: '' })).toBeUndefined()
  })

  it('does not disturb another conversation in the same chat', async () => {
    const { responder, storage } = await setUp()
    const dialogue = { type: 'subscribe', state: {} }
    await storage.dialogues.save(chat, 'admin', dialogue)
    await responder.offer(chat, 'warga', [])
    expect((await storage.dialogues.find(chat))?.state).toEqual(dialogue)
  })

  it('has ids of at most 64 bytes, whatever the clarification is called', async () => {
    const { responder, storage } = await setUp()
    const ids = ['x'.repeat(200), 'é'.repeat(40), 'none', '#x']
    await storage.clarifications.save(ids.map((id) => clarification({ id })))
    await responder.refresh()
    for (const id of ids) {
      const choice = clarificationChoiceId(id)
      expect(Buffer.byteLength(choice)).toBeLessThanOrEqual(64)
      expect(choice).not.toBe(NONE_CHOICE_ID)
      expect(await responder.choose(chat, 'warga', { choice, text: '' })).toMatchObject({
        clarification: { id },
      })
    }
  })
})

describe('keeping up with the table', () => {
  it('answers with what is published at that moment: new, changed and retracted', async () => {
    const { responder, storage } = await setUp()
    const text = 'awan ungu beracun turun di lapangan sepak bola kecamatan'
    const answered = async () => (await responder.answer(ask(text))).clarifications
    expect(await answered()).toEqual([])
    const cloud = clarification({ id: 'awan-ungu', claimReviewed: text, circulatingTexts: [text] })
    await storage.clarifications.save([cloud])
    expect(await answered()).toMatchObject([{ id: 'awan-ungu', version: 1 }])
    await storage.clarifications.save([{ ...cloud, verdict: 'true' }])
    expect(await answered()).toMatchObject([{ verdict: 'true', version: 2 }])
    await storage.clarifications.retract('awan-ungu', { by: 'Pemeriksa' })
    expect(await answered()).toEqual([])
    expect(await responder.refresh()).toBe(false)
  })

  it('records the version that was shown when it changes while the question is stored', async () => {
    const { storage, deps } = await setUp()
    const find: typeof storage.chats.find = async (address) => {
      await storage.clarifications.save([clarification({ verdict: 'misleading' })])
      await responder.refresh()
      return storage.chats.find(address)
    }
    const responder = createResponder({ ...deps, storage: { ...storage, chats: { ...storage.chats, find } } })
    const inGroup = { ...chat, chatId: 'grup@example', replyTo: 'pertanyaan' }
    const first = await responder.answer({ ...ask(SALT_MESSAGE), chat: inGroup })
    expect(first.clarifications).toMatchObject([{ verdict: 'false', version: 1 }])
    expect(await storage.inquiries.list({ limit: 9 })).toMatchObject([{ answeredVersion: 1 }])
    const next = await responder.answer(ask(SALT_MESSAGE, 'tetangga'))
    expect(next.clarifications).toMatchObject([{ verdict: 'misleading', version: 2 }])
  })

  it('answers many at once with a change, each of them', async () => {
    const { responder, storage } = await setUp()
    const text = 'awan ungu beracun turun di lapangan sepak bola kecamatan'
    const cloud = clarification({ id: 'awan-ungu', claimReviewed: text, circulatingTexts: [text] })
    await storage.clarifications.save([cloud])
    const people = Array.from({ length: 20 }, (_, number) => `warga-${number}`)
    const replies = await Promise.all(people.map((person) => responder.answer(ask(text, person))))
    expect(replies.map(({ clarifications: [first] }) => first?.id)).toEqual(people.map(() => 'awan-ungu'))
  })

  it('says that a choice is gone when its clarification was retracted meanwhile', async () => {
    const { responder, storage } = await setUp()
    const choice = clarificationChoiceId('garam-langka')
    expect(await responder.choose(chat, 'warga', { choice, text: '' })).toMatchObject({
      type: 'clarification',
    })
    await storage.clarifications.retract('garam-langka', { by: 'Pemeriksa' })
    expect(await responder.choose(chat, 'warga', { choice, text: '' })).toEqual({ type: 'gone' })
  })
})
