import { expect, it } from 'vitest'
import type { ClarificationContent } from '../../../src/domain/clarification.ts'
import { BRIDGE_WORDINGS } from '../../claims/wordings.ts'
import {
  conversation,
  eventually,
  groupTalk,
  startResidents,
  type Resident,
  type Side,
} from '../../support/residents.ts'
import { openOffice } from '../../support/claim-staff.ts'

const ON_TELEGRAM = 13
const ON_WHATSAPP = 12
/** A regency and two cities. */
const DISTRICTS = [
  { name: 'Loa Kulu', code: '64.02' },
  { name: 'Sungai Kunjang', code: '64.72' },
  { name: 'Bontang Utara', code: '64.74' },
]
const CONTENT: Partial<ClarificationContent> = {
  claimReviewed: 'Jembatan Mahulu ditutup total selama tiga bulan karena tiangnya retak',
  verdict: 'false',
  explanation: 'Jembatan tetap dibuka. Pemeriksaan rutin tidak menemukan tiang yang retak.',
  sources: [{ publisher: 'Dinas PUPR Kaltim', url: 'https://dpupr.kaltimprov.go.id' }],
}
const NEWS = /sudah selesai ditelusuri[\s\S]*HOAKS[\s\S]*Jembatan tetap dibuka[\s\S]*Dinas PUPR Kaltim/
const CORRECTION = /^\*?RALAT[\s\S]*MENYESATKAN[\s\S]*Satu lajur ditutup dua malam/

/** The same rumour, as others heard it: with the 12 of `BRIDGE_WORDINGS` each of the 25 has words of their own. */
const WORDINGS = [
  ...BRIDGE_WORDINGS,
  'Bu, jembatan mahulu ditutup total 3 bulan karena tiang retak itu betul kah? Saya tiap hari lewat situ',
  'PENGUMUMAN: Jembatan Mahulu DITUTUP TOTAL selama 3 bulan akibat tiang retak. Truk dialihkan. Teruskan ke yang lain!',
  'Katanya jembatan mahulu tiangnya sudah retak, jadi mulai besok ditutup total sampai tiga bulan ke depan',
  'ini info jembatan mahulu tutup total tiga bulan gara-gara tiang retak dari mana ya sumbernya',
  'jembatan Mahulu beneran ditutup total 3 bulan? tiang retak katanya. anak saya sekolah di seberang',
  'Waspada! Tiang jembatan Mahulu retak. Mulai besok jembatan ditutup total selama 3 bulan',
  'Dapat pesan suara dari teman: jembatan mahulu retak tiangnya, ditutup total 3 bulan mulai tanggal 5',
  'Pak RT bilang jembatan mahulu ditutup total tiga bulan sebab tiangnya retak, apakah ini resmi?',
  'min jembatan mahulu tiang retak tutup total 3 bln mulai besok hoax kah',
  'Tolong dicek: "Jembatan Mahulu ditutup total mulai besok selama 3 bulan, tiang retak, truk dialihkan"',
  'Teman-teman, jembatan Mahulu tidak bisa dilewati 3 bulan, ditutup total karena tiangnya retak',
  'Mau tanya jembatan mahulu ditutup total selama tiga bulan krn tiang retak itu sudah mulai kapan',
  'Infonya mulai tanggal 5 jembatan mahulu ditutup total 3 bulan, tiangnya retak. Truk lewat mana?',
]
const wording = (number: number) => WORDINGS[number % WORDINGS.length] ?? ''

const named = (side: Side, names: string[]) => Promise.all(names.map((name) => side.resident(name)))

/** Says where they live, and asks. Resolves with the conversation, in which everything was taken. */
async function asks(resident: Resident, number: number) {
  const talk = conversation(resident.inPrivate)
  const place = DISTRICTS[number % DISTRICTS.length]?.name ?? ''
  expect((await talk.says(`/daerah ${place}`)).text).toContain(place)
  const forwarded = number % 2 === 0
  expect((await talk.says(wording(number), { forwarded })).text).toMatch(/belum punya klarifikasi/)
  return talk
}

it('25 people ask about one rumour, all of them hear the answer once, and its correction', async () => {
  const { sides, databaseUrl } = await startResidents(['Telegram', 'WhatsApp'])
  const [telegram, whatsapp] = sides
  if (telegram === undefined || whatsapp === undefined) throw new Error('There are two platforms.')
  const office = await openOffice(databaseUrl)
  const people = [
    ...(await named(
      telegram,
      Array.from({ length: ON_TELEGRAM }, (_, number) => `Warga T${number}`),
    )),
    ...(await named(
      whatsapp,
      Array.from({ length: ON_WHATSAPP }, (_, number) => `Warga W${number}`),
    )),
  ]

  // One after another, so that the same wording is always the first one.
  const talks = []
  for (const [index, resident] of people.entries()) talks.push(await asks(resident, index))
  const [claim, ...others] = await office.claims.list()
  const number = String(claim?.number)
  expect(others).toEqual([])
  expect(claim).toMatchObject({ askers: 25, status: 'new' })
  expect(Object.keys(claim?.regencies ?? {}).toSorted()).toEqual(DISTRICTS.map(({ code }) => code))

  // One person writes the answer, another one publishes it: everybody hears it, each once.
  expect(await office.publish('jembatan-mahulu', CONTENT, number)).toMatchObject({
    answered: 25,
  })
  for (const talk of talks) expect((await talk.next()).text).toMatch(NEWS)
  await eventually(() => office.claims.show(number)).toMatchObject({
    status: 'answered',
    notices: { sent: 25 },
  })

  // The next one who forwards it gets the answer at once.
  const late = await whatsapp.resident('Warga baru')
  const forwarded = await conversation(late.inPrivate).says(wording(25), { forwarded: true })
  expect(forwarded.text).toMatch(/^❌ \*?HOAKS/)

  // So do two groups that ask.
  const groups = await Promise.all(
    [telegram, whatsapp].map(async (side, number) => {
      const asker = await side.resident(`Anggota ${number}`)
      const group = await side.group(`Grup RT ${number}`, [asker])
      const talk = groupTalk(asker.in(group))
      const question = await talk.writes(`/cek ${wording(number)}`)
      expect((await talk.answerTo(question)).text).toMatch(/^❌ \*?HOAKS/)
      return { talk, question }
    }),
  )

  // What was published turns out to be not quite right: everyone who has the old answer hears the new one, once.
  const corrected = await office.publish('jembatan-mahulu', {
    verdict: 'misleading',
    explanation: 'Satu lajur ditutup dua malam, dan tidak ada tiang yang retak.',
  })
  expect(corrected).toMatchObject({ answered: 0, corrected: 28, clarification: { version: 2 } })
  for (const talk of talks) expect((await talk.next()).text).toMatch(CORRECTION)
  for (const { talk, question } of groups) {
    await eventually(() => talk.heard().filter(({ replyTo }) => replyTo === question).length).toBe(2)
    expect(talk.heard().at(-1)?.text).toMatch(CORRECTION)
  }
  await eventually(() => office.claims.show(number)).toMatchObject({ notices: { sent: 25 + 28 } })

  // Nobody heard anything else.
  for (const [index, talk] of talks.entries()) {
    expect((await talk.says(wording(index))).text).toMatch(/^⚠️ \*?MENYESATKAN/)
    expect(talk.pending()).toBe(0)
  }
  for (const { talk, question } of groups) {
    await talk.settles()
    expect(talk.answers(question)).toBe(2)
  }
}, 120_000)
