import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Channel, ChannelState, ChannelStatus, ReceiveEvent } from '../../domain/channel.ts'
import { AppError, SendError } from '../../domain/error.ts'
import type { Logger } from '../../logger.ts'
import { isAdministrator } from './administrators.ts'
import { TELEGRAM_API_ROOT } from './bot.ts'
import { STATUS_DETAILS, type TelegramMode } from './connection.ts'
import { openSession, type Session } from './session.ts'
import { askStanding } from './standing.ts'
import { createWebhook } from './webhook.ts'

const REQUEST_TIMEOUT_MS = 20_000

export interface TelegramDeps {
  /** From BotFather: `<bot id>:<secret>`. */
  token: string
  /** Where the Bot API is; Telegram's own when missing. */
  apiRoot?: string
  mode: TelegramMode
  clock: Clock
  logger: Logger
  /** How long one call may take. 20 seconds when missing. */
  requestTimeoutMs?: number
}

/** What staff can see of the connection; `since` changes only with the state. */
function createStatus(clock: Clock) {
  let status: ChannelStatus = { state: 'stopped', since: clock.now() }
  return {
    current: () => status,
    set(state: ChannelState, detail?: string): void {
      const since = status.state === state ? status.since : clock.now()
      status = { state, since, ...(detail === undefined ? {} : { detail }) }
    },
  }
}

/**
 * A bot on Telegram. `start` does not wait for Telegram: `status` says when the connection stands, and it is tried
 * again until it does. Telegram takes no ids for messages, so a message sent twice is posted twice.
 */
export function createTelegramChannel(deps: TelegramDeps): Channel {
  const { token, mode, clock, logger, apiRoot = TELEGRAM_API_ROOT } = deps
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = deps
  const status = createStatus(clock)
  let session: Session | undefined
  let closing: Promise<void> | undefined

  function openedSession(): Session {
    if (session === undefined) throw new SendError('disconnected', 'The Telegram channel is not started.')
    return session
  }

  /** Runs a call for the product. A refused token shows in the status at once. */
  async function perform<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const opened = openedSession()
    try {
      return await opened.track(work(opened))
    } catch (error) {
      if (error instanceof SendError && error.code === 'disconnected' && session === opened) {
        status.set('broken', STATUS_DETAILS.tokenRefused)
      }
      throw error
    }
  }

  const account = token.slice(0, token.indexOf(':'))
  const channel: Channel = {
    name: 'telegram',
    account,
    dropsRepeatedIds: false,
    newMessageId: () => randomUUID(),
    status: status.current,
    publicAddress: () => session?.publicAddress(),

    async start(receive: ReceiveEvent) {
      if (session !== undefined) throw new AppError('conflict', 'The Telegram channel is already started.')
      status.set('connecting')
      const report = (state: ChannelState, detail?: string) => {
        if (session !== undefined && closing === undefined) status.set(state, detail)
      }
      session = openSession({ token, apiRoot, requestTimeoutMs, mode, clock, logger, receive, report })
    },

    async stop() {
      const closed = session
      if (closed === undefined) return
      closing ??= closed.close().finally(() => {
        session = undefined
        closing = undefined
        status.set('stopped')
      })
      await closing
    },

    send: (to, message) => perform(({ sender }) => sender.send(to, message)),
    edit: (to, externalId, message) => perform(({ sender }) => sender.edit(to, externalId, message)),
    delete: (to, externalId) => perform(({ sender }) => sender.remove(to, externalId)),
    isAdmin: (chat, senderId) => perform(({ api }) => isAdministrator(api, chat, senderId)),
    standing: ({ chatId }) => perform(({ api }) => askStanding(api, chatId, Number(account))),
  }
  if (mode.type === 'polling') return channel
  const webhook = createWebhook({ secret: mode.secret, clock, accept: () => session?.intake() })
  return { ...channel, webhook }
}
