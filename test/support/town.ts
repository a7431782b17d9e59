import { onTestFinished } from 'vitest'
import { DEFAULT_PACE } from '../../src/dissemination/pace.ts'
import { startBotApi, type BotMessage } from './telegram/bot-api.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { startPerson, textOfMessage, trustOf, type Person } from './whatsapp/person.ts'
import { startWhatsAppServer } from './whatsapp/server.ts'
import type { Group } from './whatsapp/world.ts'

/** Who lives there: two admins of every group, and a resident who is none. */
export const ROLES = ['admin', 'other admin', 'resident'] as const
export type Role = (typeof ROLES)[number]

/** What the bot last said in a group, as a person sees it. */
export interface Said {
  text: string
  /** The buttons, or the numbered choices. */
  choices: string[]
}

/** A group of the town with the bot in it. */
export interface TownGroup {
  /** Types a message, and resolves with the bot's next word. */
  says: (role: Role, text: string) => Promise<Said>
  /** The same, as a reply to the bot's last message. */
  replies: (role: Role, text: string) => Promise<Said>
  /** Taps the button, or sends the number, whose label begins so. Resolves with the bot's next word. */
  picks: (role: Role, label: string) => Promise<Said>
  /** Types a message. Resolves with whether the bot said nothing to it before the next command was answered. */
  isIgnored: (role: Role, text: string) => Promise<boolean>
  last: () => Said
  /** The bot's next word, whatever leads to it. */
  waits: () => Promise<Said>
  demote: (role: Role) => void
  /** How many messages people have sent, and buttons they have tapped, without slash commands. */
  effort: () => number
}

/** One platform with the real server on it: the same stories are told on each. */
export interface Town {
  app: TestApp
  /** A new group; the bot has said hello in it. */
  found: (title: string) => Promise<TownGroup>
}

export const PLATFORMS = ['Telegram', 'WhatsApp'] as const
export type Platform = (typeof PLATFORMS)[number]

const TOKEN = '123456789:AAtestTESTtestTESTtestTESTtestTESTtest'
/** What the server is started with, beside the channel. */
export type TownEnvironment = Record<string, string>
const NO_PACE = { pace: { ...DEFAULT_PACE, telegram: {}, whatsapp: {} } }
const ABOUT = /layanan Dinas Komunikasi/

interface Wire {
  /** On Telegram what is no command is a reply to the bot's last message: else the bot does not see it. */
  send: (role: Role, text: string, isReply?: boolean) => Promise<void>
  pick: (role: Role, label: string) => Promise<void>
  /** Changes whenever the bot says something, new or in place. */
  revision: () => string
  last: () => Said
  /** Resolves when `revision` is another one. */
  changed: (revision: string) => Promise<void>
  demote: (role: Role) => void
}

function groupOf(wire: Wire): TownGroup {
  let effort = 0
  const answered = async (work: () => Promise<void>) => {
    const before = wire.revision()
    await work()
    await wire.changed(before)
    return wire.last()
  }
  const says = (role: Role, text: string, isReply = false) => {
    if (!text.startsWith('/')) effort += 1
    return answered(() => wire.send(role, text, isReply))
  }
  return {
    says: (role, text) => says(role, text),
    replies: (role, text) => says(role, text, true),
    picks(role, label) {
      effort += 1
      return answered(() => wire.pick(role, label))
    },
    async isIgnored(role, text) {
      await wire.send(role, text)
      return ABOUT.test((await says(role, '/tentang')).text)
    },
    last: wire.last,
    waits: () => answered(() => Promise.resolve()),
    demote: wire.demote,
    effort: () => effort,
  }
}

async function startTelegramTown(env: TownEnvironment): Promise<Town> {
  const api = await startBotApi({ token: TOKEN })
  onTestFinished(() => api.stop())
  const app = await startTestApp({ ...env, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.url }, NO_PACE)
  const people = Object.fromEntries(
    ROLES.map((role, index) => [role, api.user({ id: 11 + index, firstName: role })]),
  ) as Record<Role, ReturnType<typeof api.user>>
  onTestFinished(() => {
    if (api.violations.length > 0) throw new Error(api.violations.join('\n'))
  })

  return {
    app,
    async found(title) {
      const { admin, resident } = people
      const group = api.group({ title, admins: [admin, people['other admin']], members: [resident] })
      const newest = (): BotMessage | undefined => api.messages(group).at(-1)
      const wire: Wire = {
        async send(role, text) {
          const replyTo = text.startsWith('/') ? undefined : newest()?.id
          api.sendText(people[role], group, text, replyTo === undefined ? {} : { replyTo })
        },
        async pick(role, label) {
          const message = newest()
          const button = message?.keyboard.flat().find((one) => one.label.startsWith(label))
          if (message === undefined || button === undefined) throw new Error(`There is no button ${label}.`)
          api.tap(people[role], group, message.id, button.data)
        },
        revision: () => JSON.stringify(newest() ?? ''),
        last: () => ({
          text: newest()?.text ?? '',
          choices: (newest()?.keyboard ?? []).flat().map((button) => button.label),
        }),
        async changed(revision) {
          await api.until(() => JSON.stringify(newest() ?? '') !== revision)
        },
        demote: (role) => api.demote(group, people[role]),
      }
      api.addBot(group, admin)
      await wire.changed(JSON.stringify(''))
      return groupOf(wire)
    },
  }
}

/** The choices of a text message: `1. Ya, simpan`. */
const numberedIn = (text: string) =>
  [...text.matchAll(/^(\d+)\. (.+)$/gm)].map(([, number = '', label = '']) => ({ number, label }))

async function startWhatsAppTown(env: TownEnvironment): Promise<Town> {
  const wa = await startWhatsAppServer()
  onTestFinished(() => wa.stop())
  const account = (number: number, name: string) =>
    wa.account({ phone: `628110000000${number}`, lid: `9000000000000${number}`, name })
  const bot = account(1, 'Kabar KIM')
  const trust = trustOf(wa)
  onTestFinished(async () => {
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
  })
  /** Nobody plays the one who founded the groups. */
  const founder = account(5, 'Pendiri')
  const accounts = {
    admin: account(2, 'Admin'),
    'other admin': account(3, 'Admin lain'),
    resident: account(4, 'Warga'),
  }
  const whatsapp = { ...trust, printQr: (qr: string) => wa.scan(qr, bot) }
  const settings = { ...env, WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url }
  const app = await startTestApp(settings, { ...NO_PACE, whatsapp })
  const entries = await Promise.all(
    ROLES.map(async (role): Promise<[Role, Person]> => [role, await startPerson(wa, accounts[role])]),
  )
  const people = Object.fromEntries(entries) as Record<Role, Person>
  onTestFinished(async () => {
    await Promise.all(Object.values(people).map((person) => person.stop()))
  })

  const wireOf = (group: Group): Wire => {
    const { admin } = people
    const heard = () =>
      admin.inbox.filter(({ key }) => {
        const [writer] = (key.participant ?? '').split(/[:@]/)
        return key.remoteJid === group.id && (writer === bot.lid || writer === bot.phone)
      })
    const textNow = () => textOfMessage(heard().at(-1) ?? { key: {} })
    const wire: Wire = {
      async send(role, text, isReply = false) {
        const quoted = isReply ? heard().at(-1) : undefined
        await people[role].send(group.id, { text }, quoted === undefined ? {} : { quoted })
      },
      async pick(role, label) {
        const choice = numberedIn(textNow()).find((one) => one.label.startsWith(label))
        if (choice === undefined) throw new Error(`There is no choice ${label}.`)
        await wire.send(role, choice.number)
      },
      revision: () => String(heard().length),
      last: () => ({ text: textNow(), choices: numberedIn(textNow()).map(({ label }) => label) }),
      async changed(revision) {
        await admin.received(() => String(heard().length) !== revision)
      },
      demote: (role) => wa.change(group, 'demote', accounts[role]),
    }
    return wire
  }

  return {
    app,
    async found(title) {
      const group = wa.group({ subject: title, creator: founder, members: Object.values(accounts) })
      wa.change(group, 'promote', accounts.admin)
      wa.change(group, 'promote', accounts['other admin'])
      const wire = wireOf(group)
      wa.change(group, 'add', bot)
      await wire.changed('0')
      return groupOf(wire)
    },
  }
}

/** Starts the server on a platform with people on it. It ends with the test. */
export function startTown(platform: Platform, env: TownEnvironment = {}): Promise<Town> {
  return platform === 'Telegram' ? startTelegramTown(env) : startWhatsAppTown(env)
}
