import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { temporaryDatabase } from '../../support/temporary-storage.ts'
import { PLATFORMS, startTown, type TownGroup } from '../../support/town.ts'

const GARBAGE = '@@@ 💥 {"step":"confirm"} <b>x</b>'

/** A district with sixty villages: more than any has, for the pages. */
function addSixtyVillages(databaseUrl: string): void {
  const db = new Database(databaseUrl.replace('file:', ''))
  const add = db.prepare('INSERT INTO "Area" (code, level, name) VALUES (?, ?, ?)')
  add.run('64.02.99', 'district', 'Muara Panjang')
  for (let number = 1; number <= 60; number += 1) {
    const name = `Rantau Panjang ${String(number).padStart(2, '0')}`
    add.run(`64.02.99.${2000 + number}`, 'village', name)
  }
  db.close()
}

/** Answers a step with nonsense: the bot says so, and asks the same again with a way out. */
async function nonsense(group: TownGroup): Promise<void> {
  const before = group.last()
  const after = await group.replies('admin', GARBAGE)
  expect(after.text).toMatch(/belum kami (pahami|temukan)/)
  expect(after.choices).toEqual(before.choices)
  expect(after.choices).toContain('Batal')
  const help = await group.says('admin', 'bantuan')
  expect(help.text).toContain('batal')
  expect(help.choices).toEqual(before.choices)
}

describe.each(PLATFORMS)('whatever an admin types on %s', { timeout: 60_000 }, (platform) => {
  it('is asked again at every step, with help and a way out', async () => {
    const town = await startTown(platform)
    const group = await town.found('KIM Sepaku')
    await group.says('admin', '/langganan')
    await nonsense(group)
    await group.picks('admin', 'Kota Samarinda')
    await nonsense(group)
    await group.picks('admin', 'Seluruh Kota Samarinda')
    await nonsense(group)
    for (const step of ['Ubah topik', 'Pengaturan lain']) {
      await group.picks('admin', step)
      await nonsense(group)
      await group.picks('admin', 'Selesai')
    }
    expect((await group.says('admin', 'lewati')).text).toContain('Tidak ada yang perlu dilewati')
    expect((await group.says('admin', 'batal')).text).toContain('dibatalkan')
    expect((await group.says('admin', '/status')).text).toContain('belum berlangganan')
  })

  it('pages through sixty villages, forwards and back', async () => {
    const databaseUrl = await temporaryDatabase()
    addSixtyVillages(databaseUrl)
    const town = await startTown(platform, { DATABASE_URL: databaseUrl })
    const group = await town.found('KIM Muara Panjang')
    await group.says('admin', '/langganan muara panjang')
    const seen = new Set<string>()
    for (let page = 1; page <= 3; page += 1) {
      expect(group.last().text).toContain(`halaman ${page} dari 3`)
      for (const label of group.last().choices) if (label.startsWith('Desa Rantau')) seen.add(label)
      if (page < 3) await group.picks('admin', 'Lainnya')
    }
    expect(seen.size).toBe(60)
    await group.picks('admin', '◀ Sebelumnya')
    await group.says('admin', 'lainnya')
    await group.picks('admin', 'Desa Rantau Panjang 60')
    expect((await group.picks('admin', 'Ya, simpan')).text).toContain('Desa Rantau Panjang 60')
  })
})
