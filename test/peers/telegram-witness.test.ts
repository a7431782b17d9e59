/**
 * A second Bot API server, written by others: what our own emulator believes about Telegram, another one believes too.
 * `@openclaw/crabline` asks for Node 22, but its Telegram server runs on Node 20, so nothing is skipped.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startTelegramServer } from '@openclaw/crabline'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { openStorage } from '../../src/storage/storage.ts'
import { PATIENTLY, SECRET } from '../support/telegram/bench.ts'
import { HOAX } from '../support/telegram/house.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { startTestApp, witaMinute } from '../support/test-app.ts'

const TOKEN = '424242:witnessWITNESSwitnessWITNESS'
const GROUP_ID = '-1002000000001'
const PICTURE = { width: 8, height: 8, channels: 3 as const, background: '#0a0' }

interface Call {
  method: string
  body: Record<string, unknown>
  accepted: boolean
}

/** The witness, with every call that the bot made. */
async function startWitness(folder: string) {
  const calls: Call[] = []
  const witness = await startTelegramServer({
    botId: 424_242,
    botToken: TOKEN,
    botUsername: 'KabarKimBot',
    recorderPath: join(folder, 'witness.jsonl'),
    onEvent(event) {
      if (event.type !== 'api') return
      const { accepted } = event as { accepted?: boolean }
      const body = (event.body ?? {}) as Record<string, unknown>
      calls.push({ method: event.path.split('/').at(-1) ?? '', body, accepted: accepted === true })
    },
  })
  onTestFinished(() => witness.close())
  const { adminToken, endpoints } = witness.manifest

  return {
    apiRoot: endpoints.apiRoot,
    calls,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** A person writes to the bot. */
    write: async (fields: Record<string, unknown>): Promise<void> => {
      const response = await fetch(endpoints.adminInboundUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      })
      expect(await response.json()).toMatchObject({ ok: true })
    },
  }
}

const envOf = (apiRoot: string, mode: 'polling' | 'webhook') => ({
  TELEGRAM_BOT_TOKEN: TOKEN,
  TELEGRAM_MODE: mode,
  TELEGRAM_WEBHOOK_SECRET: SECRET,
  TELEGRAM_API_ROOT: apiRoot,
})

it.each(['webhook', 'polling'] as const)(
  'answers a private question with its clarification, before another Bot API server (%s)',
  async (mode) => {
    const { apiRoot, calls, callsOf, write } = await startWitness(await temporaryFolder())
    await startTestApp(envOf(apiRoot, mode))
    const ready = mode === 'webhook' ? 'setWebhook' : 'getUpdates'
    await expect.poll(() => callsOf(ready).length, PATIENTLY).toBeGreaterThan(0)
    await write({ chatId: 5_001, fromId: 5_001, fromName: 'Sari', text: HOAX })
    await expect.poll(() => callsOf('sendMessage'), PATIENTLY).toHaveLength(1)
    const [answer] = callsOf('sendMessage')
    expect(answer?.body).toMatchObject({ chat_id: 5_001, parse_mode: 'HTML' })
    expect(answer?.body['text']).toMatch(/PENIPUAN[^]*Otorita IKN[^]*Sumber: <a href="https:/)
    expect(calls.every(({ accepted }) => accepted)).toBe(true)
  },
)

it('sends an announcement with its picture, before another Bot API server', async () => {
  const folder = await temporaryFolder()
  const { apiRoot, calls, callsOf } = await startWitness(folder)
  const broadcasts = join(folder, 'announcements')
  await mkdir(join(broadcasts, 'images'), { recursive: true })
  const picture = await sharp({ create: PICTURE }).jpeg().toBuffer()
  await writeFile(join(broadcasts, 'images', 'poster.jpg'), picture)
  const front = [
    'title: Posyandu',
    'programme: Posyandu',
    'topic: kesehatan',
    'author: Penulis',
    'approved_by: Pemeriksa',
    'audience:',
    '  areas: ["Kutai Kartanegara"]',
    'schedule:',
    `  at: ${witaMinute(new Date())}`,
    'attachment: images/poster.jpg',
  ]
  const body = 'Posyandu buka hari **Senin**.'
  await writeFile(join(broadcasts, 'posyandu.md'), ['---', ...front, '---', body, ''].join('\n'))
  const databaseUrl = await temporaryDatabase(folder)
  const storage = await openStorage(databaseUrl, () => new Date())
  const address = { channel: 'telegram', account: '424242', chatId: GROUP_ID } as const
  await storage.chats.subscribe(address, { title: 'KIM', areaCodes: ['64.02.02.2004'], topics: [] })
  await storage.close()

  await startTestApp({
    ...envOf(apiRoot, 'webhook'),
    DATABASE_URL: databaseUrl,
    BROADCASTS_DIR: broadcasts,
  })
  await expect.poll(() => callsOf('sendPhoto'), PATIENTLY).toHaveLength(1)
  const [sent] = callsOf('sendPhoto')
  expect(sent?.body).toMatchObject({ chat_id: GROUP_ID, parse_mode: 'HTML' })
  expect(sent?.body['caption']).toMatch('Posyandu buka hari <b>Senin</b>.')
  expect(JSON.stringify(sent?.body['photo'])).toMatch(/picture\.jpg|attach:/)
  expect(calls.every(({ accepted }) => accepted)).toBe(true)
})
