import type { TelegramDeps } from '../channels/telegram/telegram.ts'
import type { WhatsAppChannelDeps } from '../channels/whatsapp/channel.ts'
import type { Clock } from '../clock.ts'
import type { Pace } from '../dissemination/pace.ts'
import type { ChannelName } from '../domain/message.ts'
import type { PageReaderDeps } from '../links/fetch-page.ts'
import type { Logger } from '../logger.ts'
import type { PasswordHashing } from '../staff/auth.ts'

/** What tests and `main` put in place of the defaults. */
export interface AppOverrides {
  logger: Logger
  clock?: Clock
  pace?: Record<ChannelName, Pace>
  whatsapp?: Partial<WhatsAppChannelDeps>
  /** Shows a QR code of one of the WhatsApp numbers to whoever started the process. */
  printQr?: (qr: string, account: string) => void
  telegram?: Pick<TelegramDeps, 'requestTimeoutMs'>
  /** How often one address may try to sign in within a minute. */
  signInsPerMinute?: number
  /** For tests: passwords are kept in less time. */
  passwords?: PasswordHashing
  /** For tests: the pages behind links live on this machine. */
  links?: Pick<PageReaderDeps, 'resolve' | 'wiring'>
}
