import {
  generateMessageIDV2,
  isJidGroup,
  normalizeMessageContent,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { hushLibsignal } from '../src/channels/whatsapp/console-filter.ts'
import { openStorage } from '../src/storage/storage.ts'
import { startBot } from '../test/support/whatsapp/bot.ts'
import { startPerson, type Person } from '../test/support/whatsapp/person.ts'
import { startWhatsAppServer, type Account, type Group } from '../test/support/whatsapp/server.ts'
import type { Line } from './soak-mix.ts'
import { compare, type SoakPeople } from './soak-platform.ts'
import { freePort, startSoakProcess, type SoakFolder, type SoakProcess } from './soak-process.ts'

/** Each is a real client: encrypting for many of them takes most of the time that is measured here. */
const PEOPLE = 12
const GROUPS = 6
const AT_ONCE = 12

const quotedId = (message: WAMessage) =>
  normalizeMessageContent(message.message)?.extendedTextMessage?.contextInfo?.stanzaId

/** What people wait for: an answer in private, or one that quotes a message. */
function createAnswers() {
  const waiting = new Map<Person, { what: string; resolve: () => void }>()
  return {
    /** Hears everything that a person gets. */
    listen: (person: Person): void => {
      person.socket.ev.on('messages.upsert', ({ messages }) => {
        for (const message of messages) {
          if (message.key.fromMe === true || !message.message) continue
          const wanted = waiting.get(person)
          const what = isPrivate(message) ? 'private' : quotedId(message)
          if (wanted?.what === what) wanted?.resolve()
        }
        // The person would keep them all.
        person.inbox.length = 0
      })
    },
    next: (person: Person, what: string) =>
      new Promise<void>((resolve) => {
        waiting.set(person, { what, resolve })
      }),
  }
}

const isPrivate = ({ key }: WAMessage) => isJidGroup(key.remoteJid ?? undefined) !== true

/** The loopback WhatsApp with real Baileys clients as people. The bot is paired before its process starts. */
export async function startWhatsApp(folder: SoakFolder): Promise<{ people: SoakPeople; bot: SoakProcess }> {
  hushLibsignal()
  const wa = await startWhatsAppServer()
  const account = (number: number): Account =>
    wa.account({
      phone: `62811000${10_000 + number}`,
      lid: `900000000${10_000 + number}`,
      name: `W ${number}`,
    })
  const botAccount = account(0)
  const storage = await openStorage(folder.databaseUrl, () => new Date())
  const memory = storage.channelMemory({ channel: 'whatsapp', account: 'default' })
  const paired = await startBot(wa, botAccount, { memory })
  await paired.stop()
  await storage.close()
  const accounts = Array.from({ length: PEOPLE }, (_, index) => account(index + 1))
  const persons: Person[] = []
  const { listen, next: nextAnswer } = createAnswers()
  for (const one of accounts) persons.push(await startPerson(wa, one))
  for (const person of persons) listen(person)
  const groups = Array.from({ length: GROUPS }, (_, index): Group => {
    const members = accounts.filter((_account, number) => number % GROUPS === index)
    const [creator = botAccount] = members
    return wa.group({ subject: `KIM ${index}`, creator, members: [...members, botAccount] })
  })
  const bot = await startSoakProcess(folder, {
    PORT: String(await freePort()),
    WHATSAPP_ENABLED: 'true',
    WHATSAPP_SOCKET_URL: wa.url,
  })
  const said: { key: string; line: Line }[] = []

  async function say(number: number, line: Line): Promise<void> {
    const person = persons[number] as Person
    const group = groups[number % GROUPS] as Group
    const jid = line.place === 'private' ? `${botAccount.phone}@s.whatsapp.net` : group.id
    const key = generateMessageIDV2(person.socket.user?.id)
    said.push({ key, line })
    const answered = nextAnswer(person, line.place === 'private' ? 'private' : key)
    await person.send(jid, { text: line.text }, { messageId: key })
    if (line.kind !== 'ordinary') await answered
  }

  return {
    bot,
    people: {
      name: 'WhatsApp',
      people: PEOPLE,
      atOnce: AT_ONCE,
      say,
      // Whoever got an answer in a chat knows that all before it in this chat was dealt with.
      settled: () => Promise.resolve(),
      count: (recorded) => ({
        fromBot: wa.acceptedFrom(botAccount).length,
        repeated: 0,
        ...compare(said, recorded, ({ messageId }) => messageId),
      }),
      async stop() {
        await Promise.all(persons.map((person) => person.stop()))
        await wa.stop()
      },
    },
  }
}
