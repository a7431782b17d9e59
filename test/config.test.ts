import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'

const TOKEN = '123456:ABCDEFGHIJKLMNOP'

describe('configuration', () => {
  it('accepts an empty environment and turns the simulator on', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: 'file:./data/kabar-kim.db',
      broadcastsDir: 'broadcasts',
      reminderMs: 24 * 3_600_000,
      logLevel: 'info',
      simulator: true,
    })
  })

  it('treats an empty value as missing', () => {
    expect(readConfig({ PORT: '', TELEGRAM_BOT_TOKEN: ' ' }).port).toBe(3000)
  })

  it.each([{ TELEGRAM_BOT_TOKEN: TOKEN }, { WHATSAPP_ENABLED: 'true' }])(
    'keeps the simulator off by itself when a real channel is configured: %o',
    (env) => {
      expect(readConfig(env).simulator).toBe(false)
      expect(readConfig({ ...env, SIMULATOR: 'true' }).simulator).toBe(true)
    },
  )

  it('refuses webhook mode without a secret', () => {
    const env = {
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_MODE: 'webhook',
      PUBLIC_URL: 'https://kabar.example.id',
    }
    expect(() => readConfig(env)).toThrow(/^TELEGRAM_WEBHOOK_SECRET must be set/)
  })

  it('refuses webhook mode without a public address', () => {
    const env = {
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(32),
    }
    expect(() => readConfig(env)).toThrow(/^PUBLIC_URL must be set/)
  })

  it.each([
    ['PORT', 'seratus'],
    ['PORT', '70000'],
    ['HOST', 'http://x'],
    ['PUBLIC_URL', 'bukan alamat'],
    ['DATABASE_URL', 'postgres://localhost/x'],
    ['SECRET_KEY', 'short'],
    ['QUIET_HOURS', '25.00-06.00'],
    ['QUIET_HOURS', 'malam'],
    ['RETENTION_DAYS', '0'],
    ['REMINDER_HOURS', '0'],
    ['REMINDER_HOURS', 'sehari'],
    ['LOG_LEVEL', 'loud'],
    ['TELEGRAM_BOT_TOKEN', 'not-a-token'],
    ['TELEGRAM_MODE', 'carrier-pigeon'],
    ['TELEGRAM_WEBHOOK_SECRET', 'with spaces in it'],
    ['TELEGRAM_API_ROOT', 'ftp://x'],
    ['WHATSAPP_ENABLED', 'perhaps'],
    ['WHATSAPP_SOCKET_URL', 'https://x'],
    ['WHATSAPP_PHONE', '+62 812'],
    ['SIMULATOR', 'maybe'],
  ])('refuses a bad %s in one sentence that names it and does not repeat the value', (name, value) => {
    const env = { TELEGRAM_BOT_TOKEN: TOKEN, [name]: value }
    expect(() => readConfig(env)).toThrow(new RegExp(`^${name} must be [^\n]+\\.$`))
    expect(() => readConfig(env)).not.toThrow(value)
  })

  it('has every variable documented in .env.example', () => {
    const source = readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8')
    const names = [...source.matchAll(/^ {2}([A-Z_]+): \[/gm)].map((match) => match[1])
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) expect(example).toMatch(new RegExp(`^# ${name}=`, 'm'))
  })

  it('knows one WhatsApp number, or several by name', () => {
    const on = { WHATSAPP_ENABLED: 'true' }
    expect(readConfig(on).whatsapp).toEqual({ accounts: [{ name: 'default' }] })
    expect(readConfig({ ...on, WHATSAPP_PHONE: '6281200000000' }).whatsapp).toEqual({
      accounts: [{ name: 'default', phone: '6281200000000' }],
    })
    const several = { ...on, WHATSAPP_ACCOUNTS: 'utama=6281200000000@2025-01-31, cadangan,baru@2026-11-01' }
    expect(readConfig(several).whatsapp?.accounts).toEqual([
      { name: 'utama', phone: '6281200000000', since: new Date('2025-01-30T16:00:00Z') },
      { name: 'cadangan' },
      { name: 'baru', since: new Date('2026-10-31T16:00:00Z') },
    ])
    expect(() => readConfig({ ...several, WHATSAPP_PHONE: '6281200000000' })).toThrow(/^WHATSAPP_PHONE must/)
  })

  it.each(['utama,utama', 'Utama', 'utama=08', 'utama@2026-13-01', 'utama cadangan'])(
    'refuses WhatsApp numbers that are not clear: %o',
    (text) => {
      const env = { WHATSAPP_ENABLED: 'true', WHATSAPP_ACCOUNTS: text }
      expect(() => readConfig(env)).toThrow(/^WHATSAPP_ACCOUNTS must be names/)
    },
  )
})
