import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Pace } from '../../src/dissemination/pace.ts'
import type { Delivery } from '../../src/domain/broadcast.ts'
import { createLogger } from '../../src/logger.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { announce } from '../support/test-app.ts'
import { startBot, until } from '../support/whatsapp/bot.ts'
import { startPerson, trustOf } from '../support/whatsapp/person.ts'
import { startWhatsAppServer, type Account } from '../support/whatsapp/server.ts'

const GROUPS = 200
/** The second number is in all but these last ones. */
const ONLY_FIRST = 30
/** The first number is restricted after so many messages. */
const RESTRICTED_AFTER = 40
const RESTRICTION = 463
const PATIENCE = { timeout: 90_000, interval: 250 }
const PACE: Pace = { gapMs: { min: 2, max: 6 } }

/** The server with two numbers, and groups that the first is subscribed for. */
async function twoNumbers(groups: number, onlyFirst: number) {
  const folder = await temporaryFolder()
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const databaseUrl = await temporaryDatabase(folder)
  const storage = await openStorage(databaseUrl, () => new Date())
  const wa = await startWhatsAppServer()
  const trust = trustOf(wa)
  const utama = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
  const cadangan = wa.account({ phone: '6281100000002', lid: '90000000000002', name: 'Kabar KIM 2' })
  const creator = wa.account({ phone: '6281100000003', lid: '90000000000003', name: 'Admin' })
  for (const [account, number] of [
    ['utama', utama],
    ['cadangan', cadangan],
  ] as const) {
    const memory = storage.channelMemory({ channel: 'whatsapp', account })
    const paired = await startBot(wa, number, { memory, account })
    await paired.stop()
  }
  const chats = Array.from({ length: groups }, (_, index) =>
    wa.group({
      subject: `KIM ${index}`,
      creator,
      members: index < groups - onlyFirst ? [utama, cadangan] : [utama],
    }),
  )
  for (const { id, subject } of chats) {
    const address = { channel: 'whatsapp', account: 'utama', chatId: id } as const
    await storage.chats.subscribe(address, { title: subject, areaCodes: ['64.02.02.2004'], topics: [] })
  }
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    BROADCASTS_DIR: broadcastsDir,
    QUIET_HOURS: 'off',
    WHATSAPP_ENABLED: 'true',
    WHATSAPP_SOCKET_URL: wa.url,
    WHATSAPP_ACCOUNTS: 'utama,cadangan',
  })
  const app = await createApp(config, {
    logger: createLogger('silent'),
    whatsapp: trust,
    pace: { telegram: {}, whatsapp: PACE, simulator: {} },
  })
  onTestFinished(async () => {
    await app.stop()
    await storage.close()
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
    await wa.stop()
  })
  const health = async () => {
    const response = await app.fetch(new Request('http://localhost/health'))
    return { status: response.status, text: await response.text() }
  }
  return { wa, storage, app, broadcastsDir, chats, utama, cadangan, creator, health }
}

describe('two WhatsApp numbers', () => {
  it('finish a run to 200 groups when the first is restricted in the middle: nobody twice, the rest listed', async () => {
    const scene = await twoNumbers(GROUPS, ONLY_FIRST)
    const { wa, storage, app, chats, utama, cadangan } = scene
    let asked = 0
    wa.judgeMessage = (_message, from) => {
      if (from !== utama) return undefined
      asked += 1
      return asked > RESTRICTED_AFTER ? RESTRICTION : undefined
    }
    await announce(scene.broadcastsDir, { id: 'posyandu', area: '64.02', body: 'Posyandu buka hari Senin' })
    await app.start()
    const inBoth = new Set(chats.slice(0, GROUPS - ONLY_FIRST).map(({ id }) => id))
    const copiesOf = (chatId: string, account: Account) => wa.acceptedFrom(account, chatId).length
    const left = () => storage.deliveries.list({ statuses: ['queued', 'sending'] })
    const isListed = ({ address, error }: Delivery) =>
      !inBoth.has(address.chatId) && error?.reason.includes('tidak ada nomor lain') === true
    await expect.poll(async () => (await storage.deliveries.list({})).length, PATIENCE).toBe(GROUPS)
    await expect.poll(async () => (await left()).every(isListed), PATIENCE).toBe(true)

    const copies = chats.map(({ id }) => copiesOf(id, utama) + copiesOf(id, cadangan))
    expect(Math.max(...copies)).toBe(1)
    expect(
      chats.filter(({ id }) => inBoth.has(id) && copiesOf(id, utama) + copiesOf(id, cadangan) !== 1),
    ).toEqual([])
    expect(wa.acceptedFrom(utama)).toHaveLength(RESTRICTED_AFTER)
    expect(wa.acceptedFrom(cadangan).length).toBeGreaterThan(60)
    // Exactly the groups without the message are listed, with the reason.
    const missing = chats.filter((_chat, index) => copies[index] === 0).map(({ id }) => id)
    expect(missing.length).toBeGreaterThan(0)
    expect((await left()).map(({ address }) => address.chatId).toSorted()).toEqual(missing.toSorted())
    // Nothing more went out on the restricted number than the message that was refused.
    expect(asked).toBe(RESTRICTED_AFTER + 1)
    const { status, text } = await scene.health()
    expect(status).toBe(503)
    expect(text).toContain('whatsapp/utama')
    expect(text).toContain('membatasi akun pengirim')
  }, 120_000)

  it('answer a group with one voice', async () => {
    const { wa, app, chats, utama, cadangan, creator } = await twoNumbers(2, 0)
    const admin = await startPerson(wa, creator)
    onTestFinished(() => admin.stop())
    await app.start()
    await until(() => wa.isReachable(utama) && wa.isReachable(cadangan))
    const [group] = chats
    await admin.send(group?.id ?? '', { text: '/status' })
    await until(() => wa.acceptedFrom(utama).length + wa.acceptedFrom(cadangan).length > 0)
    await admin.send(group?.id ?? '', { text: '/bantuan' })
    await until(() => wa.acceptedFrom(utama).length + wa.acceptedFrom(cadangan).length > 1)
    expect(wa.acceptedFrom(utama, group?.id)).toHaveLength(2)
    expect(wa.acceptedFrom(cadangan, group?.id)).toEqual([])
  })
})
