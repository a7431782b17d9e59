import { describe, expect, it } from 'vitest'
import { PLATFORMS, startTown } from '../../support/town.ts'

describe.each(PLATFORMS)('only admins change a group on %s', { timeout: 60_000 }, (platform) => {
  it('refuses others, and whoever is no admin any more', async () => {
    const town = await startTown(platform)
    const group = await town.found('KIM Sepaku')
    expect((await group.says('resident', '/langganan sepaku')).text).toContain('hanya admin grup')
    // Said once an hour.
    expect(await group.isIgnored('resident', '/wilayah sepaku')).toBe(true)
    expect(await group.isIgnored('resident', '/jeda 3 hari')).toBe(true)

    const other = await town.found('KIM Penajam')
    await other.says('admin', '/langganan loa kulu kota')
    expect((await other.replies('resident', '1')).text).toContain('hanya admin grup')
    other.demote('admin')
    // Said once an hour.
    expect(await other.isIgnored('admin', 'ya')).toBe(true)
    expect((await other.says('resident', '/status')).text).toContain('belum berlangganan')
  })

  it('goes on after a restart in the middle, and lets a second admin take over', async () => {
    const town = await startTown(platform)
    const group = await town.found('KIM Muara Jawa')
    await group.says('admin', '/langganan kukar')
    await town.app.restart()
    await group.says('admin', 'muara jawa')
    await group.picks('admin', 'Seluruh Kecamatan')
    await town.app.restart()

    expect((await group.replies('other admin', '1')).text).toContain('Admin lain sedang mengatur')
    expect((await group.says('resident', '/status')).text).toContain('belum berlangganan')
    const taken = await group.says('other admin', '/langganan loa kulu kota')
    expect(taken.text).toContain('Admin lain tadi sedang mengatur')
    expect((await group.replies('admin', '1')).text).toContain('Admin lain sedang mengatur')
    await group.says('other admin', '/langganan loa kulu kota')
    const saved = await group.picks('other admin', 'Ya, simpan')
    expect(saved.text).toContain('Desa Loa Kulu Kota')
    expect((await group.says('admin', '/status')).text).not.toContain('Muara Jawa')
  })
})
