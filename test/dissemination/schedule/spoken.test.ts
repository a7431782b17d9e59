import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSpoken } from '../../../src/dissemination/schedule/spoken.ts'

const cronOf = (text: string) => {
  const reading = readSpoken(text)
  if ('reason' in reading) return reading.reason
  return reading.rhythm.type === 'once' ? reading.rhythm.at.toISOString() : reading.rhythm.cron
}

describe('a schedule in words', () => {
  it.each([
    ['setiap Senin 08.00 WITA', '0 8 * * 1'],
    ['Setiap hari Senin pukul 8:00', '0 8 * * 1'],
    ['setiap Senin dan Kamis 08.00', '0 8 * * 1,4'],
    ['tiap senen, rebo, dan kemis 10.15', '15 10 * * 1,3,4'],
    ['setiap Senin sampai Jumat 07.30', '30 7 * * 1,2,3,4,5'],
    ['Sabtu-Senin 09.00', '0 9 * * 0,1,6'],
    ['setiap hari kerja 07.30', '30 7 * * 1,2,3,4,5'],
    ['akhir pekan 09.00', '0 9 * * 0,6'],
    ['tiap hari jam 8 pagi', '0 8 * * *'],
    ["setiap Jum'at jam 2 siang", '0 14 * * 5'],
    ['setiap Sabtu pukul 7 malam', '0 19 * * 6'],
    ['tiap hari pukul 12 siang', '0 12 * * *'],
    ['setiap Senin jam 8 dan 16', '0 8,16 * * 1'],
    ['setiap Senin 07.30 dan 16.00', '30 7 * * 1|0 16 * * 1'],
    ['tanggal 1 tiap bulan 09.00', '0 9 1 * *'],
    ['setiap tanggal 1, 10 dan 20 pukul 09.00', '0 9 1,10,20 * *'],
    ['setiap bulan tgl 5 jam 9', '0 9 5 * *'],
    ['akhir bulan 10.00', '0 10 L * *'],
    ['tanggal terakhir tiap bulan 08.00', '0 8 L * *'],
    ['awal bulan 08.00', '0 8 1 * *'],
    ['Senin pertama tiap bulan 09.00', '0 9 * * 1#1'],
    ['Senin ke-2 tiap bulan 09.00', '0 9 * * 1#2'],
    ['Senin pertama dan ketiga tiap bulan 09.00', '0 9 * * 1#1|0 9 * * 1#3'],
    ['Jumat terakhir tiap bulan 14.00', '0 14 * * 5L'],
    ['17 Agustus tiap tahun 08.00', '0 8 17 8 *'],
    ['setiap Minggu 16.00', '0 16 * * 0'],
    ['setiap hari minggu 16.00', '0 16 * * 0'],
    ['Sabtu dan minggu 09.00', '0 9 * * 0,6'],
    ['1 Desember 2026 08.00', '2026-12-01T00:00:00.000Z'],
    ['Selasa, 1 Desember 2026 pukul 08.00 WITA', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01 08:00', '2026-12-01T00:00:00.000Z'],
  ])('is understood: %s', (text, cron) => {
    expect(cronOf(text)).toBe(cron)
  })

  it.each([
    ['stiap selasaa 08.00', '0 8 * * 2'],
    ['setipa snein 08.00', '0 8 * * 1'],
    ['tangal 1 tiap buln 09.00', '0 9 1 * *'],
    ['17 agusuts tiap tahun 08.00', '0 8 17 8 *'],
  ])('is understood with slips of the pen: %s', (text, cron) => {
    expect(cronOf(text)).toBe(cron)
  })

  it('may begin, end, be counted, and leave days out', () => {
    expect(
      readSpoken(
        'setiap Senin 08.00 mulai 1 Desember 2026 sampai dengan 31 Maret 2027, 10 kali, kecuali hari libur dan 28 Desember 2026',
      ),
    ).toEqual({
      rhythm: { type: 'recurring', cron: '0 8 * * 1' },
      startsAt: new Date('2026-11-30T16:00:00Z'),
      until: new Date('2027-03-31T15:59:59.999Z'),
      count: 10,
      exceptDates: ['2026-12-28'],
      exceptHolidays: true,
    })
    expect(readSpoken('tiap hari 08.00 kecuali tanggal merah')).toMatchObject({ exceptHolidays: true })
    expect(readSpoken('setiap hari kerja 08.00')).toMatchObject({ exceptHolidays: true })
  })

  it.each([
    ['setiap Senin', 'Jamnya belum ada'],
    ['08.00', 'Harinya belum ada'],
    ['', 'Jamnya belum ada'],
    ['setiap Senin 25.00', 'Jam "25.00" tidak ada'],
    ['setiap Senin 08.75', 'tidak ada'],
    ['setiap Senin 08.00 WIB', 'WITA'],
    ['setiap minggu 08.00', '"hari Minggu"'],
    ['setiap dua minggu 08.00', 'Selang seperti itu'],
    ['setiap bulan purnama 08.00', '"purnama" tidak dikenal'],
    ['tanggal 32 tiap bulan 08.00', 'Tanggal 32 tidak ada'],
    ['30 Februari 2026 08.00', 'tidak ada di kalender'],
    ['Rabu, 1 Desember 2026 08.00', 'bukan hari yang ditulis'],
    ['setiap Senin tanggal 1 08.00', 'Pilih salah satu'],
    ['setiap 1 Desember 2026 08.00', 'Pilih salah satu'],
    ['setiap Senin 08.00 sampai selesai', '"selesai" tidak dikenal'],
    ['setiap Senin 08.00 sampai Desember', 'tanggal lengkap'],
    ['setiap Senin 08.00 kecuali Selasa', 'Sesudah "kecuali"'],
    ['setiap Senin 5 08.00', '"5" tidak pada tempatnya'],
    ['setiap Senin 08.00 0 kali', '1 sampai 500'],
    ['*/5 * * * *', 'tidak dikenal'],
  ])('is refused with a reason: %s', (text, words) => {
    const reading = readSpoken(text)
    expect('reason' in reading ? reading.reason : JSON.stringify(reading)).toContain(words)
  })

  it('is understood as the guide for staff writes it', async () => {
    const guide = await readFile(
      fileURLToPath(new URL('../../../broadcasts/README.md', import.meta.url)),
      'utf8',
    )
    const examples = [...guide.matchAll(/`schedule: '?(.+?)'?`|^schedule: (.+)$/gm)].map(
      ([, inline, block]) => inline ?? block ?? '',
    )
    expect(examples.length).toBeGreaterThan(9)
    expect(examples.filter((text) => 'reason' in readSpoken(text))).toEqual([])
  })

  it('never breaks, whatever is written', () => {
    for (const text of [
      '- - -',
      'sampai sampai',
      'kecuali',
      'mulai',
      'tanggal',
      'pukul',
      'hari hari 1.1.1',
      '😀',
    ]) {
      expect(readSpoken(text)).toHaveProperty('reason')
    }
  })
})
