import type { AnyMessageContent, WAMessage } from '@whiskeysockets/baileys'
import { normalizeMessageContent } from '@whiskeysockets/baileys'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Line, Manner, Resident, Side, Talk, Thing } from './residents.ts'
import { startPerson, textOfMessage, trustOf, type Person } from './whatsapp/person.ts'
import { startWhatsAppServer, type Account } from './whatsapp/server.ts'

const POLL_MS = 20
const VCARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Ani\nTEL:+628123456789\nEND:VCARD'

/** The choices of a text message: `1. Ya, simpan`. */
const numberedIn = (text: string) =>
  text.endsWith('Balas dengan angkanya.')
    ? [...text.matchAll(/^(\d+)\. (.+)$/gm)].map(([, number = '', label = '']) => ({ number, label }))
    : []

function lineOf(message: WAMessage): Line {
  const text = textOfMessage(message)
  const content = normalizeMessageContent(message.message)
  const replyTo = (content?.extendedTextMessage ?? content?.imageMessage)?.contextInfo?.stanzaId
  const id = message.key.id ?? ''
  return { id, text, choices: numberedIn(text).map(({ label }) => label), ...(replyTo ? { replyTo } : {}) }
}

function contentOf({ type, bytes = new Uint8Array([0]), caption }: Thing): AnyMessageContent {
  const media = Buffer.from(bytes)
  const said = caption === undefined ? {} : { caption }
  const contents: Record<Thing['type'], AnyMessageContent> = {
    image: { image: media, jpegThumbnail: 'AAAA', ...said },
    video: { video: media, jpegThumbnail: 'AAAA', ...said },
    audio: { audio: media, ptt: true, seconds: 1 },
    document: { document: media, mimetype: 'application/pdf', fileName: 'surat.pdf', ...said },
    sticker: { sticker: media },
    contact: { contacts: { displayName: 'Ani', contacts: [{ vcard: VCARD }] } },
    location: { location: { degreesLatitude: -0.5, degreesLongitude: 117.1 } },
  }
  return contents[type]
}

/** `place`: where the messages of the bot come from; a group, or the bot itself. */
function talkOf(person: Person, bot: Account, place: string): Talk {
  const isGroup = place.endsWith('@g.us')
  const isBots = ({ key }: WAMessage) => {
    const [writer] = ((isGroup ? key.participant : key.remoteJid) ?? '').split(/[:@]/)
    const isHere = isGroup ? key.remoteJid === place : key.remoteJid?.endsWith('@g.us') !== true
    return isHere && (writer === bot.lid || writer === bot.phone)
  }
  const written = new Map<string, WAMessage>()
  const lines = () => person.inbox.filter(isBots).map(lineOf)
  const heard = () => lines().filter(({ text }) => text !== '')

  async function send(content: AnyMessageContent, { forwarded = false, replyTo }: Manner): Promise<string> {
    const quoted =
      replyTo === undefined
        ? undefined
        : (written.get(replyTo) ?? (await person.received(({ key }) => key.id === replyTo)))
    const marked = forwarded
      ? { ...content, contextInfo: { isForwarded: true, forwardingScore: 1 } }
      : content
    const message = await person.send(place, marked, quoted === undefined ? {} : { quoted })
    const id = message.key.id ?? ''
    written.set(id, message)
    return id
  }

  return {
    writes(text, manner = {}) {
      const isNamed = manner.mentionsBot === true
      const content = {
        text: isNamed ? `@${bot.lid} ${text}`.trim() : text,
        ...(isNamed ? { mentions: [`${bot.lid}@lid`] } : {}),
        linkPreview: null,
      }
      return send(content, manner)
    },
    sends: (thing, manner = {}) => send(contentOf(thing), manner),
    async picks(label) {
      const asked = person.inbox.filter(isBots).findLast((one) => numberedIn(textOfMessage(one)).length > 0)
      const options = asked === undefined ? [] : numberedIn(textOfMessage(asked))
      const choice = options.find((one) => one.label.startsWith(label))
      if (choice === undefined || asked === undefined) throw new Error(`There is no choice ${label}.`)
      await person.send(place, { text: choice.number }, isGroup ? { quoted: asked } : {})
    },
    heard,
    async hears(isIt) {
      await person.received(() => heard().some(isIt))
      return heard().find(isIt) ?? { id: '', text: '', choices: [] }
    },
  }
}

/** WhatsApp on the loopback. */
export async function openWhatsAppSide(): Promise<Side> {
  const wa = await startWhatsAppServer()
  onTestFinished(() => wa.stop())
  let count = 0
  const account = (name: string) => {
    count += 1
    const number = String(count).padStart(4, '0')
    return wa.account({ phone: `628110000${number}`, lid: `9000000000${number}`, name })
  }
  const bot = account('Kabar KIM')
  const trust = trustOf(wa)
  onTestFinished(async () => {
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
  })
  const people = new Map<Resident, Person>()
  onTestFinished(async () => {
    await Promise.all([...people.values()].map((person) => person.stop()))
  })
  return {
    env: { WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url },
    overrides: { whatsapp: { ...trust, printQr: (qr: string) => wa.scan(qr, bot) } },
    async ready() {
      while (!wa.isReachable(bot)) await systemClock.sleep(POLL_MS)
    },
    async resident(name) {
      const person = await startPerson(wa, account(name))
      const resident: Resident = {
        inPrivate: talkOf(person, bot, `${bot.phone}@s.whatsapp.net`),
        in: ({ id }) => talkOf(person, bot, id),
      }
      people.set(resident, person)
      return resident
    },
    async group(title, residents) {
      const members = residents.flatMap((resident) => people.get(resident) ?? [])
      const [first, ...others] = members
      if (first === undefined) throw new Error('Nobody is in the group.')
      const group = wa.group({
        subject: title,
        creator: first.account,
        members: others.map((person) => person.account),
      })
      wa.change(group, 'add', bot)
      await Promise.all(
        members.map((person) =>
          person.received(({ key }) => key.remoteJid === group.id && key.fromMe !== true),
        ),
      )
      return { title, id: group.id }
    },
  }
}
