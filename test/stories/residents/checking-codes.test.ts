import { describe, expect, it } from 'vitest'
import { conversation, groupTalk, startSide } from '../../support/residents.ts'
import { announce } from '../../support/test-app.ts'
import { PLATFORMS, type Platform } from '../../support/town.ts'

const BODY = `Pasar murah sembako di Lapangan Loa Kulu, Sabtu pukul 08.00 sampai 12.00. Beras 5 kg Rp60.000, minyak goreng Rp14.000, gula Rp15.000.

Bawa KTP dan tas belanja sendiri. Satu keluarga satu paket. Daftar di https://pasarmurah.kukarkab.go.id/daftar atau tanya ke 0811-5555-1234.`
const GENUINE = /^✅ Ini kode pengumuman resmi Diskominfo Kaltim: \*?Pengumuman pasar-murah/

/** A KIM group that has just got an announcement, and a resident to whom somebody passes it on. */
async function startAnnouncing(platform: Platform) {
  const { resident, group, app } = await startSide(platform)
  const [admin, ani] = [await resident('Admin'), await resident('Ani')]
  const kim = await group('KIM Loa Kulu', [admin, ani])
  const inGroup = admin.in(kim)
  await inGroup.writes('/langganan loa kulu kota')
  await inGroup.hears(({ choices }) => choices.some((label) => label.startsWith('Ya')))
  await inGroup.picks('Ya, simpan')
  await inGroup.hears(({ text }) => text.includes('langganan sudah disimpan'))
  await announce(app.broadcastsDir, { id: 'pasar-murah', area: 'Kutai Kartanegara', body: BODY })
  const { text } = await inGroup.hears((line) => line.text.includes('Pasar murah sembako'))
  const [, code = ''] = /\/cek ([0-9A-Z]{6})/.exec(text) ?? []
  return { announced: text, code, ani: conversation(ani.inPrivate), inGroup: groupTalk(inGroup) }
}

describe.each(PLATFORMS)('a resident on %s', (platform) => {
  it('checks the code of an announcement, in private and in the group', async () => {
    const { announced, code, ani, inGroup } = await startAnnouncing(platform)
    expect(announced).toMatch(/Kode: [0-9A-Z]{4}-[0-9A-Z]{2}/)
    const answer = (await ani.says(`/cek ${code}`)).text
    expect(answer).toMatch(GENUINE)
    expect(answer).toMatch(/Kutai Kartanegara[\s\S]*Beras 5 kg Rp60\.000[\s\S]*jangan dipercaya/i)
    expect((await ani.says(`cek kode ${code.toLowerCase()}`)).text).toMatch(GENUINE)
    expect((await inGroup.says(`/cek ${code}`)).text).toMatch(GENUINE)
    expect(ani.pending()).toBe(0)
  }, 60_000)

  it('is warned of a code that nobody has', async () => {
    const { ani, inGroup } = await startAnnouncing(platform)
    const warned = /^⚠️ Kode itu \*?tidak kami kenal[\s\S]*jangan anggap pesannya resmi/
    expect((await ani.says('/cek 2A2A2A')).text).toMatch(warned)
    expect((await inGroup.says('/cek 2A2A2A')).text).toMatch(warned)
    expect(ani.pending()).toBe(0)
  }, 60_000)

  it('passes an announcement on as it was, and one that somebody altered', async () => {
    const { announced, code, ani } = await startAnnouncing(platform)
    const genuine = await ani.shows(announced, { forwarded: true })
    expect(genuine).toMatch(/^✅ Ini \*?sesuai pengumuman resmi kami/)
    const alterations: [string, string, RegExp][] = [
      ['pasarmurah.kukarkab.go.id', 'pasarmurah-kukarkab.example', /tautannya/],
      ['0811-5555-1234', '0822-9999-4321', /nomornya/],
      ['Rp60.000', 'Rp30.000', /angkanya/],
    ]
    for (const [from, to, what] of alterations) {
      expect(announced).toContain(from)
      const warned = await ani.shows(announced.replaceAll(from, to), { forwarded: true })
      expect(warned).toMatch(/^🚫 \*?Mirip pengumuman resmi kami, tetapi .* berbeda\. Jangan dipakai/)
      expect(warned).toMatch(what)
      expect(warned).toContain(`/cek ${code}`)
    }
    expect(ani.pending()).toBe(0)
  }, 60_000)
})
