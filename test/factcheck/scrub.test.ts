import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrub } from '../../src/factcheck/scrubbing/scrub.ts'

describe('scrubbing personal data', () => {
  it.each([
    ['Hubungi 081234567890 segera', 'Hubungi [nomor telepon] segera'],
    ['WA +62 812-3456-7890', 'WA [nomor telepon]'],
    ['WA 62812 3456 7890 ya', 'WA [nomor telepon] ya'],
    ['telp (0812) 3456.7890', 'telp [nomor telepon]'],
    ['62.812.345.678', '[nomor telepon]'],
    ['0812–3456–7890', '[nomor telepon]'],
    ['kantor (0541) 743235', 'kantor [nomor telepon]'],
    ['021-555-0123', '[nomor telepon]'],
    ['+60 12 345 6789', '[nomor telepon]'],
    ['buka wa.me/6281234567890', 'buka wa.me/[nomor telepon]'],
    ['𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎', '[nomor telepon]'],
    ['08\u200b1234567890', '[nomor telepon]'],
    ['pin 282F4C55 081234567890', 'pin 282F4C55 [nomor telepon]'],
    ['hub 021 - 55501234', 'hub [nomor telepon]'],
    ['Hub. Ibu Contoh 5550123 4', 'Hub. Ibu Contoh [nomor telepon]'],
    ['NIK 6402010101900001', 'NIK [NIK]'],
    ['nomor KK: 6402 0101 0190 0001', 'nomor KK: [NIK]'],
    ['64.02.01.010190.0001', '[NIK]'],
    ['rek BCA 12345678 a.n. Contoh', 'rek BCA [nomor rekening] a.n. Contoh'],
    ['No. rekening: 123-456-7890', 'No. rekening: [nomor rekening]'],
    ['kartu 4000 1234 5678 9010', 'kartu [nomor rekening]'],
    ['123456789 (BRI)', '[nomor rekening] (BRI)'],
    ['kode 1234567890123', 'kode [nomor rekening]'],
    ['surel warga.contoh+kim@surat.example.id.', 'surel [email].'],
    ['mobil KT 1234 AB kabur', 'mobil [nomor kendaraan] kabur'],
    ['motor kt1234ab', 'motor [nomor kendaraan]'],
    ['B 1234 XYZ', '[nomor kendaraan]'],
  ])('turns %j into %j', (text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed)
  })

  it.each([
    'Bantuan Rp 1.000.000 cair',
    'Rp1.500.000.000,00 untuk desa',
    'anggaran 1.234.567.890 rupiah',
    'transfer Rp 12.000.000.000 dari BRI',
    'tahun 2024 dan 1998',
    'periode 2019-2024, 2020 2021 2022 2023',
    'tanggal 12-03-2024 pukul 08.30',
    'tanggal 2024-03-12',
    'nomor 12-03-2024 08.30 dan 12-04-2024',
    '08.00 12-03-2024',
    'pukul 08.00-12.00 WITA',
    'naik 12,5% atau 100 persen',
    'di 2024 yg lalu ada 15 rt',
    'COVID-19 varian 2',
    'penduduk 3.766.039 jiwa',
  ])('leaves %j alone', (text) => {
    expect(scrub(text)).toBe(text)
  })

  it('never throws and leaves no long run of digits, whatever comes', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(scrub(text)).not.toMatch(/(?<![$.,\d]|rp[ .]{0,2}|idr[ .]{0,2}|usd[ .]{0,2})(?<!\d)\d{17,}/i)
      }),
    )
  })

  it.each([
    ['digits', '1'.repeat(100_000)],
    ['spaced digits', '1 '.repeat(50_000)],
    ['dotted digits', '08.'.repeat(30_000)],
    ['letters', 'a'.repeat(100_000)],
    ['years', '2024 '.repeat(20_000)],
    ['at signs', 'a@'.repeat(50_000)],
    ['addresses', 'a.b-'.repeat(24_999) + '@'],
    ['plates', 'KT 1 '.repeat(20_000)],
  ])('takes linear time for a long paste of %s', (_what, text) => {
    const startedAt = performance.now()
    scrub(text)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
