import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App, type AppOverrides } from '../../../src/app.ts'
import { systemClock } from '../../../src/clock.ts'
import { readConfig, type Environment } from '../../../src/config.ts'
import type { ChannelState } from '../../../src/domain/channel.ts'
import type { ChatAddress } from '../../../src/domain/message.ts'
import { createLogger } from '../../../src/logger.ts'
import { PROVINCE_CODE } from '../../../src/domain/area.ts'
import { openStorage, type Storage } from '../../../src/storage/storage.ts'
import { Browser, createStaffOffice } from '../staff.ts'
import { startPerson, textOfMessage, trustOf, type Person } from './person.ts'
import { startWhatsAppServer, type Account, type Group, type WhatsAppServer } from './server.ts'
import { startZapoPerson, type ZapoPerson } from './zapo-person.ts'

/** Where staff see the account, and pair it. */
export const PAIRING_PATH = '/dasbor/saluran/whatsapp/default'

export interface OfficeOptions {
  /** Path of a migrated database to begin with; without it one is made. */
  database?: string
  env?: Environment
  overrides?: Partial<AppOverrides>
}

/** What everybody may see at `/health`. */
export interface Health {
  httpStatus: number
  state: ChannelState
  detail: string
}

/** The whole product on a loopback WhatsApp. Its folder outlives restarts of the server. */
export interface Office {
  wa: WhatsAppServer
  /** The number that the bot is linked to. */
  bot: Account
  botJid: string
  broadcastsDir: string
  /** The database, opened a second time to look at it. */
  storage: Storage
  account(name: string): Account
  /** A human with a phone; stopped with the office. */
  person(name: string): Promise<Person>
  zapoPerson(name: string): Promise<ZapoPerson>
  /** Starts the server, again after `stop`. */
  start(overrides?: Partial<AppOverrides>): Promise<void>
  stop(): Promise<void>
  /** Scans the QR code that the server shows, and waits until it is connected. */
  pair(): Promise<void>
  /** Asks the server, as a browser would. */
  request(path: string): Promise<Response>
  /** The browser of an administrator, who is taken on when first asked for. */
  administrator(): Promise<Browser>
  /** What staff see of the account. */
  pairingPage(): Promise<string>
  health(): Promise<Health>
  /** Waits until the channel is in this state; gives what everybody may see then. */
  reaches(state: ChannelState): Promise<Health>
  address(group: Pick<Group, 'id'>): ChatAddress
  /** Takes a group through the dialogue, as its admin does. */
  subscribe(admin: Person, group: Group, area?: string): Promise<void>
  /** Ends everything. */
  close(): Promise<void>
}

/** The first message with these words; waits for it. */
export const heard = (person: Person, words: RegExp, chat?: Pick<Group, 'id'>) =>
  person.received(
    (message) =>
      words.test(textOfMessage(message)) && (chat === undefined || message.key.remoteJid === chat.id),
  )

/** The bot's reply in a group to the message with this id; waits for it. */
export const answerTo = (person: Person, id: string | null | undefined) =>
  person.received(({ message }) => message?.extendedTextMessage?.contextInfo?.stanzaId === id)

/** How many messages with these words somebody has. */
export const countHeard = (person: Person, words: RegExp) =>
  person.inbox.filter((message) => words.test(textOfMessage(message))).length

/** A new office. Nothing is started and nobody is paired yet. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const wa = await startWhatsAppServer()
  const trust = trustOf(wa)
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-'))
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const path = join(folder, 'kabar-kim.db')
  if (options.database !== undefined) await copyFile(options.database, path)
  const storage = await openStorage(`file:${path}`, () => new Date())
  const people: { stop(): Promise<void> }[] = []
  const config = readConfig({
    DATABASE_URL: `file:${path}`,
    BROADCASTS_DIR: broadcastsDir,
    QUIET_HOURS: 'off',
    WHATSAPP_ENABLED: 'true',
    WHATSAPP_SOCKET_URL: wa.url,
    ...options.env,
  })
  let lastNumber = 0
  let app: App | undefined
  let administrator: Promise<Browser> | undefined
  const shownQrs: string[] = []

  const account = (name: string): Account => {
    lastNumber += 1
    const number = String(lastNumber).padStart(3, '0')
    return wa.account({ phone: `6281100000${number}`, lid: `90000000000${number}`, name })
  }
  const bot = account('Kabar KIM')

  const running = (): App => {
    if (app === undefined) throw new Error('the server is not started')
    return app
  }

  const takeOnAdministrator = async () => {
    const secretKey = (await storage.settings.get('secret_key')) ?? ''
    const browser = new Browser(config.publicUrl, async (address, init) =>
      running().fetch(new Request(address, init)),
    )
    return createStaffOffice(storage, { secretKey }).takeOn(browser, 'Sari', ['administrator'], PROVINCE_CODE)
  }

  const office: Office = {
    wa,
    bot,
    botJid: `${bot.phone}@s.whatsapp.net`,
    broadcastsDir,
    storage,
    account,
    async person(name) {
      const person = await startPerson(wa, account(name))
      people.push(person)
      return person
    },
    async zapoPerson(name) {
      const person = await startZapoPerson(wa, account(name))
      people.push(person)
      return person
    },
    async start(overrides = {}) {
      const { whatsapp, ...others } = { ...options.overrides, ...overrides }
      app = await createApp(config, {
        logger: createLogger('silent'),
        pace: { telegram: {}, whatsapp: {}, simulator: {} },
        ...others,
        whatsapp: { ...trust, printQr: (qr) => void shownQrs.push(qr), ...whatsapp },
      })
      await app.start()
    },
    async stop() {
      const stopping = app
      app = undefined
      await stopping?.stop()
    },
    async pair() {
      await office.reaches('needs_pairing')
      while (shownQrs.length === 0) await systemClock.sleep(5)
      wa.scan(shownQrs.splice(0).at(-1) ?? '', bot)
      await office.reaches('connected')
    },
    request: async (address) => running().fetch(new Request(new URL(address, 'http://127.0.0.1'))),
    administrator() {
      administrator ??= takeOnAdministrator()
      return administrator
    },
    pairingPage: async () => (await (await office.administrator()).get(PAIRING_PATH)).text,
    async health() {
      const response = await office.request('/health')
      const report = (await response.json()) as {
        channels: { whatsapp: { state: ChannelState; detail?: string } }
      }
      const { state, detail = '' } = report.channels.whatsapp
      return { httpStatus: response.status, state, detail }
    },
    async reaches(state) {
      for (;;) {
        const health = await office.health()
        if (health.state === state) return health
        await systemClock.sleep(10)
      }
    },
    address: ({ id }) => ({ channel: 'whatsapp', account: 'default', chatId: id }),
    async subscribe(admin, group, area = 'loa kulu kota') {
      await admin.send(group.id, { text: `/langganan ${area}` })
      await heard(admin, /1\. Ya, simpan/, group)
      await admin.send(group.id, { text: '1' })
      await heard(admin, /langganan sudah disimpan|Perubahannya sudah disimpan/, group)
    },
    async close() {
      await office.stop()
      await Promise.all(people.map((person) => person.stop()))
      trust.fetchAgent.destroy()
      await trust.dispatcher.close()
      await storage.close()
      await wa.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return office
}
