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
import { openOffice } from '../../support/staff.ts'

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

const wording = (number: number) => BRIDGE_WORDINGS[number % BRIDGE_WORDINGS.length] ?? ''

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
}, 60_000)
