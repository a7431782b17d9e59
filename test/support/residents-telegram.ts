import type { Chat, Message, User } from 'grammy/types'
import { onTestFinished } from 'vitest'
import type { Line, Manner, Resident, Side, Talk, Thing } from './residents.ts'
import { startBotApi, type BotApi, type BotMessage } from './telegram/bot-api.ts'

const TOKEN = '123456789:AAtestTESTtestTESTtestTESTtestTESTtest'

const lineOf = ({ id, text, keyboard, replyTo }: BotMessage): Line => ({
  id: String(id),
  text,
  choices: keyboard.flat().map(({ label }) => label),
  ...(replyTo === undefined ? {} : { replyTo: String(replyTo) }),
})

function contentOf(api: BotApi, { type, bytes = new Uint8Array([0]), caption }: Thing): Partial<Message> {
  const file = api.file(bytes)
  const size = { width: 390, height: 300 }
  const content = {
    image: { photo: [{ ...file, ...size }] },
    video: { video: { ...file, ...size, duration: 1 } },
    audio: { voice: { ...file, duration: 1 } },
    document: { document: { ...file, mime_type: 'application/pdf' } },
    sticker: { sticker: { ...file, ...size, type: 'regular', is_animated: false, is_video: false } },
    contact: { contact: { phone_number: '628123456789', first_name: 'Ani' } },
    location: { location: { latitude: -0.5, longitude: 117.1 } },
  }[type] as Partial<Message>
  return { ...content, ...(caption === undefined ? {} : { caption }) }
}

const optionsOf = ({ forwarded = false, replyTo }: Manner) => ({
  ...(forwarded ? { forwarded } : {}),
  ...(replyTo === undefined ? {} : { replyTo: Number(replyTo) }),
})

function talkOf(api: BotApi, user: User, chat: Chat): Talk {
  const heard = () => api.messages(chat).map(lineOf)
  return {
    async writes(text, manner = {}) {
      const written = manner.mentionsBot === true ? `@${api.bot.username} ${text}`.trim() : text
      return String(api.sendText(user, chat, written, optionsOf(manner)).messageId)
    },
    async sends(thing, manner = {}) {
      return String(api.sendOther(user, chat, contentOf(api, thing), optionsOf(manner)).messageId)
    },
    async picks(label) {
      const message = api.messages(chat).findLast(({ keyboard }) => keyboard.length > 0)
      const button = message?.keyboard.flat().find((one) => one.label.startsWith(label))
      if (message === undefined || button === undefined) throw new Error(`There is no button ${label}.`)
      api.tap(user, chat, message.id, button.data)
    },
    heard,
    hears: (isIt) => api.until(() => heard().find(isIt)),
  }
}

/** Telegram on the loopback. */
export async function openTelegramSide(): Promise<Side> {
  const api = await startBotApi({ token: TOKEN })
  onTestFinished(() => api.stop())
  onTestFinished(() => {
    if (api.violations.length > 0) throw new Error(api.violations.join('\n'))
  })
  const users = new Map<Resident, User>()
  const chats = new Map<string, Chat>()
  return {
    env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.url },
    overrides: {},
    ready: () => Promise.resolve(),
    async resident(name) {
      const user = api.user({ id: 1_001 + users.size, firstName: name })
      const resident: Resident = {
        inPrivate: talkOf(api, user, api.privateChat(user)),
        in: ({ id }) => talkOf(api, user, chats.get(id) ?? api.privateChat(user)),
      }
      users.set(resident, user)
      return resident
    },
    async group(title, residents) {
      const [first, ...members] = residents.flatMap((resident) => users.get(resident) ?? [])
      if (first === undefined) throw new Error('Nobody is in the group.')
      const chat = api.group({ title, admins: [first], members })
      chats.set(String(chat.id), chat)
      api.addBot(chat, first)
      await api.until(() => api.messages(chat).length > 0)
      return { title, id: String(chat.id) }
    },
  }
}
