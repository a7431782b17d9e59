import { describe, expect, it, onTestFinished } from 'vitest'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { SendError } from '../../src/domain/error.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { createLogger } from '../../src/logger.ts'
import { aBroadcast, MONDAY_8 } from '../support/broadcast-builder.ts'
import { hashForTests, NO_LIMITS, PATIENCE } from '../support/broadcaster-bench.ts'
import { createPeerChannel, type PeerChannel } from '../support/peer-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const names = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`)

const at = (chatId: string): ChatAddress => ({ channel: 'whatsapp', account: 'utama', chatId })

/** Numbers of one platform that are in all groups; `barred` says where each may not write. */
async function setUp(groups: string[], accounts = ['utama']) {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const barred = new Map(accounts.map((account) => [account, new Set<string>()]))
  const isBarred = (account: string, chatId: string) => barred.get(account)?.has(chatId) === true
  const peers = accounts.map((account): PeerChannel => {
    const peer = createPeerChannel('whatsapp', {
      dropsRepeatedIds: true,
      account,
      isMember: (chatId) => groups.includes(chatId),
      mayPost: (chatId) => !isBarred(account, chatId),
    })
    peer.before = ({ chatId }) => {
      if (isBarred(account, chatId)) throw new SendError('not_allowed', 'no', { obstacle: 'topic_closed' })
    }
    return peer
  })
  for (const group of groups) {
    await storage.chats.subscribe(at(group), { title: group, areaCodes: ['64.72'], topics: [] })
  }
  const opened: string[] = []
  const broadcaster = createBroadcaster({
    storage,
    channels: peers,
    clock,
    logger: createLogger('silent'),
    governor: createGovernor(NO_LIMITS, clock),
    hashPerson: hashForTests,
    onOpened: ({ chatId }) => void opened.push(chatId),
    random: () => 0,
  })
  onTestFinished(() => broadcaster.stop())
  await broadcaster.start()
  return {
    storage,
    broadcaster,
    opened,
    peers,
    barred: (account: string) => barred.get(account) ?? new Set<string>(),
    obstacleOf: async (chatId: string) => (await storage.chats.find(at(chatId)))?.obstacle,
    find: (chatId: string) => storage.chats.find(at(chatId)),
    announce: async (id: string) => {
      const broadcast = aBroadcast({ id, status: 'running', settledAt: MONDAY_8 })
      await storage.broadcasts.save(broadcast)
      const run = await storage.deliveries.openRun(broadcast, clock.now(), await storage.chats.listActive())
      broadcaster.wake()
      const status = async () => (await storage.deliveries.listRuns({ broadcastId: id, limit: 1 }))[0]?.status
      await expect.poll(status, PATIENCE).not.toBe('running')
      return { status: await status(), tally: await storage.deliveries.tally(run?.id ?? '') }
    },
  }
}

describe('a group that does not let the bot write', () => {
  it('is known from the first refusal, and open again with the first message that arrives', async () => {
    const { announce, barred, obstacleOf, opened, storage } = await setUp(['a', 'b'])
    barred('utama').add('a')
    expect((await announce('satu')).tally).toMatchObject({ sent: 1, failed: 1 })
    await expect.poll(() => obstacleOf('a'), PATIENCE).toBe('topic_closed')
    expect(await obstacleOf('b')).toBeUndefined()
    barred('utama').clear()
    expect((await announce('dua')).tally).toMatchObject({ sent: 2 })
    await expect.poll(() => obstacleOf('a'), PATIENCE).toBeUndefined()
    await expect.poll(() => opened, PATIENCE).toEqual(['a'])
    expect((await storage.deliveries.list({ statuses: ['failed'] })).map(({ error }) => error?.code)).toEqual(
      ['not_allowed'],
    )
  })

  it('gets on request what it could not get, and the broadcast is finished once more', async () => {
    const { announce, barred, storage, broadcaster, find, peers } = await setUp(['a', 'b'])
    barred('utama').add('a')
    await announce('satu')
    await storage.broadcasts.setStatus('satu', 'finished')
    barred('utama').clear()
    const chat = await find('a')
    if (chat === undefined) throw new Error('There is no group.')
    expect(await broadcaster.release(chat)).toBe(1)
    expect(await broadcaster.release(chat)).toBe(0)
    const status = async () => (await storage.broadcasts.find('satu'))?.status
    await expect.poll(() => peers[0]?.posted.length, PATIENCE).toBe(2)
    await expect.poll(status, PATIENCE).toBe('finished')
  })

  it('pauses no announcement for the others once that is known', async () => {
    const groups = names(60)
    const { announce, barred, storage } = await setUp(groups)
    for (const group of groups.slice(0, 30)) {
      barred('utama').add(group)
      await storage.chatLife.setObstacle(
        { channel: 'whatsapp', account: 'utama', chatId: group },
        'announce_only',
      )
    }
    const { status, tally } = await announce('satu')
    expect([status, tally.sent, tally.failed]).toEqual(['finished', 30, 30])
  })

  it('is left alone by a second number that may not write there either, and reached by one that may', async () => {
    const { announce, barred, obstacleOf, peers } = await setUp(['a', 'b'], ['utama', 'cadangan'])
    for (const account of ['utama', 'cadangan']) barred(account).add('a')
    barred('utama').add('b')
    const { tally } = await announce('satu')
    expect(tally).toMatchObject({ sent: 1, failed: 1 })
    expect(peers.flatMap(({ tried }) => tried).filter(({ chatId }) => chatId === 'a')).toHaveLength(1)
    expect(peers[1]?.posted.map(({ chatId }) => chatId)).toEqual(['b'])
    await expect.poll(() => obstacleOf('a'), PATIENCE).toBe('topic_closed')
    expect(await obstacleOf('b')).toBeUndefined()
  })
})
