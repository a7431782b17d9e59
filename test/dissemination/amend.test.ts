import { describe, expect, it } from 'vitest'
import { withCodeLine } from '../../src/domain/broadcast-code.ts'
import {
  aBroadcast,
  DAY_MS,
  HOUR_MS,
  later,
  MINUTE_MS,
  MONDAY_8,
  subscribe,
  weekly,
} from '../support/broadcast-builder.ts'
import { PATIENCE } from '../support/broadcaster-bench.ts'
import { setUpDesk, type DeskBench } from '../support/desk-bench.ts'

const WRONG = '**Posyandu**\n\nBawa buku KIA.'
const RIGHT = withCodeLine('posyandu', '**Posyandu**\n\nBawa KTP.')
const RIGHT_AGAIN = withCodeLine('posyandu', '**Posyandu**\n\nBawa KTP dan KK.')
const BY_WRITER = { by: 'Penulis', reason: 'Syaratnya salah.' }
const BY_CHECKER = { by: 'Pemeriksa' }
const isRalat = expect.stringMatching(
  /^\*\*RALAT\*\*\n\nPengumuman kami "Posyandu" \(Senin, 30 November 2026.*Bawa KTP\.\n\n_Kode: [^\n]*$/s,
)

/** Sent to two groups on each platform. */
async function afterSending(overrides = {}) {
  const bench = await setUpDesk()
  const { storage, scheduler, becomes } = bench
  for (const chat of ['t1', 't2']) await subscribe(storage, 'telegram', chat)
  for (const chat of ['w1', 'w2']) await subscribe(storage, 'whatsapp', chat)
  await storage.broadcasts.save(aBroadcast(overrides))
  await scheduler.tick()
  await becomes('posyandu', 'finished')
  return bench
}

const correctNow = async ({ desk }: DeskBench) => {
  const correction = await desk.correct('posyandu', { ...BY_WRITER, body: 'Bawa KTP.' })
  await desk.approve(correction.id, BY_CHECKER)
  return correction.id
}

describe('a correction', () => {
  it('changes the message in place, after a second person approved it', async () => {
    const bench = await afterSending()
    const { desk, telegram, whatsapp, amend, becomes } = bench
    const correction = await desk.correct('posyandu', { ...BY_WRITER, body: 'Bawa KTP.' })
    expect(correction).toMatchObject({
      id: 'posyandu-ralat-1',
      status: 'awaiting_approval',
      amends: 'posyandu',
      author: 'Penulis',
    })
    await expect(desk.approve(correction.id, { by: 'Penulis' })).rejects.toMatchObject({ code: 'forbidden' })
    await amend()
    expect(telegram.amended).toEqual([])
    await desk.approve(correction.id, BY_CHECKER)
    await becomes(correction.id, 'finished')
    expect(telegram.seen()).toEqual({ t1: [RIGHT], t2: [RIGHT] })
    expect(whatsapp.seen()).toEqual({ w1: [RIGHT], w2: [RIGHT] })
    expect((await desk.show('posyandu')).amendments).toMatchObject([
      { broadcast: { id: correction.id }, tally: [{ means: 'edit', status: 'done', count: 4 }] },
    ])
    expect(await desk.obstacles(correction.id)).toEqual([])
  })

  it('sends a RALAT to exactly the groups in which the first version cannot be changed any more', async () => {
    const bench = await afterSending()
    const { desk, storage, clock, telegram, whatsapp, becomes } = bench
    await subscribe(storage, 'whatsapp', 'new group')
    telegram.refuse('t2', 'rejected')
    // WhatsApp lets messages be edited for 15 minutes.
    clock.advance(16 * MINUTE_MS)
    const id = await correctNow(bench)
    await becomes(id, 'finished')
    expect(telegram.seen()).toEqual({ t1: [RIGHT], t2: [WRONG, isRalat] })
    expect(whatsapp.seen()).toEqual({ w1: [WRONG, isRalat], w2: [WRONG, isRalat] })
    expect(whatsapp.amended).toEqual([])
    const obstacles = await desk.obstacles(id)
    expect(obstacles.map(({ title, reason }) => `${title}: ${reason}`).toSorted()).toEqual([
      'KIM t2: Platform tidak mengizinkannya lagi.',
      'KIM w1: Batas waktu untuk mengubah pesan sudah lewat.',
      'KIM w2: Batas waktu untuk mengubah pesan sudah lewat.',
    ])
  })

  it('does not reach a group that the bot was put out of, and says so', async () => {
    const bench = await afterSending()
    bench.telegram.refuse('t1', 'chat_gone')
    const id = await correctNow(bench)
    await bench.becomes(id, 'finished')
    expect(bench.telegram.seen()).toEqual({ t1: [WRONG], t2: [RIGHT] })
    expect(await bench.desk.obstacles(id)).toEqual([
      { title: 'KIM t1', channel: 'telegram', reason: 'Bot sudah tidak ada di grup ini.' },
    ])
  })

  it('waits for a channel that is away, and goes on when it is back', async () => {
    const bench = await afterSending()
    const { telegram, whatsapp, amend, clock, statusOf, becomes } = bench
    telegram.state = 'connecting'
    const id = await correctNow(bench)
    for (let step = 0; step < 10; step += 1) {
      await amend()
      clock.advance(5_000)
    }
    expect(whatsapp.seen()).toEqual({ w1: [RIGHT], w2: [RIGHT] })
    expect(await statusOf(id)).toBe('running')
    telegram.state = 'connected'
    await becomes(id, 'finished')
    expect(telegram.seen()).toEqual({ t1: [RIGHT], t2: [RIGHT] })
  })

  it('in the middle of a run: who has the wrong text gets it mended, who waits gets only the right one', async () => {
    const bench = await setUpDesk()
    const { storage, scheduler, telegram, whatsapp, becomes } = bench
    await subscribe(storage, 'telegram', 't1')
    await subscribe(storage, 'whatsapp', 'w1')
    whatsapp.state = 'connecting'
    await storage.broadcasts.save(aBroadcast())
    await scheduler.tick()
    await expect.poll(() => telegram.posted.length, PATIENCE).toBe(1)
    const id = await correctNow(bench)
    await bench.amend()
    whatsapp.state = 'connected'
    await becomes(id, 'finished')
    expect(telegram.seen()).toEqual({ t1: [RIGHT] })
    expect(whatsapp.seen()).toEqual({ w1: [RIGHT] })
    const [run] = (await bench.desk.show('posyandu')).runs
    expect(run?.run).toMatchObject({ status: 'cancelled', reason: 'Pengumuman ini diralat.' })
  })

  it('holds for what is still to come, and a second one corrects the first', async () => {
    const bench = await setUpDesk()
    const { desk, storage, scheduler, clock, telegram, becomes } = bench
    await subscribe(storage, 'telegram', 't1')
    await storage.broadcasts.save(aBroadcast({ schedule: weekly() }))
    await scheduler.tick()
    await expect.poll(() => telegram.posted.length, PATIENCE).toBe(1)
    await becomes('posyandu', 'scheduled')
    await becomes(await correctNow(bench), 'finished')
    const second = await desk.correct('posyandu', { ...BY_WRITER, body: 'Bawa KTP dan KK.' })
    expect(second.id).toBe('posyandu-ralat-2')
    await desk.approve(second.id, BY_CHECKER)
    await becomes(second.id, 'finished')
    expect(telegram.seen()).toEqual({ t1: [RIGHT_AGAIN] })
    clock.advance(later(MONDAY_8, 7 * DAY_MS).getTime() - clock.now().getTime())
    await scheduler.tick()
    await expect.poll(() => telegram.posted.length, PATIENCE).toBe(2)
    expect(telegram.seen()['t1']?.[1]).toBe(RIGHT_AGAIN)
  })

  it('makes no noise at night: messages are changed in place, a RALAT waits for the morning', async () => {
    const bench = await afterSending()
    const { clock, telegram, whatsapp, amend, statusOf } = bench
    clock.advance(14 * HOUR_MS)
    const id = await correctNow(bench)
    for (let step = 0; step < 5; step += 1) {
      await amend()
      clock.advance(3_000)
    }
    expect(telegram.seen()).toEqual({ t1: [RIGHT], t2: [RIGHT] })
    expect(whatsapp.seen()).toEqual({ w1: [WRONG], w2: [WRONG] })
    expect(await statusOf(id)).toBe('running')
  })

  it('goes on after the process ended in the middle of opening its run, and sends each RALAT once', async () => {
    const bench = await afterSending()
    const { storage, clock, whatsapp, amend, becomes } = bench
    clock.advance(HOUR_MS)
    const id = await correctNow(bench)
    const openRun = storage.deliveries.openRun.bind(storage.deliveries)
    const interruptions = [
      () => Promise.reject(new Error('the process ends before the run is written')),
      async (...args: Parameters<typeof openRun>) => {
        await openRun(...args)
        throw new Error('the process ends after the run is written')
      },
    ]
    for (const interruption of interruptions) {
      storage.deliveries.openRun = interruption
      await expect
        .poll(async () => {
          clock.advance(1_000)
          return amend().catch((error: Error) => error.message)
        }, PATIENCE)
        .toContain('the process ends')
    }
    storage.deliveries.openRun = openRun
    await becomes(id, 'finished')
    expect(whatsapp.seen()).toEqual({ w1: [WRONG, isRalat], w2: [WRONG, isRalat] })
  })

  it('can go out at once in an emergency, with a reason', async () => {
    const bench = await afterSending()
    const correction = await bench.desk.correct('posyandu', {
      ...BY_WRITER,
      body: 'Bawa KTP.',
      isEmergency: true,
    })
    expect(correction).toMatchObject({ status: 'scheduled', emergencyReason: 'Syaratnya salah.' })
    await bench.becomes(correction.id, 'finished')
    expect(bench.telegram.seen()['t1']).toEqual([RIGHT])
  })

  it.each([
    ['nothing was sent', { status: 'scheduled' }, {}, 'conflict', 'belum pernah dikirim'],
    ['its text is in a file', { sourceFile: 'posyandu.md' }, {}, 'conflict', 'berkas posyandu.md'],
    ['nothing would change', {}, { body: 'Bawa buku KIA.' }, 'conflict', 'sama dengan'],
    ['there is no text', {}, { body: ' ' }, 'invalid', 'isi yang benar'],
    ['there is no reason', {}, { reason: '' }, 'invalid', 'alasan'],
  ] as const)('is refused when %s', async (_why, broadcast, input, code, words) => {
    const bench =
      'status' in broadcast ? await setUpDesk(later(MONDAY_8, -HOUR_MS)) : await afterSending(broadcast)
    if ('status' in broadcast) await bench.storage.broadcasts.save(aBroadcast(broadcast))
    await expect(
      bench.desk.correct('posyandu', { ...BY_WRITER, body: 'Bawa KTP.', ...input }),
    ).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })
})

describe('a recall', () => {
  it('deletes the message where the platform allows, and says where not', async () => {
    const bench = await afterSending()
    const { desk, telegram, whatsapp, becomes } = bench
    telegram.refuse('t2', 'rejected')
    const recall = await desk.recall('posyandu', { by: 'Penulis', reason: 'Acaranya batal.' })
    await becomes(recall.id, 'finished')
    expect(telegram.seen()).toEqual({ t1: [], t2: [WRONG] })
    expect(whatsapp.seen()).toEqual({ w1: [], w2: [] })
    expect(await desk.obstacles(recall.id)).toEqual([
      { title: 'KIM t2', channel: 'telegram', reason: 'Platform tidak mengizinkannya lagi.' },
    ])
    const { transitions } = await desk.show(recall.id)
    expect(transitions[0]?.reason).toBe('Ditarik oleh Penulis: Acaranya batal.')
  })

  it('also takes back the RALAT that was sent in between', async () => {
    const bench = await afterSending()
    const { desk, clock, whatsapp, becomes } = bench
    clock.advance(HOUR_MS)
    await becomes(await correctNow(bench), 'finished')
    expect(whatsapp.seen()['w1']).toHaveLength(2)
    const recall = await desk.recall('posyandu', { by: 'Penulis', reason: 'Acaranya batal.' })
    await becomes(recall.id, 'finished')
    expect(whatsapp.seen()).toEqual({ w1: [], w2: [] })
  })

  it('stops a run, and every occurrence to come', async () => {
    const bench = await setUpDesk()
    const { desk, storage, scheduler, telegram, whatsapp, becomes, statusOf } = bench
    await subscribe(storage, 'telegram', 't1')
    await subscribe(storage, 'whatsapp', 'w1')
    whatsapp.state = 'connecting'
    await storage.broadcasts.save(aBroadcast({ schedule: weekly() }))
    await scheduler.tick()
    await expect.poll(() => telegram.posted.length, PATIENCE).toBe(1)
    const recall = await desk.recall('posyandu', { by: 'Penulis', reason: 'Salah total.' })
    whatsapp.state = 'connected'
    await becomes(recall.id, 'finished')
    expect(await statusOf('posyandu')).toBe('cancelled')
    expect(telegram.seen()).toEqual({ t1: [] })
    expect(whatsapp.seen()).toEqual({})
  })

  it('is too late on WhatsApp after two days', async () => {
    const bench = await afterSending()
    bench.clock.advance(2 * DAY_MS)
    const recall = await bench.desk.recall('posyandu', { by: 'Penulis', reason: 'Salah.' })
    await bench.becomes(recall.id, 'finished')
    expect(bench.telegram.seen()).toEqual({ t1: [], t2: [] })
    expect(bench.whatsapp.seen()).toEqual({ w1: [WRONG], w2: [WRONG] })
    expect(await bench.desk.obstacles(recall.id)).toHaveLength(2)
  })

  it.each([
    ['nothing was sent', { by: 'Penulis', reason: 'Salah.' }, 'conflict'],
    ['there is no reason', { by: 'Penulis' }, 'invalid'],
    ['nobody does it', { by: '', reason: 'Salah.' }, 'invalid'],
  ])('is refused when %s', async (_why, actor, code) => {
    const bench = await setUpDesk(later(MONDAY_8, -HOUR_MS))
    await bench.storage.broadcasts.save(aBroadcast())
    await expect(bench.desk.recall('posyandu', actor)).rejects.toMatchObject({ code })
  })
})
