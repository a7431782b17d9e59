import { describe, expect, it } from 'vitest'
import {
  hashForTest,
  hesitant,
  OFF_TOPIC,
  quote,
  SALT_MESSAGE,
  simulatorChat,
  startConversation,
} from '../support/conversation.ts'

describe('a private chat', () => {
  it('gets the clarification of a forwarded hoax', async () => {
    const { inPrivate } = await startConversation()
    const [reply, ...others] = await inPrivate(SALT_MESSAGE, { forwarded: true })
    expect(others).toEqual([])
    expect(reply?.text).toContain('❌ **HOAKS**')
    expect(reply?.replyTo).toBeUndefined()
  })

  it('hears honestly that there is none yet', async () => {
    const { inPrivate } = await startConversation()
    expect((await inPrivate(OFF_TOPIC))[0]?.text).toContain('belum punya klarifikasi')
  })

  it('is offered what resembles the message, and takes a number or a tap', async () => {
    const { inPrivate } = await startConversation({ decide: hesitant })
    const [offer] = await inPrivate(OFF_TOPIC)
    expect(offer?.choices).toHaveLength(4)
    expect((await inPrivate('2'))[0]?.text).toContain('🚫 **PENIPUAN**')
    expect((await inPrivate('', { choice: offer?.choices?.[2]?.id ?? '' }))[0]?.text).toContain('MENYESATKAN')
    expect((await inPrivate('4'))[0]?.text).toContain('kami catat')
  })

  it.each([
    ['/start', 'Diskominfo Kalimantan Timur'],
    ['/bantuan', '/langganan'],
    ['help', '/langganan'],
    ['/tentang', 'Dinas Komunikasi'],
    ['privasi', 'tidak kami simpan'],
    ['/langganan', 'Tambahkan bot ini ke grup'],
    ['langanan', 'Tambahkan bot ini ke grup'],
    ['berhenti langganan', 'Tambahkan bot ini ke grup'],
    ['/wilayah', 'Tambahkan bot ini ke grup'],
    ['jeda 3 hari', 'Tambahkan bot ini ke grup'],
    ['/history', 'Tambahkan bot ini ke grup'],
    ['/langganan KIM-64.02-7Q4F', 'Kode KIM dipakai di grup'],
    ['about', 'Dinas Komunikasi'],
    ['/apaini', 'belum kami kenal'],
    ['halo', 'Halo, Bapak/Ibu'],
    ['Assalamualaikum pak', 'Halo, Bapak/Ibu'],
    ['p', 'Halo, Bapak/Ibu'],
    ['test', 'Kami di sini'],
    ['terima kasih banyak min 🙏', 'Sama-sama'],
    ['👍🏽', 'Baik'],
    ['garam', 'terlalu pendek'],
    ['cek garam', 'terlalu pendek|belum punya|mungkin|HOAKS'],
  ])('answers %j in a human way', async (text, expected) => {
    const { inPrivate } = await startConversation()
    const replies = await inPrivate(text)
    expect(replies).toHaveLength(1)
    expect(replies[0]?.text).toMatch(new RegExp(expected, 'i'))
  })

  it('is told what to send instead of a picture, and checks its caption when there is one', async () => {
    const { inPrivate } = await startConversation()
    const attachments = [{ type: 'image' as const }]
    expect((await inPrivate('', { attachments }))[0]?.text).toMatch(/gambar/i)
    expect((await inPrivate(SALT_MESSAGE, { attachments }))[0]?.text).toContain('HOAKS')
  })

  it('checks the quoted message under a short "ini benar?"', async () => {
    const { inPrivate } = await startConversation()
    expect((await inPrivate('ini benar?', { quoted: quote(SALT_MESSAGE) }))[0]?.text).toContain('HOAKS')
  })

  it('treats what is forwarded as something to check, never as a command', async () => {
    const { inPrivate } = await startConversation()
    expect((await inPrivate('/start sekarang juga', { forwarded: true }))[0]?.text).toContain('belum punya')
  })

  it('stays silent in a flood, after saying so once', async () => {
    const { inPrivate, storage } = await startConversation()
    for (let count = 0; count < 20; count += 1) await inPrivate(`${OFF_TOPIC} ${count}`)
    expect((await inPrivate(OFF_TOPIC))[0]?.text).toContain('10 menit')
    expect(await inPrivate(OFF_TOPIC, { id: 'last' })).toEqual([])
    expect(
      await storage.receivedMessages.find(simulatorChat(hashForTest('simulator', 'warga-1')), 'last'),
    ).toEqual({ ignored: 'flood' })
  })
})
