import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSimulatorChannel } from '../../../src/channels/simulator/simulator.ts'
import { systemClock } from '../../../src/clock.ts'
import type { ChannelEvent, ChannelMemory, ReceiveEvent } from '../../../src/domain/channel.ts'
import type { SimulatorChange } from '../../../src/channels/simulator/controls.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const logger = pino({ level: 'silent' })
const at = (chatId: string) => ({ channel: 'simulator', account: 'simulator', chatId }) as const
const OWNER = { channel: 'simulator', account: 'simulator' } as const

async function startSimulator(memory: ChannelMemory, receive?: ReceiveEvent) {
  const events: ChannelEvent[] = []
  const simulator = createSimulatorChannel({ memory, clock: systemClock, logger })
  await simulator.start(async (event, onWaiting) => {
    events.push(event)
    await receive?.(event, onWaiting)
  })
  onTestFinished(() => simulator.stop())
  return { simulator, events }
}

async function freshSimulator(receive?: ReceiveEvent) {
  const memory = (await temporaryStorage()).channelMemory(OWNER)
  return { memory, ...(await startSimulator(memory, receive)) }
}

/** Holds whoever awaits `opened` until `open` is called. */
function gate() {
  const opening = new AbortController()
  const opened = new Promise<void>((resolve) => {
    opening.signal.addEventListener('abort', () => resolve())
  })
  return { opened, open: () => opening.abort() }
}

const textsIn = (simulator: Awaited<ReturnType<typeof startSimulator>>['simulator'], chatId: string) =>
  simulator.messages(chatId).map(({ text }) => text)

describe('the simulated platform', () => {
  it('begins with a resident and a group that the bot is in', async () => {
    const { simulator, events } = await freshSimulator()
    expect(simulator.chats()).toEqual([
      { chatId: 'warga-1', type: 'private', title: 'Warga', botPresent: true },
      { chatId: 'grup-1', type: 'group', title: 'KIM contoh', botPresent: true },
    ])
    expect(events).toEqual([])
    expect(simulator.status().state).toBe('connected')
  })

  it('tells the bot the next message of a chat while the one before waits for it', async () => {
    const next = gate()
    const { simulator, events } = await freshSimulator(async (event, onWaiting) => {
      if (event.type === 'message' && event.message.text === 'dan ini') return next.open()
      onWaiting?.()
      await next.opened
    })
    for (const text of ['ini benar?', 'dan ini'])
      await simulator.write({ chatId: 'warga-1', personRole: 'warga', text })
    await simulator.settled()
    expect(events).toHaveLength(2)
  })

  it('tells the bot what a resident forwards', async () => {
    const { simulator, events } = await freshSimulator()
    const written = await simulator.write({
      chatId: 'warga-1',
      personRole: 'warga',
      text: ' kuota gratis ',
      forwarded: true,
    })
    await simulator.settled()
    expect(events).toEqual([
      {
        type: 'message',
        message: {
          id: written.id,
          chat: at('warga-1'),
          chatType: 'private',
          chatTitle: 'Warga',
          senderId: 'warga-1',
          text: 'kuota gratis',
          attachments: [],
          forwarded: true,
          mentionsBot: false,
          sentAt: written.sentAt,
        },
      },
    ])
  })

  it('cuts the mention of the bot out of a text', async () => {
    const { simulator, events } = await freshSimulator()
    const group = { chatId: 'grup-1', personRole: 'anggota' } as const
    await simulator.write({ ...group, text: '@kabarkim benarkah ini?' })
    await simulator.write({ ...group, text: '/cek@KabarKIM' })
    await simulator.write({ ...group, text: 'tanya @KabarKIMlain saja' })
    await simulator.settled()
    const seen = events.map((event) =>
      event.type === 'message' ? [event.message.text, event.message.mentionsBot] : [],
    )
    expect(seen).toEqual([
      ['benarkah ini?', true],
      ['/cek', true],
      ['tanya @KabarKIMlain saja', false],
    ])
  })

  it('shows what a reply answers, without the marks of the bot', async () => {
    const { simulator, events } = await freshSimulator()
    await simulator.send(at('grup-1'), { text: 'Wilayah **mana**?' }, { id: 'b1' })
    const reply = await simulator.write({
      chatId: 'grup-1',
      personRole: 'admin',
      text: 'Loa Kulu Kota',
      replyTo: 'b1',
    })
    await simulator.settled()
    expect(reply.quoted).toEqual({ id: 'b1', author: 'bot', text: 'Wilayah mana?' })
    expect(events[0]).toMatchObject({
      message: { quoted: { id: 'b1', text: 'Wilayah mana?', fromBot: true } },
    })
  })

  it('knows the admin of a group by the sender', async () => {
    const { simulator, events } = await freshSimulator()
    await simulator.write({ chatId: 'grup-1', personRole: 'admin', text: 'halo' })
    await simulator.write({ chatId: 'grup-1', personRole: 'anggota', text: 'halo' })
    await simulator.settled()
    const senders = events.map((event) => (event.type === 'message' ? event.message.senderId : ''))
    expect(senders).toEqual(['admin-grup-1', 'anggota-grup-1'])
    expect(await Promise.all(senders.map((sender) => simulator.isAdmin(at('grup-1'), sender)))).toEqual([
      true,
      false,
    ])
    await expect(simulator.isAdmin(at('grup-9'), 'admin-grup-9')).rejects.toMatchObject({
      code: 'unreachable',
    })
  })

  it('tells the bot which choice was tapped and shows it as tapped', async () => {
    const { simulator, events } = await freshSimulator()
    const choices = [
      { id: 'ya', label: 'Ya' },
      { id: 'tidak', label: 'Tidak' },
    ]
    await simulator.send(at('grup-1'), { text: 'Setuju?', choices }, { id: 'b1' })
    await simulator.tap('grup-1', 'b1', 'ya', 'admin')
    await simulator.settled()
    expect(events[0]).toMatchObject({
      message: { choice: 'ya', text: '', senderId: 'admin-grup-1', quoted: { id: 'b1', fromBot: true } },
    })
    expect(simulator.messages('grup-1')[0]?.choices.map(({ tapped }) => tapped)).toEqual([true, false])
    await expect(simulator.tap('grup-1', 'b1', 'lain', 'admin')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells the bot when it comes into a group and when it is taken out', async () => {
    const { simulator, events } = await freshSimulator()
    const group = await simulator.createGroup(' KIM Maju ')
    await simulator.removeBot(group.chatId)
    await simulator.inviteBot(group.chatId)
    await simulator.settled()
    expect(group).toEqual({ chatId: 'grup-2', type: 'group', title: 'KIM Maju', botPresent: true })
    expect(events).toEqual([
      { type: 'bot_added', chat: at('grup-2'), title: 'KIM Maju' },
      { type: 'bot_removed', chat: at('grup-2') },
      { type: 'bot_added', chat: at('grup-2'), title: 'KIM Maju' },
    ])
  })

  it('does not let people write where they are not, or write nothing', async () => {
    const { simulator } = await freshSimulator()
    const refused = [
      simulator.write({ chatId: 'grup-1', personRole: 'warga', text: 'halo' }),
      simulator.write({ chatId: 'warga-1', personRole: 'admin', text: 'halo' }),
      simulator.write({ chatId: 'warga-1', personRole: 'warga', text: '  ' }),
      simulator.createGroup(' '),
    ]
    for (const refusal of refused) await expect(refusal).rejects.toMatchObject({ code: 'invalid' })
    await expect(
      simulator.write({ chatId: 'grup-7', personRole: 'admin', text: 'halo' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(simulator.messages('warga-1')).toEqual([])
  })
})

describe('messages of the bot', () => {
  it('come out as a tree, in order, after the last one seen', async () => {
    const { simulator } = await freshSimulator()
    await simulator.send(at('warga-1'), { text: 'satu' }, { id: 'b1' })
    await simulator.send(at('warga-1'), { text: '**dua**' }, { id: 'b2' })
    expect(simulator.messages('warga-1', 1)).toMatchObject([
      { order: 2, author: 'bot', blocks: [{ type: 'paragraph', content: [{ type: 'bold' }] }] },
    ])
  })

  it('are dropped when they are sent again under the same id', async () => {
    const { simulator } = await freshSimulator()
    await simulator.send(at('warga-1'), { text: 'satu' }, { id: 'b1' })
    expect(await simulator.send(at('warga-1'), { text: 'satu' }, { id: 'b1' })).toEqual({ externalId: 'b1' })
    await simulator.delete?.(at('warga-1'), 'b1')
    await simulator.send(at('warga-1'), { text: 'satu' }, { id: 'b1' })
    expect(simulator.dropsRepeatedIds).toBe(true)
    expect(simulator.messages('warga-1').map(({ deleted }) => deleted)).toEqual([true])
  })

  it('can be edited and deleted', async () => {
    const { simulator } = await freshSimulator()
    const choices = [{ id: 'ya', label: 'Ya' }]
    await simulator.send(at('grup-1'), { text: 'Setuju?', choices }, { id: 'b1' })
    await simulator.edit?.(at('grup-1'), 'b1', { text: 'Terima kasih' })
    expect(simulator.messages('grup-1')).toMatchObject([{ text: 'Terima kasih', edited: true, choices: [] }])
    await simulator.delete?.(at('grup-1'), 'b1')
    expect(simulator.messages('grup-1')).toMatchObject([{ text: '', blocks: [], deleted: true }])
    await expect(simulator.edit?.(at('grup-1'), 'b1', { text: 'x' })).rejects.toMatchObject({
      code: 'rejected',
    })
  })

  it('are refused with the reason', async () => {
    const { simulator } = await freshSimulator()
    await simulator.removeBot('grup-1')
    const send = (chatId: string, text: string) => simulator.send(at(chatId), { text }, { id: 'b1' })
    await expect(send('grup-1', 'halo')).rejects.toMatchObject({ code: 'chat_gone' })
    await expect(send('grup-9', 'halo')).rejects.toMatchObject({ code: 'chat_gone' })
    await expect(send('warga-1', ' ')).rejects.toMatchObject({ code: 'rejected' })
    await simulator.stop()
    await expect(send('warga-1', 'halo')).rejects.toMatchObject({ code: 'disconnected' })
  })

  it('are forgotten when a chat has very many', async () => {
    const { simulator, memory } = await freshSimulator()
    for (let number = 1; number <= 203; number += 1) {
      await simulator.send(at('warga-1'), { text: `${number}` }, { id: `b${number}` })
    }
    expect(textsIn(simulator, 'warga-1')).toHaveLength(200)
    expect(textsIn(simulator, 'warga-1')[0]).toBe('4')
    await simulator.stop()
    const again = await startSimulator(memory)
    expect(textsIn(again.simulator, 'warga-1')).toHaveLength(200)
  })
})

describe('what survives', () => {
  it('keeps chats and messages over a restart, also without a clean stop', async () => {
    const { simulator, memory } = await freshSimulator()
    const group = await simulator.createGroup('KIM Maju')
    await simulator.write({ chatId: group.chatId, personRole: 'admin', text: 'halo' })
    await simulator.send(at(group.chatId), { text: 'Halo juga' }, { id: 'b1' })
    await simulator.settled()
    const again = await startSimulator(memory)
    expect(again.simulator.chats().map(({ title }) => title)).toEqual(['Warga', 'KIM contoh', 'KIM Maju'])
    expect(textsIn(again.simulator, group.chatId)).toEqual(['halo', 'Halo juga'])
    expect(again.events).toEqual([])
  })

  it('tells the bot again what it did not finish before a crash', async () => {
    const hanging = gate()
    const { simulator, memory } = await freshSimulator(() => hanging.opened)
    const written = await simulator.write({ chatId: 'warga-1', personRole: 'warga', text: 'halo' })
    const again = await startSimulator(memory)
    await again.simulator.settled()
    hanging.open()
    expect(again.events).toMatchObject([
      { type: 'message', message: { id: written.id, sentAt: written.sentAt } },
    ])
  })

  it('goes on after an event that the bot could not deal with', async () => {
    let isFirst = true
    const { simulator, memory, events } = await freshSimulator(async () => {
      if (isFirst) {
        isFirst = false
        throw new Error('broken')
      }
    })
    await simulator.write({ chatId: 'warga-1', personRole: 'warga', text: 'satu' })
    await simulator.write({ chatId: 'warga-1', personRole: 'warga', text: 'dua' })
    await simulator.settled()
    expect(events).toHaveLength(2)
    expect((await startSimulator(memory)).events).toEqual([])
  })

  it('starts over when asked', async () => {
    const { simulator, events } = await freshSimulator()
    await simulator.createGroup('KIM Maju')
    await simulator.send(at('grup-1'), { text: 'halo' }, { id: 'b1' })
    await simulator.settled()
    await simulator.reset()
    await simulator.settled()
    expect(simulator.chats().map(({ chatId }) => chatId)).toEqual(['warga-1', 'grup-1'])
    expect(simulator.messages('grup-1')).toEqual([])
    expect(events.slice(1).map(({ type }) => type)).toEqual(['bot_removed', 'bot_removed'])
  })
})

describe('the channel', () => {
  it('tells one event after another in a chat, and chats side by side', async () => {
    const order: string[] = []
    const first = gate()
    const { simulator } = await freshSimulator(async (event) => {
      if (event.type !== 'message') return
      if (event.message.text === 'satu') await first.opened
      order.push(event.message.text)
      if (event.message.text === 'lain') first.open()
    })
    await simulator.write({ chatId: 'warga-1', personRole: 'warga', text: 'satu' })
    await simulator.write({ chatId: 'warga-1', personRole: 'warga', text: 'dua' })
    await simulator.write({ chatId: 'grup-1', personRole: 'admin', text: 'lain' })
    await simulator.settled()
    expect(order).toEqual(['lain', 'satu', 'dua'])
  })

  it('tells its listeners what changed, until they leave', async () => {
    const { simulator } = await freshSimulator()
    const changes: SimulatorChange[] = []
    const leave = simulator.subscribe((change) => changes.push(change))
    await simulator.send(at('warga-1'), { text: 'halo' }, { id: 'b1' })
    await simulator.createGroup('KIM Maju')
    leave()
    await simulator.send(at('warga-1'), { text: 'halo' }, { id: 'b2' })
    expect(changes).toEqual([{ type: 'chat', chatId: 'warga-1' }, { type: 'chats' }])
  })

  it('refuses a second start, and takes a second stop', async () => {
    const { simulator } = await freshSimulator()
    await expect(simulator.start(async () => undefined)).rejects.toMatchObject({ code: 'conflict' })
    await simulator.stop()
    await simulator.stop()
    expect(simulator.status().state).toBe('stopped')
    await expect(
      simulator.write({ chatId: 'warga-1', personRole: 'warga', text: 'halo' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})
