import { describe, expect, it } from 'vitest'
import { HOAX, reads, startHouse, textsIn, webhookSecret } from '../support/telegram/house.ts'

const TEN = Array.from({ length: 10 }, (_, index) => index)

async function startWithResident(options: Parameters<typeof startHouse>[0] = {}) {
  const house = await startHouse(options)
  const resident = house.api.user({ id: 7_001, firstName: 'Warga' })
  const home = house.api.privateChat(resident)
  return { ...house, house, resident, home }
}

describe('an update that Telegram delivers again', () => {
  it('is answered once, though it comes ten times one after the other', async () => {
    const { api, house, resident, home } = await startWithResident()
    const { updateId = 0 } = api.sendText(resident, home, HOAX)
    await reads(house, home, /PENIPUAN/)
    await api.settled()
    for (const _ of TEN) expect(await api.redeliver(updateId)).toBe(200)
    expect(api.messages(home)).toHaveLength(1)
  })

  it('is answered once, though it comes ten times at the same moment', async () => {
    const { api, house, resident, home, post } = await startWithResident()
    const update = JSON.stringify({
      update_id: 900_000_001,
      message: { message_id: 4_711, date: 1_790_000_000, chat: home, from: resident, text: HOAX },
    })
    expect(await Promise.all(TEN.map(() => post(update)))).toEqual(TEN.map(() => 200))
    await reads(house, home, /PENIPUAN/)
    // What comes after it is answered after it: nothing else is under way in this chat.
    api.sendText(resident, home, 'terima kasih')
    await reads(house, home, /Sama-sama/)
    expect(api.messages(home)).toHaveLength(2)
  })

  it('is answered once, though the server was started anew in between', async () => {
    const { api, house, resident, home } = await startWithResident()
    const { updateId = 0 } = api.sendText(resident, home, HOAX)
    await reads(house, home, /PENIPUAN/)
    await house.stop()
    await house.start()
    for (const _ of TEN) expect(await api.redeliver(updateId)).toBe(200)
    await Promise.all(TEN.map(() => api.redeliver(updateId)))
    expect(api.messages(home)).toHaveLength(1)
  })

  it('is answered once, though it comes under another update id', async () => {
    const { api, house, resident, home, post } = await startWithResident()
    const { messageId } = api.sendText(resident, home, HOAX)
    await reads(house, home, /PENIPUAN/)
    const message = { message_id: messageId, date: 1_790_000_000, chat: home, from: resident, text: HOAX }
    expect(await post(JSON.stringify({ update_id: 900_000_001, message }))).toBe(200)
    expect(api.messages(home)).toHaveLength(1)
  })

  it('carries a tap out once', async () => {
    const { api, house } = await startWithResident()
    const { group, admin } = await house.village()
    api.sendText(admin, group, '/berhenti')
    const question = await reads(house, group, /Yakin/)
    const { updateId = 0 } = api.tap(admin, group, question.id, 'Ya, berhenti')
    await reads(house, group, /tidak kami kirim lagi/)
    await api.settled()
    for (const _ of TEN) expect(await api.redeliver(updateId)).toBe(200)
    expect(api.callsOf('editMessageText')).toHaveLength(1)
    expect(api.callsOf('sendMessage')).toHaveLength(1)
    expect(await house.chat(group)).toMatchObject({ status: 'paused' })
  })
})

describe('a server that is down', () => {
  it('gets every update later, in the order of the chat, from a Telegram that waits longer each time', async () => {
    const { api, house, resident, home } = await startWithResident({ firstRetryMs: 10 })
    await house.stop()
    const words = ['halo', HOAX, 'terima kasih']
    const [first] = words.map((text) => api.sendText(resident, home, text).updateId)
    await api.until(() => api.deliveries.at(3)?.retryInMs !== undefined)
    expect(api.webhookInfo()).toMatchObject({
      pending_update_count: 3,
      last_error_message: expect.stringContaining('503'),
    })
    // The second and third wait for the first.
    expect(new Set(api.deliveries.map(({ updateId }) => updateId))).toEqual(new Set([first]))
    const waits = api.deliveries.slice(0, 4).map(({ retryInMs }) => retryInMs)
    expect(waits).toEqual([10, 20, 40, 80])

    await house.start()
    await api.settled()
    expect(textsIn(api, home)).toEqual([
      expect.stringMatching(/Halo/),
      expect.stringMatching(/PENIPUAN/),
      expect.stringMatching(/Sama-sama/),
    ])
    expect(api.webhookInfo().pending_update_count).toBe(0)
  })
})

describe('a message that its author changes', () => {
  it('is not answered twice, whether Telegram tells of the change or not', async () => {
    const { api, house, resident, home, post } = await startWithResident()
    const { messageId } = api.sendText(resident, home, HOAX)
    await reads(house, home, /PENIPUAN/)
    // The bot did not ask for changes, so it is not told.
    expect(api.editText(home, messageId, `${HOAX} !!!`)).toBeUndefined()
    const edited = { message_id: messageId, date: 1_790_000_000, edit_date: 1_790_000_009, chat: home }
    const update = { update_id: 900_000_001, edited_message: { ...edited, from: resident, text: 'Baru' } }
    expect(await post(JSON.stringify(update), webhookSecret)).toBe(200)
    expect(api.messages(home)).toHaveLength(1)
  })

  it('is answered in place of one that is deleted by then', async () => {
    const { api, house } = await startWithResident()
    const { group, member } = await house.village()
    const { messageId } = api.sendText(member, group, `/cek ${HOAX}`)
    api.deleteMessage(group, messageId)
    const answer = await reads(house, group, /PENIPUAN/)
    expect(answer).not.toHaveProperty('replyTo')
  })
})
