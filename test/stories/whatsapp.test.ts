import { expect, it, onTestFinished } from 'vitest'
import { startPerson, textOfMessage, trustOf, type Person } from '../support/whatsapp/person.ts'
import { startWhatsAppServer, type Account, type WhatsAppServer } from '../support/whatsapp/server.ts'
import { startStaffApp, type StaffApp } from '../support/staff.ts'
import { announce } from '../support/test-app.ts'

/** Circulates in the seeded clarification of the fake recruitment by Otorita IKN. */
const HOAX =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'

/** Pairs the server's bot in the dashboard, as staff do: the page shows the code, the phone scans it. */
async function pairInDashboard(wa: WhatsAppServer, bot: Account): Promise<StaffApp> {
  const trust = trustOf(wa)
  onTestFinished(async () => {
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
  })
  const scan = { resolve: (_qr: string) => {} }
  const shown = new Promise<string>((resolve) => {
    scan.resolve = resolve
  })
  const running = await startStaffApp(
    { WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url },
    {
      pace: { telegram: {}, whatsapp: {}, simulator: {} },
      whatsapp: { ...trust, printQr: (qr) => scan.resolve(qr) },
    },
  )
  const qr = await shown
  const sari = await running.staff('Sari', ['administrator'])
  const page = await sari.get('/dasbor/saluran/whatsapp/default')
  expect(page.text).toContain('<svg')
  wa.scan(qr, bot)
  return running
}

const heard = (person: Person, words: RegExp) =>
  person.received((message) => words.test(textOfMessage(message)))

it('takes a village group on WhatsApp from pairing to its announcement, and answers a resident', async () => {
  const wa = await startWhatsAppServer()
  onTestFinished(() => wa.stop())
  const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
  const adminAccount = wa.account({ phone: '6281100000002', lid: '90000000000002', name: 'Admin' })
  const residentAccount = wa.account({ phone: '6281100000003', lid: '90000000000003', name: 'Warga' })
  const { url, broadcastsDir } = await pairInDashboard(wa, bot)
  const people = await Promise.all([startPerson(wa, adminAccount), startPerson(wa, residentAccount)])
  onTestFinished(async () => {
    await Promise.all(people.map((person) => person.stop()))
  })
  const [admin, resident] = people
  const group = wa.group({ subject: 'KIM Loa Kulu', creator: adminAccount, members: [residentAccount] })
  const elsewhere = wa.group({ subject: 'KIM Balikpapan', creator: adminAccount, members: [] })

  // The admin adds the bot, which says once who it is.
  wa.change(group, 'add', bot)
  await heard(admin, /\/langganan/)

  // A resident who is no admin may not change anything.
  await resident.send(group.id, { text: '/langganan' })
  await heard(resident, /admin/i)

  // The admin chooses the village in a few numbered answers.
  await admin.send(group.id, { text: '/langganan loa kulu kota' })
  await heard(admin, /1\. Ya, simpan/)
  await admin.send(group.id, { text: '1' })
  await heard(admin, /langganan sudah disimpan/)

  wa.change(elsewhere, 'add', bot)

  // The announcement for the regency reaches the village once, and nobody else.
  await announce(broadcastsDir, {
    id: 'posyandu',
    area: 'Kutai Kartanegara',
    body: 'Posyandu buka hari **Senin**.',
  })
  const announcement = await heard(admin, /Posyandu buka hari \*Senin\*/)
  expect(announcement.key.remoteJid).toBe(group.id)
  await heard(resident, /Posyandu buka/)

  // The resident forwards a hoax in private and gets the clarification.
  await resident.send(`${bot.phone}@s.whatsapp.net`, { text: HOAX, contextInfo: { isForwarded: true } })
  const answer = textOfMessage(await heard(resident, /PENIPUAN/))
  expect(answer).toMatch(/Otorita IKN/)
  expect(answer).toMatch(/Sumber: /)

  const copies = admin.inbox.filter((message) => textOfMessage(message).includes('Posyandu buka'))
  expect(copies).toHaveLength(1)
  const health = (await (await fetch(`${url}/health`)).json()) as {
    channels: { whatsapp: { state: string } }
  }
  expect(health.channels.whatsapp.state).toBe('connected')
})
