import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrub } from '../../src/factcheck/scrubbing/scrub.ts'
import { MASK } from '../../src/factcheck/scrubbing/spans.ts'
import { simulatorChat, startConversation } from '../support/conversation.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { leftOf, PARTS, readClean, readPlanted } from './scrubbing/texts.ts'

const MASKS = new RegExp(
  Object.values(MASK)
    .map((mask) => mask.replaceAll(/[[\]]/g, String.raw`\$&`))
    .join('|'),
)
const planted = PARTS.flatMap(readPlanted)
const clean = PARTS.flatMap(readClean)

/** `[piece, what is left of it, the scrubbed text]` of every piece that was not removed whole. */
const missedIn = (texts: typeof planted) =>
  texts.flatMap((one) => {
    const scrubbed = scrub(one.text) ?? ''
    return one.pieces
      .map((piece) => [piece, leftOf(piece, one, scrubbed), scrubbed])
      .filter(([, left]) => left !== undefined && left.length > 0)
  })

describe('scrubbing texts as people write them', () => {
  it('has at least 300 texts with personal data and 300 without, a third of each kept back from tuning', () => {
    expect(new Set(planted.map(({ text }) => text)).size).toBeGreaterThanOrEqual(300)
    expect(new Set(clean).size).toBeGreaterThanOrEqual(300)
    const [, ...keptBack] = PARTS
    expect(3 * keptBack.flatMap(readPlanted).length).toBeGreaterThan(planted.length)
    expect(3 * keptBack.flatMap(readClean).length).toBeGreaterThan(clean.length)
  })

  it.each(PARTS)('removes at least 99 of 100 pieces of personal data: %s', (part) => {
    const texts = readPlanted(part)
    const count = texts.flatMap(({ pieces }) => pieces).length
    const missed = missedIn(texts)
    expect(missed.slice(Math.floor(count / 100))).toEqual([])
  })

  it.each(PARTS)('alters at most 1 of 100 texts without any: %s', (part) => {
    const texts = readClean(part)
    const altered = texts.filter((text) => scrub(text) !== text)
    expect(altered.slice(Math.floor(texts.length / 100))).toEqual([])
  })

  it('leaves the words around as they were written', () => {
    for (const { text, carrier } of planted) {
      const words = (scrub(text) ?? '').split(MASKS)
      for (const word of words) expect(text).toContain(word)
      expect(words.join('').length / carrier.replaceAll('⟦⟧', '').length).toBeGreaterThan(0.9)
    }
  })

  it('changes nothing more when it scrubs again', () => {
    for (const { text } of planted) {
      const once = scrub(text) ?? ''
      expect(scrub(once)).toBe(once)
    }
  })
})

describe('scrubbing mobile numbers in any grouping', () => {
  const SEPARATORS = [
    ' ',
    '-',
    '.',
    '/',
    '_',
    '–',
    ' - ',
    ' / ',
    ', ',
    '*',
    '~',
    '📞',
    ' lalu ',
    '\u200b',
    '•',
    ': ',
  ]
  const GROUPINGS = [
    '444',
    '443',
    '434',
    '3333',
    '42222',
    '222222',
    '336',
    '345',
    '48',
    '57',
    '66',
    '453',
    '344',
    '46',
  ]
  const STYLES = ['0', '+62', '62', '+62 ']

  it('removes at least 99 of 100', () => {
    const random = seededRandom(7)
    const pick = (values: string[]) => values[Math.floor(random() * values.length)] ?? ''
    const left: string[] = []
    for (let round = 0; round < 2_000; round += 1) {
      const sizes = pick(GROUPINGS).split('').map(Number)
      const prefix = pick(['812', '853', '896', '831', '877', '819'])
      let rest = `0${prefix}0000${String(Math.floor(random() * 10_000)).padStart(5, '1')}`
      const groups = sizes.map((size) => {
        const group = rest.slice(0, size)
        rest = rest.slice(size)
        return group
      })
      const number = pick(STYLES) + groups.filter(Boolean).join(pick(SEPARATORS)).slice(1)
      const scrubbed = scrub(`katanya ${number} itu penipu`)
      if (scrubbed === undefined || /\d/.test(scrubbed)) left.push(`${number} → ${scrubbed}`)
    }
    expect(left.slice(20)).toEqual([])
  })
})

/** What a careless regular expression would try again and again. */
const TRAPS = [
  '1|1 |9 9 |08.|0812 |0812-|nol |satu dua belas |dua puluh |o|O0|(|+62 |1.|1,|1.000|0.000.|rp 1.|$|*1|1-1-|12.00-',
  '08.00 |2024 |2024-|a@|a at |a at gmail |a [|email a |a.b-|a.|.com/|a-|a[dot]|www.|http://|?no=1|wa.me/|KT 1 |jl ',
  'alamat jl x no 1 |blok |rt 1 |lahir |ttl a b c 1|tempat lahir |paspor |a1234567 |nik 1 |rek 1 |bca 0000 |trus ',
  '0812 trus |0️⃣|🙏|\u200d|\ud83d|\n|é|०',
].flatMap((units) => units.split('|'))

describe('failing closed', () => {
  it('gives back nothing of a text that is too long', () => {
    expect(scrub('a'.repeat(100_001))).toBeUndefined()
    expect(scrub('081200001234 '.repeat(800_000))).toBeUndefined()
    expect(scrub('a'.repeat(100_000))).toBe('a'.repeat(100_000))
  })

  it('gives back nothing when something breaks', () => {
    expect(scrub(Symbol('teks') as unknown as string)).toBeUndefined()
    expect(scrub(undefined as unknown as string)).toBeUndefined()
  })

  it('never throws, whatever comes', () => {
    const units = ['grapheme', 'binary'] as const
    for (const unit of units) {
      assert(
        property(string({ unit, maxLength: 400 }), (text) => {
          expect(typeof scrub(text)).toBe('string')
        }),
      )
    }
  })

  it.each(TRAPS)('takes time in proportion to the length of a paste of %j', (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length)).slice(0, 100_000)
    const startedAt = process.cpuUsage().user
    scrub(text)
    expect((process.cpuUsage().user - startedAt) / 1000).toBeLessThan(2_000)
  })
})

const digitsOf = (piece: string) => piece.normalize('NFKC').replaceAll(/\D/g, '')

/** The whole conversation, on a database file that can be looked into. */
async function startOnDisk() {
  const folder = await temporaryFolder()
  const logged: string[] = []
  const conversation = await startConversation({
    databaseUrl: await temporaryDatabase(folder),
    logTo: logged,
  })
  const { storage, channel, clock } = conversation
  /** All bytes that lie in the folder, the write-ahead log among them. */
  const bytes = async () => {
    const files = await readdir(folder)
    return Buffer.concat(await Promise.all(files.map((file) => readFile(join(folder, file)))))
  }
  return { storage, channel, clock, logged, bytes }
}

describe('what lies on the disk after 300 questions with personal data', () => {
  it('holds none of it in the raw bytes of the database, the write-ahead log and the log', async () => {
    const { storage, channel, clock, logged, bytes } = await startOnDisk()
    for (const [place, { text }] of planted.entries()) {
      const person = `warga-${Math.floor(place / 10)}`
      await channel.receive({
        type: 'message',
        message: {
          id: `in-${place}`,
          chat: simulatorChat(person),
          chatType: 'private',
          chatTitle: 'Warga',
          senderId: person,
          text,
          attachments: [],
          forwarded: place % 2 === 0,
          mentionsBot: false,
          sentAt: clock.now(),
        },
      })
    }
    const stored = await storage.inquiries.list({ limit: 1_000 })
    expect(stored.length).toBeGreaterThanOrEqual(300)
    expect(stored.filter(({ text }) => text === '')).toEqual([])
    const open = await bytes()
    await storage.close()
    const all = Buffer.concat([open, await bytes(), Buffer.from(logged.join('\n'))])
    // The bytes are the right ones: what may be stored is in them.
    expect(all.includes('katanya kantor imigrasi palsu')).toBe(true)
    const found = planted.flatMap(({ pieces }) =>
      pieces.filter((piece) => {
        const digits = digitsOf(piece)
        return all.includes(piece) || (digits.length > 5 && all.includes(digits))
      }),
    )
    expect(found).toEqual([])
  })
})
