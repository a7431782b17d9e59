import type { proto, WAMessage } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { senderAddresses } from '../../../src/channels/whatsapp/identity.ts'
import { isFromPerson, readContent } from '../../../src/channels/whatsapp/incoming.ts'

const own = { phoneJid: '6281100000001@s.whatsapp.net', lidJid: '90000000000001@lid' }
const read = (message: proto.IMessage) => readContent({ key: {}, message }, own)

describe('readContent', () => {
  it.each<[string, proto.IMessage, string, string[]]>([
    ['plain text', { conversation: 'halo' }, 'halo', []],
    ['text with a preview', { extendedTextMessage: { text: 'halo' } }, 'halo', []],
    ['a picture', { imageMessage: { caption: 'foto' } }, 'foto', ['image']],
    ['a video', { videoMessage: {} }, '', ['video']],
    ['a voice note', { audioMessage: {} }, '', ['audio']],
    ['a sticker', { stickerMessage: {} }, '', ['sticker']],
    ['a contact', { contactMessage: {} }, '', ['contact']],
    ['a place', { locationMessage: {} }, '', ['location']],
    ['a disappearing text', { ephemeralMessage: { message: { conversation: 'halo' } } }, 'halo', []],
    ['a picture to be seen once', { viewOnceMessageV2: { message: { imageMessage: {} } } }, '', ['image']],
    [
      'a document with a caption',
      { documentWithCaptionMessage: { message: { documentMessage: { caption: 'surat' } } } },
      'surat',
      ['document'],
    ],
  ])('reads %s', (_, message, text, attachmentTypes) => {
    expect(read(message)).toEqual({ text, attachmentTypes, forwarded: false, mentionsBot: false })
  })

  it.each<[string, proto.IMessage | undefined]>([
    ['a reaction', { reactionMessage: { text: '👍' } }],
    ['a deletion', { protocolMessage: { type: 0 } }],
    ['a key exchange', { senderKeyDistributionMessage: { groupId: '1@g.us' } }],
    ['a poll vote', { pollUpdateMessage: {} }],
    ['what could not be decrypted', undefined],
  ])('leaves out %s', (_, message) => {
    expect(message === undefined ? readContent({ key: {} }, own) : read(message)).toBeUndefined()
  })

  it('cuts every mention of the bot, and no other number', () => {
    const extendedTextMessage = {
      text: '@90000000000001 tolong cek @6281100000001\n@90000000000002 bilang @900000000000012',
      contextInfo: { mentionedJid: ['90000000000001@lid', '90000000000002@lid'], isForwarded: true },
    }
    expect(read({ extendedTextMessage })).toMatchObject({
      text: 'tolong cek\n@90000000000002 bilang @900000000000012',
      mentionsBot: true,
      forwarded: true,
    })
  })

  it('takes a number in the text for no mention', () => {
    expect(read({ conversation: 'hubungi @90000000000001' })).toMatchObject({
      text: 'hubungi @90000000000001',
      mentionsBot: false,
    })
  })
})

describe('isFromPerson', () => {
  const message = { conversation: 'halo' }
  const from = (key: WAMessage['key'], content: proto.IMessage = message): boolean =>
    isFromPerson({ key: { id: 'A', ...key }, message: content })

  it('takes private and group messages', () => {
    expect(from({ remoteJid: '6281100000002@s.whatsapp.net' })).toBe(true)
    expect(from({ remoteJid: '90000000000002@lid' })).toBe(true)
    expect(from({ remoteJid: '120363000010000000@g.us', participant: '90000000000002@lid' })).toBe(true)
  })

  it('leaves out what the bot wrote itself, status updates and newsletters', () => {
    expect(from({ remoteJid: '6281100000002@s.whatsapp.net', fromMe: true })).toBe(false)
    expect(from({ remoteJid: 'status@broadcast', participant: '90000000000002@lid' })).toBe(false)
    expect(from({ remoteJid: '120363000010000000@newsletter' })).toBe(false)
    expect(from({ remoteJid: '1@g.us' }, { groupStatusMessageV2: { message } })).toBe(false)
  })
})

describe('senderAddresses', () => {
  it('puts the LID first, however the message was addressed', () => {
    const lid = '90000000000002@lid'
    const phone = '6281100000002@s.whatsapp.net'
    expect(senderAddresses({ remoteJid: phone, remoteJidAlt: lid })).toEqual([lid, phone])
    expect(senderAddresses({ remoteJid: lid, remoteJidAlt: phone })).toEqual([lid, phone])
    const inGroup = {
      remoteJid: '1@g.us',
      participant: '6281100000002:7@s.whatsapp.net',
      participantAlt: lid,
    }
    expect(senderAddresses(inGroup)).toEqual([lid, phone])
    expect(senderAddresses({ remoteJid: '1@g.us', participant: phone })).toEqual([phone])
  })
})
