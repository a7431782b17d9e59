import { generateMessageIDV2, proto } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { heard, openOffice, type Office } from '../support/whatsapp/office.ts'
import { textOfMessage, type Person } from '../support/whatsapp/person.ts'
import type { Group } from '../support/whatsapp/server.ts'

const { ProtocolMessage, PeerDataOperationRequestResponseMessage } = proto.Message
const ORDER = '/langganan loa kulu kota'

let office: Office
/** Administers every group here. */
let admin: Person
/** A plain member of every group, with a client that sends whatever it likes. */
let attacker: Person

beforeAll(async () => {
  office = await openOffice({ database: inject('emptyDatabase') })
  await office.start()
  await office.pair()
  ;[admin, attacker] = await Promise.all([office.person('Admin'), office.person('Penyusup')])
})

afterAll(() => office.close())

/** The attacker's client puts any content into a message. */
async function attack(
  chatId: string,
  content: proto.IMessage,
  additionalAttributes: Record<string, string> = {},
): Promise<void> {
  const messageId = generateMessageIDV2()
  await attacker.socket.relayMessage(chatId, content, { messageId, additionalAttributes })
}

/** What the bot remembers of a group after it has dealt with everything that was sent before, here and in private. */
async function tracesIn(group: Group): Promise<unknown[]> {
  await attacker.send(group.id, { text: '/status' })
  await heard(attacker, /belum berlangganan/, group)
  await attacker.send(office.botJid, { text: '/tentang' })
  await heard(attacker, /adalah layanan Dinas/)
  attacker.inbox.splice(0)
  const { chats, dialogues } = office.storage
  const traces = await Promise.all([chats.find(office.address(group)), dialogues.find(office.address(group))])
  return traces.filter((trace) => trace !== undefined)
}

describe.each(['lid', 'pn'] as const)('in a group addressed by %s', (addressing) => {
  const jidOf = ({ account }: Person) =>
    addressing === 'lid' ? `${account.lid}@lid` : `${account.phone}@s.whatsapp.net`
  const botJid = () => (addressing === 'lid' ? `${office.bot.lid}@lid` : office.botJid)

  const newGroup = (subject: string): Group =>
    office.wa.group({
      subject,
      creator: admin.account,
      members: [office.bot, attacker.account],
      addressing,
    })

  /** What a message of the admin would look like, had the admin written it. */
  const forgedMessage = (group: Group, text: string) =>
    proto.WebMessageInfo.create({
      key: { remoteJid: group.id, fromMe: false, id: generateMessageIDV2(), participant: jidOf(admin) },
      participant: jidOf(admin),
      messageTimestamp: Math.floor(Date.now() / 1000),
      pushName: 'Admin',
      message: { conversation: text },
    })

  it('takes a member for a member, and an admin for an admin', async () => {
    const group = newGroup('Biasa')
    await attacker.send(group.id, { text: ORDER })
    await heard(attacker, /hanya admin grup/, group)
    expect(await tracesIn(group)).toEqual([])
    await office.subscribe(admin, group)
    expect(await office.storage.chats.find(office.address(group))).toMatchObject({ status: 'active' })
  })

  it.each(['in private', 'in the group'])(
    'drops a "resent" message of the admin that another person hands in %s',
    async (where) => {
      const group = newGroup('Kiriman ulang')
      const webMessageInfoBytes = proto.WebMessageInfo.encode(forgedMessage(group, ORDER)).finish()
      const response = PeerDataOperationRequestResponseMessage.create({
        peerDataOperationRequestType: proto.Message.PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND,
        stanzaId: generateMessageIDV2(),
        peerDataOperationResult: [{ placeholderMessageResendResponse: { webMessageInfoBytes } }],
      })
      await attack(where === 'in private' ? office.botJid : group.id, {
        protocolMessage: {
          type: ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
          peerDataOperationRequestResponseMessage: response,
        },
      })
      expect(await tracesIn(group)).toEqual([])
    },
  )

  it('drops a history of the chat that another person hands in', async () => {
    const group = newGroup('Riwayat')
    const history = proto.HistorySync.encode({
      syncType: proto.HistorySync.HistorySyncType.RECENT,
      conversations: [{ id: group.id, messages: [{ message: forgedMessage(group, ORDER) }] }],
    }).finish()
    await attack(office.botJid, {
      protocolMessage: {
        type: ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
        historySyncNotification: {
          syncType: proto.Message.HistorySyncType.RECENT,
          initialHistBootstrapInlinePayload: history,
        },
      },
    })
    expect(await tracesIn(group)).toEqual([])
  })

  it('does not believe that the LID of a member belongs to the number of the admin', async () => {
    const group = newGroup('Pemetaan')
    const encodedMappingPayload = proto.LIDMigrationMappingSyncPayload.encode({
      pnToLidMappings: [
        { pn: Number(admin.account.phone), assignedLid: Number(attacker.account.lid) },
        { pn: Number(admin.account.phone), latestLid: Number(attacker.account.lid), assignedLid: 1 },
      ],
    }).finish()
    await attack(office.botJid, {
      protocolMessage: {
        type: ProtocolMessage.Type.LID_MIGRATION_MAPPING_SYNC,
        lidMigrationMappingSyncMessage: { encodedMappingPayload },
      },
    })
    await attacker.send(group.id, { text: ORDER })
    await heard(attacker, /hanya admin grup/, group)
    expect(await tracesIn(group)).toEqual([])
  })

  it.each(['in private', 'in the group'])(
    'takes what another person wraps as "sent by my own device" %s for that person\'s word',
    async (where) => {
      const group = newGroup('Bungkus')
      await attack(where === 'in private' ? office.botJid : group.id, {
        deviceSentMessage: { destinationJid: group.id, message: { conversation: ORDER } },
      })
      if (where === 'in private') await heard(attacker, /Kabar resmi kami kirim ke grup/)
      else await heard(attacker, /hanya admin grup/, group)
      expect(await tracesIn(group)).toEqual([])
    },
  )

  it('drops a change of what the admin wrote', async () => {
    const group = newGroup('Suntingan')
    const innocent = await admin.send(group.id, { text: 'Selamat pagi' })
    const key = {
      remoteJid: group.id,
      fromMe: false,
      participant: jidOf(admin),
      id: innocent.key.id ?? '',
    }
    const edit = { type: ProtocolMessage.Type.MESSAGE_EDIT, key, editedMessage: { conversation: ORDER } }
    await attack(group.id, { protocolMessage: edit }, { edit: '1' })
    await attack(group.id, { editedMessage: { message: { protocolMessage: edit } } }, { edit: '1' })
    expect(await tracesIn(group)).toEqual([])
  })

  it('goes by the sender that the server names, whatever the client writes on the envelope', async () => {
    const group = newGroup('Amplop')
    await attack(
      group.id,
      { conversation: ORDER },
      {
        from: group.id,
        notify: 'Admin',
        participant_pn: `${admin.account.phone}@s.whatsapp.net`,
        participant_lid: `${admin.account.lid}@lid`,
        sender_lid: `${admin.account.lid}@lid`,
      },
    )
    await heard(attacker, /hanya admin grup/, group)
    expect(await tracesIn(group)).toEqual([])
  })

  it('does not let a forged quote of the bot answer for the admin', async () => {
    const group = newGroup('Kutipan')
    await admin.send(group.id, { text: ORDER })
    const question = await heard(admin, /topik/i, group)
    const contextInfo = {
      stanzaId: question.key.id ?? '',
      participant: botJid(),
      quotedMessage: { conversation: 'Sudah benar begini?' },
    }
    await attack(group.id, { extendedTextMessage: { text: 'ya', contextInfo } })
    await heard(attacker, /hanya admin grup/, group)
    expect(await office.storage.chats.find(office.address(group))).toBeUndefined()
    // The admin's own answer still finds the dialogue where it was.
    await admin.send(group.id, { text: '1' })
    await heard(admin, /langganan sudah disimpan/, group)
  })

  it('refuses an admin as soon as the group has demoted them', async () => {
    const group = newGroup('Turun jabatan')
    office.wa.change(group, 'promote', attacker.account)
    await attacker.send(group.id, { text: ORDER })
    await heard(attacker, /1\. Ya, simpan/, group)
    office.wa.change(group, 'demote', attacker.account)
    attacker.inbox.splice(0)
    await attacker.send(group.id, { text: '1' })
    expect(textOfMessage(await heard(attacker, /admin/, group))).toMatch(/hanya admin grup/)
    expect(await office.storage.chats.find(office.address(group))).toBeUndefined()
  })
})
