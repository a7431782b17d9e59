import { describe, expect, it } from 'vitest'
import { createGenuine } from '../../src/conversation/genuine.ts'
import { createRecentAnswers } from '../../src/conversation/recent-answers.ts'
import { broadcastCode, printedCode, withCodeLine } from '../../src/domain/broadcast-code.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { announceTo, subscribeAt } from '../support/announced.ts'
import { aBroadcast, DAY_MS, later } from '../support/broadcast-builder.ts'
import { quote, simulatorChat, startConversation } from '../support/conversation.ts'

const CODE = broadcastCode('posyandu')
const messageOf = (body: string) => ({ text: withCodeLine('posyandu', `**Posyandu**\n\n${body}`) })
const UNKNOWN = /tidak kami kenal/

async function setUp(overrides: Partial<StoredBroadcast> = {}, channel: ChannelName = 'simulator') {
  const conversation = await startConversation()
  const { storage, clock } = conversation
  const sentAt = clock.now()
  await subscribeAt(storage, { channel, account: channel, chatId: 'kim-1' })
  await announceTo(storage, {
    at: sentAt,
    message: messageOf('Bawa buku KIA ke balai desa.\n\nPukul 08.00.'),
    audience: { areaCodes: ['64.72', '64.02'], except: [], topics: [], communityKinds: [], channels: [] },
    ...overrides,
  })
  clock.advance(DAY_MS)
  const ask = async (text: string, more = {}) => (await conversation.inPrivate(text, more)).at(-1)?.text
  return { ...conversation, sentAt, ask }
}

/** A correction or recall, as staff make it. */
async function amend(
  storage: Storage,
  at: Date,
  fields: Partial<StoredBroadcast> & Pick<StoredBroadcast, 'id' | 'kind'>,
  isApproved = true,
) {
  await storage.broadcasts.save(
    aBroadcast({ amends: 'posyandu', schedule: { type: 'once', at }, status: 'draft', ...fields }),
    [
      { action: 'submit', by: 'Penulis' },
      ...(isApproved ? ([{ action: 'approve', by: 'Pemeriksa' }] as const) : []),
    ],
  )
}

describe('/cek with the code of an announcement', () => {
  it('says that it is from Diskominfo, for whom, and how it begins', async () => {
    const { ask } = await setUp()
    const said = await ask(`/cek ${CODE}`)
    expect(said).toMatch(/^✅ .*pengumuman resmi Diskominfo Kaltim: \*\*Posyandu\*\*, 1 Desember 2026/)
    expect(said).toMatch(/Samarinda dan .*Kutai Kartanegara/i)
    expect(said).toContain('> Bawa buku KIA ke balai desa.\n> \n> Pukul 08.00.')
    expect(said).toContain('Kalau isinya berbeda, **jangan dipercaya**')
    expect(said).not.toContain('Kode: ')
  })

  it('understands it however it is written, also without the command', async () => {
    const { ask } = await setUp()
    const printed = printedCode(CODE)
    for (const text of [`cek ${CODE.toLowerCase()}`, `/cek kode ${printed}`, printed, `/CEK  ${printed}.`]) {
      expect(await ask(text)).toContain('pengumuman resmi Diskominfo Kaltim')
    }
    expect(await ask('/cek', { quoted: quote(`Kode: ${printed} · cek keaslian: /cek ${CODE}`) })).toContain(
      '✅',
    )
  })

  it('shows only the beginning of a long one, and nothing of it becomes a word of ours', async () => {
    const long = Array.from({ length: 12 }, (_, number) => `Paragraf ${number}: ${'bawa berkas '.repeat(10)}`)
    const { ask } = await setUp({ message: messageOf(['Halo {sapaan}.', ...long].join('\n\n')) })
    const said = (await ask(`/cek ${CODE}`)) ?? ''
    expect(said).toContain('Halo \\{sapaan}.')
    expect(said).toContain('> …')
    expect(said.length).toBeLessThan(1_100)
  })

  it('says when it was corrected, and shows the text that counts', async () => {
    const { ask, storage, clock } = await setUp()
    const corrected = messageOf('Bawa KTP ke kantor camat.')
    await amend(storage, clock.now(), { id: 'posyandu-ralat-1', kind: 'correction', corrected }, false)
    // Nobody has approved it: nothing of it is known.
    expect(await ask(`/cek ${CODE}`)).toMatch(/Bawa buku KIA/)
    await storage.broadcasts.step('posyandu-ralat-1', 'approve', { by: 'Pemeriksa' })
    const said = await ask(`/cek ${CODE}`)
    expect(said).toMatch(/sudah diralat\*\* pada 2 Desember 2026/)
    expect(said).toContain('Bawa KTP ke kantor camat.')
    expect(said).not.toContain('buku KIA')
  })

  it('says when it was taken back, without its text', async () => {
    const { ask, storage, clock } = await setUp()
    await amend(storage, clock.now(), { id: 'posyandu-tarik-1', kind: 'recall' })
    const said = await ask(`/cek ${CODE}`)
    expect(said).toMatch(/^🚫 .*\*\*Posyandu\*\*.*sudah kami tarik\*\* pada 2 Desember 2026/)
    expect(said).not.toContain('buku KIA')
  })

  it('says when it is over, and when it goes out no more', async () => {
    const { ask, sentAt } = await setUp({ expiresAt: new Date('2026-12-01T12:00:00Z') })
    expect(sentAt < new Date('2026-12-01T12:00:00Z')).toBe(true)
    expect(await ask(`/cek ${CODE}`)).toContain('Masa berlakunya sudah lewat, 1 Desember 2026')
    const { ask: other } = await setUp({ status: 'cancelled' })
    expect(await other(`/cek ${CODE}`)).toContain('Pengirimannya sudah kami hentikan')
  })

  it('knows no code that nobody has, and says what to do', async () => {
    const { ask } = await setUp()
    for (const text of [
      '/cek 2A2A2A',
      '/cek K7O4-IX',
      '/cek kode KALTIM2026',
      `/cek ${broadcastCode('lain')}`,
    ]) {
      const said = await ask(text)
      expect(said).toMatch(UNKNOWN)
      expect(said).toContain('jangan anggap pesannya resmi')
      expect(said).not.toContain('KALTIM2026')
    }
  })

  it.each(['draft', 'awaiting_approval', 'scheduled', 'cancelled', 'running'] as const)(
    'knows nothing of an announcement that no group has got: %s',
    async (status) => {
      const { ask, storage } = await setUp()
      await storage.broadcasts.save(
        aBroadcast({ id: 'rahasia', title: 'Rahasia', status, message: { text: 'Rahasia.' } }),
      )
      const broadcast = await storage.broadcasts.find('rahasia')
      // A run under way that has not reached anybody tells nothing either.
      if (broadcast !== undefined && status === 'running') {
        await storage.deliveries.openRun(
          broadcast,
          later(broadcast.settledAt, 1),
          await storage.chats.listActive(),
        )
      }
      const said = await ask(`/cek ${broadcastCode('rahasia')}`)
      expect(said).toMatch(UNKNOWN)
      expect(said).not.toContain('Rahasia')
    },
  )

  it('does not know a sample of the simulator on other platforms', async () => {
    const { ask } = await setUp()
    const chat = { channel: 'telegram', account: 'telegram', chatId: 'warga-1' } as const
    const { storage, deps } = await setUp()
    const genuine = createGenuine({ storage, clock: deps.clock, recent: createRecentAnswers(deps.clock) })
    const onTelegram = await genuine.answer({ chat, chatType: 'private', attachments: [] }, CODE)
    expect(onTelegram).toMatchObject({ message: { text: expect.stringMatching(UNKNOWN) } })
    expect(await ask(`/cek ${CODE}`)).toContain('✅')
    const { ask: asked } = await setUp({}, 'whatsapp')
    expect(await asked(`/cek ${CODE}`)).toContain('✅')
  })

  it('keeps no question, and leaves every other text to the fact-check', async () => {
    const { ask, storage } = await setUp()
    await ask(`/cek ${CODE}`)
    await ask('/cek 2A2A2A')
    expect(await storage.inquiries.list({ limit: 9 })).toEqual([])
    for (const text of [`/cek ${CODE} bansos cair hari ini`, '/cek berkah', '/cek gas 3 kg naik']) {
      expect(await ask(text)).not.toMatch(/kode/i)
    }
  })

  it('answers in a group when it is asked there, once an hour', async () => {
    const { inGroup, clock } = await setUp()
    const [answer] = await inGroup(`/cek ${CODE}`)
    expect(answer?.text).toContain('✅')
    expect(await inGroup(`/cek ${printedCode(CODE)}`, { senderId: 'lain' })).toEqual([])
    clock.advance(DAY_MS)
    const [named] = await inGroup(`cek ${CODE}`, { mentionsBot: true })
    expect(named?.text).toContain('✅')
    expect(await inGroup(printedCode(CODE), { chat: simulatorChat('grup-2') })).toEqual([])
    const [unknown] = await inGroup('/cek 2A2A2A')
    expect(unknown?.text).toMatch(/tidak kami kenal.*Balas pesannya/s)
  })
})
