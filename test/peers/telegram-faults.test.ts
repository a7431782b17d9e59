import { describe, expect, it } from 'vitest'
import type { DeliveryStatus } from '../../src/domain/broadcast.ts'
import { PATIENTLY, untilSleep } from '../support/telegram/bench.ts'
import { DOCUMENTED_LIMITS } from '../support/telegram/flood-limits.ts'
import { HOAX, reads, startHouse, textsIn, type House } from '../support/telegram/house.ts'

const BODY = 'Posyandu buka hari Senin.'
const SLOW_DOWN = {
  status: 429,
  description: 'Too Many Requests: retry after 30',
  parameters: { retry_after: 30 },
}

/** Lets time pass until the only delivery is in the state, and gives it. */
const delivery = ({ passUntil, deliveries }: House, status: DeliveryStatus) =>
  passUntil(async () => (await deliveries()).find((one) => one.status === status))

const sends = ({ api }: House) => api.callsOf('sendMessage')

describe('“retry after 30”', () => {
  it('keeps an announcement back for 30 seconds, and every other one of the account', async () => {
    const house = await startHouse()
    const { api, clock } = house
    const first = await house.village()
    api.failNext('sendMessage', SLOW_DOWN)
    await house.announce('posyandu', BODY)
    const { at: refusedAt } = await house.passUntil(() => sends(house)[0], 1)
    const refused = async () =>
      (await house.deliveries()).some(({ status, attempts }) => status === 'queued' && attempts === 1)
    await expect.poll(refused, PATIENTLY).toBe(true)
    const second = await house.village({ title: 'KIM Tenggarong' })
    await house.announce('vaksin', 'Vaksin gratis hari Selasa.')
    await house.passUntil(async () => (await house.deliveries()).length === 3, 1)
    clock.advance(refusedAt + 29_999 - clock.now().getTime())
    await untilSleep(house, 1)
    expect(sends(house)).toHaveLength(1)
    clock.advance(1)
    await api.until(() => sends(house).length > 1)
    expect((sends(house)[1]?.at ?? 0) - refusedAt).toBe(30_000)
    await house.passUntil(async () => (await house.deliveries()).every(({ status }) => status === 'sent'))
    expect([first, second].map(({ group }) => api.messages(group).length)).toEqual([2, 1])
  })

  it('keeps an answer back for 30 seconds, and all that comes to the same chat meanwhile', async () => {
    const house = await startHouse()
    const { api, clock } = house
    const { group, member } = await house.village()
    const resident = api.user({ id: 7_001, firstName: 'Warga' })
    const home = api.privateChat(resident)
    api.failNext('sendMessage', SLOW_DOWN)
    const pauses = () => clock.sleeps.filter((ms) => ms === 30_000).length
    const pausesBefore = pauses()
    api.sendText(member, group, `/cek ${HOAX}`)
    await expect.poll(pauses, PATIENTLY).toBe(pausesBefore + 1)
    const refusedAt = sends(house)[0]?.at ?? 0
    api.sendText(member, group, '/status')
    await house.announce('posyandu', BODY)
    await house.passUntil(async () => (await house.deliveries()).some(({ attempts }) => attempts > 0), 20)
    expect(sends(house)).toHaveLength(1)
    // The chat is slow, not the bot: another chat is answered.
    api.sendText(resident, home, 'halo')
    await reads(house, home, /Halo/)

    clock.advance(refusedAt + 29_999 - clock.now().getTime())
    expect(api.messages(group)).toEqual([])
    clock.advance(1)
    await api.until(() => api.messages(group).length > 0)
    const toGroup = sends(house).filter(({ payload }) => payload['chat_id'] === group.id)
    expect((toGroup[1]?.at ?? 0) - refusedAt).toBe(30_000)
    await delivery(house, 'sent')
    await house.passUntil(() => api.messages(group).length === 3)
    const expected = ['PENIPUAN', 'Grup ini menerima', 'Posyandu'].map((words) =>
      expect.stringContaining(words),
    )
    expect(textsIn(api, group)).toEqual(expect.arrayContaining(expected))
  })

  it('is not waited for when it is longer than anybody waits for an answer', async () => {
    const house = await startHouse()
    const { api } = house
    const { group, member } = await house.village()
    const parameters = { retry_after: 2_282 }
    api.failNext('sendMessage', { ...SLOW_DOWN, parameters })
    api.sendText(member, group, '/status')
    await api.settled()
    api.sendText(member, group, '/status')
    await api.settled()
    expect(sends(house)).toHaveLength(1)
    // An announcement does wait.
    await house.announce('posyandu', BODY)
    const { address } = await house.passUntil(async () =>
      (await house.deliveries()).find(({ attempts }) => attempts > 0),
    )
    expect(address.chatId).toBe(String(group.id))
    expect(sends(house)).toHaveLength(1)
    const refusedAt = sends(house)[0]?.at ?? 0
    house.clock.advance(refusedAt + 2_282_000 - house.clock.now().getTime())
    await delivery(house, 'sent')
    expect(sends(house)).toHaveLength(2)
  })
})

it('stays within the documented limits by itself', async () => {
  const house = await startHouse({ limits: DOCUMENTED_LIMITS })
  const { api } = house
  const titles = Array.from({ length: 40 }, (_, number) => `KIM ${number}`)
  const villages = []
  for (const title of titles) villages.push(await house.village({ title }))
  for (const number of [1, 2, 3]) await house.announce(`kabar-${number}`, `Kabar ${number}.`)
  await house.passUntil(async () => {
    const all = await house.deliveries()
    return all.length === 120 && all.every(({ status }) => status === 'sent')
  })
  expect(villages.every(({ group }) => api.messages(group).length === 3)).toBe(true)
  expect(sends(house).map(({ status }) => status)).toEqual(sends(house).map(() => 200))
})

describe('an announcement whose fate nobody knows', () => {
  it.each([
    ['Telegram takes it and does not answer in time', 'hang-after-accept', 1],
    ['Telegram does not answer in time', 'hang', 0],
    ['the connection breaks after Telegram took it', 'drop-after-accept', 1],
    ['the connection breaks before Telegram took it', 'refuse', 0],
    ['a gateway says 502', { status: 502, description: 'Bad Gateway' }, 0],
    ['a gateway shows a page of its own', 'gateway-page', 0],
  ] as const)('is uncertain and not sent again when %s', async (_name, fault, arrived) => {
    const house = await startHouse({ requestTimeoutMs: 400 })
    const { group } = await house.village()
    house.api.failNext('sendMessage', fault)
    await house.announce('posyandu', BODY)
    const uncertain = await delivery(house, 'uncertain')
    expect(uncertain.error?.reason).toMatch(/Tidak pasti/)
    // Two hours later, and after a restart.
    house.clock.advance(7_200_000)
    await house.stop()
    await house.start()
    await house.announce('kedua', 'Kabar kedua.')
    await delivery(house, 'sent')
    expect(sends(house)).toHaveLength(2)
    const copies = textsIn(house.api, group).filter((text) => text.includes('Posyandu'))
    expect(copies).toHaveLength(arrived)
  })
})

describe('an announcement that surely did not arrive', () => {
  it('is sent later, once, when nobody could be reached', async () => {
    const house = await startHouse()
    const { api } = house
    const { group } = await house.village()
    await api.offline()
    await house.announce('posyandu', BODY)
    const waiting = await house.passUntil(async () => {
      const [only] = await house.deliveries()
      return only?.status === 'queued' && only.attempts > 0 && only
    })
    expect(waiting.error?.code).toBe('unreachable')
    await api.online()
    await delivery(house, 'sent')
    expect(api.messages(group)).toHaveLength(1)
  })

  it.each([500, 503])('is sent later, once, after Telegram said %i', async (status) => {
    const house = await startHouse()
    const { group } = await house.village()
    house.api.failNext('sendMessage', { status, description: 'Internal Server Error' })
    await house.announce('posyandu', BODY)
    await delivery(house, 'sent')
    expect(sends(house)).toHaveLength(2)
    expect(house.api.messages(group)).toHaveLength(1)
  })
})

describe('a token that is no longer valid', () => {
  it('shows in /health, in words, and the announcement waits', async () => {
    const house = await startHouse()
    await house.village()
    house.api.revokeToken()
    await house.announce('posyandu', BODY)
    await house.passUntil(async () => (await house.health()).state === 'broken')
    const { status, detail } = await house.health()
    expect(status).toBe(503)
    expect(detail).toBe('Telegram menolak token bot. Periksa TELEGRAM_BOT_TOKEN, lalu jalankan ulang server.')
    await delivery(house, 'queued')
    expect((await house.deliveries())[0]).toMatchObject({ attempts: 0, error: { code: 'disconnected' } })
  })

  it('shows in /health while polling, too', async () => {
    const house = await startHouse({ mode: 'polling' })
    await house.api.until(() => house.api.isReading())
    house.api.revokeToken()
    const resident = house.api.user({ id: 7_001, firstName: 'Warga' })
    house.api.sendText(resident, house.api.privateChat(resident), 'halo')
    await expect.poll(async () => (await house.health()).status, PATIENTLY).toBe(503)
    expect((await house.health()).detail).toMatch(/menolak token/)
  })
})
