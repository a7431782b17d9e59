import { describe, expect, it } from 'vitest'
import { SendError } from '../../src/domain/error.ts'
import type { MembershipReply } from '../../src/membership/talk.ts'
import { hashForTest } from '../support/conversation.ts'
import { chat, from, SAMARINDA, setUpMembership } from '../support/membership-bench.ts'

const noAnswer = () => Promise.reject(new SendError('unreachable', 'no answer'))

const idOf = (reply: MembershipReply | undefined, kind: string) =>
  reply?.type === 'question' ? reply.question.choices.find(({ means }) => means.type === kind)?.id : undefined

describe('subscribing a group', () => {
  it('goes from the command to the saved subscription by numbers and names, over a restart', async () => {
    const { storage, create, membership } = await setUpMembership()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text: 'kukar' }))).toMatchObject({
      question: { state: { step: 'area', inside: '64.02' } },
    })
    const restarted = create()
    await restarted.talk(from('admin', { text: 'loa kulu kota' }))
    expect(await storage.chats.find(chat)).toBeUndefined()
    expect(await restarted.talk(from('admin', { text: 'ya' }))).toMatchObject({
      type: 'subscribed',
      chat: { areaCodes: ['64.02.02.2004'], topics: [], communityKind: 'public' },
      isChange: false,
    })
    expect(await storage.chats.find(chat)).toMatchObject({
      title: 'KIM Loa Kulu',
      areaCodes: ['64.02.02.2004'],
      topics: [],
      status: 'active',
    })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
  })

  it('takes the village in the command itself', async () => {
    const { membership } = await setUpMembership()
    expect(await membership.subscribe(from('admin'), 'loa kulu kota')).toMatchObject({
      question: { state: { step: 'confirm', draft: { areaCodes: ['64.02.02.2004'] } } },
    })
  })

  it('begins from what the group has when it is changed', async () => {
    const { membership, storage } = await setUpMembership()
    await storage.chats.subscribe(chat, { ...SAMARINDA, topics: ['umum'], register: 'casual' })
    expect(await membership.subscribe(from('admin'))).toMatchObject({
      current: { areaCodes: ['64.72'], topics: ['umum'] },
      question: { state: { step: 'confirm', draft: { register: 'casual' } } },
    })
    await membership.talk(from('admin', { text: 'batal' }))
    expect(await storage.chats.find(chat)).toMatchObject({ areaCodes: ['64.72'], topics: ['umum'] })
    expect(await membership.subscribe(from('admin'), 'sepaku, loa kulu')).toMatchObject({
      question: { state: { draft: { areaCodes: ['64.09.04', '64.02.02'] } } },
    })
  })

  it('is only for admins; the others are told once an hour', async () => {
    const { membership, storage, clock } = await setUpMembership()
    expect(await membership.subscribe(from('warga'))).toEqual({ type: 'admins_only' })
    expect(await membership.subscribe(from('warga'))).toEqual({ type: 'silent' })
    clock.advance(3_600_000)
    expect(await membership.pause(from('warga'), '3 hari')).toEqual({ type: 'admins_only' })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
  })

  it('asks to try again when the platform cannot say who is an admin', async () => {
    const { membership } = await setUpMembership()
    expect(await membership.subscribe(from('admin', { isAdmin: noAnswer }))).toEqual({
      type: 'admin_unknown',
    })
  })

  it('is refused to someone who is no admin any more, at every step and at the last', async () => {
    const { membership, storage } = await setUpMembership()
    const demoted = { isAdmin: async () => false }
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text: 'kukar', ...demoted }))).toEqual({
      type: 'admins_only',
    })
    await membership.talk(from('admin', { text: 'loa kulu kota' }))
    expect(await membership.talk(from('admin', { text: 'ya', ...demoted }))).toEqual({ type: 'silent' })
    expect(await storage.chats.find(chat)).toBeUndefined()
    expect(await membership.talk(from('admin', { text: 'ya' }))).toMatchObject({ type: 'subscribed' })
  })

  it('does not mind a second tap on "save"', async () => {
    const { membership, clock } = await setUpMembership()
    const confirm = await membership.subscribe(from('admin'), 'loa kulu kota')
    const tap = from('admin', { choice: idOf(confirm, 'save') ?? '' })
    expect(await membership.talk(tap)).toMatchObject({ type: 'subscribed' })
    expect(await membership.talk(tap)).toEqual({ type: 'silent' })
    clock.advance(60_000)
    expect(await membership.talk(tap)).toEqual({ type: 'expired' })
  })
})

describe('changing one thing', () => {
  it('begins there, and keeps the rest', async () => {
    const { membership, storage } = await setUpMembership()
    await storage.chats.subscribe(chat, { ...SAMARINDA, topics: ['umum'] })
    expect(await membership.changeAreas(from('admin'), 'sepaku')).toMatchObject({
      question: { state: { step: 'area', inside: '64.09.04' } },
    })
    await membership.talk(from('admin', { text: 'semua' }))
    await membership.talk(from('admin', { text: 'ya' }))
    await membership.changeTopics(from('admin'), '1,4')
    await membership.talk(from('admin', { text: 'ya' }))
    await membership.changeHours(from('admin'), 'pagi')
    await membership.talk(from('admin', { text: 'ya' }))
    await membership.changeRegister(from('admin'))
    await membership.talk(from('admin', { text: '2' }))
    expect(await membership.talk(from('admin', { text: 'ya' }))).toMatchObject({
      type: 'subscribed',
      isChange: true,
    })
    expect(await storage.chats.find(chat)).toMatchObject({
      areaCodes: ['64.72', '64.09.04'],
      topics: ['kesehatan', 'bencana'],
      hours: 'morning',
      register: 'casual',
    })
  })

  it('leaves a pause as it is, while subscribing anew ends it', async () => {
    const { membership, storage, clock } = await setUpMembership()
    await storage.chats.subscribe(chat, SAMARINDA)
    const until = new Date(clock.now().getTime() + 86_400_000)
    await storage.chats.pause(chat, until)
    await membership.changeTopics(from('admin'), '1')
    expect(await membership.talk(from('admin', { text: 'ya' }))).toMatchObject({
      chat: { status: 'paused', pausedUntil: until, topics: ['kesehatan'] },
    })
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text: 'ya' }))).toMatchObject({ chat: { status: 'active' } })
  })

  it('begins a subscription where there is none', async () => {
    const { membership } = await setUpMembership()
    expect(await membership.changeTopics(from('admin'), '1,4')).toMatchObject({
      question: { state: { step: 'area', inside: '64' } },
    })
    expect(await membership.changeAreas(from('admin'), 'loa kulu kota')).toMatchObject({
      question: { state: { step: 'confirm' } },
    })
  })
})

describe('the code of a KIM', () => {
  it('connects the group, and is in no log', async () => {
    const { membership, storage, kimCodes, logged } = await setUpMembership()
    const kim = await storage.kims.create(
      {
        name: 'KIM Loa Kulu Kota',
        areaCode: '64.02.02.2004',
        status: 'registered',
        contactRole: 'Ketua',
        topics: [],
      },
      'Petugas',
    )
    const { code } = await kimCodes.issue(kim.id, 'Petugas')
    await membership.subscribe(from('admin'))
    expect(await membership.subscribe(from('warga'), code)).toEqual({ type: 'admins_only' })
    expect(await membership.subscribe(from('admin'), code.toLowerCase())).toMatchObject({
      type: 'code',
      result: { type: 'connected', isNew: true, kim: { name: 'KIM Loa Kulu Kota' } },
    })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
    expect(await membership.status(from('warga'))).toMatchObject({ kimName: 'KIM Loa Kulu Kota' })
    expect(await membership.subscribe(from('admin'), 'KIM-64.02-9999')).toMatchObject({
      result: { type: 'wrong' },
    })
    expect(logged.join()).not.toContain(code.slice(-4))
    expect(logged.join()).not.toContain('9999')
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
    const { membership } = await setUpMembership()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text }))).toBeUndefined()
  })

  it('takes a reply of the admin who began, also when it is misspelt', async () => {
    const { membership } = await setUpMembership()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('admin', { text: 'smarindaa ulu', isAddressed: true }))).toMatchObject({
      type: 'question',
    })
  })

  it('does not listen to other people’s numbers', async () => {
    const { membership } = await setUpMembership()
    await membership.subscribe(from('admin'))
    expect(await membership.talk(from('warga', { text: '2' }))).toBeUndefined()
    expect(await membership.talk(from('admin-2', { text: '2' }))).toBeUndefined()
    expect(await membership.talk(from('warga', { text: '2', isAddressed: true }))).toEqual({
      type: 'admins_only',
    })
  })

  it('tells a second admin that somebody is at it, who may take over', async () => {
    const { membership, storage } = await setUpMembership()
    const first = await membership.subscribe(from('admin'), 'loa kulu kota')
    const tap = { choice: idOf(first, 'save') ?? '' }
    expect(await membership.talk(from('admin-2', tap))).toEqual({ type: 'busy' })
    expect(await membership.talk(from('admin-2', tap))).toEqual({ type: 'silent' })
    expect(await storage.chats.find(chat)).toBeUndefined()
    expect(await membership.subscribe(from('admin-2'), 'samarinda')).toMatchObject({ isTakenOver: true })
    expect(await membership.talk(from('admin', tap))).toEqual({ type: 'busy' })
    await membership.talk(from('admin-2', { text: 'semua' }))
    expect(await membership.talk(from('admin-2', { text: '1' }))).toMatchObject({ type: 'subscribed' })
    expect(await storage.chats.find(chat)).toMatchObject({ areaCodes: ['64.72'] })
  })

  it('is anybody’s among the admins when it is begun in the group’s name', async () => {
    const { membership } = await setUpMembership()
    const anonymous = from(chat.chatId, { isAdmin: async () => true })
    const first = await membership.subscribe(anonymous)
    const tap = from('admin-2', { choice: idOf(first, 'area') ?? '' })
    expect(await membership.talk(tap)).toMatchObject({ type: 'question' })
    const typed = { ...anonymous, text: 'kembali', isAddressed: true }
    expect(await membership.talk(typed)).toMatchObject({ type: 'question' })
  })

  it('leaves questions of others to the fact-check', async () => {
    const { membership } = await setUpMembership()
    await membership.subscribe(from('admin'))
    const question = from('warga', { text: 'apa benar besok banjir besar?', isAddressed: true })
    expect(await membership.talk(question)).toBeUndefined()
  })

  it('ends kindly after 24 hours', async () => {
    const { membership, storage, clock } = await setUpMembership()
    const first = await membership.subscribe(from('admin'))
    clock.advance(24 * 3_600_000)
    expect(await membership.talk(from('admin', { choice: idOf(first, 'area') ?? '' }))).toEqual({
      type: 'expired',
    })
    expect(await storage.dialogues.find(chat)).toBeUndefined()
    expect(await membership.talk(from('admin', { text: '2' }))).toBeUndefined()
  })

  it('says that an old button is over, and ignores what it cannot read from storage', async () => {
    const { membership, storage } = await setUpMembership()
    expect(await membership.talk(from('admin', { choice: 'm:b' }))).toEqual({ type: 'expired' })
    await storage.dialogues.save(chat, hashForTest('whatsapp', 'admin'), {
      type: 'subscribe',
      state: { step: 'later' },
    })
    expect(await membership.talk(from('admin', { text: '2' }))).toBeUndefined()
  })
})

describe('the status', () => {
  it('is for everyone', async () => {
    const { membership, storage } = await setUpMembership()
    expect(await membership.status(from('warga'))).toEqual({ type: 'status' })
    const saved = await storage.chats.subscribe(chat, SAMARINDA)
    expect(await membership.status(from('warga'))).toEqual({ type: 'status', chat: saved })
    expect(await membership.history(from('warga'))).toEqual({ type: 'history', entries: [] })
  })
})
