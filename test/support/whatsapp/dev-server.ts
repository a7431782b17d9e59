/**
 * A chat with the real bot without a phone: `npm run dev:whatsapp`. Starts a loopback WhatsApp and the real server,
 * links the bot, and makes a group and a private chat. Everything is in a temporary folder and gone at the end.
 */
import { createInterface } from 'node:readline'
import { createLogger, LOG_LEVELS } from '../../../src/logger.ts'
import { openOffice, type Office } from './office.ts'
import { textOfMessage, type Person } from './person.ts'
import type { Group } from './server.ts'

const HELP = `Ketik:
  teks biasa     pesan pribadi dari seorang warga
  g teks         di grup, sebagai admin
  m teks         di grup, sebagai anggota biasa
  quit           selesai`

/** How long piped input may go unanswered before the end. */
const LAST_ANSWERS_MS = 3_000

const print = (text: string) => void process.stdout.write(`${text}\n`)

/** Prints what the bot says to somebody in the chats that are told. */
function showAnswers(person: Person, office: Office, isShown: (chatId: string) => boolean): void {
  person.socket.ev.on('messages.upsert', ({ messages }) => {
    for (const message of messages) {
      const { remoteJid, participant, fromMe } = message.key
      const author = (participant || (remoteJid ?? '')).split(/[:@]/)[0]
      const text = textOfMessage(message)
      const isFromBot = author === office.bot.lid || author === office.bot.phone
      if (fromMe === true || !isFromBot || text === '' || !isShown(remoteJid ?? '')) continue
      print(`\n── bot, ${remoteJid?.endsWith('@g.us') === true ? 'di grup' : 'pribadi'}\n${text}\n`)
    }
  })
}

interface Cast {
  admin: Person
  member: Person
  resident: Person
  group: Group
}

async function startCast(office: Office): Promise<Cast> {
  const [admin, member, resident] = await Promise.all([
    office.person('Admin'),
    office.person('Anggota'),
    office.person('Warga'),
  ])
  const group = office.wa.group({
    subject: 'KIM Percobaan',
    creator: admin.account,
    members: [member.account],
  })
  showAnswers(admin, office, () => true)
  showAnswers(member, office, (chatId) => chatId !== group.id)
  showAnswers(resident, office, () => true)
  return { admin, member, resident, group }
}

/** Says one line of input. */
async function say(line: string, office: Office, { admin, member, resident, group }: Cast): Promise<void> {
  const [, who, inGroup = ''] = /^([gm])\s+(.*)$/.exec(line) ?? []
  if (who !== undefined) await (who === 'g' ? admin : member).send(group.id, { text: inGroup })
  else await resident.send(office.botJid, { text: line })
}

async function main(): Promise<void> {
  const level = LOG_LEVELS.find((name) => name === process.env['LOG_LEVEL']) ?? 'silent'
  const office = await openOffice({ overrides: { logger: createLogger(level) } })
  await office.start()
  await office.pair()
  const cast = await startCast(office)
  print(`Bot tersambung ke WhatsApp tiruan. Siaran dibaca dari ${office.broadcastsDir}\n${HELP}`)
  office.wa.change(cast.group, 'add', office.bot)
  const lines = createInterface({ input: process.stdin, terminal: false })
  for await (const line of lines) {
    if (line.trim() === 'quit') break
    if (line.trim() !== '') await say(line.trim(), office, cast)
  }
  lines.close()
  // What was piped in is read at once; the answers take a moment.
  if (!process.stdin.isTTY) await new Promise((resolve) => setTimeout(resolve, LAST_ANSWERS_MS))
  await office.close()
}

await main()
process.exit(0)
