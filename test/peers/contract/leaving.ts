import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createSimulatorChannel } from '../../../src/channels/simulator/simulator.ts'
import { createTelegramChannel, type TelegramDeps } from '../../../src/channels/telegram/telegram.ts'
import { createWhatsAppChannel } from '../../../src/channels/whatsapp/channel.ts'
import { systemClock } from '../../../src/clock.ts'
import type { Channel, ChannelMemory } from '../../../src/domain/channel.ts'
import { createLogger } from '../../../src/logger.ts'
import { createChannelMemory } from '../../support/channel-memory.ts'
import { SECRET, TOKEN } from '../../support/telegram/bench.ts'
import { startBotApi } from '../../support/telegram/bot-api.ts'
import { startWhatsAppServer } from '../../support/whatsapp/server.ts'
import { until } from './bench.ts'
import type { PeerName } from './bench.ts'

/** What a process that only starts and stops a channel prints at its end. */
const STOPPED = 'stopped'
/** How long such a process may live on after its channel was stopped. */
const LAST_BREATH_MS = 5_000

interface Peer {
  url: string
  /** What the channel remembers. */
  memory: Memory
  stop: () => Promise<void>
}

/** Collection, key, value. */
type Memory = [string, [string, string][]][]

function createTelegram(apiRoot: string, mode: TelegramDeps['mode']): Channel {
  const logger = createLogger('silent')
  return createTelegramChannel({ token: TOKEN, apiRoot, mode, clock: systemClock, logger })
}

const CHANNELS: Record<PeerName, (url: string, memory: ChannelMemory) => Channel> = {
  'telegram-polling': (url) => createTelegram(url, { type: 'polling' }),
  'telegram-webhook': (url) =>
    createTelegram(url, { type: 'webhook', secret: SECRET, url: `${url}/webhook` }),
  whatsapp: (url, memory) =>
    createWhatsAppChannel({ memory, clock: systemClock, logger: createLogger('silent'), socketUrl: url }),
  simulator: (_, memory) =>
    createSimulatorChannel({ memory, clock: systemClock, logger: createLogger('silent') }),
}

const isConnected = (channel: Channel) => until(() => channel.status().state === 'connected')

/** Runs in a process of its own: connects, stops, and has nothing more to do. */
export async function startAndStop(peer: PeerName, url: string): Promise<void> {
  const stored = JSON.parse(readFileSync(0, 'utf8')) as Memory
  const memory = createChannelMemory(new Map(stored.map(([name, entries]) => [name, new Map(entries)])))
  const channel = CHANNELS[peer](url, memory)
  await channel.start(() => Promise.resolve())
  await isConnected(channel)
  await channel.stop()
  process.stdout.write(`${STOPPED}\n`)
}

/**
 * A WhatsApp that knows the bot. The library lets a timer of 30 seconds run after it uploaded keys, as it does with a
 * new device: so the bot is paired here, and comes back once, until it has keys enough.
 */
async function openWhatsApp(): Promise<Peer> {
  const server = await startWhatsAppServer()
  const office = server.account({ phone: '6281100000009', lid: '90000000000009', name: 'Kantor' })
  const stored = new Map<string, Map<string, string>>()
  const channel = CHANNELS.whatsapp(server.url, createChannelMemory(stored))
  for (const isNew of [true, false]) {
    await channel.start(() => Promise.resolve())
    if (isNew) await until(() => channel.status().pairing !== undefined)
    if (isNew) server.scan(channel.status().pairing?.qr ?? '', office)
    await isConnected(channel)
    await channel.stop()
  }
  const memory = [...stored].map(([name, entries]): Memory[number] => [name, [...entries]])
  return { url: server.url, memory, stop: () => server.stop() }
}

async function openPeer(peer: PeerName): Promise<Peer> {
  if (peer === 'whatsapp') return openWhatsApp()
  if (peer === 'simulator') return { url: '', memory: [], stop: () => Promise.resolve() }
  const api = await startBotApi({ token: TOKEN })
  return { url: api.url, memory: [], stop: () => api.stop() }
}

/** True when a process in which a channel was started and stopped ends soon, without being told to. */
export async function endsByItself(peer: PeerName): Promise<boolean> {
  const { url, memory, stop } = await openPeer(peer)
  const script = `import { ${startAndStop.name} } from '${import.meta.url}'
    await ${startAndStop.name}('${peer}', '${url}')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  child.stdin.end(JSON.stringify(memory))
  let hasStopped = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== STOPPED) continue
    hasStopped = true
    setTimeout(() => child.kill('SIGKILL'), LAST_BREATH_MS).unref()
  }
  const [code] = (await exited) as [number | null]
  await stop()
  return hasStopped && code === 0
}
