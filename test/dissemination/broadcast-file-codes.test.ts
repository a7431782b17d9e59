import { describe, expect, it } from 'vitest'
import { createAmendments } from '../../src/dissemination/amend/amendments.ts'
import { createBroadcastFiles } from '../../src/dissemination/files/broadcast-files.ts'
import { withoutCodeLine } from '../../src/domain/broadcast-code.ts'
import { createLogger } from '../../src/logger.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import { ONCE, sendNow, setUpFiles as setUp } from '../support/announcement-files.ts'
import { DAY_MS } from '../support/broadcast-builder.ts'
import { announcement } from '../support/malformed-broadcasts.ts'

/** As the version before left it in the database: without a code. A new process reads the same file. */
async function upgrade(broadcast: StoredBroadcast, setup: Awaited<ReturnType<typeof setUp>>) {
  const { folder, storage, clock, onChange } = setup
  await storage.broadcasts.save({
    ...broadcast,
    message: withoutCodeLine(broadcast.id, broadcast.message),
  })
  const start = () =>
    createBroadcastFiles({
      folder,
      storage,
      clock,
      logger: createLogger('silent'),
      onChange,
      amendments: createAmendments({ storage, clock, onChange }),
    })
  return { sync: async () => start().sync() }
}

async function storedFile(front: Record<string, string>) {
  const setup = await setUp()
  await setup.write('posyandu.md', announcement(front))
  await setup.files.sync()
  const broadcast = await setup.stored()
  if (broadcast === undefined) throw new Error('nothing stored')
  return { setup, broadcast }
}

describe('announcement files of before announcements had codes', () => {
  it('propose no correction when they were sent and did not change', async () => {
    const { setup, broadcast } = await storedFile(ONCE)
    const { storage, clock, stored, write } = setup
    clock.advance(DAY_MS)
    const next = await upgrade(broadcast, setup)
    await sendNow(setup)
    expect((await storage.amendments.sentVersion('posyandu'))?.message.text).not.toContain('Kode')
    await next.sync()
    await next.sync()
    expect(await storage.broadcasts.list({ amends: 'posyandu' })).toEqual([])
    expect(await stored()).toMatchObject({
      status: 'finished',
      message: { text: expect.stringContaining('Kode') },
    })
    // A real change is one still.
    await write('posyandu.md', announcement(ONCE, 'Bawa KTP.'))
    await next.sync()
    expect(await storage.broadcasts.list({ amends: 'posyandu' })).toMatchObject([
      { status: 'awaiting_approval', corrected: { text: expect.stringMatching(/Bawa KTP.*Kode/s) } },
    ])
  })

  it('keep a proposal that waited for approval', async () => {
    const { setup, broadcast } = await storedFile(ONCE)
    const { storage, clock, write } = setup
    clock.advance(DAY_MS)
    const next = await upgrade(broadcast, setup)
    await sendNow(setup)
    await write('posyandu.md', announcement(ONCE, 'Bawa KTP.'))
    await next.sync()
    const [proposal] = await storage.broadcasts.list({ amends: 'posyandu' })
    if (proposal?.corrected === undefined) throw new Error('nothing proposed')
    await storage.broadcasts.save({
      ...proposal,
      corrected: withoutCodeLine('posyandu', proposal.corrected),
    })
    await next.sync()
    expect(await storage.broadcasts.list({ amends: 'posyandu' })).toMatchObject([
      { id: proposal.id, status: 'awaiting_approval' },
    ])
  })

  it('stay approved when they wait for their time, and go out with their code', async () => {
    const { setup, broadcast } = await storedFile({ ...ONCE, approved_by: '', author: '' })
    expect(broadcast.status).toBe('awaiting_approval')
    const { storage, stored } = setup
    await storage.broadcasts.step('posyandu', 'approve', { by: 'Pemeriksa' })
    const next = await upgrade(broadcast, setup)
    await next.sync()
    expect(await stored()).toMatchObject({
      status: 'scheduled',
      message: { text: expect.stringContaining('Kode') },
    })
    expect((await storage.broadcasts.transitions('posyandu')).map(({ action }) => action)).toEqual([
      'submit',
      'approve',
    ])
  })

  it('are corrected in what they sent before and after', async () => {
    const { setup, broadcast } = await storedFile({})
    const { storage, clock, stored } = setup
    const next = await upgrade(broadcast, setup)
    const old = await stored()
    if (old === undefined) throw new Error('nothing stored')
    await storage.deliveries.openRun(old, clock.now(), [])
    await next.sync()
    const now = await stored()
    if (now === undefined) throw new Error('nothing stored')
    clock.advance(DAY_MS)
    await storage.deliveries.openRun(now, clock.now(), [])
    expect((await storage.amendments.sentVersion('posyandu'))?.runs).toHaveLength(2)
  })
})
