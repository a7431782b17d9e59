import { describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '../../../src/clock.ts'
import { conversation, startSide } from '../../support/residents.ts'
import { openOffice } from '../../support/claim-staff.ts'
import { PLATFORMS } from '../../support/town.ts'
import { HOAX, STRANGE } from './hoax.ts'

/** Longer than one message may be: apps cut it in two and send both at once. */
const CHAIN = 'Sebarkan ke semua grup sebelum terlambat, saudara dan tetangga harus tahu. '.repeat(48)
const FIRM = /PENIPUAN[\s\S]*Otorita IKN[\s\S]*Sumber: /

const SLOWER = 8

/** However slow the machine is, the second piece comes before the first one goes by itself. */
function createSlowClock(): Clock {
  const startMs = Date.now()
  return {
    now: () => new Date(startMs + (Date.now() - startMs) / SLOWER),
    sleep: (ms, signal) => systemClock.sleep(ms * SLOWER, signal),
  }
}

describe.each(PLATFORMS)('a resident on %s', (platform) => {
  it('passes on a long text in two pieces, and gets one answer to both', async () => {
    const { resident, app } = await startSide(platform, { clock: createSlowClock() })
    const office = await openOffice(app.databaseUrl)
    const ani = conversation((await resident('Ani')).inPrivate)
    await ani.writes(CHAIN, { forwarded: true })
    const answer = await ani.says(STRANGE, { forwarded: true })
    expect(answer.text).toMatch(/belum punya klarifikasi/)
    expect((await ani.says('/tentang')).text).toContain('Kabar KIM')
    expect(ani.pending()).toBe(0)
    expect(await office.inquiries.list({ limit: 9 })).toMatchObject([
      { text: expect.stringMatching(/^Sebarkan ke semua grup/) },
    ])
  }, 60_000)

  it('sends several messages at once, and each is answered', async () => {
    const { resident } = await startSide(platform)
    const ani = conversation((await resident('Ani')).inPrivate)
    await ani.writes(HOAX, { forwarded: true })
    await ani.writes(STRANGE, { forwarded: true })
    await ani.writes('makasih ya min')
    const heard = [await ani.next(), await ani.next(), await ani.next()].map(({ text }) => text)
    expect(heard).toEqual([
      expect.stringMatching(FIRM),
      expect.stringMatching(/belum punya klarifikasi/),
      expect.stringMatching(/^Sama-sama/),
    ])
    expect(ani.pending()).toBe(0)
  }, 60_000)
})
