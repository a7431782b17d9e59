import { describe, expect, it } from 'vitest'
import { createRouter } from '../../src/conversation/router.ts'
import { SendError } from '../../src/domain/error.ts'
import type { Storage } from '../../src/storage/storage.ts'
import {
  hashForTest,
  OFF_TOPIC,
  SALT_MESSAGE,
  simulatorChat,
  startConversation,
} from '../support/conversation.ts'

const throttled = () => new SendError('throttled', 'slow down', { retryAfterMs: 3_000 })

const reasonsOf = async (storage: Storage) =>
  Object.fromEntries(await storage.messageTallies.byReason('simulator'))

describe('coming and going', () => {
  it('greets a group once, in three lines', async () => {
    const { channel, deps } = await startConversation()
    const added = { type: 'bot_added' as const, chat: simulatorChat('grup-1'), title: 'KIM contoh' }
    await channel.receive(added)
    await channel.receive(added)
    await createRouter(deps).receive(added)
    expect(channel.sent).toHaveLength(1)
    expect(channel.sent[0]?.text.split('\n')).toHaveLength(3)
    await channel.receive({ type: 'bot_removed', chat: added.chat })
    await channel.receive(added)
    expect(channel.sent).toHaveLength(2)
  })

  it('brings a subscription back with the bot, but not one that an admin stopped', async () => {
    const { channel, storage } = await startConversation()
    for (const chatId of ['grup-1', 'grup-2']) {
      await storage.chats.subscribe(simulatorChat(chatId), { title: 'x', areaCodes: ['64.72'], topics: [] })
    }
    await storage.chats.setStatus(simulatorChat('grup-2'), 'paused')
    for (const chatId of ['grup-1', 'grup-2']) {
      await channel.receive({ type: 'bot_removed', chat: simulatorChat(chatId) })
      expect(await storage.chats.listActive()).not.toMatchObject([{ chatId }])
      await channel.receive({ type: 'bot_added', chat: simulatorChat(chatId), title: 'Baru' })
    }
    expect(await storage.chats.listActive()).toMatchObject([{ chatId: 'grup-1', title: 'Baru' }])
    expect(channel.sent.map(({ text }) => text)).toEqual([
      expect.stringMatching(/Kota Samarinda\*\* kami kirim lagi/),
      expect.stringMatching(/Kota Samarinda\*\* masih berhenti/),
    ])
  })

  it('follows a group to its new name and its new id, dialogue included', async () => {
    const { channel, storage, inGroup } = await startConversation()
    const chat = simulatorChat('grup-1')
    await storage.chats.subscribe(chat, { title: 'x', areaCodes: ['64.72'], topics: [] })
    await inGroup('/wilayah', { senderId: 'admin' })
    await channel.receive({ type: 'chat_renamed', chat, title: 'Nama baru' })
    await channel.receive({ type: 'chat_moved', chat, movedTo: 'super-1' })
    expect(await storage.chats.find(simulatorChat('super-1'))).toMatchObject({
      title: 'Nama baru',
      status: 'active',
    })
    const moved = await inGroup('kukar', { senderId: 'admin', chat: simulatorChat('super-1') })
    expect(moved[0]?.text).toContain('Kutai Kartanegara')
  })

  it('passes receipts and late refusals on', async () => {
    const { deps } = await startConversation()
    const seen: string[] = []
    const router = createRouter({
      ...deps,
      onReceipt: async ({ externalId }) => void seen.push(externalId),
      onSendFailed: () => Promise.reject(new Error('not ready')),
    })
    const common = { chat: simulatorChat('grup-1'), externalId: 'e-1' }
    await router.receive({ type: 'receipt', ...common, status: 'read' })
    await router.receive({ type: 'send_failed', ...common, code: 'rejected', reason: '' })
    expect(seen).toEqual(['e-1'])
  })
})

describe('what happened to a message', () => {
  it('is counted when people talk to each other or a platform repeats itself, and nothing else is kept', async () => {
    const { inGroup, inPrivate, storage } = await startConversation()
    for (let count = 0; count < 3; count += 1) await inGroup('besok kerja bakti', { id: `talk-${count}` })
    for (let count = 0; count < 3; count += 1) await inPrivate(SALT_MESSAGE, { id: 'same' })
    expect(await reasonsOf(storage)).toEqual({ not_addressed: 3, duplicate: 2 })
    expect(await storage.receivedMessages.find(simulatorChat('grup-1'), 'talk-0')).toBeUndefined()
  })

  it('is on record as undelivered when the answer did not go out', async () => {
    const { inPrivate, channel, storage } = await startConversation()
    channel.failures.push(new SendError('chat_gone', 'the person blocked the bot'))
    await inPrivate(SALT_MESSAGE, { id: 'blocked' })
    const chat = simulatorChat(hashForTest('simulator', 'warga-1'))
    expect(await storage.receivedMessages.find(chat, 'blocked')).toEqual({ ignored: 'undelivered' })
  })

  it('stays open when the bot is being ended, and is answered at the next start', async () => {
    const { inPrivate, channel } = await startConversation()
    channel.state = 'stopped'
    for (let attempt = 0; attempt < 3; attempt += 1) {
      channel.failures.push(new SendError('disconnected', 'not connected'))
    }
    expect(await inPrivate(SALT_MESSAGE, { id: 'late' })).toEqual([])
    channel.state = 'connected'
    expect(await inPrivate(SALT_MESSAGE, { id: 'late' })).toHaveLength(1)
  })

  it('names a private chat by its key only', async () => {
    const { inPrivate, storage } = await startConversation()
    await inPrivate(SALT_MESSAGE, { id: 'one' })
    expect(await storage.receivedMessages.find(simulatorChat('warga-1'), 'one')).toBeUndefined()
    const chat = simulatorChat(hashForTest('simulator', 'warga-1'))
    expect(await storage.receivedMessages.find(chat, 'one')).toEqual({})
  })
})

describe('repeats', () => {
  it('are dropped, at the same time, later, and after a restart', async () => {
    const { inPrivate, deps, channel } = await startConversation()
    await Promise.all([inPrivate(SALT_MESSAGE, { id: 'same' }), inPrivate(SALT_MESSAGE, { id: 'same' })])
    await inPrivate(SALT_MESSAGE, { id: 'same' })
    const restarted = createRouter(deps)
    await channel.start((event) => restarted.receive(event))
    await inPrivate(SALT_MESSAGE, { id: 'same' })
    expect(channel.sent).toHaveLength(1)
  })

  it('are told apart by chat', async () => {
    const { inPrivate, channel } = await startConversation()
    await inPrivate(SALT_MESSAGE, { id: 'same' })
    await inPrivate(SALT_MESSAGE, { id: 'same', chat: simulatorChat('warga-2') })
    expect(channel.sent).toHaveLength(2)
  })
})

describe('sending', () => {
  it('tries again when the platform is busy, after as long as it asks', async () => {
    const { inPrivate, channel, clock } = await startConversation()
    channel.failures.push(throttled(), new SendError('disconnected', 'no connection'))
    expect(await inPrivate('halo')).toHaveLength(1)
    expect(clock.sleeps).toEqual([3_000, 2_000])
  })

  it('gives up after three attempts, and goes on with the next message', async () => {
    const { inPrivate, channel } = await startConversation()
    channel.failures.push(throttled(), throttled(), throttled())
    expect(await inPrivate('halo')).toEqual([])
    expect(await inPrivate('halo')).toHaveLength(1)
  })

  it('does not repeat what is refused for good', async () => {
    const { inPrivate, channel, clock } = await startConversation()
    channel.failures.push(new SendError('rejected', 'bad request'))
    await inPrivate('halo')
    expect(channel.sent).toEqual([])
    expect(clock.sleeps).toEqual([])
  })

  it('repeats what may have arrived, under the same id, where the platform drops the second one', async () => {
    const { inPrivate, channel, clock } = await startConversation()
    channel.failures.push(new SendError('unreachable', 'no answer', { uncertain: true }))
    expect(await inPrivate('halo')).toHaveLength(1)
    expect(clock.sleeps).toEqual([1_000])
  })

  it('never repeats what may have arrived where the platform would post it twice', async () => {
    const { inPrivate, channel, clock } = await startConversation()
    Object.assign(channel, { dropsRepeatedIds: false })
    channel.failures.push(new SendError('unreachable', 'no answer', { uncertain: true }))
    await inPrivate('halo')
    expect(channel.sent).toEqual([])
    expect(clock.sleeps).toEqual([])
  })

  it('follows a group that moved', async () => {
    const { inGroup, channel, storage } = await startConversation()
    await storage.chats.subscribe(simulatorChat('grup-1'), { title: 'x', areaCodes: ['64.72'], topics: [] })
    channel.failures.push(new SendError('chat_moved', 'moved', { movedTo: 'super-1' }))
    await inGroup('/status')
    expect(channel.sent).toMatchObject([{ chatId: 'super-1' }])
    expect(await storage.chats.find(simulatorChat('super-1'))).toBeDefined()
  })
})

describe('when something breaks', () => {
  it('says sorry, logs no words of the message, and handles the next one', async () => {
    const lines: string[] = []
    const { inPrivate, channel } = await startConversation({
      logTo: lines,
      decide: ({ candidates }) => {
        if (candidates.length === 0) throw new Error(`broken by ${OFF_TOPIC}`)
        return { type: 'unknown' }
      },
    })
    await inPrivate('xqzw vvkj', { id: 'bad' })
    const broken = channel.sent.at(-1)
    expect((await inPrivate('halo'))[0]?.text).toContain('Halo')
    expect(broken?.text).toContain('gangguan')
    expect(lines.join('')).toContain('a message could not be handled')
    expect(lines.join('')).not.toContain('antariksa')
  })

  it('handles one chat in order and another meanwhile', async () => {
    const { inPrivate, inGroup, channel } = await startConversation()
    await Promise.all([
      inPrivate('/start'),
      inGroup('/bantuan'),
      inPrivate('/tentang'),
      inGroup('/status'),
      inPrivate('/privasi'),
    ])
    const texts = (chatId: string) =>
      channel.sent.filter((message) => message.chatId === chatId).map(({ text }) => text)
    expect(texts('warga-1')).toEqual([
      expect.stringContaining('Halo'),
      expect.stringContaining('Dinas'),
      expect.stringContaining('Privasi'),
    ])
    expect(texts('grup-1')).toEqual([
      expect.stringContaining('/cek'),
      expect.stringContaining('berlangganan'),
    ])
  })
})
