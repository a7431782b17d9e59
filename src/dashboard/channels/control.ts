import type { Channel, ReceiveEvent } from '../../domain/channel.ts'
import { AppError } from '../../domain/error.ts'
import type { ChannelName } from '../../domain/message.ts'
import type { SendingAccount } from '../../storage/delivery-queue.ts'

export interface ChannelControlDeps {
  channels: Channel[]
  receive: ReceiveEvent
  /** Lets an account send again that was stopped by a restriction. */
  lift: (sender: SendingAccount) => Promise<void>
}

export type ChannelControl = ReturnType<typeof createChannelControl>

/**
 * What staff do with a channel while the server runs, one thing at a time. Everything rejects with
 * `AppError('not_found')` for an account that there is not, and with `AppError('conflict')` while it is busy.
 */
export function createChannelControl({ channels, receive, lift }: ChannelControlDeps) {
  const busy = new Map<Channel, Promise<unknown>>()
  let isEnding = false

  function channelOf(name: ChannelName, account: string): Channel {
    const channel = channels.find((one) => one.name === name && one.account === account)
    if (channel === undefined) throw new AppError('not_found', 'Saluran itu tidak ada.')
    return channel
  }

  async function alone(channel: Channel, work: () => Promise<void>): Promise<void> {
    if (isEnding || busy.has(channel)) {
      throw new AppError('conflict', 'Saluran ini sedang diurus. Tunggu sebentar, lalu lihat lagi.')
    }
    const doing = work()
    busy.set(
      channel,
      doing.catch(() => undefined),
    )
    try {
      await doing
    } finally {
      busy.delete(channel)
    }
  }

  async function restart(channel: Channel): Promise<void> {
    await channel.stop()
    if (!isEnding) await channel.start(receive)
  }

  return {
    /** Ends the connection and makes a new one. What is under way is finished first. */
    async reconnect(name: ChannelName, account: string): Promise<void> {
      const channel = channelOf(name, account)
      await alone(channel, () => restart(channel))
    },

    /** Ends the platform's session: the account has to be paired again. Rejects with `AppError('invalid')` where there is none. */
    async logOut(name: ChannelName, account: string): Promise<void> {
      const channel = channelOf(name, account)
      const logOut = channel.logOut?.bind(channel)
      if (logOut === undefined) throw new AppError('invalid', 'Saluran ini tidak dipasangkan dengan ponsel.')
      await alone(channel, async () => {
        await logOut()
        await restart(channel)
      })
    },

    /** Somebody has looked into a restriction: the account may send announcements again. */
    async lift(name: ChannelName, account: string): Promise<void> {
      channelOf(name, account)
      await lift({ channel: name, account })
    },

    /** Takes nothing more on; resolves when what was under way is done. */
    async end(): Promise<void> {
      isEnding = true
      await Promise.all(busy.values())
    },
  }
}
