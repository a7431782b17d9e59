import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/broadcast/arguments.ts'
import { UsageError } from '../../src/cli/usage.ts'
import { relayCsv, relayLines } from '../../src/cli/broadcast/relay.ts'
import type { AcknowledgementMethod } from '../../src/domain/acknowledgement.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { reportRelay } from '../../src/relay/report.ts'
import { announceTo, subscribeAt } from '../support/announced.ts'
import { HOUR_MS, later, MONDAY_8 } from '../support/broadcast-builder.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

const address = (chatId: string): ChatAddress => ({ channel: 'telegram', account: 'bot', chatId })
/** Two villages of Loa Kulu, one of Samarinda, and a group of a whole district. */
const HOMES = { a: '64.02.02.2004', b: '64.02.02.2004', c: '64.02.02.2002', d: '64.72.06', e: '64.02' }

async function setUp() {
  const storage = await temporaryStorage(() => MONDAY_8)
  for (const [chatId, home] of Object.entries(HOMES)) await subscribeAt(storage, address(chatId), home)
  const announced = await announceTo(storage, { at: MONDAY_8 })
  const say = (
    chatId: string,
    personKey: string,
    methods: AcknowledgementMethod[],
    people?: number,
    deliveryId = announced.in.get(chatId)?.id ?? '',
  ) =>
    storage.acknowledgements.save({
      deliveryId,
      chatId,
      areaCode: HOMES[chatId as keyof typeof HOMES],
      personKey,
      methods,
      at: MONDAY_8,
      ...(people === undefined ? {} : { people }),
    })
  return { storage, announced, say }
}

describe('the report of an announcement', () => {
  it('counts groups by area: the highest number of people and all ways of each', async () => {
    const { storage, announced, say } = await setUp()
    await say('a', 'ani', ['read_aloud'], 40)
    await say('a', 'budi', ['posted'], 25)
    await say('a', 'citra', [])
    await say('c', 'dedi', ['posted'])
    await say('d', 'eka', ['loudspeaker'], 100)
    const { id = '' } = announced.in.get('b') ?? {}
    await storage.acknowledgementReminders.begin(id)
    await storage.acknowledgementReminders.settle(id, 'sent', 'x')
    await storage.acknowledgementReminders.postpone(announced.in.get('e')?.id ?? '', MONDAY_8)
    const report = await reportRelay(storage, announced.broadcast)
    const ways = { read_aloud: 1, posted: 2, door_to_door: 0, loudspeaker: 1 }
    expect(report.total).toEqual({ asked: 5, answered: 3, reminded: 1, people: 140, methods: ways })
    expect(report.areas.map((row) => [row.area.code, row.asked, row.answered, row.people])).toEqual([
      ['64.02', 4, 2, 40],
      ['64.02.02', 3, 2, 40],
      ['64.02.02.2002', 1, 1, 0],
      ['64.02.02.2004', 2, 1, 40],
      ['64.72', 1, 1, 100],
      ['64.72.06', 1, 1, 100],
    ])
    expect(relayLines(report)).toEqual([
      'posyandu: disampaikan oleh 3 dari 5 grup, sekitar 140 orang (dibacakan 1, ditempel 2, pengeras suara 1), 1 grup diingatkan',
      '',
      expect.stringMatching(/^Wilayah +Ditanya  Menjawab  Diingatkan  Orang  Cara$/),
      expect.stringMatching(/^Kabupaten Kutai Kartanegara +4 +2 +1 +40  dibacakan 1, ditempel 2$/),
      expect.stringMatching(/^ {2}Kecamatan Loa Kulu +3 +2 +1 +40/),
      expect.stringMatching(/^ {4}Desa .* 1 +1 +0 +0  ditempel 1$/),
      expect.stringMatching(/^ {4}Desa Loa Kulu Kota +2 +1 +1 +40/),
      expect.stringMatching(/^Kota Samarinda +1 +1 +0 +100  pengeras suara 1$/),
      expect.stringMatching(/^ {2}Kecamatan /),
    ])
    expect(relayCsv(report).slice(0, 2)).toEqual([
      'kode,wilayah,ditanya,menjawab,diingatkan,orang,dibacakan,ditempel,dari_rumah_ke_rumah,pengeras_suara',
      '64.02,"Kabupaten Kutai Kartanegara",4,2,1,40,1,2,0,0',
    ])
  })

  it('counts a RALAT with what it corrects, and by itself only where the first never arrived', async () => {
    const { storage, announced, say } = await setUp()
    await subscribeAt(storage, address('f'), '64.74')
    const ralat = await announceTo(storage, {
      id: 'ralat',
      kind: 'correction',
      amends: 'posyandu',
      at: later(MONDAY_8, HOUR_MS),
      chats: ['a', 'f'],
    })
    await say('a', 'ani', [], 30)
    const report = await reportRelay(storage, announced.broadcast)
    expect(report.total).toMatchObject({ asked: 6, answered: 1, people: 30 })
    expect(await reportRelay(storage, ralat.broadcast)).toEqual(report)
  })

  it('adds up the occurrences of a recurring announcement', async () => {
    const { storage, announced, say } = await setUp()
    await say('a', 'ani', [], 30)
    const again = await announceTo(storage, { at: later(MONDAY_8, 2 * HOUR_MS), chats: ['a', 'b'] })
    await say('a', 'ani', [], 20, again.in.get('a')?.id ?? '')
    const { total } = await reportRelay(storage, announced.broadcast)
    expect(total).toMatchObject({ asked: 7, answered: 2, people: 50 })
  })

  it('says so when nobody was asked', async () => {
    const storage = await temporaryStorage(() => MONDAY_8)
    const report = await reportRelay(storage, { id: 'lain' })
    expect(report).toMatchObject({ total: { asked: 0 }, areas: [] })
    expect(relayLines(report)).toEqual([
      'Siaran "lain" belum menanyai grup mana pun apakah kabarnya sudah disampaikan.',
    ])
    expect(relayCsv(report)).toHaveLength(1)
  })
})

describe('the command line', () => {
  it('reads acknowledgements with --csv or --json, and only there', () => {
    expect(readArguments(['broadcast', 'acknowledgements', 'x', '--csv'])).toMatchObject({ isCsv: true })
    expect(readArguments(['broadcast', 'acknowledgements', 'x', '--json'])).toMatchObject({ isJson: true })
    for (const args of [
      ['acknowledgements', 'x', '--csv', '--json'],
      ['show', 'x', '--csv'],
      ['acknowledgements'],
    ]) {
      expect(() => readArguments(['broadcast', ...args])).toThrow(UsageError)
    }
  })
})
