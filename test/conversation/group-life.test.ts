import { describe, expect, it } from 'vitest'
import type { ChannelEvent, PostingChange, Standing } from '../../src/domain/channel.ts'
import { SendError } from '../../src/domain/error.ts'
import { aBroadcast, DAY_MS, HOUR_MS, later } from '../support/broadcast-builder.ts'
import { simulatorChat, startConversation } from '../support/conversation.ts'
import { seededRandom } from '../support/seeded-random.ts'

const GROUP = simulatorChat('grup-1')
const AREA = { areaCodes: ['64.72'], topics: [] }

/** A conversation with a subscribed group. `world` is what the platform says when it is asked. */
async function startGroup(world?: { standing: Standing | 'silent' }, subscribed = true) {
  const scene = await startConversation()
  const { channel, storage } = scene
  if (world !== undefined) {
    channel.standing = async () => {
      if (world.standing === 'silent') throw new SendError('unreachable', 'no answer')
      return world.standing
    }
  }
  if (subscribed) await storage.chats.subscribe(GROUP, { title: 'KIM contoh', ...AREA })
  const happens = (event: Partial<ChannelEvent> & Pick<ChannelEvent, 'type'>) =>
    channel.receive({ chat: GROUP, title: 'KIM contoh', ...event } as ChannelEvent)
  const changes = (change: PostingChange, by?: string) =>
    happens({ type: 'posting_changed', change, ...(by === undefined ? {} : { by }) })
  const textsTo = (chatId: string) =>
    channel.sent.filter((message) => message.chatId === chatId).map(({ text }) => text)
  const chat = async () => storage.chats.find(GROUP)
  return { ...scene, happens, changes, textsTo, chat }
}
type Scene = Awaited<ReturnType<typeof startGroup>>

/** An announcement that the group could not get because the bot may not write there. */
async function heldBack({ storage, clock }: Scene, overrides: Parameters<typeof aBroadcast>[0] = {}) {
  const broadcast = aBroadcast({ status: 'running', ...overrides })
  await storage.broadcasts.save(broadcast)
  const run = await storage.deliveries.openRun(broadcast, clock.now(), await storage.chats.listActive())
  const [delivery] = await storage.deliveries.list({ runId: run?.id ?? '' })
  if (delivery === undefined) throw new Error('There is no delivery.')
  const error = { code: 'not_allowed', reason: '' } as const
  const settled = [
    { was: 'queued', delivery: { ...delivery, status: 'failed', attempts: 1, error } },
  ] as const
  await storage.deliveries.commit({ settled: [...settled], starting: [] })
}

const waiting = async ({ storage }: Scene) =>
  (await storage.deliveries.list({ statuses: ['queued'] })).map(({ broadcastId }) => broadcastId).toSorted()

describe('a group that closes to the bot', () => {
  it('is on record, and whoever closed it is told once what to do', async () => {
    const world: { standing: Standing } = { standing: 'barred' }
    const { changes, chat, textsTo, clock } = await startGroup(world)
    for (let count = 0; count < 3; count += 1) await changes('restricted', 'pak-admin')
    expect(await chat()).toMatchObject({ obstacle: 'announce_only', status: 'active' })
    expect(textsTo('pak-admin')).toEqual([expect.stringMatching(/KIM contoh[^]*jadikan bot ini admin grup/)])
    world.standing = 'member'
    await changes('opened', 'pak-admin')
    expect(await chat()).not.toHaveProperty('obstacle')
    world.standing = 'barred'
    await changes('demoted', 'pak-admin')
    expect(textsTo('pak-admin')).toHaveLength(1)
    await changes('demoted', 'bu-admin')
    expect(textsTo('bu-admin')).toHaveLength(1)
    clock.advance(32 * DAY_MS)
    await changes('demoted', 'pak-admin')
    expect(textsTo('pak-admin')).toHaveLength(2)
    expect(textsTo('grup-1')).toEqual([])
  })

  it('is on record when nobody can be told, and the next who closes it is told', async () => {
    const { changes, chat, channel, textsTo } = await startGroup({ standing: 'barred' })
    await changes('restricted')
    channel.failures.push(new SendError('chat_gone', "bot can't initiate conversation with a user"))
    await changes('restricted', 'pak-admin')
    expect(channel.sent).toEqual([])
    expect(await chat()).toMatchObject({ obstacle: 'announce_only' })
    await changes('restricted', 'pak-admin')
    expect(textsTo('pak-admin')).toHaveLength(1)
  })

  it('says nothing to anybody while it wants no announcements', async () => {
    const scene = await startGroup({ standing: 'barred' })
    await scene.storage.chats.pause(GROUP)
    await scene.changes('restricted', 'pak-admin')
    expect(scene.channel.sent).toEqual([])
    expect(await scene.chat()).toMatchObject({ obstacle: 'announce_only', status: 'paused' })
  })

  it.each([
    ['promoted', 'barred', 'announce_only'],
    ['opened', 'barred', 'announce_only'],
    ['demoted', 'member', undefined],
    ['restricted', 'admin', undefined],
    ['topic_closed', 'admin', undefined],
    ['topic_closed', 'member', 'topic_closed'],
    ['topic_closed', 'barred', 'announce_only'],
    ['restricted', 'outside', undefined],
    ['restricted', 'silent', undefined],
  ] as const)(
    'is believed only after the platform was asked: %s, but %s',
    async (change, standing, obstacle) => {
      const { changes, chat } = await startGroup({ standing })
      await changes(change)
      expect((await chat())?.obstacle).toBe(obstacle)
    },
  )

  it.each([
    ['promoted', 'member', 'topic_closed'],
    ['promoted', 'admin', undefined],
    ['topic_opened', 'member', undefined],
    ['topic_opened', 'silent', 'topic_closed'],
  ] as const)('whose topic is closed stays so after %s as %s, or not', async (change, standing, obstacle) => {
    const { changes, chat, storage } = await startGroup({ standing })
    await storage.chatLife.setObstacle(GROUP, 'topic_closed')
    await changes(change)
    expect((await chat())?.obstacle).toBe(obstacle)
  })

  it('is known from an answer that was not allowed, and from one that was', async () => {
    const world: { standing: Standing } = { standing: 'barred' }
    const { inGroup, channel, chat } = await startGroup(world)
    channel.barred.add('grup-1')
    await inGroup('/status')
    expect(await chat()).toMatchObject({ obstacle: 'announce_only' })
    channel.barred.clear()
    await inGroup('/status')
    expect(await chat()).not.toHaveProperty('obstacle')
  })
})

describe('a group that opens again', () => {
  it('says nothing when nothing was held back', async () => {
    const { changes, channel, storage, chat } = await startGroup({ standing: 'admin' })
    await storage.chatLife.setObstacle(GROUP, 'announce_only')
    await changes('promoted', 'pak-admin')
    expect(channel.sent).toEqual([])
    expect(await chat()).not.toHaveProperty('obstacle')
  })

  it('hears one line, and gets what was held back and is still worth it', async () => {
    const scene = await startGroup({ standing: 'admin' })
    const { changes, storage, clock, textsTo } = scene
    await heldBack(scene, { id: 'lama-sekali' })
    clock.advance(8 * DAY_MS)
    const start = clock.now()
    await heldBack(scene, { id: 'mingguan' })
    clock.advance(HOUR_MS)
    await heldBack(scene, { id: 'mingguan' })
    await heldBack(scene, { id: 'kedaluwarsa', expiresAt: later(start, 2 * HOUR_MS) })
    await heldBack(scene, { id: 'berlaku-lama', expiresAt: later(start, 9 * DAY_MS) })
    await heldBack(scene, { id: 'dibatalkan' })
    await storage.broadcasts.step('dibatalkan', 'cancel', { by: 'Petugas', reason: 'Batal.' })
    await heldBack(scene, { id: 'diralat' })
    await storage.broadcasts.save(aBroadcast({ id: 'ralat-1', kind: 'correction', amends: 'diralat' }))
    await heldBack(scene, { id: 'ralat-draf' })
    await storage.broadcasts.save(
      aBroadcast({ id: 'ralat-2', kind: 'correction', amends: 'ralat-draf', status: 'draft' }),
    )
    clock.advance(DAY_MS)
    await storage.chatLife.setObstacle(GROUP, 'announce_only')
    for (let count = 0; count < 2; count += 1) await changes('promoted', 'pak-admin')
    expect(await waiting(scene)).toEqual(['berlaku-lama', 'mingguan', 'ralat-draf'])
    expect(textsTo('grup-1')).toEqual([expect.stringContaining('3 kabar yang sempat tertahan')])
    const [delivery] = await storage.deliveries.list({ statuses: ['queued'] })
    expect(delivery).toMatchObject({ attempts: 0, nextAttemptAt: clock.now() })
    expect(delivery).not.toHaveProperty('error')
  })

  it('keeps everything back when not even that line is allowed', async () => {
    const scene = await startGroup({ standing: 'member' })
    await heldBack(scene)
    scene.channel.barred.add('grup-1')
    await scene.changes('opened')
    expect(await waiting(scene)).toEqual([])
    expect(await scene.chat()).toMatchObject({ obstacle: 'announce_only' })
  })

  it('is noticed within minutes where nobody tells, but wakes nobody at night', async () => {
    const world: { standing: Standing } = { standing: 'barred' }
    const scene = await startGroup(world)
    const { deps, storage, clock, textsTo } = scene
    const { createRouter } = await import('../../src/conversation/router.ts')
    const router = createRouter(deps)
    await heldBack(scene)
    await storage.chatLife.setObstacle(GROUP, 'announce_only')
    await router.recheckGroups()
    expect(await waiting(scene)).toEqual([])
    world.standing = 'member'
    // 08.00 WITA is the beginning; 22.00 is quiet.
    clock.advance(14 * HOUR_MS)
    expect(await router.recheckGroups()).toBe(8 * HOUR_MS)
    expect(await waiting(scene)).toEqual([])
    clock.advance(8 * HOUR_MS)
    await router.recheckGroups()
    expect(await waiting(scene)).toEqual(['posyandu'])
    expect(textsTo('grup-1')).toHaveLength(1)
  })
})

describe('a group that is closed when the bot comes', () => {
  it('gets its greeting later, and whoever invited the bot is told once what to do', async () => {
    const world: { standing: Standing } = { standing: 'barred' }
    const { happens, changes, channel, textsTo } = await startGroup(world, false)
    channel.barred.add('grup-1')
    for (let count = 0; count < 2; count += 1) await happens({ type: 'bot_added', by: 'pak-admin' })
    expect(textsTo('pak-admin')).toEqual([expect.stringContaining('jadikan bot ini admin grup')])
    await changes('promoted', 'pak-admin')
    expect(textsTo('grup-1')).toEqual([])
    channel.barred.clear()
    world.standing = 'admin'
    for (let count = 0; count < 2; count += 1) await changes('promoted', 'pak-admin')
    expect(textsTo('grup-1')).toEqual([expect.stringContaining('Halo semua')])
  })

  it('is on record when it had subscribed before', async () => {
    const { happens, channel, textsTo, chat } = await startGroup()
    await happens({ type: 'bot_removed' })
    channel.barred.add('grup-1')
    await happens({ type: 'bot_added', by: 'pak-admin' })
    expect(await chat()).toMatchObject({ status: 'active', obstacle: 'announce_only' })
    expect(textsTo('pak-admin')).toHaveLength(1)
  })
})

describe('a group that the bot has left', () => {
  it('is kept, comes back with everything it had, and its dialogue does not', async () => {
    const { happens, chat, storage, inGroup, textsTo } = await startGroup()
    const before = await storage.chats.subscribe(GROUP, {
      title: 'KIM contoh',
      areaCodes: ['64.72', '64.02'],
      topics: ['kesehatan'],
      hours: 'evening',
      register: 'casual',
      hasLiteracy: false,
    })
    await inGroup('/langganan', { senderId: 'admin' })
    await storage.chatLife.setObstacle(GROUP, 'announce_only')
    await happens({ type: 'bot_removed' })
    expect(await chat()).toEqual({ ...before, status: 'gone' })
    expect(await storage.dialogues.find(GROUP)).toBeUndefined()
    await happens({ type: 'bot_added' })
    expect(await chat()).toEqual(before)
    expect(textsTo('grup-1').at(-1)).toContain('mengundang kami kembali')
  })

  it.each([
    ['without an end', undefined, 'paused', /masih berhenti/],
    ['until Friday', 4 * DAY_MS, 'paused', /masih dijeda sampai/],
    ['until yesterday', HOUR_MS, 'active', /kami kirim lagi/],
  ] as const)('comes back paused when it was paused %s', async (_, pauseMs, status, words) => {
    const { happens, chat, storage, clock, textsTo } = await startGroup()
    const until = pauseMs === undefined ? undefined : later(clock.now(), pauseMs)
    await storage.chats.pause(GROUP, until)
    await happens({ type: 'bot_removed' })
    expect(await chat()).toMatchObject({ status: 'gone' })
    clock.advance(2 * DAY_MS)
    expect(await storage.chats.listActive()).toEqual([])
    await happens({ type: 'bot_added' })
    expect(await chat()).toMatchObject({ status })
    expect((await chat())?.pausedUntil).toEqual(status === 'paused' ? until : undefined)
    expect(textsTo('grup-1').at(-1)).toMatch(words)
  })

  it('is not gone when an old farewell is told again, and not back after an old welcome', async () => {
    const world: { standing: Standing | 'silent' } = { standing: 'member' }
    const { happens, chat, channel } = await startGroup(world)
    await happens({ type: 'bot_removed' })
    expect(await chat()).toMatchObject({ status: 'active' })
    world.standing = 'silent'
    await happens({ type: 'bot_removed' })
    expect(await chat()).toMatchObject({ status: 'gone' })
    channel.failures.push(new SendError('chat_gone', 'not a member'))
    await happens({ type: 'bot_added' })
    expect(await chat()).toMatchObject({ status: 'gone' })
  })

  it('is gone when it is deleted, whatever is asked', async () => {
    const { happens, chat } = await startGroup({ standing: 'member' })
    await happens({ type: 'chat_deleted' })
    expect(await chat()).toMatchObject({ status: 'gone' })
  })

  it.each([
    ['member', 'active'],
    ['silent', 'active'],
    ['outside', 'gone'],
  ] as const)('and that moves meanwhile is asked about: %s', async (standing, status) => {
    const world: { standing: Standing | 'silent' } = { standing: 'outside' }
    const { happens, storage } = await startGroup(world)
    await happens({ type: 'bot_removed' })
    world.standing = standing
    for (let count = 0; count < 2; count += 1) await happens({ type: 'chat_moved', movedTo: 'super-1' })
    expect(await storage.chats.find(simulatorChat('super-1'))).toMatchObject({ status })
  })

  it('stays gone when the farewell from its new id comes before the move', async () => {
    const { happens, storage } = await startGroup({ standing: 'outside' })
    await happens({ type: 'bot_removed', chat: simulatorChat('super-1') })
    await happens({ type: 'chat_moved', movedTo: 'super-1' })
    expect(await storage.chats.find(simulatorChat('super-1'))).toMatchObject({ status: 'gone' })
  })
})

describe('groups that nobody knows', () => {
  it('leave no trace, whatever happens to them', async () => {
    const { happens, changes, chat, channel } = await startGroup({ standing: 'barred' }, false)
    await happens({ type: 'bot_removed' })
    await happens({ type: 'chat_renamed', title: 'Lain' })
    await happens({ type: 'chat_moved', movedTo: 'super-1' })
    await happens({ type: 'chat_deleted' })
    for (const change of [
      'promoted',
      'demoted',
      'restricted',
      'opened',
      'topic_closed',
      'topic_opened',
    ] as const) {
      await changes(change, 'pak-admin')
    }
    expect(channel.sent).toEqual([])
    expect(await chat()).toBeUndefined()
  })
})

it('ends up with the truth after any events, doubled and out of order, once a true one is told last', async () => {
  const random = seededRandom(6)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const world: { standing: Standing } = { standing: 'member' }
  const { happens, changes, chat } = await startGroup(world)
  const told: (() => Promise<void>)[] = []
  const becomes: Record<Standing, () => Promise<void>> = {
    outside: () => happens({ type: 'bot_removed' }),
    barred: () => changes('restricted', 'pak-admin'),
    member: () => changes('opened'),
    admin: () => changes('promoted'),
  }
  for (let round = 0; round < 150; round += 1) {
    const next = pick(['outside', 'barred', 'member', 'admin'] as const)
    const isReturn = world.standing === 'outside' && next !== 'outside'
    world.standing = next
    if (isReturn) told.push(() => happens({ type: 'bot_added' }))
    told.push(becomes[next])
    for (let count = 0; count < 3; count += 1) await pick(told)()
    if (next !== 'outside') await happens({ type: 'bot_added' })
    await becomes[next]()
    const { status, obstacle } = (await chat()) ?? {}
    expect([next, status, obstacle]).toEqual([
      next,
      next === 'outside' ? 'gone' : 'active',
      next === 'barred' ? 'announce_only' : undefined,
    ])
  }
})
