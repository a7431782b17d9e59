import { describe, expect, it } from 'vitest'
import { askerCode, createAskerDesk } from '../../src/claims/asker-desk.ts'
import { createPersonKey } from '../../src/person-key.ts'
import { OFF_TOPIC, startConversation } from '../support/conversation.ts'

const DAY_MS = 86_400_000
const flood = (number: number) => `${OFF_TOPIC} nomor ${number} di kampung hulu`

async function afterFlood() {
  const conversation = await startConversation({ hash: createPersonKey('kunci untuk pengujian saja') })
  for (let number = 1; number <= 3; number += 1) {
    await conversation.inPrivate(flood(number), { senderId: 'pengganggu' })
  }
  await conversation.inPrivate(flood(9), { senderId: 'warga' })
  const desk = createAskerDesk(conversation)
  const [first] = await desk.list()
  return { ...conversation, desk, code: askerCode(first?.askerKey ?? '') }
}

describe('somebody who floods the bot', () => {
  it('is seen by staff under a code, without a name or a number', async () => {
    const { desk } = await afterFlood()
    const all = await desk.list()
    expect(all.map(({ questions }) => questions)).toEqual([3, 1])
    expect(JSON.stringify(all)).not.toMatch(/pengganggu|warga/)
  })

  it('is not answered any more until the days are over', async () => {
    const { desk, code, clock, inPrivate } = await afterFlood()
    await desk.block(code, { days: 2, by: 'Pemeriksa', because: 'Membanjiri bot.' })
    expect(await inPrivate(flood(4), { senderId: 'pengganggu' })).toEqual([])
    expect(await inPrivate(flood(5), { senderId: 'warga' })).toHaveLength(1)
    expect((await desk.list())[0]).toMatchObject({ blocked: { by: 'Pemeriksa', because: 'Membanjiri bot.' } })
    clock.advance(2 * DAY_MS + 1)
    expect(await inPrivate(flood(6), { senderId: 'pengganggu' })).toHaveLength(1)
  })

  it('is answered again when staff say so', async () => {
    const { desk, code, inPrivate } = await afterFlood()
    await desk.block(code.toLowerCase(), { days: 30, by: 'Pemeriksa', because: 'Salah orang.' })
    await desk.unblock(code, 'Pemeriksa')
    expect(await inPrivate(flood(4), { senderId: 'pengganggu' })).toHaveLength(1)
  })

  it.each([
    [{ days: 0, by: 'A', because: 'x' }, 'Lamanya 1 sampai 365 hari.'],
    [{ days: 1.5, by: 'A', because: 'x' }, 'Lamanya 1 sampai 365 hari.'],
    [{ days: 1, by: ' ', because: 'x' }, 'Tulis siapa yang melakukannya.'],
    [{ days: 1, by: 'A', because: '' }, 'Tulis alasannya: alasan ikut dicatat.'],
  ])('is not blocked with %j', async (given, sentence) => {
    const { desk, code } = await afterFlood()
    await expect(desk.block(code, given)).rejects.toThrow(sentence)
  })

  it.each(['', '%', 'ffffffffff', '1 OR 1'])('is not found under "%s"', async (code) => {
    const { desk } = await afterFlood()
    await expect(desk.unblock(code, 'A')).rejects.toThrow('tidak ada')
  })
})
