import { createPersonKey } from '../src/person-key.ts'
import { startBotApi } from '../test/support/telegram/bot-api.ts'
import { DOCUMENTED_LIMITS } from '../test/support/telegram/flood-limits.ts'
import type { BurstPlatform } from './burst-platform.ts'

const TOKEN = '123456789:AAburstBURSTburstBURSTburstBURSTburstB'
const WEBHOOK_SECRET = 'rahasia-webhook-0123456789'
/** Telegram waits about so long before it posts again what was not taken. */
const FIRST_RETRY_MS = 500

export interface TelegramBurst {
  people: number
  secret: string
  /** Where the server listens, for the webhook; undefined: it polls. */
  url?: string
}

/** The Bot API with Telegram's documented limits, and people in private chats with the bot. */
export async function startTelegram({ people, secret, url }: TelegramBurst): Promise<BurstPlatform> {
  const api = await startBotApi({ token: TOKEN, limits: DOCUMENTED_LIMITS, firstRetryMs: FIRST_RETRY_MS })
  const users = Array.from({ length: people }, (_, index) =>
    api.user({ id: 10_000 + index, firstName: `Warga ${index}` }),
  )
  const homes = users.map((user) => api.privateChat(user))
  const personKey = createPersonKey(secret)
  const said = users.map((): { key: string; at: number }[] => [])
  const clockShift = performance.now() - Date.now()

  return {
    name: 'Telegram',
    env: {
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.url,
      ...(url === undefined
        ? {}
        : { TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET, PUBLIC_URL: url }),
    },
    say(person, text) {
      const user = users[person]
      const home = homes[person]
      if (user === undefined || home === undefined) throw new Error(`There is no person ${person}.`)
      const at = performance.now()
      const { messageId } = api.sendText(user, home, text)
      said[person]?.push({ key: `${personKey('telegram', String(home.id))} ${messageId}`, at })
      return Promise.resolve()
    },
    said: (person) => said[person] ?? [],
    answers: (person) =>
      api
        .callsOf('sendMessage')
        .filter(
          ({ payload, status }) => status === 200 && String(payload['chat_id']) === String(homes[person]?.id),
        )
        .map(({ at }) => at + clockShift),
    throttled: () => api.calls.filter(({ status }) => status === 429).length,
    stop: () => api.stop(),
  }
}
