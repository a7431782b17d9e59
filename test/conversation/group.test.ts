import { describe, expect, it } from 'vitest'
import { SendError } from '../../src/domain/error.ts'
import {
  hesitant,
  OFF_TOPIC,
  quote,
  SALT_MESSAGE,
  simulatorChat,
  startConversation,
} from '../support/conversation.ts'

describe('a group', () => {
  it.each([
    { what: 'ordinary talk', text: 'besok kerja bakti jam 8' },
    { what: 'a hoax that nobody asks about', text: SALT_MESSAGE },
    { what: 'a command of another bot', text: '/roll 6' },
    { what: 'our command meant for another bot', text: '/status@lainbot' },
    { what: 'a number', text: '2' },
    { what: 'a command without its slash', text: 'berhenti' },
  ])('hears nothing about $what, and nothing is stored', async ({ text }) => {
    const { inGroup, storage } = await startConversation()
    expect(await inGroup(text, { id: 'x' })).toEqual([])
    expect(await storage.receivedMessages.find(simulatorChat('grup-1'), 'x')).toBeUndefined()
    expect(await storage.inquiries.list({ limit: 1 })).toEqual([])
  })

  it.each([
    { what: '/cek with the text', text: `/cek ${SALT_MESSAGE}`, overrides: {} },
    { what: '/cek as a reply', text: '/cek', overrides: { quoted: quote(SALT_MESSAGE) } },
    { what: 'a mention with the text', text: SALT_MESSAGE, overrides: { mentionsBot: true } },
    {
      what: 'a mention as a reply',
      text: 'ini benar tidak?',
      overrides: { mentionsBot: true, quoted: quote(SALT_MESSAGE) },
    },
    {
      what: 'a mention and "cek" as a reply',
      text: 'cek',
      overrides: { mentionsBot: true, quoted: quote(SALT_MESSAGE) },
    },
    { what: 'a reply to the bot', text: SALT_MESSAGE, overrides: { quoted: quote('Halo semua', true) } },
  ])('gets an answer to $what', async ({ text, overrides }) => {
    const { inGroup } = await startConversation()
    const replies = await inGroup(text, { id: 'question', ...overrides })
    expect(replies).toHaveLength(1)
    expect(replies[0]).toMatchObject({ replyTo: 'question', text: expect.stringContaining('HOAKS') })
  })

  it.each([
    { what: 'a bare /cek', text: '/cek', overrides: {}, expected: 'Balas pesan itu dengan' },
    {
      what: 'a bare mention',
      text: '',
      overrides: { mentionsBot: true },
      expected: 'Balas pesan itu dengan',
    },
    { what: '/bantuan', text: '/bantuan', overrides: {}, expected: '/cek' },
    { what: 'a greeting by name', text: 'halo', overrides: { mentionsBot: true }, expected: 'Halo' },
    { what: '/status', text: '/status', overrides: {}, expected: 'belum berlangganan' },
  ])('is helped after $what', async ({ text, overrides, expected }) => {
    const { inGroup } = await startConversation()
    expect((await inGroup(text, overrides))[0]?.text).toContain(expected)
  })

  it.each(['terima kasih', 'siap', 'hadir'])(
    'is not bothered when somebody replies %j to an announcement',
    async (text) => {
      const { inGroup } = await startConversation()
      expect(await inGroup(text, { quoted: quote('Posyandu besok', true) })).toEqual([])
    },
  )

  it('is not bothered by a photo under an announcement, but helps whoever asks about one', async () => {
    const { inGroup } = await startConversation()
    const attachments = [{ type: 'image' as const }]
    expect(await inGroup('', { attachments, quoted: quote('Posyandu besok', true) })).toEqual([])
    expect((await inGroup('/cek', { attachments }))[0]?.text).toMatch(/gambar/i)
  })

  it('takes a number as a reply to the offered clarifications', async () => {
    const { inGroup } = await startConversation({ decide: hesitant })
    await inGroup('/cek', { quoted: quote(OFF_TOPIC) })
    expect((await inGroup('1', { quoted: quote('Belum ada', true) }))[0]?.text).toContain('HOAKS')
  })
})

describe('subscribing in a group', () => {
  it('is done by typing on WhatsApp', async () => {
    const { inGroup, storage } = await startConversation()
    const admin = { senderId: 'admin' }
    expect((await inGroup('/langganan', admin))[0]?.text).toContain('Grup ini untuk warga mana?')
    expect((await inGroup('kukar', admin))[0]?.text).toContain('Kabupaten Kutai Kartanegara')
    expect((await inGroup('loa kulu', admin))[0]?.choices?.map(({ label }) => label)).toContain(
      'Desa Loa Kulu Kota',
    )
    expect((await inGroup('loa kulu kota', admin))[0]?.text).toContain('Sudah benar begini?')
    expect((await inGroup('4', admin))[0]?.text).toContain('Kabar tentang apa')
    expect((await inGroup('1,4', admin))[0]?.text).toContain('Kesehatan, Bencana')
    expect((await inGroup('ya', admin))[0]?.text).toContain('langganan sudah disimpan')
    expect(await storage.chats.find(simulatorChat('grup-1'))).toMatchObject({ areaCodes: ['64.02.02.2004'] })
    expect((await inGroup('/status'))[0]?.text).toContain('Desa Loa Kulu Kota')
    expect((await inGroup('/berhenti', admin))[0]?.choices).toHaveLength(2)
    expect((await inGroup('ya', admin))[0]?.text).toContain('tidak kami kirim lagi')
    expect(await storage.chats.listActive()).toEqual([])
  })

  it('is done by tapping on Telegram, in one message that changes', async () => {
    const { inGroup, channel, storage } = await startConversation()
    const [question] = await inGroup('/langganan loa kulu kota', { senderId: 'admin' })
    const tap = async (label: string) => {
      const shown = channel.edited.at(-1) ?? question
      const choice = shown?.choices?.find((item) => item.label === label)?.id ?? ''
      const sent = await inGroup('', {
        senderId: 'admin',
        choice,
        quoted: { id: question?.externalId ?? '', text: '', fromBot: true },
      })
      expect(sent).toEqual([])
    }
    await tap('Ubah topik')
    await tap('Kesehatan')
    await tap('Bencana')
    expect(channel.edited.at(-1)?.choices?.map(({ label }) => label)).toContain('✅ Bencana')
    await tap('Selesai')
    await tap('Ya, simpan')
    expect(channel.edited.at(-1)).toMatchObject({
      externalId: question?.externalId,
      text: expect.stringContaining('langganan sudah disimpan'),
    })
    expect(await storage.chats.listActive()).toMatchObject([{ topics: ['kesehatan', 'bencana'] }])
  })

  it('does not swallow what people say meanwhile', async () => {
    const { inGroup } = await startConversation()
    await inGroup('/langganan', { senderId: 'admin' })
    expect(await inGroup('2', { senderId: 'warga' })).toEqual([])
    expect(await inGroup('besok rapat di balai desa', { senderId: 'admin' })).toEqual([])
    expect((await inGroup('/cek', { quoted: quote(SALT_MESSAGE) }))[0]?.text).toContain('HOAKS')
    expect((await inGroup('/batal', { senderId: 'admin' }))[0]?.text).toContain('dibatalkan')
  })

  it('is refused kindly to others, once', async () => {
    const { inGroup } = await startConversation()
    expect((await inGroup('/langganan'))[0]?.text).toContain('hanya admin grup')
    expect(await inGroup('/langganan')).toEqual([])
  })

  it('asks to try again when the platform does not answer', async () => {
    const { inGroup, channel } = await startConversation()
    channel.adminFailure = new SendError('unreachable', 'no answer')
    expect((await inGroup('/langganan', { senderId: 'admin' }))[0]?.text).toContain('coba lagi')
  })
})
