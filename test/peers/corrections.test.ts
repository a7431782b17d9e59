import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createDesk, type Desk } from '../../src/dissemination/desk/desk.ts'
import { DEFAULT_QUIET_HOURS } from '../../src/domain/quiet-hours.ts'
import { renderFor } from '../../src/renderings.ts'
import { createAddressSeal } from '../../src/sealing.ts'
import { addressOf, TOKEN } from '../support/telegram/bench.ts'
import { startBotApi, type BotApi } from '../support/telegram/bot-api.ts'
import { announce } from '../support/test-app.ts'
import { heard, openOffice, type Office } from '../support/whatsapp/office.ts'
import { textOfMessage, type Person } from '../support/whatsapp/person.ts'
import { createSkippingClock, type SkippingClock } from '../support/whatsapp/skipping-clock.ts'
import { watchChanges } from './contract/whatsapp-bench.ts'

const VILLAGE = '64.02.02.2004'
const MINUTE_MS = 60_000
/** In a seeded clarification of the fake recruitment by Otorita IKN. */
const HOAX =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'

let api: BotApi
let office: Office
let clock: SkippingClock
let desk: Desk
let member: Person
let telegramGroup: ReturnType<BotApi['group']>
let whatsappGroup: ReturnType<Office['wa']['group']>
let changes: ReturnType<typeof watchChanges>

beforeAll(async () => {
  clock = createSkippingClock()
  api = await startBotApi({ token: TOKEN })
  office = await openOffice({
    database: inject('emptyDatabase'),
    env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_MODE: 'polling', TELEGRAM_API_ROOT: api.url },
    overrides: { clock },
  })
  await office.start()
  await office.pair()
  member = await office.person('Anggota')
  changes = watchChanges(member)

  const admin = api.user({ id: 11, firstName: 'Admin' })
  telegramGroup = api.group({ title: 'KIM Telegram', admins: [admin] })
  api.addBot(telegramGroup, admin)
  whatsappGroup = office.wa.group({
    subject: 'KIM WhatsApp',
    creator: member.account,
    members: [office.bot],
  })
  const subscription = { areaCodes: [VILLAGE], topics: [] }
  await office.storage.chats.subscribe(addressOf(telegramGroup), { ...subscription, title: 'KIM Telegram' })
  await office.storage.chats.subscribe(office.address(whatsappGroup), {
    ...subscription,
    title: 'KIM WhatsApp',
  })
  // As the commands of staff do it: beside the server, on the same database.
  desk = createDesk({
    storage: office.storage,
    clock,
    quietHours: DEFAULT_QUIET_HOURS,
    render: renderFor,
    paceOf: async () => ({}),
    seal: createAddressSeal('a secret of at least thirty-two characters'),
    onChange: () => undefined,
  })
})

afterAll(async () => {
  await office.close()
  await api.stop()
})

async function until<Value>(
  read: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  for (;;) {
    const value = await read()
    if (value !== undefined && value !== false) return value
    await systemClock.sleep(20)
  }
}

/** The bot's announcements on Telegram, as people see them now. */
const onTelegram = () =>
  api
    .messages(telegramGroup)
    .filter(({ text }) => /posyandu/i.test(text))
    .map(({ text }) => text)

/** The same on WhatsApp: what was received, as it was changed since, without what was deleted. */
const onWhatsApp = () =>
  member.inbox.flatMap((message) => {
    const change = changes.get(message.key.id ?? '')
    const text = change?.text ?? textOfMessage(message)
    return change?.isDeleted === true || !/posyandu/i.test(text) ? [] : [text]
  })

const write = (body: string, at: Date) =>
  announce(office.broadcastsDir, { id: 'posyandu', area: VILLAGE, body, at })

/** The proposal that the changed file became, once the server has made it. */
const proposal = (id: string) =>
  until(async () => {
    const found = await office.storage.broadcasts.find(id)
    return found?.status === 'awaiting_approval' && found
  })

const finished = (id: string) =>
  until(async () => (await office.storage.broadcasts.find(id))?.status === 'finished')

describe('a correction on both platforms at once', () => {
  const sentAt = new Date()

  it('is edited in place while both allow it', async () => {
    await write('Posyandu buka Senin.', sentAt)
    await until(() => onTelegram().length === 1 && onWhatsApp().length === 1)
    await finished('posyandu')
    await write('Posyandu buka Selasa.', sentAt)
    const { id } = await proposal('posyandu-ralat-1')
    await expect(desk.approve(id, { by: 'Penulis' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(onTelegram()[0]).toContain('Senin')
    await desk.approve(id, { by: 'Pemeriksa' })
    await finished(id)
    await until(() => onWhatsApp()[0]?.includes('Selasa'))
    expect(onTelegram()).toEqual([expect.stringContaining('Posyandu buka Selasa.')])
    expect(onWhatsApp()).toEqual([expect.stringContaining('Posyandu buka Selasa.')])
    expect(api.messages(telegramGroup).filter(({ edited }) => edited)).toHaveLength(1)
  }, 60_000)

  it('is a RALAT on WhatsApp when it is too late to edit there', async () => {
    clock.skip(20 * MINUTE_MS)
    await write('Posyandu buka Rabu.', sentAt)
    const { id } = await proposal('posyandu-ralat-2')
    await desk.approve(id, { by: 'Pemeriksa' })
    await finished(id)
    await until(() => onWhatsApp().length === 2)
    expect(onTelegram()).toEqual([expect.stringContaining('Posyandu buka Rabu.')])
    expect(onWhatsApp()).toEqual([
      expect.stringContaining('Posyandu buka Selasa.'),
      expect.stringMatching(
        /^\*RALAT\*\n\nPengumuman kami "Pengumuman posyandu" \(.*Posyandu buka Rabu\.\n\n_Kode: \S+ · cek keaslian: \/cek \w+_$/s,
      ),
    ])
    expect(await desk.obstacles(id)).toEqual([
      {
        title: 'KIM WhatsApp',
        channel: 'whatsapp',
        reason: 'Batas waktu untuk mengubah pesan sudah lewat.',
      },
    ])
  }, 60_000)

  it('is taken back everywhere by a recall, the RALAT too', async () => {
    const { id } = await desk.recall('posyandu', { by: 'Penulis', reason: 'Acaranya batal.' })
    await finished(id)
    await until(() => onWhatsApp().length === 0)
    expect(onTelegram()).toEqual([])
    expect(await desk.obstacles(id)).toEqual([])
  }, 60_000)
})

it('tells everyone on both platforms who was answered with a clarification that was withdrawn', async () => {
  const resident = api.user({ id: 13, firstName: 'Warga' })
  const home = api.privateChat(resident)
  api.sendText(resident, home, HOAX)
  await member.send(office.botJid, { text: HOAX })
  await api.until(() => api.messages(home).at(-1)?.text.includes('CPNS'))
  await heard(member, /CPNS/)
  const answered = await office.storage.inquiries.list({ status: 'answered', limit: 10 })
  expect(answered.map(({ channel }) => channel).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'telegram',
    'whatsapp',
  ])
  for (const { clarificationId } of answered)
    await office.storage.clarifications.retract(clarificationId ?? '', { by: 'Petugas' })
  await api.until(() => api.messages(home).at(-1)?.text.startsWith('RALAT'))
  await heard(member, /^\*RALAT\*\n\nPada /)
  expect(api.messages(home)).toHaveLength(2)
}, 60_000)
