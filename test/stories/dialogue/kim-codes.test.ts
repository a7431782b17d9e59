import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/clock.ts'
import { createKimCodes } from '../../../src/membership/kim-codes.ts'
import { createKimCodeHash } from '../../../src/person-key.ts'
import { openStorage } from '../../../src/storage/storage.ts'
import { PLATFORMS, startTown } from '../../support/town.ts'

const SECRET_KEY = 'rahasia-untuk-uji-coba-0123456789abcdef'

/** The office: it keeps the registry, and gives codes out. */
async function openOffice(databaseUrl: string) {
  const storage = await openStorage(databaseUrl, () => systemClock.now())
  onTestFinished(() => storage.close())
  const codes = createKimCodes({ storage, clock: systemClock, hashCode: createKimCodeHash(SECRET_KEY) })
  const register = (name: string, areaCode: string) =>
    storage.kims.create({ name, areaCode, status: 'registered', contactRole: 'Ketua', topics: [] }, 'Petugas')
  return { storage, codes, register }
}

describe.each(PLATFORMS)('the code of a KIM on %s', { timeout: 60_000 }, (platform) => {
  it('connects its group once, and no other; wrong ones lock', async () => {
    const town = await startTown(platform, { SECRET_KEY })
    const { codes, register } = await openOffice(town.app.databaseUrl)
    const kim = await register('KIM Loa Kulu Kota', '64.02.02.2004')
    const { code } = await codes.issue(kim.id, 'Petugas')

    const group = await town.found('KIM Loa Kulu Kota')
    expect((await group.says('resident', `/langganan ${code}`)).text).toContain('hanya admin grup')
    const connected = await group.says('admin', `/langganan ${code}`)
    expect(connected.text).toMatch(/terhubung sebagai .*KIM Loa Kulu Kota/)
    expect(connected.text).toContain('Desa Loa Kulu Kota')
    expect((await group.says('resident', '/status')).text).toMatch(/KIM: .*KIM Loa Kulu Kota/)
    expect((await group.says('admin', `/langganan ${code}`)).text).toContain('memang sudah terhubung')

    const other = await town.found('Grup sebelah')
    expect((await other.says('other admin', `/langganan ${code}`)).text).toContain('sudah dipakai')
    const second = await register('KIM Sepaku', '64.09.04')
    const revoked = await codes.issue(second.id, 'Petugas')
    await codes.revoke(second.id, 'Petugas')
    expect((await other.says('other admin', `/langganan ${revoked.code}`)).text).toContain('sudah dicabut')

    const good = await codes.issue(second.id, 'Petugas')
    const answers: string[] = []
    for (const letter of 'ABCDEFGHJKMNPQRSTVWX') {
      answers.push((await other.says('other admin', `/langganan KIM-64.09-${letter}222`)).text)
    }
    expect(answers.filter((text) => text.includes('tidak kami kenal'))).toHaveLength(4)
    expect(answers.filter((text) => text.includes('Terlalu banyak kode yang keliru'))).toHaveLength(16)
    // Even the right one is not read now, whoever types it there.
    expect((await other.says('other admin', `/langganan ${good.code}`)).text).toContain('Terlalu banyak')
    expect((await other.says('admin', `/langganan ${good.code}`)).text).toContain('Terlalu banyak')
    expect((await other.says('admin', '/status')).text).toContain('belum berlangganan')
  })
})
