import { pino, type Logger as PinoLogger } from 'pino'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export type Logger = PinoLogger

/** Fields that could carry a secret, a phone number or a message text. They never reach a log. */
const SECRET_FIELDS = [
  'token',
  'secret',
  'secretToken',
  'authorization',
  'text',
  'body',
  'phone',
  'senderId',
  'jid',
]

const TELEGRAM_TOKEN = /\b\d{6,12}:[\w-]{20,}\b/g
const PHONE_NUMBER = /(?<![\w-])(?:\+?62|0)8(?:[\s.-]?\d){7,12}(?![\w-])/g
const WHATSAPP_JID = /\b\d{6,}(?::\d+)?@(?:s\.whatsapp\.net|lid)\b/g

/** Cuts bot tokens, phone numbers and personal WhatsApp ids out of free text. */
export function redact(text: string): string {
  return text
    .replace(TELEGRAM_TOKEN, '[token]')
    .replace(WHATSAPP_JID, '[jid]')
    .replace(PHONE_NUMBER, '[phone]')
}

/** JSON lines on standard output; coloured lines when it is a terminal. */
export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      streamWrite: redact,
    },
    ...(process.stdout.isTTY
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' },
          },
        }
      : {}),
  })
}
