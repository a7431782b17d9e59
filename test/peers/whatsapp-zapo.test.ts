import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { announce } from '../support/test-app.ts'
import { openOffice, type Office } from '../support/whatsapp/office.ts'
import type { Group } from '../support/whatsapp/server.ts'
import { textOfZapo, type ZapoPerson } from '../support/whatsapp/zapo-person.ts'

const HOAX =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'

/** An office, and people whose phones do not speak through the bot's own library. */
let office: Office
let admin: ZapoPerson
let group: Group

beforeAll(async () => {
  office = await openOffice({ database: inject('emptyDatabase') })
  await office.start()
  await office.pair()
  admin = await office.zapoPerson('Admin')
  group = office.wa.group({ subject: 'KIM Loa Kulu', creator: admin.account, members: [office.bot] })
})

afterAll(() => office.close())

describe('people whose phones use another library', () => {
  it('ask in private and read the answer', async () => {
    await admin.send(office.botJid, HOAX)
    const answer = await admin.received((text) => text.includes('PENIPUAN'))
    expect(answer.isGroupChat).toBe(false)
    expect(textOfZapo(answer)).toMatch(/Sumber: /)
  })

  it('subscribe their group as its admin', async () => {
    await admin.send(group.id, '/langganan loa kulu kota')
    await admin.received((text) => text.includes('1. Ya, simpan'))
    await admin.send(group.id, '1')
    await admin.received((text) => text.includes('langganan sudah disimpan'))
    expect(await office.storage.chats.find(office.address(group))).toMatchObject({ status: 'active' })
  })

  it('read the announcement in their group, once', async () => {
    await announce(office.broadcastsDir, {
      id: 'posyandu',
      area: 'Kutai Kartanegara',
      body: 'Posyandu buka hari **Senin**.',
    })
    const announcement = await admin.received((text) => text.includes('Posyandu buka hari *Senin*'))
    expect(announcement).toMatchObject({ isGroupChat: true, chatJid: group.id })
    await admin.send(group.id, '/status')
    await admin.received((text) => text.includes('Grup ini menerima kabar'))
    expect(admin.inbox.filter((event) => textOfZapo(event).includes('Posyandu buka'))).toHaveLength(1)
  })
})
