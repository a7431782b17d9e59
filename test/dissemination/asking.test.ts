import { describe, expect, it } from 'vitest'
import { withCodeLine } from '../../src/domain/broadcast-code.ts'
import { asked, QUESTION_LENGTH } from '../../src/dissemination/asking.ts'
import { renderFor } from '../../src/renderings.ts'
import { aBroadcast, MINUTE_MS, subscribe } from '../support/broadcast-builder.ts'
import { setUpDesk } from '../support/desk-bench.ts'

const WHATSAPP_ASKS = 'Sudah disampaikan ke warga? Balas pesan ini dengan **sudah**.'
const TELEGRAM_ASKS =
  /Sudah disampaikan ke warga\? Tekan tombol di bawah, atau balas pesan ini dengan \*\*sudah\*\*\.$/

/** Sent to one group on each platform. */
async function afterSending(overrides = {}) {
  const bench = await setUpDesk()
  await subscribe(bench.storage, 'telegram', 't')
  await subscribe(bench.storage, 'whatsapp', 'w')
  await bench.storage.broadcasts.save(aBroadcast({ wantsAcknowledgement: true, ...overrides }))
  await bench.scheduler.tick()
  await bench.becomes('posyandu', 'finished')
  const correct = async (body: string) => {
    const { id } = await bench.desk.correct('posyandu', { by: 'Penulis', reason: 'Salah.', body })
    await bench.desk.approve(id, { by: 'Pemeriksa' })
    await bench.becomes(id, 'finished')
    return id
  }
  return { ...bench, correct }
}

describe('an announcement that asks', () => {
  it('ends with the question, in the way of each platform', async () => {
    const { telegram, whatsapp } = await afterSending()
    expect(telegram.seen()['t']).toEqual([expect.stringMatching(TELEGRAM_ASKS)])
    expect(whatsapp.seen()['w']).toEqual([`**Posyandu**\n\nBawa buku KIA.\n\n${WHATSAPP_ASKS}`])
  })

  it('asks nothing when it does not want to know', async () => {
    const { telegram } = await afterSending({ wantsAcknowledgement: undefined })
    expect(telegram.seen()['t']).toEqual(['**Posyandu**\n\nBawa buku KIA.'])
  })

  it('leads back to the delivery with a button that fits into Telegram, but not on WhatsApp', () => {
    const deliveryId = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const message = { text: 'Halo', asksAcknowledgement: true } as const
    const onTelegram = asked(message, { channel: 'telegram', deliveryId })
    expect(onTelegram.choices).toEqual([{ id: `ack:${deliveryId}`, label: 'Sudah disampaikan' }])
    const onWhatsApp = asked(message, { channel: 'whatsapp', deliveryId })
    expect(onWhatsApp.choices).toBeUndefined()
    expect(renderFor('whatsapp', onWhatsApp)).toEqual([
      'Halo\n\nSudah disampaikan ke warga? Balas pesan ini dengan *sudah*.',
    ])
    expect(onTelegram.text.length - 'Halo'.length).toBeLessThanOrEqual(QUESTION_LENGTH)
  })

  it('keeps the question when it is corrected in place', async () => {
    const { telegram, whatsapp, storage, correct } = await afterSending()
    const id = await correct('Bawa KTP.')
    expect(telegram.seen()['t']).toEqual([expect.stringMatching(TELEGRAM_ASKS)])
    expect(telegram.seen()['t']?.[0]).toContain('Bawa KTP.')
    expect(whatsapp.seen()['w']).toEqual([
      `${withCodeLine('posyandu', '**Posyandu**\n\nBawa KTP.')}\n\n${WHATSAPP_ASKS}`,
    ])
    expect(await storage.broadcasts.find(id)).toMatchObject({ wantsAcknowledgement: true })
  })

  it('asks again in a RALAT', async () => {
    const { whatsapp, clock, correct } = await afterSending()
    clock.advance(16 * MINUTE_MS)
    await correct('Bawa KTP.')
    expect(whatsapp.seen()['w']?.at(-1)).toMatch(
      /^\*\*RALAT\*\*[\s\S]*Bawa KTP\.\n\n_Kode: .+_\n\nSudah disampaikan ke warga\?/,
    )
  })

  it('shows the question in its preview and in a trial', async () => {
    const { desk, storage } = await afterSending()
    const { renderings } = await desk.preview('posyandu')
    expect(renderings.map(({ parts }) => parts.join('\n'))).toEqual([
      expect.stringContaining('Tekan tombol'),
      expect.stringContaining('Balas pesan ini dengan *sudah*'),
      expect.stringContaining('Tekan tombol'),
    ])
    const id = await desk.tryOut('posyandu', { channel: 'whatsapp', chatId: 'x', by: 'A' })
    expect((await storage.testSends.find(id))?.message.text).toContain(WHATSAPP_ASKS)
  })
})
