import { describe, expect, it } from 'vitest'
import type { AcknowledgementMethod } from '../../src/domain/acknowledgement.ts'
import { readAnswer } from '../../src/relay/answers.ts'
import type { PeopleReading } from '../../src/relay/people.ts'
import { LONGEST_ANSWER, readReply, type Reading } from '../../src/relay/reading.ts'
import { seededRandom } from '../support/seeded-random.ts'

const A: AcknowledgementMethod = 'read_aloud'
const P: AcknowledgementMethod = 'posted'
const D: AcknowledgementMethod = 'door_to_door'
const L: AcknowledgementMethod = 'loudspeaker'

/** What a reply says, in short: `[methods, people]`; people is a number or what is wrong with it. */
type Said = [AcknowledgementMethod[], (number | 'too_many' | 'none' | 'households' | 'vague')?]

const inShort = (people: PeopleReading | undefined) =>
  people === undefined ? [] : ['count' in people ? people.count : people.problem]

const shortened = (reading: Reading | undefined) =>
  reading?.type === 'done' ? [reading.methods, ...inShort(reading.people)] : reading?.type

/** As people in the groups write it. */
const DONE: [string, ...Said][] = [
  ['sudah', []],
  ['Sudah pak', []],
  ['SUDAH DISAMPAIKAN', []],
  ['Sudaaah', []],
  ['sdh', []],
  ['udh min', []],
  ['iya sudah bu', []],
  ['ok sudah', []],
  ['sip, sudah', []],
  ['beres', []],
  ['wis', []],
  ['imbah pang, sudah', []],
  ['alhamdulillah sudah 🙏', []],
  ['siap, sudah disampaikan', []],
  ['sdh disampaikn ke warga', []],
  ['sdh pak lurah', []],
  ['sudah saya share di grup wa', []],
  ['sudah diteruskan ke grup RT', []],
  ['sudah kami infokan ke semua warga', []],
  ['sudah dikasih tau tetangga', []],
  ['sudah di RT 1, 2 dan 3', []],
  ['sudah lengkap semua warga tahu', []],
  ['sebagian sudah, belum semua', []],
  ['sudah. Terima kasih infonya', []],
  ['sudah, dibacakan di pengajian, sekitar 40 orang', [A], 40],
  ['sudah dibacakan', [A]],
  ['sdh di bacakan', [A]],
  ['dibacakan di masjid tadi, 60 jamaah', [A], 60],
  ['sudah dibacakan jam 19.30 di langgar, 25 orang', [A], 25],
  ['Sudah dibacakan di yasinan ibu2 RT 12 malam jumat, sekitar 35 ibu-ibu', [A], 35],
  ['sudah disampaikan di rapat RT', [A]],
  ['sudah diumumkan waktu arisan, 20 orang', [A], 20],
  ['sudah disampaikan secara lisan', [A]],
  ['sudah 2 kali dibacakan', [A]],
  ['sampun diwacakake pak', [A]],
  ['sudah disampaikan waktu gotong royong 15 orang', [A], 15],
  ['sdh ditempel di balai desa', [P]],
  ['sudah di tempel di warung bu siti', [P]],
  ['sudah ditempal', [P]],
  ['sudah ditempelkan di papan pengumuman RT 05', [P]],
  ['sudah dipasang di pos ronda', [P]],
  ['sudah diprint dan ditempel di pos ronda', [P]],
  ['sudah ditempel di 3 titik', [P]],
  ['ditempel juga', [P]],
  ['sudah dr rumah ke rumah', [D]],
  ['sudah door to door', [D]],
  ['sudah keliling kampung', [D]],
  ['sudah didatangi satu per satu', [D]],
  ['sudah. dari rumah ke rumah. dua puluh lima orang', [D], 25],
  ['sudah, keliling rumah ke rumah 30 KK', [D], 'households'],
  ['door to door 45 rumah', [D], 'households'],
  ['sudah lewat toa masjid 100 org', [L], 100],
  ['sudah pake toa, kurang lebih lima puluh orang', [L], 50],
  ['sudah diumumkan di masjid pakai pengeras suara', [L]],
  ['keliling kampung pakai toa', [L]],
  ['sudah lewat speker langgar', [L]],
  ['mobil keliling sudah, 200 warga', [L], 200],
  ['sudah, dibacakan dan ditempel', [A, P]],
  ['sudah dibacakan, ditempel, juga lewat toa, total 150 orang', [A, P, L], 150],
  ['sudah dibacakan tapi belum ditempel', [A]],
  ['belum ditempel, sudah dibacakan', [A]],
  ['dibacakan sudah, ditempel belum', [A]],
  ['sudah ditempel, nanti malam dibacakan', [P]],
  ['sudah 40', [], 40],
  ['40 orang', [], 40],
  ['sudah, sekitar 80 orang', [], 80],
  ['sudah, 80an orang', [], 80],
  ['alhamdulillah sudah, kira2 seratus orang', [], 100],
  ['sudah dua ratus lima puluh orang', [], 250],
  ['sudah 50-60 orang', [], 55],
  ['sudah 1.500 orang', [], 1_500],
  ['sudah 2 ribu orang', [], 2_000],
  ['sudah 1,5 ribu orang', [], 1_500],
  ['total 150 orang sudah dengar', [], 150],
  ['sudah saya umumkan setelah sholat jumat, jamaah sekitar 200', [], 200],
  ['sudah, RT 3, 40 orang', [], 40],
  ['sudah, 25 bapak dan 30 ibu', [], 30],
  ['sudah 25000 orang', [], 'too_many'],
  ['sudah 99999999999999999999999 orang', [], 'too_many'],
  ['sudah 0 orang', [], 'none'],
  ['sudah banyak yang dengar', [], 'vague'],
  ['sudah ratusan orang', [], 'vague'],
]

const NOT_YET = [
  'belum',
  'blm',
  'blm sempat pak',
  'belum dibacakan',
  'belum dibacakan dan ditempel',
  'belum, sinyal hilang dari kemarin',
  'hari ini belum, sinyal hilang',
  'kada sempat',
  'tidak bisa disampaikan, hujan deras',
  'nanti malam dibacakan pas pengajian',
  'insyaallah besok kami umumkan',
  'siap disampaikan',
  'segera ditempel',
]

const SOMETHING_ELSE = [
  '',
  '...',
  '🙏',
  'ya',
  'ok siap',
  'terima kasih infonya',
  'tolong disampaikan ke warga ya',
  'mohon disebarkan',
  'kalau sudah ditempel kabari',
  'jangan disebar ini hoaks',
  'sudah disampaikan?',
  'sudah belum',
  'ini benar?',
  'apakah ini sudah resmi',
  'kapan posyandunya',
  'sudah daftar',
  'sudah saya daftar kemarin',
  'sudah dibaca',
  'sudah makan',
  'hubungi 081234567890',
  'sudah hubungi 081234567890',
  'besok',
  'banyak',
  'tidak jadi ikut',
  'pendaftaran ditutup 30 November 2026',
]

describe('a free reply to an announcement', () => {
  it.each(DONE)('"%s" says that it is done', (text, ...said) => {
    expect(shortened(readReply(text))).toEqual(said)
  })

  it.each(NOT_YET)('"%s" says: not yet', (text) => {
    expect(shortened(readReply(text))).toBe('not_yet')
  })

  it.each(SOMETHING_ELSE)('"%s" is something else', (text) => {
    expect(readReply(text)).toBeUndefined()
  })

  it('is no long message', () => {
    expect(readReply(`sudah dibacakan ${'di pengajian '.repeat(60)}`)).toBeUndefined()
  })

  it('adds with "juga" and tells ordinary talk from an answer', () => {
    expect(readReply('ditempel juga')).toMatchObject({ adds: true, isWhole: true })
    expect(readReply('sudah dibacakan, besok rapat panitia di sungai')).toMatchObject({ isWhole: false })
  })
})

describe('an answer to a question', () => {
  it.each([
    ['1', [A]],
    ['1,3', [A, D]],
    ['3 dan 1', [A, D]],
    ['2 4', [P, L]],
    ['1.2.', [A, P]],
    ['semua', [A, P, D, L]],
  ])('"%s" picks ways', (text, methods) => {
    expect(readAnswer(text, 'methods')).toEqual({ type: 'methods', methods })
  })

  it.each([
    ['1', 12],
    ['2', 37],
    ['4', 100],
    ['6', 6],
    ['40', 40],
    ['sekitar 80 orang', 80],
    ['kira2 seratus', 100],
    ['4 orang', 4],
    ['50–100', 75],
    ['hmm mungkin 35', 35],
  ])('"%s" is a number of people', (text, count) => {
    const said = readReply(text)
    const people = readAnswer(text, 'people') ?? {
      type: 'people',
      people: said?.type === 'done' && said.people,
    }
    expect(people).toEqual({ type: 'people', people: { count } })
  })

  it.each([
    ['lewati', 'methods'],
    ['5', 'methods'],
    ['5', 'people'],
    ['Lanjut', 'people'],
    ['tidak tahu', 'people'],
    ['-', 'methods'],
  ] as const)('"%s" goes on without an answer to %s', (text, question) => {
    expect(readAnswer(text, question)).toEqual({ type: 'skip', question })
  })

  it.each([
    ['9', 'methods'],
    ['1,9', 'methods'],
    ['asdf', 'methods'],
    ['asdf', 'people'],
    ['berapa ya?', 'people'],
    ['1,2', 'people'],
  ] as const)('"%s" is no answer to %s', (text, question) => {
    expect(readAnswer(text, question)).toBeUndefined()
  })

  it.each([
    ['30 KK', 'households'],
    ['50000', 'too_many'],
    ['banyak', 'vague'],
    ['0', 'none'],
  ])('"%s" is a number that must be asked again', (text, problem) => {
    expect(readAnswer(text, 'people')).toEqual({ type: 'people', people: { problem } })
  })
})

describe('reading', () => {
  it('never throws, whatever people write', () => {
    const random = seededRandom(64)
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
    const pieces = [
      ...[...DONE, ...NOT_YET, ...SOMETHING_ELSE].flatMap((entry) => String(entry).split(' ')),
      ...'0 1 7 99 ratus puluh belas ribu juta ~ _ - – ± ( ) , . ; : ! ? \n \u0000 \uD800 😀 e\u0301 ـ 万 / \\ * ** [ ] %'.split(
        ' ',
      ),
    ]
    for (let round = 0; round < 20_000; round += 1) {
      const length = Math.floor(random() * 12)
      const text = Array.from({ length }, () => pick(pieces)).join(pick([' ', '', ', ', '  ']))
      const reading = readReply(text)
      for (const question of ['methods', 'people'] as const) readAnswer(text, question)
      if (reading?.type !== 'done' || reading.people === undefined || !('count' in reading.people)) continue
      const { count } = reading.people
      expect({ text, isFine: Number.isInteger(count) && count > 0 }).toEqual({ text, isFine: true })
    }
  })

  it('takes no time over hostile texts', () => {
    const hostile = [
      'rt 1,'.repeat(79),
      '1'.repeat(400),
      'rt'.repeat(200),
      '0 '.repeat(200),
      'a2'.repeat(200),
      '62 8 '.repeat(80),
    ]
    const start = performance.now()
    for (const text of hostile) {
      expect(text.length).toBeLessThanOrEqual(LONGEST_ANSWER + 1)
      readReply(text)
      readAnswer(text, 'people')
    }
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
