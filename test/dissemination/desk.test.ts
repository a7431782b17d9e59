import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../../src/domain/broadcast-life.ts'
import {
  aBroadcast,
  DAY_MS,
  HOUR_MS,
  later,
  MONDAY_8,
  subscribe,
  weekly,
} from '../support/broadcast-builder.ts'
import { PATIENCE } from '../support/broadcaster-bench.ts'
import { setUpDesk } from '../support/desk-bench.ts'

const BEFORE = later(MONDAY_8, -HOUR_MS)
const CHECKER = { by: 'Pemeriksa' }

describe('a broadcast on the desk', () => {
  it('goes from a draft to the groups through two people, and everything is on record', async () => {
    const { desk, storage, clock, scheduler, telegram, becomes } = await setUpDesk(BEFORE)
    await subscribe(storage, 'telegram', '-1')
    const { kind: _kind, status: _status, settledAt: _settledAt, ...draft } = aBroadcast()
    await desk.write(draft)
    await desk.submit('posyandu', { by: 'Penulis' })
    await expect(desk.approve('posyandu', { by: 'penulis' })).rejects.toMatchObject({ code: 'forbidden' })
    await desk.return('posyandu', { ...CHECKER, reason: 'Jamnya belum ada.' })
    await desk.submit('posyandu', { by: 'Penulis' })
    expect((await desk.approve('posyandu', CHECKER)).status).toBe('scheduled')
    clock.advance(HOUR_MS)
    await scheduler.tick()
    await becomes('posyandu', 'finished')
    expect(telegram.posted).toHaveLength(1)
    const { transitions } = await desk.show('posyandu')
    expect(transitions.map(({ by, action, reason }) => [by, action, reason])).toEqual([
      ['Penulis', 'submit', undefined],
      ['Pemeriksa', 'return', 'Jamnya belum ada.'],
      ['Penulis', 'submit', undefined],
      ['Pemeriksa', 'approve', undefined],
      [SYSTEM, 'run', 'Otomatis.'],
      [SYSTEM, 'finish', 'Otomatis.'],
    ])
    expect(transitions.map(({ at }) => at.getTime())).toEqual(
      transitions.map(({ at }) => at.getTime()).toSorted((a, b) => a - b),
    )
  })

  it('is rewritten by its author alone, and only as long as it is a draft', async () => {
    const { desk, storage } = await setUpDesk(BEFORE)
    const { kind: _kind, status: _status, settledAt: _settledAt, ...draft } = aBroadcast()
    await desk.write(draft)
    const other = { ...draft, title: 'Lain', message: { text: 'Lain.' } }
    await expect(desk.rewrite({ ...other, author: 'Pemeriksa' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await desk.rewrite(other)).toMatchObject({ title: 'Lain', author: 'Penulis', status: 'draft' })
    await desk.submit('posyandu', { by: 'Penulis' })
    await expect(desk.rewrite(draft)).rejects.toMatchObject({ code: 'conflict' })
    await storage.broadcasts.save(aBroadcast({ id: 'berkas', status: 'draft', sourceFile: 'berkas.md' }))
    await expect(desk.rewrite({ ...draft, id: 'berkas' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(desk.rewrite({ ...draft, id: 'tidak-ada' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('goes out though it was written in the minute that it is for', async () => {
    const { desk, storage, scheduler, telegram, clock } = await setUpDesk(MONDAY_8)
    await subscribe(storage, 'telegram', '-1')
    const { kind: _kind, status: _status, settledAt: _settledAt, ...draft } = aBroadcast()
    clock.advance(30_000)
    await desk.write(draft)
    await desk.submit('posyandu', { by: 'Penulis' })
    await desk.approve('posyandu', CHECKER)
    await scheduler.tick()
    await expect.poll(() => telegram.posted.length, PATIENCE).toBe(1)
  })

  it('may skip the second person and the quiet hours as an emergency, with a reason', async () => {
    const night = later(MONDAY_8, -9 * HOUR_MS)
    const { desk, storage, scheduler, telegram, statusOf } = await setUpDesk(night)
    await subscribe(storage, 'telegram', '-1')
    const fields = { schedule: { type: 'once', at: night }, settledAt: later(night, -1) } as const
    await storage.broadcasts.save(
      aBroadcast({ ...fields, id: 'banjir', priority: 'emergency', status: 'draft' }),
    )
    await storage.broadcasts.save(aBroadcast({ ...fields, status: 'draft' }))
    const reason = 'Air Mahakam naik cepat.'
    await expect(desk.expedite('banjir', { by: 'Penulis' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(desk.expedite('posyandu', { by: 'Penulis', reason })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await desk.expedite('banjir', { by: 'Penulis', reason })
    await desk.submit('posyandu', { by: 'Penulis' })
    await desk.approve('posyandu', CHECKER)
    await scheduler.tick()
    await expect.poll(() => telegram.posted.length, PATIENCE).toBe(1)
    expect(await statusOf('posyandu')).toBe('scheduled')
    expect((await desk.show('banjir')).transitions[0]).toMatchObject({ by: 'Penulis', reason })
  })

  it('is missed, with the reason, when nobody approves it in time', async () => {
    const { desk, storage, clock, scheduler, telegram, statusOf } = await setUpDesk(BEFORE)
    await subscribe(storage, 'telegram', '-1')
    await storage.broadcasts.save(aBroadcast({ status: 'awaiting_approval', schedule: weekly() }))
    clock.advance(2 * HOUR_MS)
    await scheduler.tick()
    expect((await desk.show('posyandu')).runs).toEqual([])
    clock.advance(2 * HOUR_MS)
    await scheduler.tick()
    expect((await desk.show('posyandu')).runs).toMatchObject([
      { run: { status: 'missed', reason: expect.stringContaining('belum disetujui') } },
    ])
    await desk.approve('posyandu', CHECKER)
    expect(await statusOf('posyandu')).toBe('scheduled')
    expect(telegram.posted).toEqual([])
  })

  it('expires when nobody approved it and no occurrence is left', async () => {
    const { desk, storage, clock, scheduler } = await setUpDesk(BEFORE)
    await storage.broadcasts.save(aBroadcast({ status: 'awaiting_approval' }))
    clock.advance(4 * HOUR_MS)
    await scheduler.tick()
    const { broadcast, runs } = await desk.show('posyandu')
    expect(broadcast.status).toBe('expired')
    expect(runs).toMatchObject([{ run: { status: 'missed' } }])
  })

  it('can be paused in the middle of a run, goes on where it stopped, and says why it is halted', async () => {
    const { desk, storage, telegram, scheduler, becomes, statusOf } = await setUpDesk()
    for (const group of ['a', 'b', 'c']) await subscribe(storage, 'telegram', group)
    await storage.broadcasts.save(aBroadcast())
    telegram.before = () => {
      if (telegram.tried.length > 1) telegram.state = 'connecting'
    }
    await scheduler.tick()
    await expect.poll(() => telegram.state, PATIENCE).toBe('connecting')
    await expect(desk.pause('posyandu', CHECKER)).rejects.toMatchObject({ code: 'invalid' })
    await desk.pause('posyandu', { ...CHECKER, reason: 'Ada yang bertanya.' })
    expect((await desk.show('posyandu')).runs).toMatchObject([
      { run: { status: 'paused', reason: 'Ada yang bertanya.' } },
    ])
    telegram.before = () => undefined
    await desk.resume('posyandu', CHECKER)
    expect(await statusOf('posyandu')).toBe('running')
    telegram.state = 'connected'
    await becomes('posyandu', 'finished')
    expect(telegram.posted.map(({ chatId }) => chatId).toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('sends nothing more once it is cancelled, and says of each group that it was left out', async () => {
    const { desk, storage, telegram, scheduler } = await setUpDesk()
    await subscribe(storage, 'telegram', 'a')
    telegram.state = 'connecting'
    await storage.broadcasts.save(aBroadcast())
    await scheduler.tick()
    await desk.cancel('posyandu', { ...CHECKER, reason: 'Acaranya batal.' })
    const { broadcast, runs } = await desk.show('posyandu')
    expect(broadcast.status).toBe('cancelled')
    expect(runs).toMatchObject([
      { run: { status: 'cancelled', reason: 'Acaranya batal.' }, tally: { skipped: 1 } },
    ])
    await expect(desk.resume('posyandu', CHECKER)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Siaran "posyandu" dibatalkan, jadi tidak bisa dilanjutkan.',
    })
  })

  it('sends again what failed, and what staff say about the uncertain ones', async () => {
    const { desk, storage, telegram, scheduler, becomes } = await setUpDesk()
    for (const group of ['a', 'b', 'c']) await subscribe(storage, 'telegram', group)
    await storage.broadcasts.save(aBroadcast())
    await scheduler.tick()
    await becomes('posyandu', 'finished')
    const [first, second] = await storage.deliveries.list({})
    await expect(desk.retry('posyandu')).rejects.toMatchObject({ code: 'conflict' })
    if (first === undefined || second === undefined) throw new Error('Too few deliveries.')
    const settled = [
      { was: 'sent', delivery: { ...first, status: 'failed' } },
      { was: 'sent', delivery: { ...second, status: 'uncertain', isInDoubt: true } },
    ] as const
    await storage.deliveries.commit({ settled: [...settled], starting: [] })
    expect(await desk.retry('posyandu')).toEqual({ failed: 1, uncertain: 0 })
    await becomes('posyandu', 'finished')
    expect(telegram.posted).toHaveLength(4)
    expect(await desk.retry('posyandu', 'sent')).toEqual({ failed: 0, uncertain: 1 })
    expect((await desk.show('posyandu')).runs[0]?.tally).toMatchObject({ sent: 3, uncertain: 0 })
    expect(telegram.posted).toHaveLength(4)
  })

  it('that nobody knows is named', async () => {
    const { desk } = await setUpDesk()
    const unknown = { code: 'not_found', message: 'Siaran "apa" tidak ada.' }
    await expect(desk.show('apa')).rejects.toMatchObject(unknown)
    await expect(desk.cancel('apa', { ...CHECKER, reason: 'x' })).rejects.toMatchObject(unknown)
    await expect(desk.retry('apa')).rejects.toMatchObject(unknown)
  })
})

describe('a preview', () => {
  it('says who gets it, who is left out, how it looks, and how long it takes', async () => {
    const { desk, storage } = await setUpDesk()
    const [village, other] = storage.gazetteer.villages('64.72')
    await subscribe(storage, 'telegram', '-1', village?.code)
    await subscribe(storage, 'whatsapp', '1@g.us', village?.code)
    await subscribe(storage, 'whatsapp', '2@g.us', '64.72')
    await subscribe(storage, 'telegram', '-2', '64.71')
    await storage.broadcasts.save(
      aBroadcast({
        audience: { ...aBroadcast().audience, areaCodes: ['64.72'] },
        schedule: { type: 'recurring', cron: '0 22 * * *', timeZone: 'Asia/Makassar' },
        expiresAt: later(MONDAY_8, 3 * DAY_MS),
      }),
    )
    const preview = await desk.preview('posyandu')
    expect(preview.groups).toBe(3)
    expect(preview.regencies).toEqual([
      { area: storage.gazetteer.get('64.72'), groups: { telegram: 1, whatsapp: 2 } },
    ])
    expect(preview.villages.total).toBe(59)
    expect(preview.villages.without).toHaveLength(58)
    expect(preview.villages.without).toContainEqual(other)
    expect(preview.renderings.map(({ channel, parts }) => [channel, parts])).toEqual([
      ['telegram', ['<b>Posyandu</b>\n\nBawa buku KIA.']],
      ['whatsapp', ['*Posyandu*\n\nBawa buku KIA.']],
      ['simulator', ['Posyandu\n\nBawa buku KIA.']],
    ])
    expect(preview.renderings[0]?.bytes).toBe(Buffer.byteLength('<b>Posyandu</b>\n\nBawa buku KIA.'))
    expect(preview.estimates).toContainEqual(
      expect.objectContaining({ channel: 'whatsapp', messages: 2, durationMs: 9_000 }),
    )
    expect(preview.durationMs).toBe(9_000)
    // At 22.00 people sleep: it leaves at 06.00. The fourth would leave after it has expired.
    expect(preview.next.map(({ at, dueAt }) => dueAt.getTime() - at.getTime())).toEqual([
      8 * HOUR_MS,
      8 * HOUR_MS,
      8 * HOUR_MS,
    ])
  })

  it('shows ten occurrences', async () => {
    const { desk, storage } = await setUpDesk()
    await storage.broadcasts.save(aBroadcast({ schedule: weekly() }))
    expect((await desk.preview('posyandu')).next).toHaveLength(10)
  })
})
