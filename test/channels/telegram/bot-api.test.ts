import { Api, GrammyError, InputFile } from 'grammy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { TOKEN } from '../../support/telegram/bench.ts'
import { DOCUMENTED_LIMITS } from '../../support/telegram/flood-limits.ts'
import { startBotApi, type BotApiOptions } from '../../support/telegram/bot-api.ts'

async function start(options: Partial<BotApiOptions> = {}) {
  const server = await startBotApi({ token: TOKEN, ...options })
  onTestFinished(() => server.stop())
  const admin = server.user({ id: 5_002, firstName: 'Budi' })
  const group = server.group({ title: 'KIM Loa Kulu', admins: [admin] })
  server.addBot(group, admin)
  return { server, api: new Api(TOKEN, { apiRoot: server.url }), admin, group }
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof GrammyError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return `${error.error_code} ${error.description}`
}

const html = { parse_mode: 'HTML' as const }
const buttonOf = (data: string) => ({
  reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: data }]] },
})

describe('the Bot API server of the tests', () => {
  it('refuses in the words of Telegram', async () => {
    const { server, api, admin, group } = await start()
    const send = (text: string, other: object = {}) => refusalOf(api.sendMessage(group.id, text, other))
    expect(await refusalOf(new Api('1:falsch', { apiRoot: server.url }).getMe())).toBe('401 Unauthorized')
    expect(await refusalOf(api.sendMessage(-1, 'a'))).toBe('400 Bad Request: chat not found')
    expect(await send(' ')).toBe('400 Bad Request: message text is empty')
    expect(await send('a'.repeat(4_097))).toBe('400 Bad Request: message is too long')
    expect(await send('a', buttonOf('é'.repeat(33)))).toBe('400 Bad Request: BUTTON_DATA_INVALID')
    expect(await send('<b>a', html)).toMatch(
      "can't parse entities: Can't find end tag corresponding to start tag",
    )
    expect(await send('<b>a</i>', html)).toMatch('expected "</b>", found "</i>"')
    expect(await send('a</b>', html)).toMatch('Unexpected end tag')
    expect(await send('<h1>a</h1>', html)).toMatch('Unsupported start tag "h1" at byte offset 0')
    expect(await send('a < b', html)).toMatch('Unsupported start tag')
    expect(await send('a', { reply_parameters: { message_id: 9 } })).toMatch(
      'message to be replied not found',
    )
    expect(await refusalOf(api.sendPhoto(group.id, new InputFile(Buffer.from('no picture'))))).toMatch(
      'IMAGE_PROCESS_FAILED',
    )
    server.kickBot(group, admin)
    expect(await send('a')).toBe('403 Forbidden: bot was kicked from the group chat')
  })

  it('takes note of calls that the documentation does not know', async () => {
    const { server, api, group } = await start()
    await api.sendMessage(group.id, 'a & b', html)
    expect(server.violations).toEqual(['a bare & in the HTML'])
    server.violations.length = 0
    await refusalOf(api.raw.sendPoll({ chat_id: group.id, question: 'a', options: [] }))
    server.violations.length = 0
    await api.sendMessage(group.id, 'a', { disable_web_page_preview: true } as object)
    const markup = { reply_markup: { inline_keyboard: [[{ text: 1 }]] } } as never
    expect(await refusalOf(api.sendMessage(group.id, 'a', markup))).toMatch('must be of type String')
    // Only where a copy of the documentation lies beside the repository.
    const expected = [
      'sendMessage.disable_web_page_preview is unknown',
      'sendMessage.reply_markup.inline_keyboard[0][0].text is not String',
    ]
    expect([[], expected]).toContainEqual(server.violations)
  })

  it('does not know every method', async () => {
    const { api } = await start()
    const unknown = (api.raw as unknown as Record<string, (payload: object) => Promise<unknown>>)['sendDance']
    expect(await refusalOf(unknown?.({}) ?? Promise.resolve())).toBe('404 Not Found: method not found')
  })

  it('limits how many messages a chat gets, when asked to', async () => {
    const { api, group } = await start({ limits: [{ scope: 'chat', messages: 2, windowMs: 60_000 }] })
    await api.sendMessage(group.id, 'a')
    await api.sendMessage(group.id, 'b')
    expect(await refusalOf(api.sendMessage(group.id, 'c'))).toBe('429 Too Many Requests: retry after 60')
  })

  it('keeps the documented limits by the clock of the test', async () => {
    let now = 0
    const { server, api, admin, group } = await start({ limits: DOCUMENTED_LIMITS, now: () => now })
    const home = server.privateChat(admin)
    const say = (id: number) => api.sendMessage(id, 'a')
    await say(group.id)
    expect(await refusalOf(say(group.id))).toBe('429 Too Many Requests: retry after 1')
    await say(home.id)
    for (let sent = 1; sent < 20; sent += 1) {
      now += 1_000
      await say(group.id)
    }
    now += 1_000
    expect(await refusalOf(say(group.id))).toBe('429 Too Many Requests: retry after 40')
    await say(home.id)
    const others = Array.from({ length: 29 }, (_, index) =>
      server.user({ id: 6_000 + index, firstName: 'W' }),
    )
    for (const other of others) await say(server.privateChat(other).id)
    const last = server.privateChat(server.user({ id: 7_000, firstName: 'W' }))
    expect(await refusalOf(say(last.id))).toBe('429 Too Many Requests: retry after 1')
    now += 1_000
    await say(last.id)
  })

  it('has topics: a message goes where it is told, or where the one is that it answers', async () => {
    const { server, api, admin, group } = await start()
    const topic = server.openTopic(group, admin, 'Tanya')
    const { messageId } = server.sendText(admin, group, '/cek', { topic })
    const inTopic = { message_thread_id: topic }
    await api.sendMessage(group.id, 'satu', inTopic)
    await api.sendMessage(group.id, 'dua', { reply_parameters: { message_id: messageId } })
    await api.sendMessage(group.id, 'tiga')
    expect(server.messages(group).map((message) => message.topic)).toEqual([topic, topic, undefined])
    server.closeTopic(group, topic)
    expect(await refusalOf(api.sendMessage(group.id, 'a', inTopic))).toBe('400 Bad Request: TOPIC_CLOSED')
    server.closeTopic(group, 'general')
    expect(await refusalOf(api.sendMessage(group.id, 'a'))).toBe('400 Bad Request: TOPIC_CLOSED')
    server.promoteBot(group, admin)
    await api.sendMessage(group.id, 'a', inTopic)
    server.deleteTopic(group, topic)
    const gone = '400 Bad Request: message thread not found'
    expect(await refusalOf(api.sendMessage(group.id, 'a', inTopic))).toBe(gone)
  })

  it('tells of members only a bot that is an admin and asks for it, and refuses large files', async () => {
    const { server, api, admin, group } = await start()
    const member = server.user({ id: 5_003, firstName: 'Ani' })
    await api.getUpdates({ offset: 2_000_000_000, allowed_updates: ['chat_member'] })
    server.promote(group, member)
    expect(await api.getUpdates()).toEqual([])
    server.promoteBot(group, admin)
    server.demote(group, member)
    expect(await api.getUpdates()).toMatchObject([
      { chat_member: { new_chat_member: { status: 'member', user: member } } },
    ])
    const { file_id: id } = server.file(new Uint8Array(20 * 1024 * 1024 + 1))
    expect(await refusalOf(api.getFile(id))).toBe('400 Bad Request: file is too big')
  })

  it('hides from a bot in privacy mode what is not meant for it', async () => {
    const { server, admin, group } = await start()
    expect(server.sendText(admin, group, 'halo semua').updateId).toBeUndefined()
    expect(server.sendText(admin, group, '/cek').updateId).toBeDefined()
    expect(server.sendText(admin, group, 'halo @kabarkimbot').updateId).toBeDefined()
    server.promoteBot(group, admin)
    expect(server.sendText(admin, group, 'halo semua').updateId).toBeDefined()
  })

  it('lets only one reader poll', async () => {
    const { server, api } = await start()
    await api.getUpdates({ timeout: 0 })
    await api.getUpdates({ offset: 2_000_000_000, timeout: 0 })
    const first = refusalOf(api.getUpdates({ timeout: 30 }))
    await server.until(() => server.isReading())
    await api.getUpdates({ timeout: 0 })
    expect(await first).toMatch('409 Conflict: terminated by other getUpdates request')
    await api.setWebhook(`${server.url}/anywhere`)
    expect(await refusalOf(api.getUpdates())).toMatch(
      "409 Conflict: can't use getUpdates method while webhook",
    )
    expect(await refusalOf(api.setWebhook('http://contoh.id/hook'))).toMatch('An HTTPS URL must be provided')
  })
})
