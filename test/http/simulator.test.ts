import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSimulatorChannel } from '../../src/channels/simulator/simulator.ts'
import { systemClock } from '../../src/clock.ts'
import { AppError } from '../../src/domain/error.ts'
import type { ChannelEvent } from '../../src/domain/channel.ts'
import type { OutgoingMessage } from '../../src/domain/message.ts'
import { temporaryFolder, temporaryStorage } from '../support/temporary-storage.ts'
import { BROWSER, httpApp } from './http-app.ts'

const ORIGIN = 'http://localhost'
const UPCOMING = [
  {
    id: 'posyandu',
    title: 'Jadwal posyandu',
    areaLabels: ['Kecamatan Loa Kulu'],
    next: new Date('2026-11-26T00:15:00Z'),
    groups: 1,
  },
]

const at = (chatId: string) => ({ channel: 'simulator', account: 'simulator', chatId }) as const

/** The page in front of a bot that answers every message with `answer`. */
async function simulatorApp(answer?: OutgoingMessage) {
  const storage = await temporaryStorage()
  const logger = pino({ level: 'silent' })
  const simulator = createSimulatorChannel({
    memory: storage.channelMemory({ channel: 'simulator', account: 'simulator' }),
    clock: systemClock,
    logger,
  })
  const events: ChannelEvent[] = []
  await simulator.start(async (event) => {
    events.push(event)
    if (event.type !== 'message' || answer === undefined) return
    await simulator.send(event.message.chat, answer, { id: simulator.newMessageId() })
  })
  const stopping = new AbortController()
  onTestFinished(async () => {
    stopping.abort()
    await simulator.stop()
  })
  const app = httpApp({
    stopping: stopping.signal,
    simulator: {
      controls: simulator,
      upcoming: async () => UPCOMING,
      scheduleSoon: async (id) => {
        if (id !== 'posyandu') throw new AppError('not_found', 'There is no such broadcast.')
        return { at: new Date(Date.now() + 10_000) }
      },
      seededClaims: async () => ['Kuota gratis 50 GB dari pemerintah'],
    },
  })
  const page = async (path = '/simulator') => (await app.request(path, BROWSER)).text()
  const post = (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { Origin: ORIGIN },
  ) =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { ...BROWSER.headers, ...headers },
    })
  return { app, simulator, events, page, post }
}

describe('the simulator without a script', () => {
  it('shows both phones, the examples, the broadcasts, and what to do first', async () => {
    const { page } = await simulatorApp()
    const html = await page()
    expect(html).toContain('Ponsel warga')
    expect(html).toContain('KIM contoh')
    expect(html).toContain('Kuota gratis 50 GB dari pemerintah')
    expect(html).toContain('Jadwal posyandu')
    expect(html).toContain('Kamis, 26 November 2026 pukul 08.15 WITA')
    expect(html).toContain('Sampai ke 1 grup simulator')
    expect(html).toContain('Ketik /langganan sebagai admin')
  })

  it('comes back with the answer of the bot after a message', async () => {
    const { page, post, events } = await simulatorApp({ text: 'Ini **tidak benar**.' })
    const response = await post('/simulator/messages', {
      chat: 'warga-1',
      text: 'kuota gratis',
      forwarded: 'yes',
    })
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/simulator?group=grup-1&role=admin#warga')
    expect(events).toMatchObject([{ message: { text: 'kuota gratis', forwarded: true } }])
    const html = await page()
    expect(html).toContain('Diteruskan')
    expect(html).toContain('<p>Ini <strong>tidak benar</strong>.</p>')
  })

  it('takes forms from the public address, behind a proxy', async () => {
    const { post } = await simulatorApp()
    const headers = { Origin: 'https://kabar.example.id' }
    expect((await post('/simulator/messages', { chat: 'warga-1', text: 'halo' }, headers)).status).toBe(303)
  })

  it('keeps the chosen group and role over a message', async () => {
    const { page, post, events } = await simulatorApp()
    await post('/simulator/groups', { title: 'KIM Maju' })
    const response = await post('/simulator/messages', {
      chat: 'grup-2',
      text: 'halo',
      group: 'grup-2',
      role: 'anggota',
    })
    const location = response.headers.get('Location') ?? ''
    expect(location).toBe('/simulator?group=grup-2&role=anggota#grup')
    expect(events.at(-1)).toMatchObject({ message: { senderId: 'anggota-grup-2' } })
    expect(await page(location)).toContain('aria-label="Pesan ke KIM Maju"')
  })

  it('taps a choice in the chosen role', async () => {
    const { page, post, simulator, events } = await simulatorApp()
    const message = { text: 'Wilayah mana?', choices: [{ id: 'a:64', label: 'Loa Kulu' }] }
    await simulator.send(at('grup-1'), message, { id: 'b1' })
    await post('/simulator/taps', { chat: 'grup-1', message: 'b1', choice: 'a:64', role: 'anggota' })
    expect(events).toMatchObject([{ message: { choice: 'a:64', senderId: 'anggota-grup-1' } }])
    expect(await page()).toContain('(sudah ditekan)')
  })

  it('answers the chosen message, or the one that asks for a reply', async () => {
    const { page, post, simulator, events } = await simulatorApp()
    await simulator.send(at('grup-1'), { text: 'Nama desanya?', expectsReply: true }, { id: 'b1' })
    expect(await page()).toContain('name="reply" value="b1"')
    await simulator.send(at('grup-1'), { text: 'Terima kasih.' }, { id: 'b2' })
    expect(await page()).not.toContain('name="reply"')
    expect(await page('/simulator?reply=b1')).toContain('Membalas Kabar KIM')
    await post('/simulator/messages', { chat: 'grup-1', text: 'Loa Kulu Kota', reply: 'b1' })
    expect(events).toMatchObject([{ message: { quoted: { id: 'b1', fromBot: true } } }])
  })

  it('takes the bot out of a group and invites it again', async () => {
    const { page, post, events } = await simulatorApp()
    await post('/simulator/groups/grup-1/bot', { present: 'no' })
    expect(await page()).toContain('Bot sudah dikeluarkan dari grup ini')
    await post('/simulator/groups/grup-1/bot', { present: 'yes' })
    expect(await page()).not.toContain('Bot sudah dikeluarkan dari grup ini')
    expect(events.map(({ type }) => type)).toEqual(['bot_removed', 'bot_added'])
  })

  it('lets a broadcast go out soon and says when', async () => {
    const { page, post } = await simulatorApp()
    const response = await post('/simulator/broadcasts/posyandu/soon', { group: 'grup-1', role: 'admin' })
    expect(response.headers.get('Location')).toBe('/simulator?group=grup-1&role=admin#siaran')
    expect(await page()).toMatch(/Akan terkirim pukul <time[^>]*>\d\d\.\d\d\.\d\d WITA/)
    expect((await post('/simulator/broadcasts/lain/soon', {})).status).toBe(404)
  })

  it('starts over', async () => {
    const { page, post } = await simulatorApp()
    await post('/simulator/messages', { chat: 'warga-1', text: 'pesan lama' })
    expect((await post('/simulator/reset', {})).headers.get('Location')).toBe('/simulator')
    expect(await page()).not.toContain('pesan lama')
  })

  it('stays light with many messages', async () => {
    const { page, simulator } = await simulatorApp()
    for (let number = 0; number < 80; number += 1) {
      await simulator.send(at('grup-1'), { text: `Pesan ${number}` }, { id: `b${number}` })
    }
    const html = await page()
    expect(html).toContain('Pesan 79')
    expect(html).not.toContain('Pesan 19')
    expect(html.length).toBeLessThan(60 * 1024)
  })
})

describe('the simulator for the script', () => {
  it('answers a form without a page', async () => {
    const { post } = await simulatorApp()
    const headers = { Origin: ORIGIN, Accept: 'application/json' }
    const sent = await post('/simulator/messages', { chat: 'warga-1', text: 'halo' }, headers)
    expect(sent.status).toBe(204)
    const refused = await post('/simulator/messages', { chat: 'warga-1', text: ' ' }, headers)
    expect(refused.status).toBe(400)
    const scheduled = await post('/simulator/broadcasts/posyandu/soon', {}, headers)
    expect(await scheduled.json()).toMatchObject({ at: expect.any(String) })
  })

  it('gives one phone alone', async () => {
    const { app, page } = await simulatorApp()
    expect(await page('/simulator/phone/warga-1')).toMatch(/^<div class="phone" data-phone="warga-1"/)
    expect((await app.request('/simulator/phone/grup-9')).status).toBe(404)
  })

  it('tells at once what changes', async () => {
    const { app, simulator } = await simulatorApp()
    const response = await app.request('/simulator/events')
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('retry:')
    await simulator.send(at('grup-1'), { text: 'halo' }, { id: 'b1' })
    expect((await reader?.read())?.value).toBe('event: chat\ndata: grup-1\n\n')
    await simulator.createGroup('KIM Maju')
    expect((await reader?.read())?.value).toBe('event: chats\ndata: \n\n')
    await reader?.cancel()
  })
})

describe('what the simulator refuses', () => {
  it.each([
    ['another site', { Origin: 'https://jahat.example' }],
    ['nowhere', {}],
    ['another site, by the browser', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://jahat.example' }],
  ])('a form from %s', async (_, headers) => {
    const { post, simulator } = await simulatorApp()
    const response = await post('/simulator/messages', { chat: 'warga-1', text: 'halo' }, headers)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Anda tidak boleh membuka ini')
    expect(simulator.messages('warga-1')).toEqual([])
  })

  it('a form that is too large', async () => {
    const { post } = await simulatorApp()
    const response = await post('/simulator/messages', { chat: 'warga-1', text: 'a'.repeat(70_000) })
    expect(response.status).toBe(413)
  })

  it('markup from people, and links that a browser would run', async () => {
    const { page, post, simulator } = await simulatorApp()
    await post('/simulator/messages', { chat: 'warga-1', text: '<script>alert(1)</script>' })
    await simulator.send(at('warga-1'), { text: '[klik](javascript:alert(2)) <b onclick=x>' }, { id: 'b1' })
    const html = await page()
    expect(html).toContain('&lt;script&gt;alert(1)')
    expect(html).not.toContain('javascript:')
    expect(html).not.toContain('<b onclick')
  })

  it('everything when it is off', async () => {
    const app = httpApp()
    expect((await app.request('/simulator')).status).toBe(404)
    expect((await app.request('/simulator/events')).status).toBe(404)
  })
})

describe('pictures', () => {
  it('are served by the id of their message, as long as the file is there', async () => {
    const { app, simulator, page } = await simulatorApp()
    const path = join(await temporaryFolder(), 'peta.png')
    await writeFile(path, 'the bytes of a picture')
    await simulator.send(at('grup-1'), { text: '', attachment: { type: 'image', path } }, { id: 'b1' })
    expect(await page()).toContain('src="/simulator/media/b1"')
    const response = await app.request('/simulator/media/b1')
    expect(response.headers.get('Content-Type')).toBe('image/png')
    expect(await response.text()).toBe('the bytes of a picture')
    await rm(path)
    expect((await app.request('/simulator/media/b1')).status).toBe(404)
    expect((await app.request('/simulator/media/b2')).status).toBe(404)
  })
})
