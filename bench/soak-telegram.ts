import type { Chat, User } from 'grammy/types'
import { createPersonKey } from '../src/person-key.ts'
import { startBotApi } from '../test/support/telegram/bot-api.ts'
import type { Line } from './soak-mix.ts'
import { compare, type SoakPeople } from './soak-platform.ts'
import { freePort, SOAK_SECRET, startSoakProcess, type SoakFolder, type SoakProcess } from './soak-process.ts'

const TOKEN = '123456789:AAsoakSOAKsoakSOAKsoakSOAKsoakSOAKsoak'
const SECRET = 'rahasia-webhook-0123456789'
const LINES_PER_PERSON = 12
const GROUPS = 40
const AT_ONCE = 16
/** One update of so many is delivered again, twice at the same time. */
const REPEAT_EVERY = 10

/** The Bot API server with people, and the bot in webhook mode. */
export async function startTelegram(
  folder: SoakFolder,
  messages: number,
): Promise<{ people: SoakPeople; bot: SoakProcess }> {
  const api = await startBotApi({ token: TOKEN })
  const port = await freePort()
  const bot = await startSoakProcess(folder, {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_API_ROOT: api.url,
  })
  await api.until(() => api.webhook() !== undefined)
  const people = Math.max(AT_ONCE, Math.ceil(messages / LINES_PER_PERSON))
  const users = Array.from({ length: people }, (_, index) =>
    api.user({ id: 10_000 + index, firstName: `Warga ${index}` }),
  )
  const homes = users.map((user) => api.privateChat(user))
  const groups = Array.from({ length: GROUPS }, (_, index) => {
    const [admin, ...members] = users.filter((_user, number) => number % GROUPS === index)
    const group = api.group({ title: `KIM ${index}`, admins: admin ? [admin] : [], members })
    // As an admin the bot is told of ordinary talk, too.
    api.addBot(group, admin ?? (users[0] as User), 'administrator')
    return group
  })
  await api.settled()
  const personKey = createPersonKey(SOAK_SECRET)
  const said: { key: string; line: Line }[] = []
  let repeated = 0

  async function say(person: number, line: Line): Promise<void> {
    const user = users[person] as User
    const home = homes[person] as Chat
    const chat = line.place === 'private' ? home : (groups[person % GROUPS] as Chat)
    const before = line.place === 'private' ? api.messages(home).length : 0
    const { messageId, updateId = 0 } = api.sendText(user, chat, line.text)
    const place = line.place === 'private' ? personKey('telegram', String(chat.id)) : chat.id
    const isRepeated = said.push({ key: `${place} ${messageId}`, line }) % REPEAT_EVERY === 0
    if (line.kind !== 'ordinary') {
      await api.until(() =>
        line.place === 'private'
          ? api.messages(home).length > before
          : api.messages(chat).some(({ replyTo }) => replyTo === messageId),
      )
    }
    if (!isRepeated) return
    repeated += 2
    await Promise.all([api.redeliver(updateId), api.redeliver(updateId)])
  }

  return {
    bot,
    people: {
      name: 'Telegram',
      people,
      atOnce: AT_ONCE,
      say,
      settled: async () => void (await api.settled()),
      count: (recorded) => ({
        // Each group is greeted once.
        fromBot: [...homes, ...groups].reduce((sum, chat) => sum + api.messages(chat).length, 0) - GROUPS,
        repeated,
        ...compare(said, recorded, ({ chatId, messageId }) => `${chatId} ${messageId}`),
      }),
      stop: () => api.stop(),
    },
  }
}
