import { expect, it, onTestFinished } from 'vitest'
import { createLiteracyProgramme } from '../../src/literacy/programme.ts'
import { loadContent } from '../../src/literacy/content.ts'
import { createLogger } from '../../src/logger.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { startBotApi } from '../support/telegram/bot-api.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'
import { startTestApp } from '../support/test-app.ts'
import { startPerson, textOfMessage, trustOf, type Person } from '../support/whatsapp/person.ts'
import { startWhatsAppServer } from '../support/whatsapp/server.ts'
import { createSkippingClock } from '../support/whatsapp/skipping-clock.ts'

const TOKEN = '123456789:AAtestTESTtestTESTtestTESTtestTESTtest'
const PATIENCE = { timeout: 20_000, interval: 50 }

/** The content in the order in which it comes: the first quiz, and how its first questions are answered. */
const { tips, quizzes } = await loadContent()
const [tip] = tips
const [quiz] = quizzes
if (tip === undefined || quiz === undefined) throw new Error('There is no content.')
const rightOf = (question: number) => quiz.questions[question - 1]?.right ?? 0
const wrongOf = (question: number) => (rightOf(question) === 1 ? 2 : 1)

/** A database beside the server's connection, as the commands of staff have it, and a clock that can be moved on. */
async function startStory() {
  const clock = createSkippingClock()
  const databaseUrl = await temporaryDatabase()
  const storage = await openStorage(databaseUrl, () => clock.now())
  onTestFinished(() => storage.close())
  const programme = createLiteracyProgramme({ storage, clock, logger: createLogger('silent') })

  /** Moves the time to when the next tip or quiz is due, and lets the server notice. Returns its broadcast's id. */
  const goTo = async (kind: 'tip' | 'quiz'): Promise<string> => {
    const next = async () => (await programme.upcoming()).find(({ issue }) => issue.kind === kind)
    await expect.poll(async () => (await next())?.broadcast?.status, PATIENCE).toBe('scheduled')
    const { dueAt, broadcastId } = (await next())?.issue ?? { dueAt: clock.now(), broadcastId: '' }
    clock.skip(dueAt.getTime() + 1_000 - clock.now().getTime())
    await storage.settings.set('story', `${kind} is due`)
    return broadcastId
  }
  const subscribe = (address: ChatAddress) =>
    storage.chats.subscribe(address, { title: 'KIM Loa Kulu', areaCodes: ['64.02.02.2004'], topics: [] })
  return { clock, databaseUrl, storage, programme, goTo, subscribe }
}

const hears = (person: Person, words: RegExp) =>
  person.received((message) => words.test(textOfMessage(message)))

/** Whichever of the two comes first in the calendar. */
async function inOrder({ programme }: Awaited<ReturnType<typeof startStory>>) {
  const upcoming = await programme.upcoming()
  return upcoming.toSorted((left, right) => left.issue.dueAt.getTime() - right.issue.dueAt.getTime())
}

it('brings a tip and a quiz into a Telegram group, which plays it by buttons and turns them off', async () => {
  const story = await startStory()
  const api = await startBotApi({ token: TOKEN })
  onTestFinished(() => api.stop())
  await startTestApp(
    { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.url, DATABASE_URL: story.databaseUrl },
    { clock: story.clock, pace: { telegram: {}, whatsapp: {}, simulator: {} } },
  )
  const admin = api.user({ id: 11, firstName: 'Admin' })
  const members = [12, 13].map((id) => api.user({ id, firstName: `Anggota ${id}` }))
  const [first, second] = members
  if (first === undefined || second === undefined) throw new Error('There are no members.')
  const group = api.group({ title: 'KIM Loa Kulu', admins: [admin], members })
  api.addBot(group, admin)
  await api.until(() => api.messages(group).length > 0)
  await story.subscribe({ channel: 'telegram', account: '123456789', chatId: String(group.id) })

  const reads = (words: RegExp) =>
    api.until(() => api.messages(group).findLast(({ text }) => words.test(text)))
  await story.programme.turnOn({ by: 'Penulis', approvedBy: 'Pemeriksa' })
  for (const { issue } of await inOrder(story)) {
    await story.goTo(issue.kind)
    await reads(issue.kind === 'tip' ? new RegExp(tip.title) : /Pertanyaan 1 dari 3/)
  }
  const asked = await reads(/Pertanyaan 1 dari 3/)
  const tap = (user: typeof admin, message: typeof asked, option: number) =>
    api.tap(user, group, message.id, message.keyboard.flat()[option - 1]?.data ?? '')

  tap(first, asked, wrongOf(1))
  await reads(/Jawaban sudah tercatat/)
  tap(first, asked, rightOf(1))
  tap(second, asked, rightOf(1))
  const next = await reads(/1 dari 2 jawaban benar[\s\S]*Pertanyaan 2 dari 3/)
  expect(next.replyTo).toBe(asked.id)
  api.sendText(first, group, String(rightOf(2)), { replyTo: next.id })
  const third = await reads(/Pertanyaan 3 dari 3/)
  api.sendText(admin, group, 'lanjut', { replyTo: third.id })
  await reads(/Kuisnya selesai: 2 dari 3 jawaban benar/)

  api.sendText(first, group, '/literasi')
  await reads(/hanya admin grup/)
  api.sendText(admin, group, '/literasi')
  const state = await reads(/sekarang menyala/)
  tap(admin, state, 2)
  await reads(/tip dan kuis tidak kami kirim/)
  const last = await story.goTo('tip')
  await expect
    .poll(async () => (await story.storage.broadcasts.find(last))?.status, PATIENCE)
    .toBe('finished')
  await api.settled()
  expect(api.messages(group).filter(({ text }) => text.includes('💡'))).toHaveLength(1)
  expect(api.violations).toEqual([])
}, 60_000)

it('brings a tip and a quiz into a WhatsApp group, which plays it by replies', async () => {
  const story = await startStory()
  const wa = await startWhatsAppServer()
  onTestFinished(() => wa.stop())
  const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
  const adminAccount = wa.account({ phone: '6281100000002', lid: '90000000000002', name: 'Admin' })
  const memberAccount = wa.account({ phone: '6281100000003', lid: '90000000000003', name: 'Anggota' })
  const trust = trustOf(wa)
  onTestFinished(async () => {
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
  })
  await startTestApp(
    { WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url, DATABASE_URL: story.databaseUrl },
    {
      clock: story.clock,
      pace: { telegram: {}, whatsapp: {}, simulator: {} },
      whatsapp: { ...trust, printQr: (qr) => wa.scan(qr, bot) },
    },
  )
  const people = await Promise.all([startPerson(wa, adminAccount), startPerson(wa, memberAccount)])
  onTestFinished(async () => {
    await Promise.all(people.map((person) => person.stop()))
  })
  const [admin, member] = people
  const group = wa.group({ subject: 'KIM Loa Kulu', creator: adminAccount, members: [memberAccount] })
  wa.change(group, 'add', bot)
  await hears(admin, /\/langganan/)
  await story.subscribe({ channel: 'whatsapp', account: 'default', chatId: group.id })

  await story.programme.turnOn({ by: 'Penulis', approvedBy: 'Pemeriksa' })
  for (const { issue } of await inOrder(story)) {
    await story.goTo(issue.kind)
    await hears(member, issue.kind === 'tip' ? new RegExp(tip.title) : /Pertanyaan 1 dari 3/)
  }
  const asked = await hears(member, /Pertanyaan 1 dari 3/)
  expect(textOfMessage(asked)).toContain('\n1. ')

  // A number that replies to nothing is for somebody else.
  await member.send(group.id, { text: String(rightOf(1)) })
  await member.send(group.id, { text: String(wrongOf(1)) }, { quoted: asked })
  await hears(admin, /Jawaban sudah tercatat/)
  const askedAdmin = await hears(admin, /Pertanyaan 1 dari 3/)
  await admin.send(group.id, { text: 'lanjut' }, { quoted: askedAdmin })
  const second = await hears(member, /0 dari 1 jawaban benar[\s\S]*Pertanyaan 2 dari 3/)
  await member.send(group.id, { text: 'abcd'.charAt(rightOf(2) - 1) }, { quoted: second })
  const third = await hears(member, /Pertanyaan 3 dari 3/)
  const words = quiz.questions[2]?.options[rightOf(3) - 1] ?? ''
  await member.send(group.id, { text: words }, { quoted: third })
  await hears(member, /Kuisnya selesai: \*2 dari 3 jawaban benar\*/)

  await admin.send(group.id, { text: '/literasi' })
  const state = await hears(admin, /sekarang \*menyala\*/)
  await admin.send(group.id, { text: '2' }, { quoted: state })
  await hears(admin, /tip dan kuis tidak kami kirim/)
  expect((await story.storage.chats.listActive()).map(({ hasLiteracy }) => hasLiteracy)).toEqual([false])
}, 60_000)
