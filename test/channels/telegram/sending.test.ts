import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { OutgoingMessage } from '../../../src/domain/message.ts'
import { SendError } from '../../../src/domain/error.ts'
import {
  addressOf,
  PATIENTLY,
  settleVillage,
  startBench,
  type BenchOptions,
} from '../../support/telegram/bench.ts'

async function startVillage(options: BenchOptions = {}) {
  const bench = await startBench(options)
  const village = await settleVillage(bench)
  const send = (message: OutgoingMessage, to = village.group) =>
    bench.channel.send(addressOf(to), message, { id: bench.channel.newMessageId() })
  return { ...bench, ...village, send }
}

async function makePicture(): Promise<{ path: string; bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#0a0' } })
    .jpeg()
    .toBuffer()
  const path = join(folder, 'poster.jpg')
  await writeFile(path, picture)
  return { path, bytes: picture.length }
}

const paragraph = (length: number) => `${'kata '.repeat(length / 5 - 1)}ujung.`
const textOf = (length: number) => Array.from({ length: length / 500 }, () => paragraph(500)).join('\n\n')

async function failureOf(work: Promise<unknown>): Promise<SendError> {
  const error: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof SendError)) throw new Error(`expected a SendError, got ${String(error)}`)
  return error
}

describe('sending on Telegram', () => {
  it('posts the message and gives its id back', async () => {
    const { api, group, send } = await startVillage()
    const { externalId } = await send({ text: '**Siaga** banjir < 2 m & [BMKG](https://bmkg.go.id)' })
    expect(api.messages(group)).toEqual([
      {
        id: Number(externalId),
        text: 'Siaga banjir < 2 m & BMKG',
        html: '<b>Siaga</b> banjir &lt; 2 m &amp; <a href="https://bmkg.go.id">BMKG</a>',
        keyboard: [],
        forceReply: false,
        linkPreviewDisabled: false,
        edited: false,
      },
    ])
  })

  it('makes choices into buttons, two in a row when all are short', async () => {
    const { api, group, send } = await startVillage()
    const short = ['Ya', 'Tidak', 'Lewati'].map((label, index) => ({ id: `c:${index}`, label }))
    await send({ text: 'Setuju?', choices: short })
    await send({ text: 'Pilih', choices: [...short, { id: 'c:3', label: 'Kutai Kartanegara' }] })
    const [first, second] = api.messages(group)
    expect(first?.keyboard.map((row) => row.map(({ label }) => label))).toEqual([['Ya', 'Tidak'], ['Lewati']])
    expect(first?.keyboard[0]?.[0]).toEqual({ label: 'Ya', data: 'c:0' })
    expect(second?.keyboard.map((row) => row.length)).toEqual([1, 1, 1, 1])
  })

  it('answers a message, also one that is deleted by now or was a tap', async () => {
    const { api, resident, group, send } = await startVillage()
    const { messageId } = api.sendText(resident, group, '/cek vaksin')
    await send({ text: 'Ini jawabannya', replyTo: String(messageId) })
    await send({ text: 'Ini juga', replyTo: '999999' })
    await send({ text: 'Dan ini', replyTo: 'callback:123' })
    expect(api.messages(group).map(({ replyTo }) => replyTo)).toEqual([messageId, undefined, undefined])
  })

  it('asks for a reply in a group, but not in a private chat or beside buttons', async () => {
    const { api, group, home, send } = await startVillage()
    await send({ text: 'Nama KIM?', expectsReply: true })
    await send({ text: 'Nama KIM?', expectsReply: true }, home as never)
    await send({ text: 'Pilih', expectsReply: true, choices: [{ id: 'a', label: 'A' }] })
    expect(api.messages(group).map(({ forceReply }) => forceReply)).toEqual([true, false])
    expect(api.messages(home).map(({ forceReply }) => forceReply)).toEqual([false])
    expect(api.callsOf('sendMessage')[0]?.payload['reply_markup']).toEqual({
      force_reply: true,
      selective: true,
    })
  })

  it('splits a long text at paragraphs; buttons come with the last part, previews with none', async () => {
    const { api, resident, group, send } = await startVillage()
    const { messageId } = api.sendText(resident, group, '/cek')
    const choices = [{ id: 'a', label: 'Paham' }]
    const { externalId } = await send({ text: textOf(9_000), choices, replyTo: String(messageId) })
    const parts = api.messages(group)
    expect(parts.map(({ text }) => text.length)).toEqual([4_022, 4_022, 1_004])
    expect(parts.map(({ keyboard }) => keyboard.length)).toEqual([0, 0, 1])
    expect(parts.map(({ replyTo }) => replyTo)).toEqual([messageId, undefined, undefined])
    expect(
      parts.every(({ linkPreviewDisabled, text }) => linkPreviewDisabled && text.endsWith('ujung.')),
    ).toBe(true)
    expect(externalId).toBe(String(parts[0]?.id))
  })

  it('sends a picture with its caption, or before a text that is too long for one', async () => {
    const { api, group, send } = await startVillage()
    const { path, bytes } = await makePicture()
    const attachment = { type: 'image' as const, path }
    const choices = [{ id: 'a', label: 'Paham' }]
    await send({ text: '**Poster** "A" & B', attachment, choices })
    await send({ text: textOf(1_500), attachment, choices })
    await send({ text: '', attachment })
    const [short, picture, text, bare] = api.messages(group)
    expect(short).toMatchObject({ text: 'Poster "A" & B', photoBytes: bytes, keyboard: [[{ data: 'a' }]] })
    expect(picture).toMatchObject({ text: '', photoBytes: bytes, keyboard: [] })
    expect(text).toMatchObject({ keyboard: [[{ data: 'a' }]] })
    expect(text?.text.length).toBeGreaterThan(1_024)
    expect(bare).toMatchObject({ text: '', photoBytes: bytes })
  })

  it.each([
    ['an empty message', { text: '  ' }],
    ['a choice id over 64 bytes', { text: 'a', choices: [{ id: 'é'.repeat(33), label: 'A' }] }],
    ['a choice without an id', { text: 'a', choices: [{ id: '', label: 'A' }] }],
    ['a missing picture', { text: 'a', attachment: { type: 'image' as const, path: '/nowhere/a.jpg' } }],
  ])('rejects %s without asking Telegram', async (_, message) => {
    const { api, send } = await startVillage()
    expect(await failureOf(send(message))).toMatchObject({ code: 'rejected', retryable: false })
    expect(api.calls.filter(({ method }) => method.startsWith('send'))).toEqual([])
  })

  it('rejects a chat id of another platform', async () => {
    const { channel, group } = await startVillage()
    const to = { ...addressOf(group), chatId: '628@s.whatsapp.net' }
    expect(await failureOf(channel.send(to, { text: 'a' }, { id: 'a' }))).toMatchObject({ code: 'rejected' })
  })

  it('has no ids of its own: the same id posts twice', async () => {
    const { api, channel, group } = await startVillage()
    await channel.send(addressOf(group), { text: 'a' }, { id: 'x' })
    await channel.send(addressOf(group), { text: 'a' }, { id: 'x' })
    expect(api.messages(group)).toHaveLength(2)
    expect(channel.dropsRepeatedIds).toBe(false)
    expect(channel.newMessageId()).not.toBe(channel.newMessageId())
  })
})

describe('a message that does not go out', () => {
  it.each([
    [429, 'Too Many Requests: retry after 17', 'throttled', { retryAfterMs: 17_000, retryable: true }],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'chat_gone', {}],
    [403, 'Forbidden: bot is not a member of the supergroup chat', 'chat_gone', {}],
    [403, 'Forbidden: bot was blocked by the user', 'chat_gone', {}],
    [403, 'Forbidden: user is deactivated', 'chat_gone', {}],
    [400, 'Bad Request: chat not found', 'chat_gone', {}],
    [403, 'Forbidden: the group chat was deleted', 'chat_gone', {}],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'not_allowed', {}],
    [400, 'Bad Request: have no rights to send a message', 'not_allowed', {}],
    [400, 'Bad Request: TOPIC_CLOSED', 'not_allowed', {}],
    [400, 'Bad Request: message thread not found', 'not_allowed', {}],
    [403, 'Forbidden: CHAT_WRITE_FORBIDDEN', 'not_allowed', {}],
    [400, 'Bad Request: message is too long', 'rejected', { retryable: false }],
    [500, 'Internal Server Error', 'unreachable', { uncertain: false, retryable: true }],
    [503, 'Service Unavailable', 'unreachable', { uncertain: false }],
    [502, 'Bad Gateway', 'unreachable', { uncertain: true, retryable: false }],
    [504, 'Gateway Timeout', 'unreachable', { uncertain: true }],
  ] as const)('with %i “%s” is %s', async (status, description, code, more) => {
    const { api, send, group } = await startVillage()
    const parameters = status === 429 ? { parameters: { retry_after: 17 } } : {}
    api.failNext('sendMessage', { status, description, ...parameters })
    expect(await failureOf(send({ text: 'a' }))).toMatchObject({ code, ...more })
    expect(api.messages(group)).toEqual([])
  })

  it('to a group that became a supergroup names the new id', async () => {
    const { api, admin, send } = await startVillage()
    const old = api.group({ title: 'KIM Lama', admins: [admin] })
    api.addBot(old, admin)
    const { chat } = api.migrate(old, admin)
    expect(await failureOf(send({ text: 'a' }, old as never))).toMatchObject({
      code: 'chat_moved',
      movedTo: String(chat.id),
      retryable: true,
    })
    await send({ text: 'a' }, chat)
    expect(api.messages(chat)).toHaveLength(1)
  })

  it('is known from the state of the chat too', async () => {
    const { api, admin, group, send } = await startVillage()
    api.muteBot(group)
    expect(await failureOf(send({ text: 'a' }))).toMatchObject({ code: 'not_allowed' })
    api.kickBot(group, admin)
    expect(await failureOf(send({ text: 'a' }))).toMatchObject({ code: 'chat_gone' })
    expect(await failureOf(send({ text: 'a' }, { id: -42 } as never))).toMatchObject({ code: 'chat_gone' })
  })

  it('is uncertain when the answer is lost, or Telegram does not answer in time', async () => {
    const { api, group, send } = await startVillage({ requestTimeoutMs: 1_000 })
    for (const fault of ['drop-after-accept', 'refuse', 'hang'] as const) {
      api.failNext('sendMessage', fault)
      expect(await failureOf(send({ text: 'a' }))).toMatchObject({ code: 'unreachable', uncertain: true })
    }
    expect(api.messages(group)).toHaveLength(1)
  })

  it('is certain when nobody could be reached', async () => {
    const { api, send } = await startVillage()
    await api.offline()
    expect(await failureOf(send({ text: 'a' }))).toMatchObject({ code: 'unreachable', uncertain: false })
  })

  it('never tells the token', async () => {
    const { api, send } = await startVillage()
    await api.offline()
    const error = await failureOf(send({ text: 'a' }))
    expect(error.message).toContain('ECONNREFUSED')
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('AAtest')
  })

  it('because the token was refused breaks the channel', async () => {
    const { api, channel, send } = await startVillage()
    api.failNext('sendMessage', { status: 401, description: 'Unauthorized' })
    expect(await failureOf(send({ text: 'a' }))).toMatchObject({ code: 'disconnected' })
    expect(channel.status()).toMatchObject({
      state: 'broken',
      detail: expect.stringContaining('TELEGRAM_BOT_TOKEN'),
    })
  })
})

describe('a long text of which the beginning is out', () => {
  it('waits when Telegram asks to slow down, and goes on', async () => {
    const { api, clock, group, send } = await startVillage()
    const slow = { status: 429, description: 'Too Many Requests', parameters: { retry_after: 5 } }
    const sending = send({ text: textOf(5_000) })
    await api.until(() => api.callsOf('sendMessage').length === 1)
    api.failNext('sendMessage', slow)
    await api.until(() => api.callsOf('sendMessage')[1]?.status === 429)
    await expect.poll(() => clock.sleeps, PATIENTLY).toContain(5_000)
    clock.advance(5_000)
    await sending
    expect(api.messages(group).map(({ text }) => text.length)).toEqual([4_022, 1_004])
  })

  it('is uncertain when the rest cannot go out', async () => {
    const { api, group, send } = await startVillage()
    const sending = failureOf(send({ text: textOf(5_000) }))
    await api.until(() => api.callsOf('sendMessage').length === 1)
    api.failNext('sendMessage', { status: 403, description: 'Forbidden: bot was kicked from the group chat' })
    expect(await sending).toMatchObject({ code: 'chat_gone', uncertain: true, retryable: false })
    expect(api.messages(group)).toHaveLength(1)
  })
})

it('asks nothing of a chat that Telegram told to wait, and serves the others', async () => {
  const { api, channel, clock, group, home, send } = await startVillage()
  const { externalId } = await send({ text: 'a' })
  const slow = { status: 429, description: 'Too Many Requests', parameters: { retry_after: 30 } }
  api.failNext('editMessageText', slow)
  const edit = () => channel.edit?.(addressOf(group), externalId, { text: 'b' }) ?? Promise.resolve()
  expect(await failureOf(edit())).toMatchObject({ code: 'throttled', retryAfterMs: 30_000 })
  clock.advance(12_000)
  const rest = { code: 'throttled', retryAfterMs: 18_000, retryable: true }
  expect(await failureOf(send({ text: 'c' }))).toMatchObject(rest)
  expect(await failureOf(edit())).toMatchObject(rest)
  expect(api.calls.filter(({ method }) => /^(?:send|edit)/.test(method))).toHaveLength(2)
  await send({ text: 'd' }, home as never)
  clock.advance(18_000)
  await send({ text: 'c' })
  expect(api.messages(group)).toHaveLength(2)
})

describe('a sent message', () => {
  it('can be edited, with new buttons or none', async () => {
    const { api, channel, group, send } = await startVillage()
    const { externalId } = await send({ text: 'Setuju?', choices: [{ id: 'a', label: 'Ya' }] })
    await channel.edit?.(addressOf(group), externalId, {
      text: '_Pilih_',
      choices: [{ id: 'b', label: 'Tidak' }],
    })
    expect(api.messages(group)).toMatchObject([
      { html: '<i>Pilih</i>', keyboard: [[{ data: 'b' }]], edited: true },
    ])
    await channel.edit?.(addressOf(group), externalId, { text: 'Terima kasih' })
    await channel.edit?.(addressOf(group), externalId, { text: 'Terima kasih' })
    expect(api.messages(group)).toMatchObject([{ text: 'Terima kasih', keyboard: [] }])
    expect(api.callsOf('editMessageText').at(-1)?.status).toBe(400)
  })

  it('can be edited when it is a picture', async () => {
    const { api, channel, group, send } = await startVillage()
    const { path, bytes } = await makePicture()
    const { externalId } = await send({ text: 'Lama', attachment: { type: 'image', path } })
    await channel.edit?.(addressOf(group), externalId, { text: '**Baru**' })
    expect(api.messages(group)).toMatchObject([{ text: 'Baru', photoBytes: bytes }])
  })

  it('can be deleted, also twice', async () => {
    const { api, channel, group, send } = await startVillage()
    const { externalId } = await send({ text: 'a' })
    await channel.delete?.(addressOf(group), externalId)
    await channel.delete?.(addressOf(group), externalId)
    expect(api.messages(group)).toEqual([])
  })

  it('says why it cannot be changed', async () => {
    const { api, channel, admin, group, send } = await startVillage({ requestTimeoutMs: 1_000 })
    const { externalId } = await send({ text: 'a' })
    const edit = (id: string, text = 'b') =>
      failureOf(channel.edit?.(addressOf(group), id, { text }) ?? Promise.resolve())
    expect(await edit('999')).toMatchObject({ code: 'rejected' })
    expect(await edit('callback:1')).toMatchObject({ code: 'rejected' })
    expect(await edit(externalId, textOf(5_000))).toMatchObject({ code: 'rejected' })
    api.failNext('editMessageText', 'hang')
    expect(await edit(externalId)).toMatchObject({ code: 'unreachable', uncertain: false })
    api.kickBot(group, admin)
    expect(await edit(externalId)).toMatchObject({ code: 'chat_gone' })
    const deletion = channel.delete?.(addressOf(group), externalId) ?? Promise.resolve()
    expect(await failureOf(deletion)).toMatchObject({ code: 'chat_gone' })
  })
})

describe('who is an admin', () => {
  it('is asked of Telegram each time', async () => {
    const { api, channel, admin, resident, group } = await startVillage()
    const isAdmin = (id: number | string) => channel.isAdmin(addressOf(group), String(id))
    expect(await isAdmin(admin.id)).toBe(true)
    expect(await isAdmin(resident.id)).toBe(false)
    api.promote(group, resident)
    expect(await isAdmin(resident.id)).toBe(true)
    api.demote(group, resident)
    expect(await isAdmin(resident.id)).toBe(false)
  })

  it('includes the group itself, and nobody from outside', async () => {
    const { api, channel, admin, resident, home, group } = await startVillage()
    const stranger = api.user({ id: 9_009, firstName: 'Tamu' })
    const isAdmin = (id: number | string) => channel.isAdmin(addressOf(group), String(id))
    expect(await isAdmin(group.id)).toBe(true)
    expect(await isAdmin(1_087_968_824)).toBe(true)
    expect(await isAdmin(-100_123)).toBe(false)
    expect(await isAdmin(stranger.id)).toBe(false)
    expect(await isAdmin(404)).toBe(false)
    expect(await channel.isAdmin(addressOf(home), String(resident.id))).toBe(false)
    expect(
      await channel.isAdmin(addressOf({ id: -42 }), String(admin.id)).catch((error: unknown) => error),
    ).toMatchObject({
      code: 'unreachable',
    })
  })

  it.each([
    [{ status: 500, description: 'Internal Server Error' }, 'unreachable'],
    [{ status: 429, description: 'Too Many Requests', parameters: { retry_after: 3 } }, 'unreachable'],
    [{ status: 401, description: 'Unauthorized' }, 'disconnected'],
    ['hang', 'unreachable'],
  ] as const)('cannot be said after %j', async (fault, code) => {
    const { api, channel, admin, group } = await startVillage({ requestTimeoutMs: 1_000 })
    api.failNext('getChatMember', fault)
    expect(await failureOf(channel.isAdmin(addressOf(group), String(admin.id)))).toMatchObject({ code })
  })
})
