import { describe, expect, it } from 'vitest'
import { announce } from '../../support/test-app.ts'
import { PLATFORMS, startTown, type Town } from '../../support/town.ts'

const VILLAGE = 'Loa Kulu Kota'

async function foundSubscribed(town: Town, title: string) {
  const group = await town.found(title)
  await group.says('admin', '/langganan loa kulu kota')
  await group.picks('admin', 'Ya, simpan')
  return group
}

describe.each(PLATFORMS)('pausing and stopping on %s', { timeout: 60_000 }, (platform) => {
  it('holds announcements until the group goes on, and shows what it got', async () => {
    const town = await startTown(platform)
    const { broadcastsDir } = town.app
    const group = await foundSubscribed(town, 'KIM Loa Kulu Kota')
    const neighbour = await foundSubscribed(town, 'RT 5')
    expect((await group.says('resident', '/riwayat')).text).toContain('Belum ada kabar')

    let [here, there] = [group.waits(), neighbour.waits()]
    await announce(broadcastsDir, { id: 'posyandu', area: VILLAGE, body: 'Posyandu buka hari Senin.' })
    expect((await here).text).toContain('Posyandu buka hari Senin')
    await there
    expect((await group.says('resident', '/history')).text).toContain('Pengumuman posyandu')

    const question = await group.says('admin', '/jeda')
    expect(question.choices).toEqual(['1 hari', '3 hari', '1 minggu', '2 minggu', '1 bulan', 'Batal'])
    expect((await group.says('admin', '91 hari')).text).toContain('paling lama 90 hari')
    expect((await group.picks('admin', '3 hari')).text).toContain('kabar dijeda sampai')
    expect((await group.says('resident', '/status')).text).toContain('dijeda sampai')
    // Changing something does not end the pause.
    await group.says('admin', '/jam sore')
    expect((await group.picks('admin', 'Ya, simpan')).text).toContain('masih dijeda sampai')
    await group.says('admin', '/jam bebas')
    await group.picks('admin', 'Ya, simpan')

    there = neighbour.waits()
    await announce(broadcastsDir, { id: 'vaksin', area: VILLAGE, body: 'Vaksin di balai desa.' })
    expect((await there).text).toContain('Vaksin di balai desa')
    expect((await group.says('resident', '/riwayat')).text).not.toContain('vaksin')

    expect((await group.says('admin', '/lanjut')).text).toContain('kami kirim lagi')
    here = group.waits()
    await announce(broadcastsDir, { id: 'pasar', area: VILLAGE, body: 'Pasar murah hari Rabu.' })
    expect((await here).text).toContain('Pasar murah hari Rabu')
    const history = await group.says('resident', '/riwayat')
    expect(history.text).toMatch(/Pengumuman pasar[\s\S]*Pengumuman posyandu/)

    await group.says('admin', '/berhenti')
    expect((await group.picks('admin', 'Tidak')).text).toContain('tetap menerima kabar')
    await group.says('admin', '/berhenti')
    expect((await group.picks('admin', 'Ya, berhenti')).text).toContain('tidak kami kirim lagi')
    expect((await group.says('resident', '/status')).text).toContain('berhenti')
    expect((await group.says('admin', '/jeda 3 hari')).text).toContain('sedang tidak menerima kabar')
    expect((await group.says('admin', '/resume')).text).toContain('kami kirim lagi')
  })
})
