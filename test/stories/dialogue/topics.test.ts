import { describe, expect, it } from 'vitest'
import { kabar } from '../../support/kabar.ts'
import { announce } from '../../support/test-app.ts'
import { PLATFORMS, startTown, type Said } from '../../support/town.ts'

const VILLAGE = 'Loa Kulu Kota'
const PATIENCE = { timeout: 10_000 }

const plain = ({ text }: Said) => text.replaceAll('*', '')

describe.each(PLATFORMS)('topics on %s', { timeout: 60_000 }, (platform) => {
  it('can be chosen as soon as staff add them, and bring exactly what is about them', async () => {
    const town = await startTown(platform)
    const { broadcastsDir, databaseUrl } = town.app
    const topics = (...args: string[]) => kabar(databaseUrl, 'topics', ...args, '--oleh', 'Ani')
    const [group, neighbour] = [await town.found('KIM Loa Kulu Kota'), await town.found('RT 5')]
    for (const one of [group, neighbour]) {
      await one.says('admin', '/langganan loa kulu kota')
      await one.picks('admin', 'Ya, simpan')
    }
    expect(plain(await neighbour.says('admin', '/topik bencana'))).toContain('Topik: Bencana')
    await neighbour.picks('admin', 'Ya, simpan')

    // A file may be written first: it goes out when there is such a topic, to whoever did not choose others.
    let here = group.waits()
    await announce(broadcastsDir, {
      id: 'erau',
      area: VILLAGE,
      topic: 'Pariwisata',
      body: 'Erau dibuka Senin.',
    })
    expect(await topics('add', 'Pariwisata')).toEqual({
      code: 0,
      output: 'pariwisata             Pariwisata\n',
    })
    expect((await here).text).toContain('Erau dibuka Senin')

    expect((await group.says('admin', '/topik')).choices).toContain('Pariwisata')
    // The list changes between the question and the answer: the numbers are about what was shown.
    await topics('retire', 'kesehatan')
    expect(plain(await group.replies('admin', '4, 10'))).toContain('Topik: Bencana, Pariwisata')
    await group.picks('admin', 'Ya, simpan')
    const offered = async () => {
      const { choices } = await group.says('admin', '/topik')
      await group.picks('admin', 'Batal')
      return choices.join()
    }
    await expect.poll(offered, PATIENCE).not.toContain('Kesehatan')

    here = group.waits()
    const there = neighbour.waits()
    await announce(broadcastsDir, { id: 'pasar', area: VILLAGE, topic: 'pariwisata', body: 'Pasar malam.' })
    expect((await here).text).toContain('Pasar malam')
    await announce(broadcastsDir, { id: 'banjir', area: VILLAGE, topic: 'bencana', body: 'Air sungai naik.' })
    expect((await there).text).toContain('Air sungai naik')
    expect((await neighbour.says('resident', '/riwayat')).text).not.toMatch(/erau|pasar/)
  })
})
