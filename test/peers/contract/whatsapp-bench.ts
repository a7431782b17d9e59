import { normalizeMessageContent, type AnyMessageContent, type WAMessage } from '@whiskeysockets/baileys'
import { createWhatsAppChannel } from '../../../src/channels/whatsapp/channel.ts'
import type { ChannelEvent, ReceiveEvent } from '../../../src/domain/channel.ts'
import { createLogger } from '../../../src/logger.ts'
import { createChannelMemory } from '../../support/channel-memory.ts'
import { createTestClock } from '../../support/test-clock.ts'
import { startPerson, textOfMessage, trustOf, type Person } from '../../support/whatsapp/person.ts'
import { startWhatsAppServer, type Account, type Verdict } from '../../support/whatsapp/server.ts'
import {
  heardAs,
  unable,
  until,
  type Bench,
  type Cause,
  type Place,
  type Platform,
  type Seen,
  type Thing,
  type Trouble,
  type Who,
} from './bench.ts'

const VERDICTS: Partial<Record<Trouble, Verdict>> = {
  throttled: 429,
  unreachable: 503,
  rejected: 479,
  restricted: 463,
  'unreachable, and it may have gone out': 'silent',
}

const phoneJid = ({ phone }: Account) => `${phone}@s.whatsapp.net`
const lidJid = ({ lid }: Account) => `${lid}@lid`

function contentOf({ type, bytes, caption }: Thing): AnyMessageContent {
  const media = Buffer.from(bytes)
  const said = caption === undefined ? {} : { caption }
  const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Ani\nEND:VCARD'
  const contents: Record<Thing['type'], AnyMessageContent> = {
    image: { image: media, jpegThumbnail: 'AAAA', ...said },
    video: { video: media, jpegThumbnail: 'AAAA', ...said },
    audio: { audio: media, ptt: false, seconds: 1 },
    document: { document: media, mimetype: 'application/pdf', fileName: 'surat.pdf', ...said },
    sticker: { sticker: media },
    contact: { contacts: { displayName: 'Ani', contacts: [{ vcard }] } },
    location: { location: { degreesLatitude: -0.5, degreesLongitude: 117.1 } },
  }
  return contents[type]
}

/** What became of messages in the hands of a person. */
export function watchChanges(person: Person): Map<string, { text?: string; isDeleted?: boolean }> {
  const changes = new Map<string, { text?: string; isDeleted?: boolean }>()
  person.socket.ev.on('messages.update', (updates) => {
    for (const { key, update } of updates) {
      const edited = update.message?.editedMessage?.message
      const before = changes.get(key.id ?? '')
      if (edited) changes.set(key.id ?? '', { ...before, text: textOfMessage({ key, message: edited }) })
      if (update.message === null) changes.set(key.id ?? '', { ...before, isDeleted: true })
    }
  })
  return changes
}

/** The options of the numbered list at the end of a text. */
const choicesIn = (text: string): string[] =>
  text.endsWith('Balas dengan angkanya.')
    ? [...text.matchAll(/^\d+\. (.*)$/gm)].map(([, label = '']) => label)
    : []

const placeOf = (chatId: string, title: string): Place => ({
  address: { channel: 'whatsapp', account: 'default', chatId },
  title,
})

async function open(): Promise<Bench> {
  const server = await startWhatsAppServer()
  const office = server.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kantor' })
  const [admin, member] = await Promise.all([
    startPerson(server, server.account({ phone: '6281100000002', lid: '90000000000002', name: 'Ani' })),
    startPerson(server, server.account({ phone: '6281100000003', lid: '90000000000003', name: 'Budi' })),
  ])
  const people: Record<Who, Person> = { resident: member, admin, member }
  const changes = watchChanges(member)
  const stranger = server.account({ phone: '6281100000004', lid: '90000000000004', name: 'Tamu' })
  const groups = new Map<string, ReturnType<typeof server.group>>()
  const written = new Map<string, { by: Person; to: string; message: WAMessage }>()
  const clock = createTestClock({ startAt: new Date().toISOString() })
  const trust = trustOf(server)
  const channel = createWhatsAppChannel({
    memory: createChannelMemory(),
    clock,
    logger: createLogger('silent'),
    socketUrl: server.url,
    ...trust,
  })
  const events: ChannelEvent[] = []
  const groupOf = ({ address }: Place) => groups.get(address.chatId) ?? unable()
  /** People write to the office; the office's answers come from there. */
  const jidFor = ({ address }: Place) =>
    address.chatId === phoneJid(member.account) ? phoneJid(office) : address.chatId

  function isBotsIn({ address }: Place, { key }: WAMessage): boolean {
    const isFromGroup = key.remoteJid?.endsWith('@g.us') === true
    const author = (isFromGroup ? key.participant : key.remoteJid) ?? ''
    const isInPlace = groups.has(address.chatId) ? key.remoteJid === address.chatId : !isFromGroup
    return isInPlace && [phoneJid(office), lidJid(office)].includes(author.replace(/:\d+@/, '@'))
  }

  function seenFrom(message: WAMessage): Seen {
    const id = message.key.id ?? ''
    const { text = textOfMessage(message), isDeleted = false } = changes.get(id) ?? {}
    const content = normalizeMessageContent(message.message)
    const image = content?.imageMessage
    const replyTo = (content?.extendedTextMessage ?? image)?.contextInfo?.stanzaId
    return {
      id,
      text,
      source: text,
      choices: choicesIn(text),
      ...(replyTo ? { replyTo } : {}),
      ...(image ? { picture: () => member.download(message) } : {}),
      edited: changes.get(id)?.text !== undefined,
      deleted: isDeleted,
    }
  }

  async function post(who: Who, place: Place, content: AnyMessageContent, replyTo?: string): Promise<string> {
    const by = people[who]
    const to = jidFor(place)
    const known = replyTo === undefined ? undefined : written.get(replyTo)?.message
    const quoted =
      replyTo === undefined ? undefined : (known ?? (await by.received(({ key }) => key.id === replyTo)))
    const message = await by.send(to, content, quoted === undefined ? {} : { quoted })
    const id = message.key.id ?? unable()
    written.set(id, { by, to, message })
    return id
  }

  function provoke(trouble: Trouble, place: Place): Promise<void> | void {
    if (trouble === 'disconnected') return bench.cut()
    if (trouble === 'chat_gone') return server.change(groupOf(place), 'remove', office)
    if (trouble === 'not_allowed') return server.setAnnounce(groupOf(place), true)
    const verdict = VERDICTS[trouble] ?? unable()
    server.judgeMessage = (_, from) => {
      if (from !== office) return undefined
      if (verdict === 'silent') queueMicrotask(() => server.drop(office))
      return verdict
    }
  }

  const receive: ReceiveEvent = async (event) => {
    events.push(event)
    await bench.onEvent(event)
  }

  const bench: Bench = {
    channel,
    clock,
    events,
    onEvent: () => Promise.resolve(),
    home: placeOf(phoneJid(member.account), 'Budi'),
    strangerId: lidJid(stranger),

    async newGroup(title) {
      const members = [office, member.account]
      const group = server.group({ subject: title, creator: admin.account, members })
      groups.set(group.id, group)
      return placeOf(group.id, title)
    },
    says(who, place, { text, replyTo, forwarded = false, mentionsBot = false }) {
      const content = {
        text: mentionsBot ? `@${office.lid} ${text}` : text,
        ...(mentionsBot ? { mentions: [lidJid(office)] } : {}),
        ...(forwarded ? { contextInfo: { isForwarded: true, forwardingScore: 1 } } : {}),
        linkPreview: null,
      }
      return post(who, place, content, replyTo)
    },
    shows: (who, place, thing) => post(who, place, contentOf(thing)),
    otherBotSays: unable,
    seen: (place) =>
      member.inbox
        .filter((message) => isBotsIn(place, message))
        .filter((message) => textOfMessage(message) !== '' || Boolean(message.message?.imageMessage))
        .map(seenFrom),
    async picks(who, place, shown, index) {
      await post(who, place, { text: String(index + 1) }, shown.id)
    },
    async confirms(_, shown, status) {
      const message = await member.received(({ key }) => key.id === shown.id)
      if (status === 'read') await member.socket.readMessages([message.key])
    },
    async repeats(_, id) {
      const { by, to, message } = written.get(id) ?? unable()
      const [device = unable()] = office.devices.keys()
      const jid = `${office.lid}:${device}@lid`
      const participant = { jid, count: 1 }
      await by.socket.relayMessage(to, message.message ?? {}, { messageId: id, participant })
    },

    promotes: (place, who) => server.change(groupOf(place), 'promote', people[who].account),
    demotes: (place, who) => server.change(groupOf(place), 'demote', people[who].account),
    addsBot: async (place) => server.change(groupOf(place), 'add', office),
    removesBot: async (place) => server.change(groupOf(place), 'remove', office),
    renames: (place, title) => server.rename(groupOf(place), title),
    moves: unable,

    async start() {
      await channel.start(receive)
      await bench.restore()
    },
    async cut() {
      server.drop(office)
      await until(() => channel.status().state === 'connecting')
    },
    restore: () => until(() => channel.status().state === 'connected', bench),
    async cause(trouble, place): Promise<Cause> {
      await provoke(trouble, place)
      return {
        async undo() {
          server.judgeMessage = () => undefined
          if (trouble === 'chat_gone') server.change(groupOf(place), 'add', office)
          await bench.restore()
          if (trouble !== 'not_allowed') return
          server.setAnnounce(groupOf(place), false)
          // What comes after the change shows that the bot knows of the change.
          await heardAs(bench, place, await bench.says('admin', place, { text: '/cek boleh' }))
        },
      }
    },
    async close() {
      await Promise.all([channel.stop(), admin.stop(), member.stop()])
      trust.fetchAgent.destroy()
      await trust.dispatcher.close()
      await server.stop()
    },
  }
  await channel.start(receive)
  await until(() => channel.status().pairing !== undefined)
  server.scan(channel.status().pairing?.qr ?? '', office)
  await bench.restore()
  return bench
}

export const whatsAppPlatform: Platform = {
  name: 'WhatsApp',
  peer: 'whatsapp',
  open,
  sample:
    '*Siaga banjir* di _Loa Kulu_, lihat BMKG: https://bmkg.go.id/info?a=1&b=2.\n\n• bawa obat\n• matikan listrik',
  textLimit: 4_000,
  triesOfFailing: 1,
  lacks: {
    tapping: 'buttons do not work on every client, so people type the number of the choice',
    'limit of choice ids': 'the ids of choices are never sent to WhatsApp',
    'editing a caption': 'WhatsApp does not let a linked device edit the caption of a picture',
    'other bots': 'a bot is an ordinary account, and nothing marks its messages',
    moving: 'a WhatsApp group keeps its id',
    chat_moved: 'a WhatsApp group keeps its id',
  },
}
