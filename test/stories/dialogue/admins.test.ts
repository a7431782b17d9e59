import { describe, expect, it } from 'vitest'
import { PLATFORMS, startTown, type Role, type TownGroup } from '../../support/town.ts'

async function isRefused(group: TownGroup, role: Role, text: string): Promise<void> {
  expect((await group.says(role, text)).text).toContain('hanya admin grup')
}

async function isIgnored(group: TownGroup, role: Role, text: string): Promise<void> {
  expect(await group.isIgnored(role, text)).toBe(true)
}

/** Somebody else is at it: a tap on the button is told so; a number in a WhatsApp group may be meant for anyone. */
const cannotSave = {
  async Telegram(group: TownGroup, role: Role) {
    expect((await group.picks(role, 'Ya, simpan')).text).toContain('Admin lain sedang mengatur')
  },
  WhatsApp: (group: TownGroup, role: Role) => isIgnored(group, role, '1'),
}

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
    // A number in a WhatsApp group may be meant for anyone; on Telegram it is a reply to the bot.
    const reaction = platform === 'WhatsApp' ? isIgnored : isRefused
    await reaction(other, 'resident', '1')
    other.demote('admin')
    // Said once an hour.
    const secondReaction = platform === 'WhatsApp' ? isRefused : isIgnored
    await secondReaction(other, 'admin', '1')
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

    // Both want to save.
    await cannotSave[platform](group, 'other admin')
    expect((await group.says('resident', '/status')).text).toContain('belum berlangganan')
    const taken = await group.says('other admin', '/langganan loa kulu kota')
    expect(taken.text).toContain('Admin lain tadi sedang mengatur')
    // The first admin’s answer is nobody’s now.
    await cannotSave[platform](group, 'admin')
    await group.says('other admin', '/langganan loa kulu kota')
    const saved = await group.picks('other admin', 'Ya, simpan')
    expect(saved.text).toContain('Desa Loa Kulu Kota')
    expect((await group.says('admin', '/status')).text).not.toContain('Muara Jawa')
  })
})
