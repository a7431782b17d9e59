import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import type { Pace } from '../../src/dissemination/pace.ts'
import { SendError } from '../../src/domain/error.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { createLogger } from '../../src/logger.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { aBroadcast, MONDAY_8 } from '../support/broadcast-builder.ts'
import { hashForTests, NO_LIMITS, PATIENCE } from '../support/broadcaster-bench.ts'
import { createPeerChannel, type PeerChannel } from '../support/peer-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const GAP = { gapMs: { min: 1_000, max: 1_000 } }

const numberOf = (account: string, groups: ReadonlySet<string>) =>
  createPeerChannel('whatsapp', { dropsRepeatedIds: true, account, isMember: (chatId) => groups.has(chatId) })

const names = (count: number, prefix = 'g') =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

async function subscribeTo(storage: Storage, channel: ChannelName, account: string, chatId: string) {
  return storage.chats.subscribe(
    { channel, account, chatId },
    { title: `KIM ${chatId}`, areaCodes: ['64.72'], topics: [] },
  )
}

/** Two numbers: what each is in, and the groups that the first is subscribed for. */
async function twoNumbers(
  groups: { first: string[]; second: string[] },
  pace: Record<ChannelName, Pace> = { ...NO_LIMITS, whatsapp: GAP },
) {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const passing = setInterval(() => clock.advance(250), 1)
  onTestFinished(() => clearInterval(passing))
  const storage = await temporaryStorage(() => clock.now())
  const [first, second] = [
    numberOf('utama', new Set(groups.first)),
    numberOf('cadangan', new Set(groups.second)),
  ]
  const telegram = createPeerChannel('telegram', { dropsRepeatedIds: false })
  for (const group of groups.first) await subscribeTo(storage, 'whatsapp', 'utama', group)
  const governor = createGovernor(pace, clock, () => 0)
  const broadcaster = createBroadcaster({
    storage,
    channels: [first, second, telegram],
    clock,
    logger: createLogger('silent'),
    governor,
    hashPerson: hashForTests,
    random: () => 0,
  })
  onTestFinished(() => broadcaster.stop())
  const openRun = async () => {
    const broadcast = aBroadcast({ status: 'running', settledAt: MONDAY_8 })
    await storage.broadcasts.save(broadcast)
    const run = await storage.deliveries.openRun(broadcast, clock.now(), await storage.chats.listActive())
    return run?.id ?? ''
  }
  const tally = async () => {
    const [run] = await storage.deliveries.listRuns({ limit: 1 })
    return storage.deliveries.tally(run?.id ?? '')
  }
  return { clock, storage, first, second, telegram, governor, broadcaster, openRun, tally }
}

const reached = (...peers: PeerChannel[]) =>
  peers.flatMap(({ posted }) => posted.map(({ chatId }) => chatId)).toSorted()

describe('several numbers of one platform', () => {
  it('share the groups that they are both in', async () => {
    const groups = names(20)
    const { first, second, broadcaster, openRun, tally } = await twoNumbers({ first: groups, second: groups })
    await openRun()
    await broadcaster.start()
    await vi.waitFor(async () => expect(await tally()).toMatchObject({ sent: 20 }), PATIENCE)
    expect(reached(first, second)).toEqual(groups.toSorted())
    expect(first.posted.length).toBeGreaterThanOrEqual(5)
    expect(second.posted.length).toBeGreaterThanOrEqual(5)
  })

  it('finish for each other: nobody gets it twice, and what only the stopped number could reach is listed', async () => {
    const [both, own] = [names(10, 'both'), names(4, 'own')]
    const scene = await twoNumbers({ first: [...both, ...own], second: both })
    const { storage, first, second, broadcaster, openRun } = scene
    let taken = 0
    first.before = () => {
      taken += 1
      if (taken > 2) throw new SendError('restricted', '463')
    }
    const runId = await openRun()
    await broadcaster.start()
    await expect.poll(() => reached(first, second), PATIENCE).toEqual(expect.arrayContaining(both))
    const waiting = async () =>
      (await storage.deliveries.list({ runId, statuses: ['queued'] })).map(({ error }) => error)
    await vi.waitFor(async () => {
      const errors = await waiting()
      expect(errors.every((error) => error?.reason.includes('tidak ada nomor lain'))).toBe(true)
    }, PATIENCE)
    const everybody = reached(first, second)
    expect(new Set(everybody).size).toBe(everybody.length)
    expect(first.posted).toHaveLength(2)
    expect(everybody.length + (await waiting()).length).toBe(14)
  })

  it('go on when staff have seen to the restriction, also after a restart', async () => {
    const scene = await twoNumbers({ first: names(3), second: [] })
    const { storage, first, governor, broadcaster, openRun, tally } = scene
    first.before = () => {
      throw new SendError('restricted', '463')
    }
    await openRun()
    await broadcaster.start()
    const sender = { channel: 'whatsapp', account: 'utama' } as const
    const memory = storage.channelMemory(sender)
    await vi.waitFor(async () => expect((await memory.list('pace')).has('restriction')).toBe(true), PATIENCE)
    await broadcaster.stop()
    governor.lift(sender)
    await broadcaster.start()
    expect(governor.restriction(sender)).toMatch(/dihentikan/)
    first.before = () => undefined
    await broadcaster.lift(sender)
    await vi.waitFor(async () => expect(await tally()).toMatchObject({ sent: 3 }), PATIENCE)
  })

  it('never repeat what the other number may have posted', async () => {
    const scene = await twoNumbers({ first: ['a'], second: ['a'] })
    const { storage, first, second, broadcaster, openRun, tally } = scene
    // The first number posts, and the answer is lost; then it is restricted.
    let tries = 0
    first.after = () => {
      tries += 1
      throw new SendError('unreachable', 'lost', { uncertain: true })
    }
    first.before = () => {
      if (tries > 0) throw new SendError('restricted', '463')
    }
    const isShared = () => first.posted.length + second.posted.length > 0
    await openRun()
    await broadcaster.start()
    await vi.waitFor(() => expect(isShared()).toBe(true), PATIENCE)
    await vi.waitFor(
      () => expect(scene.governor.restriction({ channel: 'whatsapp', account: 'utama' })).toBeDefined(),
      PATIENCE,
    )
    await broadcaster.stop()
    expect(reached(first, second)).toEqual(['a'])
    const [delivery] = await storage.deliveries.list({})
    expect(delivery).toMatchObject({ status: 'queued', isInDoubt: true, address: { account: 'utama' } })
    expect(await tally()).toMatchObject({ queued: 1 })
  })

  it('take over a group where one of them may not write', async () => {
    const { first, second, broadcaster, openRun, tally, storage } = await twoNumbers({
      first: ['a'],
      second: ['a'],
    })
    first.before = () => {
      throw new SendError('chat_gone', 'removed')
    }
    await openRun()
    await broadcaster.start()
    await vi.waitFor(async () => expect(await tally()).toMatchObject({ sent: 1 }), PATIENCE)
    expect(second.posted).toHaveLength(1)
    expect(await storage.chats.listActive()).toHaveLength(1)
  })
})

async function community(isStandby: boolean) {
  const scene = await twoNumbers({ first: ['wa'], second: [] })
  const telegram = { channel: 'telegram', account: 'telegram-bot', chatId: '-1' } as const
  const whatsapp = { channel: 'whatsapp', account: 'utama', chatId: 'wa' } as const
  await subscribeTo(scene.storage, 'telegram', 'telegram-bot', '-1')
  expect(await scene.storage.chats.join(telegram, whatsapp, { isStandby })).toBe(true)
  const runId = await scene.openRun()
  await scene.broadcaster.start()
  const states = async () => {
    const list = await scene.storage.deliveries.list({ runId })
    return Object.fromEntries(list.map(({ address, status }) => [address.channel, status]))
  }
  return { ...scene, states }
}

describe('a community with groups on two platforms', () => {
  it('gets an announcement on both when it chose both', async () => {
    const { states } = await community(false)
    await expect.poll(states, PATIENCE).toEqual({ telegram: 'sent', whatsapp: 'sent' })
  })

  it('gets it on the first only while that one works', async () => {
    const { states, telegram, storage } = await community(true)
    await expect.poll(states, PATIENCE).toEqual({ telegram: 'skipped', whatsapp: 'sent' })
    expect(telegram.posted).toEqual([])
    const [run] = await storage.deliveries.listRuns({ limit: 1 })
    expect(run?.status).toBe('finished')
  })

  it.each(['not_allowed', 'chat_gone', 'restricted'] as const)(
    'falls over to the other when it does not (%s)',
    async (code) => {
      const scene = await twoNumbers({ first: ['wa'], second: [] })
      scene.first.before = () => {
        throw new SendError(code, 'refused')
      }
      const { storage } = scene
      await subscribeTo(storage, 'telegram', 'telegram-bot', '-1')
      const telegram = { channel: 'telegram', account: 'telegram-bot', chatId: '-1' } as const
      await storage.chats.join(
        telegram,
        { ...telegram, channel: 'whatsapp', chatId: 'wa' },
        { isStandby: true },
      )
      const runId = await scene.openRun()
      await scene.broadcaster.start()
      const states = async () => {
        const list = await storage.deliveries.list({ runId })
        return Object.fromEntries(list.map(({ address, status }) => [address.channel, status]))
      }
      await expect.poll(states, PATIENCE).toEqual({ telegram: 'sent', whatsapp: 'failed' })
      await vi.waitFor(
        async () => expect((await storage.deliveries.listRuns({ limit: 1 }))[0]?.status).toBe('finished'),
        PATIENCE,
      )
    },
  )

  it('is reached directly on the second when the first is gone before the run', async () => {
    const scene = await twoNumbers({ first: ['wa'], second: [] })
    const { storage } = scene
    await subscribeTo(storage, 'telegram', 'telegram-bot', '-1')
    const telegram = { channel: 'telegram', account: 'telegram-bot', chatId: '-1' } as const
    const whatsapp = { ...telegram, channel: 'whatsapp', chatId: 'wa' } as const
    await storage.chats.join(telegram, whatsapp, { isStandby: true })
    await storage.chats.setStatus(whatsapp, 'gone')
    await scene.openRun()
    await scene.broadcaster.start()
    await vi.waitFor(() => expect(scene.telegram.posted).toHaveLength(1), PATIENCE)
  })
})
