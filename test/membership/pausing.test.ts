import { describe, expect, it } from 'vitest'
import { chat, from, SAMARINDA, setUpMembership } from '../support/membership-bench.ts'

async function subscribedGroup() {
  const all = await setUpMembership()
  await all.storage.chats.subscribe(chat, SAMARINDA)
  return all
}

describe('pausing', () => {
  it('is done at once with a length, and ends by itself or with /lanjut', async () => {
    const { membership, storage, clock } = await subscribedGroup()
    expect(await membership.pause(from('admin'), '3 hari')).toEqual({
      type: 'paused',
      until: new Date('2026-12-04T00:00:00Z'),
    })
    expect(await storage.chats.find(chat)).toMatchObject({ status: 'paused' })
    clock.advance(3 * 86_400_000)
    expect(await storage.chats.find(chat)).toMatchObject({ status: 'active' })
    expect(await membership.resume(from('admin'))).toEqual({ type: 'not_paused' })
    await membership.pause(from('admin'), '1 jam')
    expect(await membership.resume(from('admin'))).toEqual({ type: 'resumed' })
    expect(await storage.chats.listActive()).toHaveLength(1)
  })

  it.each([
    [{ choice: 'm:j:7' }, '2026-12-08T00:00:00.000Z'],
    [{ text: '2' }, '2026-12-04T00:00:00.000Z'],
    [{ text: '5 hari' }, '2026-12-06T00:00:00.000Z'],
    [{ text: 'sampai senin' }, '2026-12-06T22:00:00.000Z'],
  ])('asks how long, and takes %j', async (answer, until) => {
    const { membership, create } = await subscribedGroup()
    expect(await membership.pause(from('admin'))).toEqual({ type: 'ask_pause' })
    expect(await create().talk(from('admin', answer))).toEqual({ type: 'paused', until: new Date(until) })
  })

  it('asks again, helps, and lets out', async () => {
    const { membership, storage } = await subscribedGroup()
    expect(await membership.pause(from('admin'), '1 abad')).toMatchObject({ notice: 'not_understood' })
    const reply = (text: string) => membership.talk(from('admin', { text, isAddressed: true }))
    expect(await reply('91 hari')).toMatchObject({ notice: 'too_long' })
    expect(await reply('entahlah')).toMatchObject({ notice: 'not_understood' })
    expect(await reply('bantuan')).toMatchObject({ notice: 'help' })
    expect(await membership.talk(from('admin', { text: 'besok rapat di balai' }))).toBeUndefined()
    expect(await reply('batal')).toEqual({ type: 'cancelled' })
    expect(await storage.chats.find(chat)).toMatchObject({ status: 'active' })
  })

  it('is nothing for a group without a subscription', async () => {
    const { membership } = await setUpMembership()
    expect(await membership.pause(from('admin'), '3 hari')).toEqual({ type: 'not_subscribed' })
    expect(await membership.resume(from('admin'))).toEqual({ type: 'not_subscribed' })
    expect(await membership.stop(from('admin'))).toEqual({ type: 'not_subscribed' })
  })
})

describe('stopping', () => {
  it('asks first, then stops; what was chosen is kept for later', async () => {
    const { membership, storage } = await setUpMembership()
    await storage.chats.subscribe(chat, SAMARINDA)
    expect(await membership.stop(from('admin'))).toEqual({ type: 'confirm_stop' })
    expect(await membership.talk(from('admin', { text: 'besok rapat' }))).toBeUndefined()
    expect(await membership.talk(from('warga', { choice: 'm:stop:y' }))).toEqual({ type: 'admins_only' })
    expect(await membership.talk(from('admin', { text: 'ya' }))).toEqual({ type: 'stopped' })
    expect(await storage.chats.find(chat)).toMatchObject({ status: 'paused', areaCodes: ['64.72'] })
    expect(await membership.stop(from('admin'))).toEqual({ type: 'not_subscribed' })
    expect(await membership.resume(from('admin'))).toEqual({ type: 'resumed' })
  })

  it.each([{ choice: 'm:stop:n' }, { text: 'tidak' }, { text: 'batal' }, { text: 'kembali' }, { text: '2' }])(
    'changes nothing after %j',
    async (answer) => {
      const { membership, storage } = await setUpMembership()
      await storage.chats.subscribe(chat, SAMARINDA)
      await membership.stop(from('admin'))
      expect(await membership.talk(from('admin', answer))).toEqual({ type: 'kept' })
      expect(await storage.chats.find(chat)).toMatchObject({ status: 'active' })
    },
  )

  it('stops a paused group for good', async () => {
    const { membership, storage } = await setUpMembership()
    await storage.chats.subscribe(chat, SAMARINDA)
    await membership.pause(from('admin'), '3 hari')
    await membership.stop(from('admin'))
    await membership.talk(from('admin', { text: '1' }))
    expect((await storage.chats.find(chat))?.pausedUntil).toBeUndefined()
  })
})
