import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { SendError } from '../../src/domain/error.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { createMembership, type GroupTalk, type MembershipReply } from '../../src/membership/registry.ts'
import { hashForTest } from '../support/conversation.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const chat: ChatAddress = { channel: 'whatsapp', account: 'default', chatId: 'grup@g.us' }
const ADMINS = new Set(['admin', 'admin-2'])

const from = (senderId: string, overrides: Partial<GroupTalk> = {}): GroupTalk => ({
  chat,
  title: 'KIM Loa Kulu',
  senderId,
  text: '',
  isAddressed: false,
  isAdmin: async () => ADMINS.has(senderId),
  ...overrides,
})

const noAnswer = () => Promise.reject(new SendError('unreachable', 'no answer'))

async function setUp() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const create = () =>
    createMembership({
      storage,
      clock,
      logger: pino({ level: 'silent' }),
      hashPerson: hashForTest,
    })
  return { clock, storage, create, membership: create() }
}

const idOf = (reply: MembershipReply | undefined, kind: string) =>
  reply?.type === 'question' ? reply.question.choices.find(({ means }) => means.type === kind)?.id : undefined

describe('subscribing a group', () => {
  it('goes from the command to the saved subscription by numbers and names, over a restart', async () => {
    const { storage, create, membership } = await setUp()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text: 'kukar' }))).toMatchObject({
      question: { step: 'area', inside: { code: '64.02' } },
    })
    const restarted = create()
    await restarted.talk(from('admin', { text: 'loa kulu kota' }))
    await restarted.talk(from('admin', { text: '1,4' }))
    expect(await storage.chats.find(chat)).toBeUndefined()
    expect(await restarted.talk(from('admin', { text: 'ya' }))).toEqual({
      type: 'subscribed',
      area: { code: '64.02.02.2004', level: 'village', name: 'Loa Kulu Kota' },
      topics: ['kesehatan', 'bencana'],
      isChange: false,
    })
    expect(await storage.chats.find(chat)).toMatchObject({
      title: 'KIM Loa Kulu',
      areaCodes: ['64.02.02.2004'],
      topics: ['kesehatan', 'bencana'],
      status: 'active',
    })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
  })

  it('takes the village in the command itself', async () => {
    const { membership } = await setUp()
    expect(await membership.subscribe(from('admin'), 'loa kulu kota')).toMatchObject({
      question: { step: 'topics', area: { code: '64.02.02.2004' } },
    })
  })

  it('shows what the group has now when it is changed', async () => {
    const { membership, storage } = await setUp()
    await storage.chats.subscribe(chat, { title: 'x', areaCodes: ['64.72'], topics: ['umum'] })
    expect(await membership.subscribe(from('admin'))).toMatchObject({
      current: { area: { name: 'Samarinda' }, topics: ['umum'] },
    })
    await membership.talk(from('admin', { text: 'batal' }))
    expect(await storage.chats.find(chat)).toMatchObject({ areaCodes: ['64.72'], topics: ['umum'] })
  })

  it('is only for admins; the others are told once an hour', async () => {
    const { membership, storage, clock } = await setUp()
    expect(await membership.subscribe(from('warga'))).toEqual({ type: 'admins_only' })
    expect(await membership.subscribe(from('warga'))).toEqual({ type: 'silent' })
    clock.advance(3_600_000)
    expect(await membership.subscribe(from('warga'))).toEqual({ type: 'admins_only' })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
  })

  it('asks to try again when the platform cannot say who is an admin', async () => {
    const { membership } = await setUp()
    expect(await membership.subscribe(from('admin', { isAdmin: noAnswer }))).toEqual({
      type: 'admin_unknown',
    })
  })

  it('is not saved by someone who is no admin any more', async () => {
    const { membership, storage } = await setUp()
    await membership.subscribe(from('admin'), 'loa kulu kota')
    await membership.talk(from('admin', { text: 'semua' }))
    const demoted = from('admin', { text: 'ya', isAdmin: async () => false })
    expect(await membership.talk(demoted)).toEqual({ type: 'admins_only' })
    expect(await storage.chats.find(chat)).toBeUndefined()
    expect(await membership.talk(from('admin', { text: 'ya' }))).toMatchObject({ type: 'subscribed' })
  })
})

describe('a dialogue in a group full of people', () => {
  it.each([
    'besok kerja bakti ya bapak-bapak',
    'ada yang punya nomor pak lurah?',
    'siap pak 🙏',
    '25',
    'saya di Samarinda minggu depan',
  ])('leaves the admin’s ordinary %j alone', async (text) => {
    const { membership } = await setUp()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text }))).toBeUndefined()
  })

  it('takes a reply of the admin who began, also when it is misspelt', async () => {
    const { membership } = await setUp()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text: 'smarindaa ulu', isAddressed: true }))).toMatchObject({
      type: 'question',
    })
  })

  it('does not listen to other people’s numbers', async () => {
    const { membership } = await setUp()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('warga', { text: '2' }))).toBeUndefined()
    expect(await membership.talk(from('admin-2', { text: '2' }))).toBeUndefined()
    expect(await membership.talk(from('warga', { text: '2', isAddressed: true }))).toEqual({
      type: 'admins_only',
    })
  })

  it('lets another admin answer by tapping or replying', async () => {
    const { membership } = await setUp()
    const first = await membership.subscribe(from('admin'))
    const tap = from('admin-2', { choice: idOf(first, 'area') ?? '' })
    expect(await membership.talk(tap)).toMatchObject({ type: 'question' })
    const reply = from('admin-2', { text: 'semua', isAddressed: true })
    expect(await membership.talk(reply)).toMatchObject({ question: { step: 'topics' } })
    expect(await membership.talk(from('admin', { text: '1' }))).toMatchObject({
      question: { step: 'confirm' },
    })
  })

  it('leaves questions of others to the fact-check', async () => {
    const { membership } = await setUp()
    await membership.subscribe(from('admin'))
    const question = from('warga', { text: 'apa benar besok banjir besar?', isAddressed: true })
    expect(await membership.talk(question)).toBeUndefined()
  })

  it('ends kindly after 24 hours', async () => {
    const { membership, storage, clock } = await setUp()
    const first = await membership.subscribe(from('admin'))
    clock.advance(24 * 3_600_000)
    expect(await membership.talk(from('admin', { choice: idOf(first, 'area') ?? '' }))).toEqual({
      type: 'expired',
    })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
    expect(await membership.talk(from('admin', { text: '2' }))).toBeUndefined()
  })

  it('says that an old button is over, and ignores what it cannot read from storage', async () => {
    const { membership, storage } = await setUp()
    expect(await membership.talk(from('admin', { choice: 'm:b' }))).toEqual({ type: 'expired' })
    await storage.dialogues.save(chat, hashForTest('whatsapp', 'admin'), {
      type: 'subscribe',
      state: { step: 'later' },
    })
    expect(await membership.talk(from('admin', { text: '2' }))).toBeUndefined()
  })
})

describe('stopping', () => {
  it('asks first, then stops; the area is kept for later', async () => {
    const { membership, storage } = await setUp()
    await storage.chats.subscribe(chat, { title: 'x', areaCodes: ['64.72'], topics: [] })
    expect(await membership.stop(from('admin'))).toEqual({ type: 'confirm_stop' })
    expect(await membership.talk(from('admin', { text: 'besok rapat' }))).toBeUndefined()
    expect(await membership.talk(from('warga', { choice: 'm:stop:y' }))).toEqual({ type: 'admins_only' })
    expect(await membership.talk(from('admin', { text: 'ya' }))).toEqual({ type: 'stopped' })
    expect(await storage.chats.find(chat)).toMatchObject({ status: 'paused', areaCodes: ['64.72'] })
    expect(await membership.stop(from('admin'))).toEqual({ type: 'not_subscribed' })
  })

  it('changes nothing after "tidak"', async () => {
    const { membership, storage } = await setUp()
    await storage.chats.subscribe(chat, { title: 'x', areaCodes: ['64.72'], topics: [] })
    await membership.stop(from('admin'))
    expect(await membership.talk(from('admin', { choice: 'm:stop:n' }))).toEqual({ type: 'kept' })
    expect(await storage.chats.find(chat)).toMatchObject({ status: 'active' })
  })
})

describe('the status', () => {
  it('is for everyone', async () => {
    const { membership, storage } = await setUp()
    expect(await membership.status(from('warga'))).toEqual({ type: 'status' })
    const saved = await storage.chats.subscribe(chat, { title: 'x', areaCodes: ['64.72'], topics: [] })
    expect(await membership.status(from('warga'))).toEqual({
      type: 'status',
      chat: saved,
      area: { code: '64.72', level: 'city', name: 'Samarinda' },
    })
  })
})
