import { Api, GrammyError, InputFile } from 'grammy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { TOKEN } from '../../support/telegram/bench.ts'
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
    const { api, group } = await start({ limit: { messages: 2, windowMs: 60_000 } })
    await api.sendMessage(group.id, 'a')
    await api.sendMessage(group.id, 'b')
    expect(await refusalOf(api.sendMessage(group.id, 'c'))).toBe('429 Too Many Requests: retry after 60')
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
