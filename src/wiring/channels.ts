import type { SimulatorControls } from '../channels/simulator/controls.ts'
import { createSimulatorChannel } from '../channels/simulator/simulator.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Governor } from '../dissemination/governor.ts'
import type { Channel, ChannelStatus } from '../domain/channel.ts'
import { createSealedMemory } from '../sealed-memory.ts'
import type { Storage } from '../storage/storage.ts'
import type { AppOverrides } from './overrides.ts'

/** Where Telegram posts its updates, below the public address. */
const TELEGRAM_WEBHOOK_PATH = '/webhooks/telegram'

/** The channels that are on. */
export interface Channels {
  all: Channel[]
  simulator?: Channel & SimulatorControls
}

/** Loads only the libraries of the channels that are on: they are most of the time that a start takes. */
export async function openChannels(
  config: Config,
  storage: Storage,
  secretKey: string,
  { logger, clock = systemClock, whatsapp, printQr, telegram }: AppOverrides,
): Promise<Channels> {
  const all: Channel[] = []
  if (config.telegram !== undefined) {
    const { createTelegramChannel } = await import('../channels/telegram/telegram.ts')
    const { token, mode, apiRoot } = config.telegram
    const url = `${config.publicUrl}${TELEGRAM_WEBHOOK_PATH}`
    all.push(
      createTelegramChannel({
        token,
        mode: mode.type === 'webhook' ? { ...mode, url } : mode,
        clock,
        logger,
        ...(apiRoot === undefined ? {} : { apiRoot }),
        ...telegram,
      }),
    )
  }
  if (config.whatsapp !== undefined) {
    const { createWhatsAppChannel, PRIVATE_COLLECTIONS } = await import('../channels/whatsapp/channel.ts')
    const { socketUrl, accounts } = config.whatsapp
    for (const { name: account, phone } of accounts) {
      all.push(
        createWhatsAppChannel({
          account,
          memory: createSealedMemory(storage.channelMemory({ channel: 'whatsapp', account }), {
            secretKey,
            collections: PRIVATE_COLLECTIONS,
          }),
          clock,
          logger,
          ...(socketUrl === undefined ? {} : { socketUrl }),
          ...(phone === undefined ? {} : { pairingPhone: phone }),
          ...whatsapp,
          ...(printQr === undefined ? {} : { printQr: (qr: string) => printQr(qr, account) }),
        }),
      )
    }
  }
  if (!config.simulator) return { all }
  const memory = storage.channelMemory({ channel: 'simulator', account: 'simulator' })
  const simulator = createSimulatorChannel({ memory, clock, logger })
  return { all: [...all, simulator], simulator }
}

/** The name of a channel for staff; with its account where a platform has several. */
export function labelOf({ name, account }: Channel, channels: Channel[]): string {
  const isOnly = channels.filter((other) => other.name === name).length === 1
  return isOnly ? name : `${name}/${account}`
}

/** How a channel is. One whose account was stopped by the platform needs somebody to look after it. */
export function statusOf(channel: Channel, governor: Governor): ChannelStatus {
  const status = channel.status()
  const restriction = governor.restriction({ channel: channel.name, account: channel.account })
  return restriction === undefined ? status : { state: 'broken', detail: restriction, since: status.since }
}
