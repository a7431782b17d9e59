import { describe, expect, it } from 'vitest'
import { broadcastCode, withCodeLine, withoutCodeLine } from '../../src/domain/broadcast-code.ts'
import { toPlainText, toWhatsApp } from '../../src/channels/formatting.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { openAnnouncements } from '../../src/conversation/comparing.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import { announceTo, subscribeAt } from '../support/announced.ts'
import { aBroadcast, DAY_MS } from '../support/broadcast-builder.ts'
import { OFF_TOPIC, SALT_MESSAGE, startConversation } from '../support/conversation.ts'

const BODIES = {
  beasiswa: `**Beasiswa Pesisir Cerdas 2026 dibuka untuk mahasiswa asal Kabupaten Berau.**

Pendaftaran 1 Desember 2026 sampai 20 Desember 2026. Bantuan Rp4.000.000 per semester.

Syarat:
- ber-KTP Berau dan masih aktif kuliah
- tidak sedang menerima beasiswa lain

Daftar di [beasiswa.beraukab.go.id](https://beasiswa.beraukab.go.id), gratis. Tanya ke 0811-5555-1234.`,
  sembako: `**Pasar murah sembako di Lapangan Kinibalu, Samarinda.**

Sabtu, 5 Desember 2026, pukul 08.00 sampai 12.00. Beras 5 kg Rp60.000, minyak goreng Rp14.000, gula Rp15.000.

Bawa KTP dan tas belanja sendiri. Satu keluarga satu paket. Keterangan: [jadwal lengkap](https://disperindag.kaltimprov.go.id/pasar-murah)`,
}
type Name = keyof typeof BODIES
const TITLES: Record<Name, string> = { beasiswa: 'Beasiswa Pesisir Cerdas', sembako: 'Pasar murah Samarinda' }
const messageOf = (id: Name) => ({ text: withCodeLine(id, `**${TITLES[id]}**\n\n${BODIES[id]}`) })

async function setUp(overrides: Partial<StoredBroadcast> = {}, channel: ChannelName = 'whatsapp') {
  const conversation = await startConversation()
  const { storage, clock } = conversation
  await subscribeAt(storage, { channel, account: channel, chatId: 'kim-1' })
  for (const id of ['beasiswa', 'sembako'] as const) {
    const at = clock.now()
    const { wantsAcknowledgement: _no, ...rest } = aBroadcast({
      id,
      title: TITLES[id],
      message: messageOf(id),
    })
    await announceTo(storage, { ...rest, status: 'finished', at, ...overrides })
  }
  clock.advance(DAY_MS)
  const announcements = openAnnouncements(storage, clock)
  const compare = (text: string, more = {}) =>
    announcements.compare({ text, hiddenLinks: [], isWhole: true, channel: 'whatsapp', ...more })
  const typeOf = async (text: string, more = {}) => (await compare(text, more))?.type
  return { ...conversation, compare, typeOf }
}

const whatsApp = (id: Name) => toWhatsApp(messageOf(id).text)
const half = (text: string) => text.slice(0, text.length / 2)
const plain = (id: Name) => toPlainText(messageOf(id).text)

describe('a message beside our own announcements', () => {
  it('is confirmed when it is one of them, word for word, as each platform shows it', async () => {
    const { typeOf, compare } = await setUp()
    for (const id of ['beasiswa', 'sembako'] as const) {
      const labelsOnly = plain(id).replace(/: https:\S+/, '')
      const withoutCode = toWhatsApp(withoutCodeLine(id, messageOf(id)).text)
      for (const text of [
        whatsApp(id),
        plain(id),
        labelsOnly,
        withoutCode,
        plain(id).replaceAll(/\s+/g, ' '),
      ]) {
        expect(await compare(text)).toMatchObject({ type: 'confirmed', announced: { broadcast: { id } } })
      }
      const asked = `${plain(id)}\n\nSudah disampaikan ke warga? Balas pesan ini dengan sudah.`
      expect(await typeOf(asked)).toBe('confirmed')
    }
  })

  it('is never confirmed when anything of it was changed', async () => {
    const { typeOf } = await setUp()
    const b = plain('beasiswa')
    const s = plain('sembako')
    const lines = b.split('\n')
    const changed: Record<string, string> = {
      'other link': b.replace('beasiswa.beraukab.go.id', 'beasiswa-beraukab.go.id'),
      'look-alike ending': b.replace('beraukab.go.id', 'beraukab.go-id.com'),
      'other path': s.replace('/pasar-murah', '/pasar-murah-2'),
      'link with a letter in disguise': b.replace('beraukab', 'bеraukab'),
      'a link added': `${b}\nhttps://bit.ly/daftar-berau`,
      'a broken link added': `${b}\ndaftar di bit . ly / berau`,
      'other telephone number': b.replace('0811-5555-1234', '0812-9999-1234'),
      'other number with look-alike digits': b.replace('0811-5555-1234', '٠٨١١-5555-1234'),
      'an account added': `${b}\nBiaya admin ke rekening BRI 1234 5678 9012 345`,
      'a telephone number added': `${b}\nKeterangan lebih lanjut hubungi 0812 3456 7890.`,
      'an account name added': `${b}\nDM @beasiswa_berau`,
      'other amount': b.replace('Rp4.000.000', 'Rp40.000.000'),
      'an amount with another comma': s.replace('Rp60.000', 'Rp6.0000'),
      'other date': b.replace('20 Desember', '30 Desember'),
      'other year': b.replaceAll('2026', '2027'),
      'other time': s.replace('12.00', '16.00'),
      'other place': s.replace('Samarinda', 'Balikpapan').replace('Kinibalu', 'Merdeka'),
      'other regency': b.replaceAll('Berau', 'Paser'),
      'a negation': b.replace('tidak sedang', 'sedang'),
      'a negation added': b.replace('gratis', 'tidak gratis'),
      'a sentence added': `${b}\nSetelah mendaftar, kirim foto KTP dan kode OTP.`,
      'a sentence before': `Kata pak camat cukup bayar di tempat.\n${b}`,
      'cut in half': half(b),
      'second half': b.slice(b.length / 2),
      'a line missing': lines.filter((line) => !line.includes('tidak sedang')).join('\n'),
      'lines turned round': [...lines.slice(3), ...lines.slice(0, 3)].join('\n'),
      'two merged': `${b}\n\n${s}`,
      'halves of two': half(b) + s.slice(s.length / 2),
      'other code': b.replace(broadcastCode('beasiswa'), broadcastCode('sembako')),
      'emoji for a figure': b.replace('Rp4.000.000', 'Rp🔟.000.000'),
      'emoji added': `${b}\n5️⃣0️⃣ ribu`,
    }
    const confirmed: string[] = []
    for (const [name, text] of Object.entries(changed)) {
      expect(text).not.toBe(name.includes('merged') || name.includes('halves') ? '' : b)
      if ((await typeOf(text)) === 'confirmed') confirmed.push(name)
    }
    expect(confirmed).toEqual([])
  })

  it('is called altered when links, numbers or figures are others', async () => {
    const { compare } = await setUp()
    const b = plain('beasiswa')
    const cases: [string, string[]][] = [
      [b.replace('beasiswa.beraukab.go.id', 'beasiswa-berau.xyz'), ['link']],
      [b.replace('0811-5555-1234', '0812-9999-1234'), ['number', 'figure']],
      [b.replace('Rp4.000.000', 'Rp9.000.000'), ['figure']],
    ]
    for (const [text, alterations] of cases) {
      expect(await compare(text)).toMatchObject({ type: 'altered', alterations })
    }
  })

  it('is not confirmed when words or buttons hide where they lead', async () => {
    const { typeOf } = await setUp()
    const text = plain('beasiswa')
    expect(await typeOf(text, { hiddenLinks: ['https://beasiswa.beraukab.go.id/'] })).toBe('confirmed')
    expect(await typeOf(text, { hiddenLinks: ['https://beasiswa-berau.xyz'] })).toBe('altered')
    expect(await typeOf(text, { hiddenLinks: ['tg://resolve?domain=penipu'] })).toBe('altered')
  })

  it('is not confirmed when it came as a picture or with one', async () => {
    const { typeOf } = await setUp()
    expect(await typeOf(plain('beasiswa'), { isWhole: false })).toBe('similar')
  })

  it('is about none of them most of the time', async () => {
    const { typeOf } = await setUp()
    for (const text of [
      SALT_MESSAGE,
      OFF_TOPIC,
      'Selamat pagi semua, besok kerja bakti ya',
      '',
      '🙏'.repeat(2_000),
    ]) {
      expect(await typeOf(text)).toBeUndefined()
    }
  })

  it('is compared only with what went out lately and still counts', async () => {
    const { typeOf, storage, clock } = await setUp()
    expect(await typeOf(plain('beasiswa'))).toBe('confirmed')
    const now = clock.now()
    await storage.broadcasts.save(
      aBroadcast({
        id: 'x',
        kind: 'recall',
        amends: 'beasiswa',
        schedule: { type: 'once', at: now },
        status: 'draft',
      }),
      [{ action: 'accept', by: 'sistem', reason: 'Ditarik.' }],
    )
    // At once, though the index is a little older.
    expect(await typeOf(plain('beasiswa'))).toBeUndefined()
    const corrected = {
      text: withCodeLine('sembako', '**Pasar murah Samarinda**\n\nDitunda ke 12 Desember 2026.'),
    }
    const correction = { id: 'y', kind: 'correction', amends: 'sembako', corrected, status: 'draft' } as const
    await storage.broadcasts.save(aBroadcast(correction), [{ action: 'submit', by: 'Penulis' }])
    // Somebody doubts it: nothing is confirmed before that is decided.
    expect(await typeOf(plain('sembako'))).toBeUndefined()
    await storage.broadcasts.step('y', 'approve', { by: 'Pemeriksa' })
    clock.advance(DAY_MS)
    expect(await typeOf(plain('sembako'))).not.toBe('confirmed')
    expect(await typeOf(toPlainText(corrected.text))).toBe('confirmed')
    clock.advance(200 * DAY_MS)
    expect(await typeOf(toPlainText(corrected.text))).toBeUndefined()
  })

  it.each(['draft', 'awaiting_approval', 'paused', 'cancelled'] as const)(
    'is not compared with what staff do not stand behind: %s',
    async (status) => {
      const { typeOf } = await setUp({ status })
      expect(await typeOf(plain('beasiswa'))).toBeUndefined()
    },
  )

  it('is not confirmed by a sample of the simulator', async () => {
    const { typeOf } = await setUp({}, 'simulator')
    expect(await typeOf(plain('beasiswa'), { channel: 'telegram' })).toBeUndefined()
    expect(await typeOf(plain('beasiswa'), { channel: 'simulator' })).toBe('confirmed')
  })
})

describe('a resident who asks about one of our announcements', () => {
  it('hears that it is ours, and staff have nothing to do', async () => {
    const { inPrivate, storage } = await setUp()
    const answer = (await inPrivate(whatsApp('beasiswa'), { forwarded: true })).at(-1)
    expect(answer?.text).toMatch(
      /^✅ Ini \*\*sesuai pengumuman resmi kami\*\*: \*\*Beasiswa Pesisir Cerdas\*\*, 1 Desember/,
    )
    expect(answer?.text).toContain(`/cek ${broadcastCode('beasiswa')}`)
    expect(await storage.claims.list()).toEqual([])
    expect(await storage.inquiries.list({ limit: 9 })).toMatchObject([{ status: 'answered' }])
    const again = (await inPrivate(`Info dari grup, ini benar?\n${whatsApp('sembako')}\nbenar gak min`)).at(
      -1,
    )
    expect(again?.text).toContain('sesuai pengumuman resmi kami')
  })

  it('is warned of an altered one, and staff see it before everything else', async () => {
    const { inPrivate, inGroup, storage } = await setUp()
    const fake = whatsApp('sembako').replace(
      'disperindag.kaltimprov.go.id/pasar-murah',
      'pasar-murah.xyz/daftar',
    )
    const answer = (await inPrivate(fake, { forwarded: true })).at(-1)
    expect(answer?.text).toMatch(
      /^🚫 \*\*Mirip pengumuman resmi kami, tetapi tautannya berbeda\. Jangan dipakai\.\*\*/,
    )
    expect(answer?.text).not.toContain('pasar-murah.xyz')
    expect(await storage.claims.list()).toMatchObject([{ harm: 'high', status: 'new' }])
    const inAGroup = (await inGroup(`/cek ${fake}`)).at(-1)
    expect(inAGroup?.text).toContain('Jangan dipakai')
    const others = await inGroup(`/cek ${fake}`, { senderId: 'lain' })
    expect(others.filter(({ text }) => !text.startsWith('Sedang dibaca'))).toEqual([])
  })

  it('is warned when a copy hides where it leads', async () => {
    const { inPrivate } = await setUp()
    const answer = (await inPrivate(plain('beasiswa'), { hiddenLinks: ['https://beasiswa-berau.xyz'] })).at(
      -1,
    )
    expect(answer?.text).toContain('Jangan dipakai')
    const quoted = { id: 'q', text: plain('beasiswa'), fromBot: false, hiddenLinks: ['https://jahat.xyz/'] }
    const other = (await inPrivate('/cek', { quoted })).at(-1)
    expect(other?.text).toContain('Jangan dipakai')
  })

  it('is told to compare when the words are others', async () => {
    const { inPrivate, storage } = await setUp()
    const answer = (await inPrivate(half(plain('beasiswa')))).at(-1)
    expect(answer?.text).toMatch(/belum punya klarifikasi.*kami pernah mengumumkan.*tidak sama persis/s)
    expect(answer?.text).not.toContain('sesuai pengumuman')
    expect(await storage.claims.list()).toHaveLength(1)
  })
})
