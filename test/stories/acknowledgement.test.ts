import { expect, it, onTestFinished } from 'vitest'
import { openStorage } from '../../src/storage/storage.ts'
import { reportRelay } from '../../src/relay/report.ts'
import { startBotApi } from '../support/telegram/bot-api.ts'
import { addressOf, TOKEN } from '../support/telegram/bench.ts'
import { announce, startTestApp } from '../support/test-app.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { answerTo, heard, openOffice } from '../support/whatsapp/office.ts'
import { textOfMessage } from '../support/whatsapp/person.ts'
import { createSkippingClock } from '../support/whatsapp/skipping-clock.ts'

const VILLAGE = '64.02.02.2004'
const HOUR_MS = 3_600_000
/** As long as an announcement may be: the question must still fit under it. */
const LONG_BODY = `Posyandu buka hari Senin. ${'Bawa buku KIA dan kartu keluarga. '.repeat(102)}`
const subscription = { areaCodes: [VILLAGE], topics: [] }

it('asks a group on Telegram by a button, hears its members, and reminds the group that is silent', async () => {
  const api = await startBotApi({ token: TOKEN })
  onTestFinished(() => api.stop())
  const clock = createSkippingClock()
  const url = await temporaryDatabase(await temporaryFolder())
  const { broadcastsDir } = await startTestApp(
    { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_MODE: 'polling', TELEGRAM_API_ROOT: api.url, DATABASE_URL: url },
    { clock },
  )
  const storage = await openStorage(url, () => clock.now())
  onTestFinished(() => storage.close())
  const admin = api.user({ id: 11, firstName: 'Admin' })
  const member = api.user({ id: 12, firstName: 'Anggota' })
  const group = api.group({ title: 'KIM Loa Kulu', admins: [admin], members: [member] })
  const silent = api.group({ title: 'KIM Sunyi', admins: [admin] })
  for (const [chat, title] of [
    [group, 'KIM Loa Kulu'],
    [silent, 'KIM Sunyi'],
  ] as const) {
    api.addBot(chat, admin)
    await storage.chats.subscribe(addressOf(chat), { ...subscription, title })
  }
  const last = (chat: typeof group) => api.messages(chat).at(-1)
  const reads = (chat: typeof group, words: RegExp) =>
    api.until(() => words.test(last(chat)?.text ?? '') && last(chat))
  const tap = (user: typeof admin, label: RegExp) => {
    const message = last(group)
    const button = message?.keyboard.flat().find((one) => label.test(one.label))
    if (message === undefined || button === undefined) throw new Error(`There is no button ${label}.`)
    api.tap(user, group, message.id, button.data)
  }

  await announce(broadcastsDir, { id: 'posyandu', area: VILLAGE, body: LONG_BODY, acknowledge: true })
  const announcement = await reads(group, /Sudah disampaikan ke warga\?/)
  await reads(silent, /Sudah disampaikan ke warga\?/)

  // A member, not only an admin, says so with three taps and a number.
  tap(member, /^Sudah disampaikan$/)
  await reads(group, /Disampaikan dengan cara apa\?/)
  tap(member, /^Dibacakan$/)
  await api.until(() =>
    last(group)
      ?.keyboard.flat()
      .some(({ label }) => label === '✅ Dibacakan'),
  )
  tap(member, /^Lanjut/)
  const question = await reads(group, /berapa orang/)
  api.sendText(member, group, 'sekitar 80 orang', { replyTo: question.id })
  await reads(group, /sudah kami catat: dibacakan, sekitar 80 orang/)

  // Another one replies in words to the announcement.
  api.sendText(admin, group, 'sdh ditempel di balai desa, 30 org', { replyTo: announcement.id })
  await reads(group, /sudah kami catat: ditempel, sekitar 30 orang/)

  // A day later the other group is reminded, once, and answers by the button.
  clock.skip(24 * HOUR_MS)
  const reminder = await reads(silent, /^Pengumuman Pengumuman posyandu .*Sudah disampaikan ke warga\?/)
  api.tap(admin, silent, reminder.id, reminder.keyboard.flat()[0]?.data ?? '')
  await reads(silent, /Disampaikan dengan cara apa\?/)
  clock.skip(24 * HOUR_MS)
  await api.settled()
  const reminded = [...api.messages(group), ...api.messages(silent)].filter(({ text }) =>
    /balas pesan ini dengan sudah atau belum/.test(text),
  )
  expect(reminded).toHaveLength(1)
  expect(api.violations).toEqual([])

  const { total } = await reportRelay(storage, { id: 'posyandu' })
  expect(total).toMatchObject({ asked: 2, answered: 2, reminded: 1, people: 80 })
  expect(total.methods).toMatchObject({ read_aloud: 1, posted: 1 })
}, 60_000)

it('asks a group on WhatsApp for a reply, hears its members, and reminds the group that is silent', async () => {
  const clock = createSkippingClock()
  const office = await openOffice({ overrides: { clock } })
  onTestFinished(() => office.close())
  await office.start()
  await office.pair()
  const [member, other] = [await office.person('Anggota'), await office.person('Tetangga')]
  const group = office.wa.group({
    subject: 'KIM Loa Kulu',
    creator: member.account,
    members: [office.bot, other.account],
  })
  const silent = office.wa.group({ subject: 'KIM Sunyi', creator: member.account, members: [office.bot] })
  for (const one of [group, silent]) {
    await office.storage.chats.subscribe(office.address(one), { ...subscription, title: 'KIM' })
  }

  await announce(office.broadcastsDir, {
    id: 'posyandu',
    area: VILLAGE,
    body: 'Posyandu buka Senin.',
    acknowledge: true,
  })
  const announcement = await heard(member, /Balas pesan ini dengan \*sudah\*/, group)
  expect(textOfMessage(announcement)).toMatch(
    /Posyandu buka Senin\.\n\n_Kode: \S+ · cek keaslian: \/cek \w+_\n\nSudah disampaikan ke warga\?/,
  )
  await heard(member, /Balas pesan ini dengan \*sudah\*/, silent)

  const said = await member.send(group.id, { text: 'Sudah' }, { quoted: announcement })
  const how = textOfMessage(await answerTo(member, said.key.id))
  expect(how).toMatch(
    /^Terima kasih 🙏 Disampaikan dengan cara apa\?[\s\S]*1\. Dibacakan\n2\. Ditempel\n3\. Dari rumah ke rumah\n4\. Pengeras suara\n5\. Lanjut/,
  )
  // People just write on, without replying.
  const ways = await member.send(group.id, { text: '1,4' })
  expect(textOfMessage(await answerTo(member, ways.key.id))).toMatch(/berapa orang[\s\S]*1\. < 25 orang/)
  const many = await member.send(group.id, { text: '60' })
  expect(textOfMessage(await answerTo(member, many.key.id))).toBe(
    'Terima kasih, sudah kami catat: dibacakan, pengeras suara, sekitar 60 orang 🙏',
  )

  // Everything at once, by somebody else.
  const theirs = await heard(other, /Balas pesan ini dengan \*sudah\*/, group)
  const atOnce = await other.send(
    group.id,
    { text: 'sdh pak, keliling rumah ke rumah 25 orang' },
    { quoted: theirs },
  )
  expect(textOfMessage(await answerTo(other, atOnce.key.id))).toMatch(/dari rumah ke rumah, sekitar 25 orang/)

  clock.skip(24 * HOUR_MS)
  const reminder = await heard(member, /\*sudah\* atau \*belum\*/, silent)
  const late = await member.send(silent.id, { text: 'ya' }, { quoted: reminder })
  expect(textOfMessage(await answerTo(member, late.key.id))).toMatch(/cara apa/)

  const { total } = await reportRelay(office.storage, { id: 'posyandu' })
  expect(total).toMatchObject({ asked: 2, answered: 2, reminded: 1, people: 60 })
  const reminders = member.inbox.filter((message) => /\*sudah\* atau \*belum\*/.test(textOfMessage(message)))
  expect(reminders).toHaveLength(1)
}, 60_000)
