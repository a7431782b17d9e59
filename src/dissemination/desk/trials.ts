import type { Channel } from '../../domain/channel.ts'
import { SendError } from '../../domain/error.ts'
import type { ChatAddress } from '../../domain/message.ts'
import type { Logger } from '../../logger.ts'
import type { Seal } from '../../sealing.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Errand } from '../errands.ts'
import { SEND_REASON } from '../retry.ts'

export interface TrialDeps {
  storage: Pick<Storage, 'testSends'>
  channels: Channel[]
  seal: Seal
  logger: Logger
}

const NO_CHANNEL = 'Saluran itu tidak menyala di server ini.'
const UNREADABLE = 'Alamat chat tidak bisa dibuka. Ulangi permintaannya.'

/** Sends trials to whoever asked for them: once, without retries, and forgets where. */
export function createTrialSender({ storage, channels, seal, logger }: TrialDeps): Errand {
  const { testSends } = storage
  return {
    name: 'trials',
    async work() {
      for (const { id, channel: name, sealedAddress = '', message } of await testSends.listQueued()) {
        const channel = channels.find((one) => one.name === name)
        const chatId = seal.open(sealedAddress)
        if (channel === undefined || chatId === undefined) {
          await testSends.settle(id, 'failed', channel === undefined ? NO_CHANNEL : UNREADABLE)
          continue
        }
        const to: ChatAddress = { channel: name, account: channel.account, chatId }
        const problem = await channel.send(to, message, { id: channel.newMessageId(id) }).then(
          () => undefined,
          (error: unknown) => (error instanceof SendError ? error.code : 'unreachable'),
        )
        await testSends.settle(id, problem === undefined ? 'sent' : 'failed', problem && SEND_REASON[problem])
        logger.info({ channel: name, problem }, 'a trial was sent')
      }
      return undefined
    },
  }
}
