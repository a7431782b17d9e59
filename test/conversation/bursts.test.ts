import { describe, expect, it } from 'vitest'
import { createBursts } from '../../src/conversation/bursts.ts'
import { isRemark } from '../../src/conversation/remarks.ts'
import type { IncomingMessage } from '../../src/domain/message.ts'
import { MONDAY_8 } from '../support/broadcast-builder.ts'
import { createTestClock } from '../support/test-clock.ts'

const message = (text: string, overrides: Partial<IncomingMessage> = {}): IncomingMessage => ({
  id: text.slice(0, 20),
  chat: { channel: 'simulator', account: 'simulator', chatId: 'ani' },
  chatType: 'private',
  chatTitle: '',
  senderId: 'ani',
  text,
  attachments: [],
  forwarded: false,
  mentionsBot: false,
  sentAt: MONDAY_8,
  ...overrides,
})

const HOAX = 'Besok seluruh SPBU di Samarinda tutup tiga hari, segera isi penuh tangki kendaraan Anda'

function setUp() {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  return { clock, bursts: createBursts(clock) }
}

describe('messages in a row', () => {
  it('are one when a remark comes before what it is about', async () => {
    const { bursts } = setUp()
    const remark = bursts.gather(message('ini benar gak min?'))
    expect(await bursts.gather(message(HOAX, { forwarded: true }))).toMatchObject({
      text: HOAX,
      forwarded: true,
    })
    expect(await remark).toBeUndefined()
  })

  it('are one when the app cut a long text up, and the wait ends by itself', async () => {
    const { clock, bursts } = setUp()
    const first = bursts.gather(message(`${'kata '.repeat(750)}`))
    const second = bursts.gather(message('dan inilah akhirnya'))
    expect(await first).toBeUndefined()
    expect((await second)?.text).toMatch(/^kata [\s\S]*dan inilah akhirnya$/)
    const alone = bursts.gather(message('hoax bukan?'))
    clock.advance(3_000)
    expect((await alone)?.text).toBe('hoax bukan?')
  })

  it.each([
    ['an ordinary question', message(HOAX)],
    ['a forwarded one', message('benarkah?', { forwarded: true })],
    ['a tap', message('', { choice: 'cf:none' })],
    ['a remark that quotes', message('benar?', { quoted: { id: '1', text: HOAX, fromBot: false } })],
    ['a word in a group', message('benar?', { chatType: 'group' })],
  ])('do not hold up %s', async (_name, one) => {
    const { bursts } = setUp()
    expect(await bursts.gather(one)).toEqual(one)
  })

  it('are never joined over people or chats', async () => {
    const { clock, bursts } = setUp()
    const ani = bursts.gather(message('apa ini benar'))
    const budi = bursts.gather(
      message(HOAX, { senderId: 'budi', chat: { ...message('').chat, chatId: 'budi' } }),
    )
    expect((await budi)?.text).toBe(HOAX)
    clock.advance(3_000)
    expect((await ani)?.text).toBe('apa ini benar')
  })
})

it.each([
  'ini benar?',
  'apa ini benar min',
  'bener gak nih',
  'hoax bukan?',
  'apa ini',
  'tolong dicek',
  'Benarkah berita ini?',
  'mohon infonya ya admin',
])('takes "%s" for a remark', (text) => expect(isRemark(text)).toBe(true))
it.each([
  'gempa besok benar?',
  'info',
  'ada apa',
  'apakah vaksin bikin mandul',
  '',
  '👍',
  HOAX,
  'selamat pagi pak',
])('takes "%s" for something else', (text) => expect(isRemark(text)).toBe(false))
