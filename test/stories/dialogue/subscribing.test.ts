import { describe, expect, it } from 'vitest'
import { PLATFORMS, startTown } from '../../support/town.ts'

describe.each(PLATFORMS)('subscribing on %s', { timeout: 60_000 }, (platform) => {
  it('takes a village group from zero in four steps, with help for whoever needs more', async () => {
    const town = await startTown(platform)
    const group = await town.found('KIM Loa Kulu Kota')
    expect(group.last().text.split('\n')).toHaveLength(3)
    expect((await group.says('resident', '/status')).text).toContain('belum berlangganan')

    // Four taps, or four numbers.
    const first = await group.says('admin', '/langganan')
    expect(first.choices).toContain('Kabupaten Kutai Kartanegara')
    await group.picks('admin', 'Kabupaten Kutai Kartanegara')
    await group.picks('admin', 'Loa Kulu')
    const confirm = await group.picks('admin', 'Desa Loa Kulu Kota')
    expect(confirm.text).toMatch(/Sudah benar begini\?[\s\S]*Desa Loa Kulu Kota[\s\S]*semua topik/)
    const saved = await group.picks('admin', 'Ya, simpan')
    expect(group.effort()).toBe(4)
    expect(saved.text).toContain('langganan sudah disimpan')
    expect(saved.text).toContain('Minta kodenya ke Diskominfo')
    expect((await group.says('resident', '/status')).text).toMatch(/aktif[\s\S]*Desa Loa Kulu Kota/)

    // By name, misspelt, in another group: two short replies.
    const named = await town.found('KIM Tenggarong')
    await named.says('admin', '/langganan kutai kertanegra')
    expect(named.last().text).toContain('yang mana')
    await named.picks('admin', 'Kabupaten Kutai Kartanegara')
    await named.says('admin', 'tenggarong seberang')
    await named.picks('admin', 'Seluruh Kecamatan Tenggarong Seberang')
    const changed = await named.picks('admin', 'Ya, simpan')
    expect(changed.text).toContain('Kecamatan Tenggarong Seberang')
  })

  it('gives a group several areas, topics, hours and its own way of speaking', async () => {
    const town = await startTown(platform)
    const group = await town.found('KIM Sepaku')
    await group.says('admin', '/langganan loa kulu kota, sepaku')
    expect(group.last().text).toContain('Wilayah (2)')
    await group.picks('admin', 'Tambah wilayah lain')
    await group.says('admin', 'loa kulu')
    const folded = await group.picks('admin', 'Seluruh Kecamatan Loa Kulu')
    expect(folded.text).toMatch(/Desa Loa Kulu Kota.* sekarang sudah termasuk .*Kecamatan Loa Kulu/)
    await group.picks('admin', 'Ubah topik')
    await group.says('admin', '1,4')
    await group.picks('admin', 'Pengaturan lain')
    await group.picks('admin', 'Jam terima')
    await group.picks('admin', 'Pagi')
    await group.picks('admin', 'Pengaturan lain')
    await group.picks('admin', 'Sapaan')
    const all = await group.picks('admin', 'Kak, teman-teman')
    expect(all.text).toMatch(/Kesehatan, Bencana[\s\S]*Pagi[\s\S]*Kak/)
    await group.picks('admin', 'Ya, simpan')
    expect((await group.says('admin', '/jeda')).text).toContain('berapa lama')
    expect((await group.says('admin', 'batal')).text).toMatch(/^Oke, dibatalkan/)

    // Each thing has a command of its own, which begins from what there is.
    expect((await group.says('admin', '/areas')).choices).toContain('Hapus Kecamatan Sepaku')
    await group.picks('admin', 'Hapus Kecamatan Sepaku')
    await group.picks('admin', 'Selesai')
    expect((await group.picks('admin', 'Ya, simpan')).text).toContain('Perubahannya sudah disimpan')
    await group.says('admin', '/topik semua')
    await group.picks('admin', 'Ya, simpan')
    const status = await group.says('resident', '/status')
    expect(status.text).toMatch(/Wilayah: .*Kecamatan Loa Kulu[\s\S]*semua topik[\s\S]*Pagi[\s\S]*Kak/)
    expect(status.text).not.toContain('Sepaku')
  })
})
