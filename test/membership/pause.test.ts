import { describe, expect, it } from 'vitest'
import { readPause } from '../../src/membership/pause.ts'

/** A Tuesday, 10.30 WITA. */
const NOW = new Date('2026-12-01T02:30:00Z')

describe('how long to pause', () => {
  it.each([
    ['3 hari', '2026-12-04T02:30:00Z'],
    ['3hari', '2026-12-04T02:30:00Z'],
    ['selama tiga hari ya', '2026-12-04T02:30:00Z'],
    ['sehari', '2026-12-02T02:30:00Z'],
    ['seminggu', '2026-12-08T02:30:00Z'],
    ['2 minggu', '2026-12-15T02:30:00Z'],
    ['dua pekan', '2026-12-15T02:30:00Z'],
    ['sebulan', '2026-12-31T02:30:00Z'],
    ['1 jam', '2026-12-01T03:30:00Z'],
    ['Sejam.', '2026-12-01T03:30:00Z'],
    ['90 hari', '2027-03-01T02:30:00Z'],
    ['sampai senin', '2026-12-06T22:00:00Z'],
    ['sampai selasa', '2026-12-07T22:00:00Z'],
    ['hingga hari Jumat', '2026-12-03T22:00:00Z'],
    ["sampai Jum'at", '2026-12-03T22:00:00Z'],
    ['sampai minggu', '2026-12-05T22:00:00Z'],
    ['sampai minggu depan', '2026-12-06T22:00:00Z'],
    ['sampai besok', '2026-12-01T22:00:00Z'],
    ['lusa', '2026-12-02T22:00:00Z'],
    ['sampai 5 desember', '2026-12-04T22:00:00Z'],
    ['sampai tanggal 5 Des', '2026-12-04T22:00:00Z'],
    ['s.d. 5 Desember 2026', '2026-12-04T22:00:00Z'],
    ['sampai 5/12', '2026-12-04T22:00:00Z'],
    ['sampai 5-12-26', '2026-12-04T22:00:00Z'],
    ['sampai 2026-12-05', '2026-12-04T22:00:00Z'],
    ['sampai 5 januari', '2027-01-04T22:00:00Z'],
  ])('%j ends at %s', (text, until) => {
    expect(readPause(text, NOW)).toEqual({ type: 'until', until: new Date(until) })
  })

  it.each(['91 hari', '4 bulan', 'sampai 1 desember', 'sampai 30 november', '999 minggu'])(
    '%j is too long',
    (text) => {
      expect(readPause(text, NOW)).toEqual({ type: 'too_long' })
    },
  )

  it.each([
    '',
    ' ',
    '0 hari',
    '-3 hari',
    'tiga',
    '3',
    'sampai',
    'sampai nanti',
    'sampai 32 desember',
    'sampai 30 februari',
    'sampai 5/13',
    'sampai 5 desember 2020',
    '3 abad',
    'besok rapat',
    '🙂',
    'x'.repeat(10_000),
  ])('%j is not understood', (text) => {
    expect(readPause(text, NOW)).toEqual({ type: 'not_understood' })
  })
})
