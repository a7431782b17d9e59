import { EventEmitter, once } from 'node:events'
import { systemClock } from '../../../src/clock.ts'
import { createWhatsAppChannel, type WhatsAppChannelDeps } from '../../../src/channels/whatsapp/channel.ts'
import type { Channel, ChannelEvent, ChannelState } from '../../../src/domain/channel.ts'
import type { ChatAddress, IncomingMessage } from '../../../src/domain/message.ts'
import { createLogger } from '../../../src/logger.ts'
import { createChannelMemory } from '../channel-memory.ts'
import { trustOf } from './person.ts'
import type { Account, WhatsAppServer } from './server.ts'

type EventOf<T extends ChannelEvent['type']> = Extract<ChannelEvent, { type: T }>

/** Waits until something holds; looks again every few milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await systemClock.sleep(5)
}

/** The WhatsApp channel under test, with everything that it told. */
export class Bot {
  readonly channel: Channel
  readonly events: ChannelEvent[] = []
  /** Runs for each event, after it was noted. */
  onEvent: (event: ChannelEvent) => Promise<void> = () => Promise.resolve()
  readonly #changes = new EventEmitter()
  readonly #trust: ReturnType<typeof trustOf>

  constructor(server: WhatsAppServer, deps: Partial<WhatsAppChannelDeps> = {}) {
    this.#trust = trustOf(server)
    this.#changes.setMaxListeners(0)
    this.channel = createWhatsAppChannel({
      memory: createChannelMemory(),
      clock: systemClock,
      logger: createLogger('silent'),
      socketUrl: server.url,
      ...this.#trust,
      ...deps,
    })
  }

  start(): Promise<void> {
    return this.channel.start(async (event) => {
      this.events.push(event)
      this.#changes.emit('event')
      await this.onEvent(event)
    })
  }

  async reached(state: ChannelState): Promise<void> {
    await until(() => this.channel.status().state === state)
  }

  /** The first event of a type for which `isIt` holds; waits for it. */
  async told<T extends ChannelEvent['type']>(
    type: T,
    isIt: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    for (;;) {
      const found = this.events.find(
        (event): event is EventOf<T> => event.type === type && isIt(event as EventOf<T>),
      )
      if (found !== undefined) return found
      await once(this.#changes, 'event')
    }
  }

  /** The first message with this text. */
  async heard(text: string): Promise<IncomingMessage> {
    return (await this.told('message', ({ message }) => message.text === text)).message
  }

  address(chatId: string): ChatAddress {
    return { channel: 'whatsapp', account: this.channel.account, chatId }
  }

  /** Sends a text under a new id; gives the id. */
  async say(chatId: string, text: string): Promise<string> {
    const id = this.channel.newMessageId()
    await this.channel.send(this.address(chatId), { text }, { id })
    return id
  }

  async stop(): Promise<void> {
    await this.channel.stop()
    this.#trust.fetchAgent.destroy()
    await this.#trust.dispatcher.close()
  }
}

/** Starts a bot and pairs it by QR code. */
export async function startBot(
  server: WhatsAppServer,
  account: Account,
  deps: Partial<WhatsAppChannelDeps> = {},
): Promise<Bot> {
  const bot = new Bot(server, deps)
  await bot.start()
  await bot.reached('needs_pairing')
  server.scan(bot.channel.status().pairing?.qr ?? '', account)
  await bot.reached('connected')
  return bot
}
