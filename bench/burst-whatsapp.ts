import { generateMessageIDV2, type BinaryNode } from '@whiskeysockets/baileys'
import { hushLibsignal } from '../src/channels/whatsapp/console-filter.ts'
import { openStorage } from '../src/storage/storage.ts'
import { startBot } from '../test/support/whatsapp/bot.ts'
import { startPerson, type Person } from '../test/support/whatsapp/person.ts'
import { startWhatsAppServer, type Account } from '../test/support/whatsapp/server.ts'
import type { BurstPlatform } from './burst-platform.ts'

const NUMBERS = ['utama', 'cadangan']

/** The loopback WhatsApp with real clients as people, who are shared among the numbers of the bot. */
export async function startWhatsApp(databaseUrl: string, people: number): Promise<BurstPlatform> {
  hushLibsignal()
  const wa = await startWhatsAppServer()
  const account = (number: number): Account =>
    wa.account({
      phone: `62811000${10_000 + number}`,
      lid: `900000000${10_000 + number}`,
      name: `W ${number}`,
    })
  const bots = NUMBERS.map((_, index) => account(index))
  const storage = await openStorage(databaseUrl, () => new Date())
  for (const [index, name] of NUMBERS.entries()) {
    const memory = storage.channelMemory({ channel: 'whatsapp', account: name })
    const paired = await startBot(wa, bots[index] as Account, { memory, account: name })
    await paired.stop()
  }
  await storage.close()
  const accounts = Array.from({ length: people }, (_, index) => account(NUMBERS.length + index))
  const persons: Person[] = []
  for (const one of accounts) persons.push(await startPerson(wa, one))
  const said = accounts.map((): { key: string; at: number }[] => [])
  const answers = accounts.map((): number[] => [])
  const personOf = new Map<string, number>(
    accounts.flatMap(({ lid, phone }, index) => [
      [`${lid}@lid`, index] as const,
      [`${phone}@s.whatsapp.net`, index] as const,
    ]),
  )
  const seen = new Set<string>()

  /** Notes when the server got a message for the first time. */
  function note({ attrs: { id = '', to = '' } }: BinaryNode, from: Account): void {
    if (seen.has(id)) return
    seen.add(id)
    const at = performance.now()
    if (bots.includes(from)) answers[personOf.get(to) ?? -1]?.push(at)
    else said[accounts.indexOf(from)]?.push({ key: id, at })
  }
  wa.delayMessage = (node, from) => {
    note(node, from)
    return undefined
  }

  return {
    name: 'WhatsApp',
    env: {
      WHATSAPP_ENABLED: 'true',
      WHATSAPP_SOCKET_URL: wa.url,
      WHATSAPP_ACCOUNTS: NUMBERS.join(','),
    },
    async say(person, text) {
      const one = persons[person] as Person
      const bot = bots[person % bots.length] as Account
      await one.send(
        `${bot.phone}@s.whatsapp.net`,
        { text },
        { messageId: generateMessageIDV2(one.socket.user?.id) },
      )
      // The client would keep them all.
      one.inbox.length = 0
    },
    said: (person) => said[person] ?? [],
    answers: (person) => answers[person] ?? [],
    throttled: () => 0,
    async stop() {
      await Promise.all(persons.map((person) => person.stop()))
      await wa.stop()
    },
  }
}
