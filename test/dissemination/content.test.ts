import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { CODE_LINE_LENGTH, withCodeLine } from '../../src/domain/broadcast-code.ts'
import { describe, expect, it } from 'vitest'
import { parseBroadcast } from '../../src/dissemination/files/content.ts'
import { readBroadcastFolder } from '../../src/dissemination/files/folder.ts'
import { createGazetteer } from '../../src/domain/gazetteer.ts'
import { createTopicList, DEFAULT_TOPICS } from '../../src/domain/topic.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'
import { announcement, BAD_FILES, GOOD_IDS, malformedFolder } from '../support/malformed-broadcasts.ts'
import { temporaryFolder } from '../support/temporary-storage.ts'

const NOW = new Date('2026-11-23T04:00:00Z')
const gazetteer = createGazetteer(await readOfficialAreas())
const holidays = { dates: ['2026-12-24', '2026-12-25'], completeYears: [2026] }
const topics = createTopicList(() => DEFAULT_TOPICS)
const context = { gazetteer, topics, now: NOW, folder: '/broadcasts', holidays }

const parse = (text: string | Uint8Array, file = 'posyandu.md') =>
  parseBroadcast(file, typeof text === 'string' ? new TextEncoder().encode(text) : text, context)

/** `field: reason` of each problem. */
const complaints = (overrides: Record<string, string>, body?: string) =>
  parse(announcement(overrides, body)).problems.map(({ field, reason }) => `${field}: ${reason}`)

const scheduleOf = (schedule: string) => parse(announcement({ schedule })).broadcast?.schedule

describe('a good file', () => {
  it('becomes a broadcast', () => {
    const { broadcast, problems } = parse(announcement())
    expect(problems).toEqual([])
    expect(broadcast).toEqual({
      id: 'posyandu',
      kind: 'announcement',
      author: 'Penulis',
      clearance: { type: 'approved', by: 'Pemeriksa' },
      title: 'Jadwal posyandu',
      programme: 'Posyandu',
      message: { text: withCodeLine('posyandu', '**Jadwal posyandu**\n\nBawa buku KIA.') },
      audience: {
        areaCodes: ['64.72'],
        except: [],
        topics: ['kesehatan'],
        communityKinds: [],
        channels: [],
      },
      schedule: { type: 'recurring', cron: '0 8 * * 1', timeZone: 'Asia/Makassar' },
      priority: 'normal',
      sourceFile: 'posyandu.md',
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('may ask its groups whether they passed it on', () => {
    expect(parse(announcement({ acknowledge: 'true' })).broadcast).toMatchObject({
      wantsAcknowledgement: true,
    })
    expect(parse(announcement({ acknowledge: 'false' })).broadcast).not.toHaveProperty('wantsAcknowledgement')
    for (const value of ['ya', '1', '[true]', 'mungkin']) {
      expect(complaints({ acknowledge: value })).toEqual(['acknowledge: Tulis true atau false.'])
    }
    // The question must fit under a picture too.
    const body = 'a'.repeat(950)
    expect(complaints({ attachment: 'images/a.png' }, body)).toEqual([])
    expect(complaints({ attachment: 'images/a.png', acknowledge: 'true' }, body)).toEqual([
      expect.stringMatching(
        /^isi: Judul, isi, kode, dan pertanyaan konfirmasi bersama gambar paling banyak 1024 huruf/,
      ),
    ])
  })

  it('may say much more', () => {
    const { broadcast, problems, attachment } = parse(
      announcement({
        id: 'posyandu-2',
        topic: 'Pertanian & perikanan',
        audience:
          '{ areas: [Kukar, "64.72", kota samarinda], except: [Kecamatan Loa Kulu], kinds: [kim, public] }',
        channels: '[telegram, whatsapp]',
        schedule: '{ cron: "30 9 * * 1-5", until: 2026-12-31 }',
        expires: '2026-12-31 18:00',
        priority: 'emergency',
        emergency_reason: 'Hama wereng menyebar.',
        attachment: 'images/x.jpg',
        sources: '[https://contoh.example.id/a]',
      }),
    )
    expect(problems).toEqual([])
    expect(attachment).toBe('images/x.jpg')
    expect(broadcast).toMatchObject({
      id: 'posyandu-2',
      message: { attachment: { type: 'image', path: '/broadcasts/images/x.jpg' } },
      audience: {
        areaCodes: ['64.02', '64.72'],
        except: [gazetteer.find('Loa Kulu', { levels: ['district'] })[0]?.area.code],
        topics: ['pertanian_perikanan'],
        communityKinds: ['kim', 'public'],
        channels: ['telegram', 'whatsapp'],
      },
      schedule: { until: new Date('2026-12-31T15:59:59.999Z') },
      expiresAt: new Date('2026-12-31T10:00:00Z'),
      priority: 'emergency',
      emergencyReason: 'Hama wereng menyebar.',
    })
  })

  it.each([
    ['is a sample', { sample: 'true', approved_by: '', author: '' }, { type: 'sample' }],
    ['names who approved it', {}, { type: 'approved', by: 'Pemeriksa' }],
    ['waits for staff', { approved_by: '', author: '' }, { type: 'staff' }],
    [
      'is an emergency with a reason',
      { approved_by: '', priority: 'emergency', emergency_reason: 'Banjir.' },
      { type: 'emergency', reason: 'Banjir.' },
    ],
  ])('says how far it may go by itself: it %s', (_how, overrides, clearance) => {
    expect(parse(announcement(overrides)).broadcast?.clearance).toEqual(clearance)
  })

  it.each([
    ['the author approves it', { approved_by: 'penulis' }, 'approved_by'],
    ['somebody approves what nobody wrote', { author: '' }, 'author'],
    ['an emergency has no reason', { priority: 'emergency' }, 'emergency_reason'],
    ['a reason has no emergency', { emergency_reason: 'Banjir.' }, 'emergency_reason'],
  ])('is refused when %s', (_why, overrides, field) => {
    expect(parse(announcement(overrides)).problems.map((problem) => problem.field)).toEqual([field])
  })

  it.each(['2026-12-01 08:00', '2026-12-01 08.00', '2026-12-01T08:00', '"2026-12-01 08:00"'])(
    'names its time in WITA: %s',
    (at) => {
      const { broadcast } = parse(announcement({ schedule: `{ at: ${at} }` }))
      expect(broadcast?.schedule).toEqual({ type: 'once', at: new Date('2026-12-01T00:00:00Z') })
    },
  )

  it('may say its schedule in words, alone or with more', () => {
    expect(scheduleOf('setiap Senin 08.00 WITA')).toEqual({
      type: 'recurring',
      cron: '0 8 * * 1',
      timeZone: 'Asia/Makassar',
    })
    expect(scheduleOf('setiap hari kerja 07.30')).toMatchObject({ exceptDates: holidays.dates })
    expect(
      scheduleOf(
        '{ when: "setiap Senin 08.00", start: 2026-12-01, count: 10, except: [hari libur, 2026-12-28] }',
      ),
    ).toMatchObject({
      startsAt: new Date('2026-11-30T16:00:00Z'),
      count: 10,
      exceptDates: [...holidays.dates, '2026-12-28'],
    })
    expect(scheduleOf('1 Desember 2026 pukul 08.00')).toEqual({
      type: 'once',
      at: new Date('2026-12-01T00:00:00Z'),
    })
  })

  it.each([
    ['setiap purnama 08.00', 'schedule', 'purnama'],
    ['{ when: "setiap Senin 08.00", cron: "0 8 * * 1" }', 'schedule', 'Pilih salah satu'],
    ['{ at: 2026-12-01 08:00, count: 3 }', 'schedule.count', 'jadwal berulang'],
    ['{ cron: "0 8 * * 1", count: 0 }', 'schedule.count', '"0"'],
    ['{ cron: "0 8 * * 1", except: [besok] }', 'schedule.except', '"besok"'],
    ['30 Februari tiap tahun 08.00', 'schedule', '30'],
    ['setiap hari 08.00 dan 08.05', 'schedule', 'terlalu sering'],
  ])('says what is wrong with the schedule %s', (schedule, field, words) => {
    expect(complaints({ schedule: schedule.startsWith('{') ? schedule : `'${schedule}'` })).toEqual([
      expect.stringMatching(new RegExp(`^${field}: .*${words}`)),
    ])
  })

  it('keeps codes as they are written: 64.10 is not 64.1', () => {
    expect(complaints({ audience: '{ areas: [64.10] }' })).toEqual([expect.stringContaining('"64.10"')])
  })

  it('goes to the simulator only when it is a sample, whatever its channels', () => {
    const { broadcast } = parse(announcement({ sample: 'true', channels: '[telegram]' }))
    expect(broadcast?.audience.channels).toEqual(['simulator'])
  })

  it('may leave optional fields empty', () => {
    const empty = { channels: '', expires: '', attachment: '', sources: '', priority: '', id: '' }
    expect(complaints(empty)).toEqual([])
    expect(
      complaints({ channels: '[]', audience: '{ areas: [Kota Samarinda], except: [], kinds: [] }' }),
    ).toEqual([])
  })

  it('shows its title as written and never as Markdown', () => {
    const { broadcast } = parse(announcement({ title: '"*Penting*: [klik](http://x)"' }))
    expect(broadcast?.message.text).toMatch(/^\*\*\\\*Penting\\\*/)
  })

  it('may come from a Windows editor', () => {
    const windows = `\uFEFF${announcement().replaceAll('\n', '\r\n')}`
    expect(parse(windows).broadcast?.message.text).toContain(
      '**Jadwal posyandu**\n\nBawa buku KIA.\n\n_Kode: ',
    )
  })

  it('may use a line of dashes in its body', () => {
    const { broadcast } = parse(announcement({}, 'Atas\n\n---\n\nBawah'))
    expect(broadcast?.message.text).toContain('Atas\n\n---\n\nBawah')
  })

  it('may have been due up to two hours ago', () => {
    const { broadcast, staleProblems } = parse(announcement({ schedule: '{ at: 2026-11-23 10:00 }' }))
    expect(broadcast).toBeDefined()
    expect(staleProblems).toEqual([])
    const { staleProblems: tooLate } = parse(announcement({ schedule: '{ at: 2026-11-23 09:59 }' }))
    expect(tooLate).toEqual([expect.objectContaining({ field: 'schedule.at' })])
  })
})

describe('a sentence about a problem', () => {
  it('suggests areas of a similar name with their codes', () => {
    expect(complaints({ audience: '{ areas: [Samarnda] }' })).toEqual([
      expect.stringMatching(
        /^audience\.areas: Wilayah "Samarnda" tidak dikenal.*Kota Samarinda.*\("64\.72"\)/,
      ),
    ])
  })

  it('lists every place of a shared name with its district and code', () => {
    const [complaint] = complaints({ audience: '{ areas: [Sidomulyo] }' })
    expect(complaint).toContain('Desa Sidomulyo, Kecamatan Anggana ("64.02.04.2007")')
    expect(complaint).toContain('Kelurahan Sidomulyo, Kecamatan Samarinda Ilir ("64.72.04.1003")')
  })

  it('comes once for each wrong entry of a list', () => {
    expect(complaints({ audience: '{ areas: [Bogor, Kota Samarinda, Depok] }' })).toHaveLength(2)
  })

  it('guesses what an unknown key means', () => {
    expect(complaints({ Title: 'x' })).toEqual([
      'Title: Isian "Title" tidak dikenal. Mungkin maksudnya "title".',
    ])
  })

  it('names the line of broken YAML as the editor counts it', () => {
    expect(complaints({ topic: '[kesehatan' })[0]).toMatch(/baris [45]/)
  })

  it('warns of a schedule that would flood the groups', () => {
    for (const cron of ['* * * * *', '*/14 * * * *', '0,5 8 1 1 *', '55,5 7,8 * * *']) {
      expect(complaints({ schedule: `{ cron: "${cron}" }` })).toEqual([
        expect.stringContaining('terlalu sering'),
      ])
    }
    expect(complaints({ schedule: '{ cron: "*/15 * * * *" }' })).toEqual([])
  })

  it.each(['@daily', 'H 8 * * 1', '0 8 * *', '0 8 30 2 *', '0 8 31 4,6 *', '0 8 * * 8', 'a b c d e'])(
    'refuses the schedule %s',
    (cron) => {
      expect(complaints({ schedule: `{ cron: "${cron}" }` })).toEqual([
        expect.stringMatching(/^schedule\.cron: /),
      ])
    },
  )

  it.each(['/etc/passwd', '../x.png', 'images/../../x.png', '..\\\\x.png', '.'])(
    'refuses the picture "%s" outside the folder',
    (path) => {
      expect(complaints({ attachment: `"${path}"` })).toEqual([expect.stringMatching(/^attachment: /)])
    },
  )

  it('counts title, body and code together when there is a picture', () => {
    const title = 'x'.repeat(20)
    const most = 1_024 - CODE_LINE_LENGTH - 22
    expect(complaints({ title, attachment: 'x.png' }, 'y'.repeat(most))).toEqual([])
    expect(complaints({ title, attachment: 'x.png' }, 'y'.repeat(most + 1))).toEqual([
      expect.stringMatching(/^isi: /),
    ])
    expect(complaints({ title }, 'y'.repeat(3_500))).toEqual([])
  })
})

describe('a folder full of mistakes', () => {
  it('has every bad file named with its fields, and its good files read', async () => {
    const reading = await readBroadcastFolder(await malformedFolder(), { gazetteer, topics, now: NOW })
    const fields: Record<string, string[]> = {}
    for (const { file, field } of reading.problems) (fields[file] ??= []).push(field)
    expect(fields).toEqual(BAD_FILES)
    expect(reading.broadcasts.map(({ id }) => id)).toEqual(GOOD_IDS)
    for (const { reason } of reading.problems) expect(reason).toMatch(/^[A-Z].{10,}[.)]$/)
  })

  it('names the first file in the problem of a taken id', async () => {
    const { problems } = await readBroadcastFolder(await malformedFolder(), { gazetteer, topics, now: NOW })
    expect(problems.find(({ file }) => file === 'zz-duplicate-id.md')?.reason).toContain('good-once.md')
  })

  it('does not complain about times that are over when the announcement went out', async () => {
    const { broadcasts, problems } = await readBroadcastFolder(await malformedFolder(), {
      gazetteer,
      topics,
      now: NOW,
      hasRun: () => Promise.resolve(true),
    })
    const files = new Set(problems.map(({ file }) => file))
    expect(['past-date.md', 'until-past.md', 'expired.md'].filter((file) => files.has(file))).toEqual([])
    expect(broadcasts).toHaveLength(GOOD_IDS.length + 3)
  })

  it('is a problem itself when it is missing', async () => {
    const reading = await readBroadcastFolder('/nowhere/broadcasts', { gazetteer, topics, now: NOW })
    expect(reading).toMatchObject({
      broadcasts: [],
      isReadable: false,
      problems: [{ file: '.', field: 'folder' }],
    })
  })

  it.skipIf(process.getuid?.() === 0)('names a file that cannot be opened', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'locked.md'), announcement())
    await chmod(join(folder, 'locked.md'), 0o000)
    const { problems } = await readBroadcastFolder(folder, { gazetteer, topics, now: NOW })
    expect(problems).toEqual([expect.objectContaining({ file: 'locked.md', field: 'berkas' })])
  })
})

describe('the topic of a file', () => {
  const list = createTopicList(() => [
    { id: 'seni_budaya', label: 'Seni & budaya', isRetired: false },
    { id: 'umum', label: 'Kabar umum', isRetired: true },
  ])
  const read = (topic: string) =>
    parseBroadcast('a.md', new TextEncoder().encode(announcement({ topic })), { ...context, topics: list })

  it.each([
    ['seni_budaya', 'seni_budaya'],
    ['Seni & Budaya', 'seni_budaya'],
    ['SENI BUDAYA', 'seni_budaya'],
    ['umum', 'umum'],
    ['Kabar umum', 'umum'],
  ])('is found by %j, also when it is offered no more', (written, topic) => {
    expect(read(written).broadcast?.audience.topics).toEqual([topic])
  })

  it('is refused when there is none of that name, with those that are offered', () => {
    expect(read('kesehatan').problems).toEqual([
      {
        file: 'a.md',
        field: 'topic',
        reason: 'Topik "kesehatan" tidak dikenal. Pilih salah satu: seni_budaya.',
      },
    ])
  })
})

describe('reading a file', () => {
  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { broadcast, problems } = parse(bytes)
        expect(broadcast === undefined).toBe(problems.length > 0)
      }),
      { numRuns: 200 },
    )
  })

  it('never throws, whatever stands in a field', () => {
    const field = fc.constantFrom(
      'id',
      'title',
      'topic',
      'audience',
      'schedule',
      'expires',
      'attachment',
      'sources',
    )
    fc.assert(
      fc.property(field, fc.oneof(fc.string(), fc.json()), (key, value) => {
        const { broadcast, problems } = parse(announcement({ [key]: value }))
        expect(broadcast === undefined).toBe(problems.length > 0)
      }),
      { numRuns: 100 },
    )
  })
})
