import { describe, expect, it } from 'vitest'
import { addressOf, settleVillage, startBench } from '../../support/telegram/bench.ts'

describe('what happens to the bot in Telegram groups', () => {
  it('is told when it is added and removed', async () => {
    const { api, events } = await startBench()
    const admin = api.user({ id: 5_002, firstName: 'Budi' })
    const group = api.group({ title: 'KIM Loa Kulu', admins: [admin] })
    api.addBot(group, admin)
    await api.settled()
    api.kickBot(group, admin)
    await api.settled()
    expect(events).toEqual([
      { type: 'bot_added', chat: addressOf(group), title: 'KIM Loa Kulu', by: '5002' },
      { type: 'bot_removed', chat: addressOf(group) },
    ])
  })

  it('is told once when it comes back as an admin', async () => {
    const bench = await startBench()
    const { group, admin } = await settleVillage(bench)
    const { api, events } = bench
    api.kickBot(group, admin)
    await api.settled()
    api.addBot(group, admin, 'administrator')
    await api.settled()
    expect(events.map(({ type }) => type)).toEqual(['bot_removed', 'bot_added'])
  })

  it('is told who makes it an admin, and who takes its voice away, and knows where it stands', async () => {
    const bench = await startBench()
    const { group, admin } = await settleVillage(bench)
    const { api, events, channel } = bench
    const standings: (string | undefined)[] = []
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
    const steps = [
      () => api.promoteBot(group, admin),
      () => api.promoteBot(group, admin, { managesTopics: false }),
      () => api.demoteBot(group, anonymous),
      () => api.restrictBot(group, admin),
      () => api.restrictBot(group, admin, false),
      () => api.muteBot(group),
      () => api.kickBot(group, admin),
    ]
    for (const step of steps) {
      step()
      await api.settled()
      standings.push(await channel.standing?.(addressOf(group)))
    }
    expect(standings).toEqual(['admin', 'member', 'member', 'barred', 'member', 'barred', 'outside'])
    const event = { type: 'posting_changed', chat: addressOf(group), title: 'KIM Loa Kulu' }
    expect(events).toEqual([
      { ...event, change: 'promoted', by: '5002' },
      { ...event, change: 'demoted' },
      { ...event, change: 'restricted', by: '5002' },
      { ...event, change: 'opened', by: '5002' },
      { type: 'bot_removed', chat: addressOf(group) },
    ])
  })

  it('does not guess where it stands when Telegram does not answer', async () => {
    const bench = await startBench()
    const { group } = await settleVillage(bench)
    bench.api.failNext('getChatMember', { status: 500, description: 'Internal Server Error' })
    const asked = bench.channel.standing?.(addressOf(group))
    await expect(asked).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('is told when General is closed, hidden or opened again, and nothing about other topics', async () => {
    const bench = await startBench()
    const { group, admin } = await settleVillage(bench)
    const { api, events } = bench
    const topic = api.openTopic(group, admin, 'Tanya hoaks')
    api.closeTopic(group, topic, true, admin)
    api.closeTopic(group, topic, false, admin)
    api.closeTopic(group, 'general', true, admin)
    api.closeTopic(group, 'general', false, admin)
    api.hideGeneral(group, admin)
    await api.settled()
    const event = { type: 'posting_changed', chat: addressOf(group), title: 'KIM Loa Kulu', by: '5002' }
    expect(events).toEqual([
      { ...event, change: 'topic_closed' },
      { ...event, change: 'topic_opened' },
      { ...event, change: 'topic_closed' },
    ])
  })

  it('counts a restricted bot as present while it is a member', async () => {
    const bench = await startBench()
    const { group, admin } = await settleVillage(bench)
    const { api, events } = bench
    const restricted = { status: 'restricted', user: api.bot, is_member: true }
    const change = { chat: group, from: admin, date: 1, new_chat_member: restricted }
    const member = { status: 'member', user: api.bot }
    api.addUpdate({ my_chat_member: { ...change, old_chat_member: member } as never })
    await api.settled()
    expect(events.map(({ type }) => type)).toEqual(['posting_changed'])
    const outside = { ...restricted, is_member: false }
    api.addUpdate({
      my_chat_member: { ...change, old_chat_member: restricted, new_chat_member: outside } as never,
    })
    await api.settled()
    expect(events.at(-1)).toEqual({ type: 'bot_removed', chat: addressOf(group) })
  })

  it('is silent about people who block it and about channels', async () => {
    const bench = await startBench()
    const { resident, home, admin } = await settleVillage(bench)
    const { api, events } = bench
    api.kickBot(home, resident)
    const member = { user: api.bot, status: 'member' }
    const left = { user: api.bot, status: 'left' }
    const kanal = { id: -1_001_111, type: 'channel', title: 'Kanal' }
    const change = { chat: kanal, from: admin, date: 1, old_chat_member: left, new_chat_member: member }
    api.addUpdate({ my_chat_member: change as never })
    await api.settled()
    expect(events).toEqual([])
  })

  it('is told a new title', async () => {
    const bench = await startBench()
    const { group, admin } = await settleVillage(bench)
    bench.api.rename(group, admin, 'KIM Loa Kulu Maju')
    await bench.api.settled()
    expect(bench.events).toEqual([
      { type: 'chat_renamed', chat: addressOf(group), title: 'KIM Loa Kulu Maju' },
    ])
  })

  it('is told the new id of a group that became a supergroup, the same from both chats', async () => {
    const { api, events } = await startBench()
    const admin = api.user({ id: 5_002, firstName: 'Budi' })
    const group = api.group({ title: 'KIM Loa Kulu', admins: [admin] })
    api.addBot(group, admin)
    await api.settled()
    events.length = 0
    const { chat } = api.migrate(group, admin)
    await api.settled()
    const moved = { type: 'chat_moved', chat: addressOf(group), movedTo: String(chat.id) }
    expect(events).toEqual([moved, moved])
  })
})
