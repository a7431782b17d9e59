import { expect, it } from 'vitest'
import { PATIENTLY, TOKEN } from '../support/telegram/bench.ts'
import { HOAX, reads, startHouse, textsIn } from '../support/telegram/house.ts'

const stateOf = async ({ health }: Awaited<ReturnType<typeof startHouse>>) => (await health()).state

it('loses no update while Telegram is down, and answers each once', async () => {
  const house = await startHouse({ mode: 'polling' })
  const { api } = house
  await api.until(() => api.isReading())
  await api.offline()
  await expect.poll(() => stateOf(house), PATIENTLY).toBe('connecting')
  expect((await house.health()).status).toBe(200)
  const people = Array.from({ length: 12 }, (_, index) => api.user({ id: 7_001 + index, firstName: 'Warga' }))
  const homes = people.map((person) => api.privateChat(person))
  for (const text of ['halo', HOAX, 'terima kasih']) {
    for (const [index, person] of people.entries())
      api.sendText(person, homes[index] as (typeof homes)[number], text)
  }
  house.clock.advance(120_000)
  await api.online()
  await house.passUntil(() => homes.every((home) => api.messages(home).length >= 3))
  await api.settled()
  for (const home of homes) {
    expect(textsIn(api, home)).toEqual([
      expect.stringMatching(/Halo/),
      expect.stringMatching(/PENIPUAN/),
      expect.stringMatching(/Sama-sama/),
    ])
  }
  await expect.poll(() => stateOf(house), PATIENTLY).toBe('connected')
})

it('says that another program reads the bot, and goes on when that ends', async () => {
  const house = await startHouse({ mode: 'polling' })
  const { api } = house
  await api.until(() => api.isReading())
  const other = fetch(`${api.url}/bot${TOKEN}/getUpdates`, {
    method: 'POST',
    body: JSON.stringify({ timeout: 0 }),
  })
  await expect.poll(() => stateOf(house), PATIENTLY).toBe('broken')
  const { status, detail } = await house.health()
  expect(status).toBe(503)
  expect(detail).toBe(
    'Program lain sedang membaca pesan bot ini. Matikan program itu; sambungan akan pulih sendiri.',
  )
  await (await other).arrayBuffer()
  const resident = api.user({ id: 7_001, firstName: 'Warga' })
  const home = api.privateChat(resident)
  api.sendText(resident, home, HOAX)
  await house.passUntil(async () => (await stateOf(house)) === 'connected')
  await reads(house, home, /PENIPUAN/)
  expect(api.messages(home)).toHaveLength(1)
})

it('takes the bot back from a webhook when it starts, and reads what came meanwhile', async () => {
  const house = await startHouse({ mode: 'polling' })
  const { api } = house
  await api.until(() => api.isReading())
  const hook = `${house.url}/somewhere/else`
  await fetch(`${api.url}/bot${TOKEN}/setWebhook`, { method: 'POST', body: JSON.stringify({ url: hook }) })
  const resident = api.user({ id: 7_001, firstName: 'Warga' })
  const home = api.privateChat(resident)
  api.sendText(resident, home, 'halo')
  await house.stop()
  await house.start()
  await reads(house, home, /Halo/)
  await api.settled()
  expect(api.webhookInfo()).toMatchObject({ url: '', pending_update_count: 0 })
})

it('goes on where it was after a restart of the server', async () => {
  const house = await startHouse({ mode: 'polling' })
  const { api } = house
  const resident = api.user({ id: 7_001, firstName: 'Warga' })
  const home = api.privateChat(resident)
  api.sendText(resident, home, 'halo')
  await reads(house, home, /Halo/)
  await house.stop()
  api.sendText(resident, home, HOAX)
  await house.start()
  await reads(house, home, /PENIPUAN/)
  expect(api.messages(home)).toHaveLength(2)
})

it('asks for changes of its own membership, and hears of them', async () => {
  const house = await startHouse({ mode: 'polling' })
  const { api } = house
  const admin = api.user({ id: 6_001, firstName: 'Admin' })
  const group = api.group({ title: 'KIM Loa Kulu', admins: [admin] })
  api.addBot(group, admin)
  await reads(house, group, /\/langganan/)
  expect(api.allowedUpdates()).toEqual(expect.arrayContaining(['my_chat_member', 'chat_member']))
})
