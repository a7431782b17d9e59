import { expect, it, onTestFinished } from 'vitest'
import { startBotApi } from '../support/telegram/bot-api.ts'
import { announce, startTestApp } from '../support/test-app.ts'

const TOKEN = '123456789:AAtestTESTtestTESTtestTESTtestTESTtest'
const SECRET = 'rahasia-webhook-0123456789'
/** Circulates in the seeded clarification of the fake recruitment by Otorita IKN. */
const HOAX =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'

async function startTelegramStory() {
  const api = await startBotApi({ token: TOKEN })
  onTestFinished(() => api.stop())
  const running = await startTestApp({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_API_ROOT: api.url,
  })
  await api.until(() => api.webhook() !== undefined)
  return { api, ...running }
}

it('takes a village group on Telegram from joining to its announcement, and answers a resident', async () => {
  const { api, broadcastsDir } = await startTelegramStory()
  const admin = api.user({ id: 11, firstName: 'Admin' })
  const member = api.user({ id: 12, firstName: 'Anggota' })
  const resident = api.user({ id: 13, firstName: 'Warga' })
  const group = api.group({ title: 'KIM Loa Kulu', admins: [admin], members: [member] })
  const elsewhere = api.group({ title: 'KIM Balikpapan', admins: [admin] })
  const last = (chat: typeof group) => api.messages(chat).at(-1)
  const reads = (chat: typeof group, words: RegExp) =>
    api.until(() => words.test(last(chat)?.text ?? '') && last(chat))
  const tap = (chat: typeof group, label: RegExp) => {
    const message = last(chat)
    const button = message?.keyboard.flat().find((one) => label.test(one.label))
    if (message === undefined || button === undefined) throw new Error(`There is no button ${label}.`)
    api.tap(admin, chat, message.id, button.data)
    return api.until(() => last(chat)?.edited !== message.edited || last(chat)?.text !== message.text)
  }

  // The bot comes into the group and says once who it is.
  api.addBot(group, admin)
  await reads(group, /\/langganan/)

  // A member may not change anything.
  api.sendText(member, group, '/langganan')
  await reads(group, /admin/i)

  // The admin chooses the village in a few taps.
  api.sendText(admin, group, '/langganan loa kulu kota')
  await reads(group, /Loa Kulu Kota/)
  await tap(group, /^(ya|simpan)|benar/i)
  await reads(group, /Loa Kulu Kota/)

  api.addBot(elsewhere, admin)
  await reads(elsewhere, /\/langganan/)
  api.sendText(admin, elsewhere, '/langganan kota balikpapan')

  // The announcement for the regency reaches the village once, and nobody else.
  await announce(broadcastsDir, {
    id: 'posyandu',
    area: 'Kutai Kartanegara',
    body: 'Posyandu buka hari Senin.',
  })
  await reads(group, /Posyandu buka hari Senin/)
  const got = (chat: typeof group) => api.messages(chat).filter(({ text }) => text.includes('Posyandu buka'))
  expect(got(group)).toHaveLength(1)
  expect(got(elsewhere)).toHaveLength(0)

  // A resident forwards a hoax in private and gets the clarification.
  const chat = api.privateChat(resident)
  api.sendText(resident, chat, HOAX, { forwarded: true })
  const answer = await api.until(() => api.messages(chat).at(-1))
  expect(answer.text).toMatch(/PENIPUAN/)
  expect(answer.text).toMatch(/Otorita IKN/)
  expect(answer.text).toMatch(/Sumber: /)

  await api.settled()
  expect(got(group)).toHaveLength(1)
  expect(api.violations).toEqual([])
})

it.each([
  ['a wrong secret', { 'X-Telegram-Bot-Api-Secret-Token': 'salah' }],
  ['no secret', {}],
])('answers 401 to a webhook call with %s and processes nothing', async (_name, headers) => {
  const { api, url } = await startTelegramStory()
  const sender = api.user({ id: 21, firstName: 'Penyusup' })
  const chat = api.privateChat(sender)
  const update = {
    update_id: 1,
    message: { message_id: 1, date: 1_700_000_000, chat, from: sender, text: HOAX },
  }
  const response = await fetch(`${url}/webhooks/telegram`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(update),
  })
  expect(response.status).toBe(401)
  // A question that comes after it, with the secret, is answered first: nothing else was under way.
  const other = api.user({ id: 22, firstName: 'Warga' })
  const theirs = api.privateChat(other)
  api.sendText(other, theirs, HOAX)
  await api.until(() => api.messages(theirs).length > 0)
  expect(api.messages(chat)).toEqual([])
})
