import { describe, expect, it } from 'vitest'
import type { ClarificationContent } from '../../../src/domain/clarification.ts'
import { conversation, groupTalk, startSide } from '../../support/residents.ts'
import { openOffice } from '../../support/claim-staff.ts'
import { PLATFORMS } from '../../support/town.ts'
import { STRANGE } from './hoax.ts'

const PHONE = '0812-3456-7890'
const UNKNOWN = /belum punya klarifikasi/
const NEWS = /sudah selesai ditelusuri[\s\S]*HOAKS/
const CONTENT: Partial<ClarificationContent> = {
  claimReviewed: 'Lowongan pramugari kereta gantung antariksa dibuka di Loa Janan',
  verdict: 'false',
  explanation: 'Tidak ada kereta gantung di Loa Janan, dan tidak ada lowongannya.',
  sources: [{ publisher: 'Disnakertrans Kaltim', url: 'https://disnakertrans.kaltimprov.go.id' }],
}

describe.each(PLATFORMS)('a resident on %s', (platform) => {
  it('is forgotten with all questions, hears so, and is told nothing more', async () => {
    const { resident, group, app } = await startSide(platform)
    const [aniHerself, budiHimself] = [await resident('Ani'), await resident('Budi')]
    const street = await group('Warga RT 5', [budiHimself, aniHerself])
    const office = await openOffice(app.databaseUrl)
    const [ani, budi] = [conversation(aniHerself.inPrivate), conversation(budiHimself.inPrivate)]
    const aniInGroup = groupTalk(aniHerself.in(street))
    const texts = async () => (await office.inquiries.list({ limit: 9 })).map(({ text }) => text)

    expect((await ani.says('/privasi')).text).toMatch(/Nama dan nomor telepon[\s\S]*365 hari[\s\S]*\/hapus/)
    await ani.says('/daerah Loa Janan')
    expect((await ani.says(`${STRANGE}, hubungi ${PHONE}`)).text).toMatch(UNKNOWN)
    expect((await aniInGroup.says(`/cek ${STRANGE}`)).text).toMatch(UNKNOWN)
    expect((await budi.says(STRANGE)).text).toMatch(UNKNOWN)
    expect(await texts()).toHaveLength(3)
    expect((await texts()).join('\n')).not.toContain('3456')
    expect(await office.claims.list()).toMatchObject([{ askers: 2, districts: { '64.02.03': 1 } }])

    expect((await ani.says('/hapus')).text).toMatch(
      /^2 pertanyaan dan semua catatan tentang Bapak\/Ibu sudah/,
    )
    expect((await ani.says('/hapus')).text).toMatch(/^Tidak ada pertanyaan Bapak\/Ibu yang tersimpan/)
    expect(await texts()).toEqual([STRANGE])
    expect(await office.claims.list()).toMatchObject([{ askers: 1, districts: {} }])

    expect(await office.publish('kereta-gantung', CONTENT, '1')).toMatchObject({ answered: 1 })
    expect((await budi.next()).text).toMatch(NEWS)
    expect((await ani.says('/tentang')).text).toContain('Kabar KIM')
    await aniInGroup.settles()
    expect(ani.pending()).toBe(0)
    expect(aniInGroup.heard().some(({ text }) => NEWS.test(text))).toBe(false)
  }, 60_000)

  it('decides whether to hear back', async () => {
    const { resident, app } = await startSide(platform)
    const office = await openOffice(app.databaseUrl)
    const [ani, budi] = [
      conversation((await resident('Ani')).inPrivate),
      conversation((await resident('Budi')).inPrivate),
    ]
    for (const talk of [ani, budi]) expect((await talk.says(STRANGE)).text).toMatch(UNKNOWN)
    for (const talk of [ani, budi]) expect((await talk.says('/tidakusah')).text).toContain('/kabari')
    expect((await budi.says('/kabari')).text).toContain('kami kabari di sini')
    expect(await office.publish('kereta-gantung', CONTENT, '1')).toMatchObject({ answered: 1 })
    expect((await budi.next()).text).toMatch(NEWS)
    expect((await ani.says(STRANGE)).text).toMatch(/^❌ \*?HOAKS/)
    expect(ani.pending()).toBe(0)
  }, 60_000)
})
