import { afterEach, expect, inject, it } from 'vitest'
import { createTestClock } from '../support/test-clock.ts'
import { Bot, until } from '../support/whatsapp/bot.ts'
import { answerTo, openOffice, type Office, type OfficeOptions } from '../support/whatsapp/office.ts'
import type { Person } from '../support/whatsapp/person.ts'
import type { Group } from '../support/whatsapp/server.ts'

const offices: Office[] = []

async function newOffice(options: OfficeOptions = {}): Promise<Office> {
  const office = await openOffice({ database: inject('emptyDatabase'), ...options })
  offices.push(office)
  return office
}

/** A started office whose bot is linked. */
async function connectedOffice(options: OfficeOptions = {}): Promise<Office> {
  const office = await newOffice(options)
  await office.start()
  await office.pair()
  return office
}

afterEach(async () => {
  await Promise.all(offices.splice(0).map((office) => office.close()))
})

/** Somebody asks in a group until the bot answers that message. */
async function expectAnswer(person: Person, group: Group): Promise<void> {
  const asked = await person.send(group.id, { text: '/status' })
  await answerTo(person, asked.key.id)
}

it('gives way to a second process that takes its session, and tells staff why', async () => {
  const office = await connectedOffice()
  const memory = office.storage.channelMemory({ channel: 'whatsapp', account: 'default' })
  const thief = new Bot(office.wa, { memory })
  await thief.start()
  const health = await office.reaches('broken')
  expect(health).toMatchObject({ httpStatus: 503 })
  expect(health.detail).toMatch(/diambil alih oleh proses lain.*sambungkan ulang/)
  expect(await office.pairingPage()).toContain('diambil alih oleh proses lain')
  await thief.reached('connected')
  // Whoever fought would be back within a second, and would throw the other out.
  await thief.say(office.botJid, 'masih tersambung')
  await thief.stop()
  expect(office.wa.logins.get(office.bot)).toBe(2)
  expect(await office.health()).toMatchObject({ state: 'broken' })
})

it('is itself again when it is restarted after the other process has gone', async () => {
  const office = await connectedOffice()
  office.wa.closeStream(office.bot, 440)
  await office.reaches('broken')
  await office.stop()
  await office.start()
  expect(await office.reaches('connected')).toMatchObject({ httpStatus: 200, detail: '' })
})

it('asks to be paired again after the phone has logged it out, and keeps its groups', async () => {
  const office = await connectedOffice()
  const admin = await office.person('Admin')
  const group = office.wa.group({ subject: 'KIM', creator: admin.account, members: [office.bot] })
  await office.subscribe(admin, group)
  office.wa.closeStream(office.bot, 401)
  const health = await office.reaches('needs_pairing')
  expect(health.detail).toMatch(/sudah mengeluarkan bot.*pindai kode QR/)
  const page = await office.pairingPage()
  expect(page).toContain('sudah mengeluarkan bot')
  expect(page).toContain('<svg')
  await office.pair()
  expect(await office.health()).toMatchObject({ httpStatus: 200, detail: '' })
  expect(await office.storage.chats.find(office.address(group))).toMatchObject({ status: 'active' })
  const newcomer = await office.person('Warga baru')
  office.wa.change(group, 'add', newcomer.account)
  await expectAnswer(newcomer, group)
})

it('still asks to be paired when it is restarted after a log-out', async () => {
  const office = await connectedOffice()
  office.wa.closeStream(office.bot, 401)
  await office.reaches('needs_pairing')
  await office.stop()
  await office.start()
  await office.pair()
  expect(await office.health()).toMatchObject({ state: 'connected' })
})

it('tries the current protocol version when its own is refused, and says so when that is refused too', async () => {
  const clock = createTestClock({ wakesAtOnce: true })
  let asked = 0
  const latestVersion = () => {
    asked += 1
    return Promise.resolve<[number, number, number]>([2, 3000, 1])
  }
  const office = await newOffice({ overrides: { whatsapp: { clock, latestVersion } } })
  office.wa.loginRefusal = 405
  await office.start()
  const health = await office.reaches('broken')
  expect(health.httpStatus).toBe(503)
  expect(health.detail).toMatch(/menolak versi aplikasi ini/)
  expect(await office.pairingPage()).toContain('menolak versi aplikasi ini')
  expect(asked).toBe(2)
})

it('uses the version that it knows when nobody can say which is current', async () => {
  const clock = createTestClock({ wakesAtOnce: true })
  const latestVersion = () => {
    office.wa.loginRefusal = undefined
    return Promise.reject(new Error('no route to the page'))
  }
  const office = await newOffice({ overrides: { whatsapp: { clock, latestVersion } } })
  office.wa.loginRefusal = 405
  await office.start()
  await office.pair()
  expect(await office.health()).toMatchObject({ state: 'connected' })
})

it('stops when WhatsApp refuses the account, and sends staff to the phone', async () => {
  const office = await connectedOffice()
  office.wa.loginRefusal = 403
  office.wa.closeStream(office.bot, 403)
  const health = await office.reaches('broken')
  expect(health.httpStatus).toBe(503)
  expect(health.detail).toMatch(/menolak akun ini.*diblokir/)
})

it('is not broken while WhatsApp is out of order, and comes back with it', async () => {
  const office = await connectedOffice()
  office.wa.loginRefusal = 503
  office.wa.closeStream(office.bot, 503)
  const health = await office.reaches('connecting')
  expect(health.httpStatus).toBe(200)
  expect(health.detail).toMatch(/mencoba menyambung lagi/)
  office.wa.loginRefusal = undefined
  await office.reaches('connected')
})

it('begins anew at once when WhatsApp asks for it', async () => {
  const clock = createTestClock()
  const office = await connectedOffice({ overrides: { whatsapp: { clock } } })
  const member = await office.person('Warga')
  const group = office.wa.group({ subject: 'KIM', creator: member.account, members: [office.bot] })
  const before = clock.sleeps.length
  office.wa.closeStream(office.bot, 515)
  await until(() => office.wa.logins.get(office.bot) === 2)
  await expectAnswer(member, group)
  // Waiting for an acknowledgement is no waiting to reconnect.
  expect(clock.sleeps.slice(before).filter((ms) => ms !== 10_000)).toEqual([])
})
