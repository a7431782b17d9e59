import { existsSync } from 'node:fs'
import { z } from 'zod'
import { AppError } from './domain/error.ts'
import { parseQuietHours, type QuietHours } from './domain/quiet-hours.ts'
import { LOG_LEVELS, type LogLevel } from './logger.ts'

export type TelegramMode = { type: 'polling' } | { type: 'webhook'; secret: string }

export interface TelegramConfig {
  token: string
  mode: TelegramMode
  /** Where the Bot API is; Telegram's own when missing. */
  apiRoot?: string
}

/** One number of the bot. */
export interface WhatsAppAccount {
  /** What staff call it; its session is kept under this name. */
  name: string
  /** In international digits, for pairing by code instead of QR. */
  phone?: string
  /** Since when the number has been in use: an older one may send more. Its first start when missing. */
  since?: Date
}

export interface WhatsAppConfig {
  /** Where WhatsApp's socket is; WhatsApp's own when missing. */
  socketUrl?: string
  /** The numbers of the bot, at least one: earlier ones speak first in groups that they share. */
  accounts: WhatsAppAccount[]
}

/** What the environment says. A channel that is missing is off. */
export interface Config {
  port: number
  host: string
  /** Without a slash at the end. */
  publicUrl: string
  databaseUrl: string
  broadcastsDir: string
  /** When nothing but emergencies goes out; decided by staff when missing. */
  quietHours?: QuietHours
  /** How many days residents' questions are kept; decided by staff when missing. */
  retentionDays?: number
  /** How long a group has to say that it passed an announcement on, before it is reminded. In milliseconds. */
  reminderMs: number
  /** Made and stored on first start when missing. */
  secretKey?: string
  logLevel: LogLevel
  telegram?: TelegramConfig
  whatsapp?: WhatsAppConfig
  simulator: boolean
}

/** Environment variables by name. An empty value counts as missing. */
export type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_PORT = 3000
const DEFAULT_REMINDER_HOURS = 24
/** The name of the only number, when no names are given. */
const DEFAULT_WHATSAPP_ACCOUNT = 'default'

const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off']))
  .transform((word) => ['true', '1', 'yes', 'on'].includes(word))

const url = (protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))
    .transform((text) => text.replace(/\/+$/, ''))

/** Each variable: how it is read, and what it wants, said when it is wrong. */
const VARIABLES = {
  PORT: [z.coerce.number().int().min(0).max(65_535), 'a whole number from 0 to 65535, such as 3000'],
  HOST: [z.string().regex(/^[\w.:-]+$/), 'an address to listen on, such as 127.0.0.1 or 0.0.0.0'],
  PUBLIC_URL: [url(['http:', 'https:']), 'the address that people open, such as https://kabar.example.id'],
  DATABASE_URL: [z.string().regex(/^file:.+/), 'a SQLite file, such as file:./data/kabar-kim.db'],
  BROADCASTS_DIR: [z.string(), 'a folder, such as broadcasts'],
  QUIET_HOURS: [
    z.string().transform((text, context) => {
      const hours = parseQuietHours(text)
      if (hours !== undefined) return hours
      context.addIssue({ code: 'custom' })
      return z.NEVER
    }),
    'hours in WITA, such as 21.00-06.00, or off',
  ],
  RETENTION_DAYS: [z.coerce.number().int().min(1).max(3_650), 'days that questions are kept, such as 365'],
  REMINDER_HOURS: [z.coerce.number().int().min(1).max(168), 'whole hours from 1 to 168, such as 24'],
  SECRET_KEY: [z.string().min(32), 'at least 32 random characters; leave it out to have one made'],
  LOG_LEVEL: [z.enum(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`],
  TELEGRAM_BOT_TOKEN: [z.string().regex(/^\d+:[\w-]{10,}$/), 'the token from @BotFather, digits:letters'],
  TELEGRAM_MODE: [z.enum(['webhook', 'polling']), 'webhook or polling'],
  TELEGRAM_WEBHOOK_SECRET: [z.string().regex(/^[\w-]{16,256}$/), '16 to 256 of A-Z, a-z, 0-9, _ and -'],
  TELEGRAM_API_ROOT: [url(['http:', 'https:']), 'the address of a Bot API server'],
  WHATSAPP_ENABLED: [flag, 'true or false'],
  WHATSAPP_SOCKET_URL: [url(['ws:', 'wss:']), 'the address of a WhatsApp socket, ws:// or wss://'],
  WHATSAPP_PHONE: [
    z.string().regex(/^[1-9]\d{7,14}$/),
    'digits with country code and no +, such as 6281200000000',
  ],
  WHATSAPP_ACCOUNTS: [
    z.string().regex(/^\s*(?:[a-z][a-z0-9-]*(?:=[1-9]\d{7,14})?(?:@\d{4}-\d\d-\d\d)?\s*(?:,\s*|$))+$/),
    "names of the bot's numbers, such as utama,cadangan or utama=6281200000000@2025-01-31,cadangan",
  ],
  SIMULATOR: [flag, 'true or false'],
} as const satisfies Record<string, readonly [z.ZodType, string]>

type VariableName = keyof typeof VARIABLES
type VariableValue<Name extends VariableName> = z.infer<(typeof VARIABLES)[Name][0]>

/** Never repeats the value: it may be a secret. */
function refuse(name: string, wants: string): never {
  throw new AppError('invalid', `${name} must be ${wants}.`)
}

function read<Name extends VariableName>(env: Environment, name: Name): VariableValue<Name> | undefined {
  const text = env[name]?.trim()
  if (text === undefined || text === '') return undefined
  const [schema, wants] = VARIABLES[name]
  const result = schema.safeParse(text)
  return result.success ? (result.data as VariableValue<Name>) : refuse(name, wants)
}

/** A key with a value, or nothing: optional fields are missing, never undefined. */
function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value })
}

function readTelegram(env: Environment): TelegramConfig | undefined {
  const token = read(env, 'TELEGRAM_BOT_TOKEN')
  const mode = read(env, 'TELEGRAM_MODE') ?? 'polling'
  const secret = read(env, 'TELEGRAM_WEBHOOK_SECRET')
  const apiRoot = read(env, 'TELEGRAM_API_ROOT')
  if (token === undefined) {
    if (env['TELEGRAM_MODE'] === 'webhook') refuse('TELEGRAM_BOT_TOKEN', 'set when TELEGRAM_MODE is webhook')
    return undefined
  }
  if (mode === 'polling') return { token, mode: { type: 'polling' }, ...optional('apiRoot', apiRoot) }
  if (secret === undefined) {
    // Without a secret anyone could post messages in the name of Telegram.
    refuse(
      'TELEGRAM_WEBHOOK_SECRET',
      `set when TELEGRAM_MODE is webhook: ${VARIABLES.TELEGRAM_WEBHOOK_SECRET[1]}`,
    )
  }
  if (read(env, 'PUBLIC_URL') === undefined) {
    refuse('PUBLIC_URL', `set when TELEGRAM_MODE is webhook: ${VARIABLES.PUBLIC_URL[1]}`)
  }
  return { token, mode: { type: 'webhook', secret }, ...optional('apiRoot', apiRoot) }
}

/** `name`, then its number after `=` and the day that it came into use after `@`, both optional. */
function readAccounts(env: Environment): WhatsAppAccount[] | undefined {
  const accounts = read(env, 'WHATSAPP_ACCOUNTS')
    ?.split(',')
    .flatMap((entry): WhatsAppAccount[] => {
      const [, name, phone, since] = /^([a-z0-9-]+)(?:=(\d+))?(?:@([\d-]+))?$/.exec(entry.trim()) ?? []
      if (name === undefined) return []
      const day = since === undefined ? undefined : new Date(`${since}T00:00:00+08:00`)
      return [{ name, ...optional('phone', phone), ...optional('since', day) }]
    })
  const isBad =
    accounts !== undefined &&
    (new Set(accounts.map(({ name }) => name)).size < accounts.length ||
      accounts.some(({ since }) => since !== undefined && Number.isNaN(since.getTime())))
  return isBad ? refuse('WHATSAPP_ACCOUNTS', VARIABLES.WHATSAPP_ACCOUNTS[1]) : accounts
}

function readWhatsApp(env: Environment): WhatsAppConfig | undefined {
  const socketUrl = read(env, 'WHATSAPP_SOCKET_URL')
  const phone = read(env, 'WHATSAPP_PHONE')
  const accounts = readAccounts(env)
  if (read(env, 'WHATSAPP_ENABLED') !== true) return undefined
  if (accounts !== undefined && phone !== undefined) {
    refuse('WHATSAPP_PHONE', 'left out when WHATSAPP_ACCOUNTS is set: write name=number there')
  }
  return {
    ...optional('socketUrl', socketUrl),
    accounts: accounts ?? [{ name: DEFAULT_WHATSAPP_ACCOUNT, ...optional('phone', phone) }],
  }
}

/**
 * Reads the configuration from environment variables; an empty environment is valid.
 * Throws `AppError('invalid')` with one sentence that names the variable and what it wants.
 */
export function readConfig(env: Environment): Config {
  const port = read(env, 'PORT') ?? DEFAULT_PORT
  const host = read(env, 'HOST') ?? '127.0.0.1'
  const telegram = readTelegram(env)
  const whatsapp = readWhatsApp(env)
  const hasRealChannel = telegram !== undefined || whatsapp !== undefined
  return {
    port,
    host,
    publicUrl: read(env, 'PUBLIC_URL') ?? `http://localhost:${port}`,
    databaseUrl: read(env, 'DATABASE_URL') ?? 'file:./data/kabar-kim.db',
    broadcastsDir: read(env, 'BROADCASTS_DIR') ?? 'broadcasts',
    reminderMs: (read(env, 'REMINDER_HOURS') ?? DEFAULT_REMINDER_HOURS) * 3_600_000,
    logLevel: read(env, 'LOG_LEVEL') ?? 'info',
    simulator: read(env, 'SIMULATOR') ?? !hasRealChannel,
    ...optional('quietHours', read(env, 'QUIET_HOURS')),
    ...optional('retentionDays', read(env, 'RETENTION_DAYS')),
    ...optional('secretKey', read(env, 'SECRET_KEY')),
    ...optional('telegram', telegram),
    ...optional('whatsapp', whatsapp),
  }
}

/** This process's environment, after a `.env` file in the working folder when there is one. */
export function loadEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** Reads the configuration of this process. */
export const loadConfig = (): Config => readConfig(loadEnvironment())
