import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createAmendments } from '../../src/dissemination/amend/amendments.ts'
import { createBroadcastFiles } from '../../src/dissemination/files/broadcast-files.ts'
import { createLogger } from '../../src/logger.ts'
import { aBroadcast, DAY_MS, HOUR_MS, later } from '../support/broadcast-builder.ts'
import { ONCE, sendNow, START, setUpFiles as setUp } from '../support/announcement-files.ts'
import { announcement, GOOD_IDS, malformedFolder } from '../support/malformed-broadcasts.ts'
import { temporaryFolder } from '../support/temporary-storage.ts'

const ignore = () => undefined

describe('announcement files', () => {
  it('are scheduled when they are good, and reported when they are bad', async () => {
    const { files, storage } = await setUp({ folder: await malformedFolder() })
    const { problems } = await files.sync()
    const broadcasts = await storage.broadcasts.list()
    expect(broadcasts.map(({ id, status }) => [id, status])).toEqual(GOOD_IDS.map((id) => [id, 'scheduled']))
    expect(files.problems()).toEqual(problems)
    expect(new Set(problems.map(({ file }) => file)).size).toBeGreaterThan(45)
  })

  it('are left alone while they stay the same', async () => {
    const { files, write, onChange, stored, clock } = await setUp()
    await write('posyandu.md', announcement())
    await files.sync()
    const before = await stored()
    clock.advance(HOUR_MS)
    await files.sync()
    expect(await stored()).toEqual(before)
    expect(onChange).toHaveBeenCalledTimes(1)
  })

  it('count from now when they are new, and a single date that has just passed still counts', async () => {
    const { files, write, stored, clock } = await setUp()
    await write('weekly.md', announcement())
    await write('coming.md', announcement(ONCE))
    await write('just-missed.md', announcement({ schedule: '{ at: 2026-11-29 07:00 }' }))
    await files.sync()
    expect((await stored('weekly'))?.settledAt).toEqual(clock.now())
    expect((await stored('coming'))?.settledAt).toEqual(clock.now())
    expect((await stored('just-missed'))?.settledAt).toEqual(later(START, -HOUR_MS - 1))
  })

  it('change the schedule when they change before sending', async () => {
    const { files, write, stored } = await setUp()
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    await write('posyandu.md', announcement({ schedule: '{ at: 2026-12-02 09:00 }' }, 'Teks baru.'))
    await files.sync()
    expect(await stored()).toMatchObject({
      status: 'scheduled',
      schedule: { at: new Date('2026-12-02T01:00:00Z') },
      message: { text: expect.stringContaining('Teks baru.') },
    })
  })

  it('are cancelled when they disappear, and scheduled again when they return', async () => {
    const { folder, files, write, stored, clock } = await setUp()
    await write('posyandu.md', announcement())
    await files.sync()
    await rm(join(folder, 'posyandu.md'))
    await files.sync()
    expect((await stored())?.status).toBe('cancelled')
    clock.advance(30 * DAY_MS)
    await write('posyandu.md', announcement())
    await files.sync()
    expect(await stored()).toMatchObject({ status: 'scheduled', settledAt: clock.now() })
  })

  it('take their run with them when they disappear in the middle of it, and being bad does not', async () => {
    const { folder, files, write, stored, storage } = await setUp()
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    await storage.broadcasts.setStatus('posyandu', 'running')
    await write('posyandu.md', 'rusak')
    await files.sync()
    expect((await stored())?.status).toBe('running')
    await rm(join(folder, 'posyandu.md'))
    await files.sync()
    expect((await stored())?.status).toBe('cancelled')
  })

  it('are taken out of the schedule while they are bad, until they are mended', async () => {
    const setup = await setUp()
    const { files, write, stored, onChange, clock } = setup
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    await write('posyandu.md', announcement({ ...ONCE, topic: 'olahraga' }))
    expect((await files.sync()).problems).toEqual([
      expect.objectContaining({ file: 'posyandu.md', field: 'topic' }),
    ])
    expect((await stored())?.status).toBe('draft')
    clock.advance(HOUR_MS)
    await write('posyandu.md', announcement(ONCE))
    expect((await files.sync()).problems).toEqual([])
    expect(await stored()).toMatchObject({ status: 'scheduled', settledAt: START })
    expect(onChange).toHaveBeenCalledTimes(3)
  })

  it('do not go out again when only the text changes after sending', async () => {
    const setup = await setUp()
    const { files, write, stored, clock } = setup
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    clock.advance(DAY_MS)
    await sendNow(setup)
    clock.advance(5 * DAY_MS)
    await write('posyandu.md', announcement(ONCE, 'Ada salah ketik.'))
    expect((await files.sync()).problems).toEqual([])
    expect((await stored())?.status).toBe('finished')
  })

  it('go out again when a sent one gets a time that is still to come, and not a time that is over', async () => {
    const setup = await setUp()
    const { files, write, stored, clock } = setup
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    clock.advance(DAY_MS + HOUR_MS)
    await sendNow(setup)
    await write('posyandu.md', announcement({ schedule: '{ at: 2026-11-30 08:30 }' }))
    await files.sync()
    expect((await stored())?.status).toBe('finished')
    await write('posyandu.md', announcement({ schedule: '{ at: 2026-12-07 08:00 }' }))
    await files.sync()
    expect((await stored())?.status).toBe('scheduled')
  })

  it('keep their broadcast when only the name of the file changes', async () => {
    const { folder, files, write, stored } = await setUp()
    await write('a.md', announcement({ id: 'posyandu' }))
    await files.sync()
    await rename(join(folder, 'a.md'), join(folder, 'b.md'))
    await files.sync()
    expect(await stored()).toMatchObject({ status: 'scheduled', sourceFile: 'b.md' })
  })

  it('give up their old broadcast when their id changes', async () => {
    const { files, write, stored } = await setUp()
    await write('a.md', announcement({ id: 'posyandu' }))
    await files.sync()
    await write('a.md', announcement({ id: 'posyandu-baru' }))
    await files.sync()
    expect((await stored())?.status).toBe('cancelled')
    expect((await stored('posyandu-baru'))?.status).toBe('scheduled')
  })

  it('leave a broadcast that staff paused or cancelled as it is', async () => {
    const { files, write, stored, storage } = await setUp()
    await write('posyandu.md', announcement())
    await files.sync()
    for (const status of ['paused', 'cancelled'] as const) {
      await storage.broadcasts.setStatus('posyandu', status)
      await write('posyandu.md', announcement({}, `Teks baru, ${status}.`))
      await files.sync()
      expect((await stored())?.status).toBe(status)
    }
  })

  it('cannot take the id of a broadcast that is from elsewhere', async () => {
    const { files, write, storage } = await setUp()
    await storage.broadcasts.save(aBroadcast())
    await write('posyandu.md', announcement())
    expect((await files.sync()).problems).toEqual([
      expect.objectContaining({ file: 'posyandu.md', field: 'id' }),
    ])
    expect((await storage.broadcasts.find('posyandu'))?.message).toEqual(aBroadcast().message)
  })

  it('stay scheduled while the whole folder cannot be read', async () => {
    const { folder, files, write, stored } = await setUp()
    await write('posyandu.md', announcement())
    await files.sync()
    await rename(folder, `${folder}-away`)
    expect((await files.sync()).problems).toEqual([expect.objectContaining({ field: 'folder' })])
    expect((await stored())?.status).toBe('scheduled')
    await rename(`${folder}-away`, folder)
  })

  it('wait for staff when nobody else has approved them, and again when what they say changes', async () => {
    const { files, write, stored, storage } = await setUp()
    const withoutApproval = { author: 'Penulis', approved_by: '' }
    await write('posyandu.md', announcement(withoutApproval))
    await files.sync()
    expect((await stored())?.status).toBe('awaiting_approval')
    await storage.broadcasts.step('posyandu', 'approve', { by: 'Pemeriksa' })
    await write('posyandu.md', announcement({ ...withoutApproval, schedule: 'setiap Selasa 08.00' }))
    await files.sync()
    expect((await stored())?.status).toBe('scheduled')
    await write('posyandu.md', announcement(withoutApproval, 'Isi lain.'))
    await files.sync()
    expect((await stored())?.status).toBe('awaiting_approval')
    // A pause ends with `resume`: by then somebody must have approved the new text.
    await storage.broadcasts.step('posyandu', 'approve', { by: 'Pemeriksa' })
    await storage.broadcasts.step('posyandu', 'pause', { by: 'Pemeriksa', reason: 'Tunggu.' })
    await write('posyandu.md', announcement(withoutApproval, 'Isi ketiga.'))
    await files.sync()
    expect((await stored())?.status).toBe('awaiting_approval')
  })

  it('go back to their author, who changes them and hands them in again', async () => {
    const { files, write, stored, storage } = await setUp()
    await write('posyandu.md', announcement({ approved_by: '' }))
    await files.sync()
    await storage.broadcasts.step('posyandu', 'return', { by: 'Pemeriksa', reason: 'Kurang jelas.' })
    await files.sync()
    expect((await stored())?.status).toBe('draft')
    await write('posyandu.md', announcement({ approved_by: '' }, 'Lebih jelas.'))
    await files.sync()
    expect((await stored())?.status).toBe('awaiting_approval')
  })

  it('go out by themselves as a sample or as an emergency with a reason, and that is on record', async () => {
    const { files, write, storage } = await setUp()
    await write('contoh.md', announcement({ sample: 'true', approved_by: '', author: '' }))
    const emergency = { priority: 'emergency', emergency_reason: 'Banjir.', approved_by: '' }
    await write('banjir.md', announcement(emergency))
    await files.sync()
    expect(await storage.broadcasts.transitions('contoh')).toMatchObject([
      { action: 'accept', to: 'scheduled' },
    ])
    expect(await storage.broadcasts.transitions('banjir')).toMatchObject([
      { action: 'expedite', to: 'scheduled', by: 'Penulis', reason: 'Banjir.' },
    ])
  })

  it('become a proposal for a correction when their text changes after sending', async () => {
    const setup = await setUp()
    const { files, write, storage, clock, stored } = setup
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    clock.advance(DAY_MS)
    await sendNow(setup)
    const proposals = async () =>
      (await storage.broadcasts.list({ amends: 'posyandu' })).map(({ id, status, corrected }) => [
        id,
        status,
        corrected?.text.split('\n').at(-3),
      ])
    await write('posyandu.md', announcement(ONCE, 'Bawa KTP.'))
    await files.sync()
    await files.sync()
    expect(await proposals()).toEqual([['posyandu-ralat-1', 'awaiting_approval', 'Bawa KTP.']])
    expect((await stored())?.status).toBe('finished')
    // A newer text takes the place of the older proposal; the old text takes the proposal back.
    await write('posyandu.md', announcement(ONCE, 'Bawa KK.'))
    await files.sync()
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    expect(await proposals()).toEqual([
      ['posyandu-ralat-1', 'cancelled', 'Bawa KTP.'],
      ['posyandu-ralat-2', 'cancelled', 'Bawa KK.'],
    ])
  })

  it('propose a correction when the question is added after sending, and none while it stays', async () => {
    const setup = await setUp()
    const { files, write, storage, clock } = setup
    const proposals = () => storage.broadcasts.list({ amends: 'posyandu' })
    await write('posyandu.md', announcement({ ...ONCE, acknowledge: 'true' }))
    await files.sync()
    clock.advance(DAY_MS)
    await sendNow(setup)
    await write('posyandu.md', announcement({ ...ONCE, acknowledge: 'true', programme: 'Posyandu desa' }))
    await files.sync()
    expect(await proposals()).toEqual([])
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    expect((await proposals()).map(({ wantsAcknowledgement }) => wantsAcknowledgement)).toEqual([undefined])
    await write('posyandu.md', announcement({ ...ONCE, acknowledge: 'true' }))
    await files.sync()
    expect((await proposals()).map(({ status }) => status)).toEqual(['cancelled'])
  })

  it('propose a correction also when the server ended between reading the file and writing it down', async () => {
    const setup = await setUp()
    const { files, write, storage, clock, folder } = setup
    await write('posyandu.md', announcement(ONCE))
    await files.sync()
    clock.advance(DAY_MS)
    await sendNow(setup)
    await write('posyandu.md', announcement(ONCE, 'Bawa KTP.'))
    const logger = createLogger('silent')
    const interrupted = createBroadcastFiles({
      folder,
      storage,
      clock,
      logger,
      onChange: ignore,
      amendments: { propose: () => Promise.reject(new Error('the process ends')) },
    })
    await expect(interrupted.sync()).rejects.toThrow('the process ends')
    const next = createBroadcastFiles({
      folder,
      storage,
      clock,
      logger,
      onChange: ignore,
      amendments: createAmendments({ storage, clock, onChange: ignore }),
    })
    await next.sync()
    expect(await storage.broadcasts.list({ amends: 'posyandu' })).toMatchObject([
      { status: 'awaiting_approval' },
    ])
  })

  it('count their occurrences from the first reading, also after they were changed', async () => {
    const { files, write, stored, clock } = await setUp()
    await write('posyandu.md', announcement({ schedule: "'setiap Senin 08.00, 3 kali'" }))
    await files.sync()
    const first = (await stored())?.schedule
    expect(first).toMatchObject({ startsAt: START, count: 3 })
    clock.advance(3 * DAY_MS)
    await write('posyandu.md', announcement({ schedule: "'setiap Senin 08.00, 5 kali'" }))
    await files.sync()
    expect((await stored())?.schedule).toEqual({ ...first, count: 5 })
  })

  it('are picked up as they are written', async () => {
    const { files, write, stored } = await setUp({ isReal: true })
    await files.sync()
    files.watch()
    await write('posyandu.md', announcement())
    await vi.waitFor(async () => expect((await stored())?.status).toBe('scheduled'), { timeout: 10_000 })
    await files.stop()
  })

  it('are found later when the folder is made after the start', async () => {
    const folder = join(await temporaryFolder(), 'later')
    const { files, clock, stored } = await setUp({ folder })
    expect((await files.sync()).problems).toEqual([expect.objectContaining({ field: 'folder' })])
    files.watch()
    await mkdir(folder)
    await writeFile(join(folder, 'posyandu.md'), announcement())
    await vi.waitFor(
      async () => {
        clock.advance(30_000)
        expect((await stored())?.status).toBe('scheduled')
        expect(files.problems()).toEqual([])
      },
      { timeout: 10_000 },
    )
  })
})
