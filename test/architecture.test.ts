import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/** Which rooms a room may import, besides itself. The outermost comes first. */
const MAY_IMPORT: Record<string, string[]> = {
  main: ['app', 'config', 'logger', 'domain'],
  wiring: [
    'rules',
    'http',
    'dashboard',
    'staff',
    'dissemination',
    'factcheck',
    'claims',
    'reading',
    'links',
    'membership',
    'literacy',
    'conversation',
    'channels',
    'storage',
    'simulator-desk',
    'background',
    'person-key',
    'renderings',
    'sealed-memory',
    'sealing',
    'config',
    'clock',
    'logger',
    'domain',
  ],
  dashboard: [
    'rules',
    'http',
    'staff',
    'claims',
    'dissemination',
    'factcheck',
    'literacy',
    'membership',
    'reading',
    'relay',
    'storage',
    'clock',
    'logger',
    'domain',
  ],
  staff: ['storage', 'clock', 'logger', 'domain'],
  'simulator-desk': ['channels', 'dissemination', 'http', 'storage', 'clock', 'domain'],
  background: [
    'dissemination',
    'conversation',
    'literacy',
    'relay',
    'storage',
    'sealing',
    'clock',
    'logger',
    'domain',
  ],
  'person-key': ['domain'],
  sealing: ['domain'],
  'sealed-memory': ['sealing', 'domain'],
  renderings: ['channels', 'domain'],
  rules: ['storage', 'domain'],
  cli: [
    'rules',
    'config',
    'storage',
    'claims',
    'conversation',
    'dissemination',
    'factcheck',
    'membership',
    'reading',
    'person-key',
    'literacy',
    'relay',
    'renderings',
    'sealing',
    'clock',
    'logger',
    'domain',
  ],
  app: [
    'rules',
    'wiring',
    'dashboard',
    'factcheck',
    'storage',
    'person-key',
    'config',
    'clock',
    'logger',
    'domain',
  ],
  reading: ['logger'],
  claims: ['factcheck', 'storage', 'clock', 'logger', 'domain'],
  http: ['channels', 'storage', 'logger', 'clock', 'domain'],
  conversation: [
    'dissemination',
    'factcheck',
    'reading',
    'links',
    'membership',
    'literacy',
    'relay',
    'storage',
    'clock',
    'logger',
    'domain',
  ],
  dissemination: ['storage', 'sealing', 'clock', 'logger', 'domain'],
  factcheck: ['storage', 'clock', 'logger', 'domain'],
  links: ['clock', 'logger', 'domain'],
  membership: ['storage', 'clock', 'logger', 'domain'],
  relay: ['storage', 'clock', 'logger', 'domain'],
  literacy: ['membership', 'storage', 'clock', 'logger', 'domain'],
  channels: ['clock', 'logger', 'domain'],
  storage: ['domain'],
  config: ['logger', 'domain'],
  logger: [],
  clock: [],
  domain: [],
}

/** Where each library lives. Everything else may import none of these. */
const HOME_OF: Record<string, RegExp> = {
  grammy: /^channels\/telegram\//,
  '@whiskeysockets/baileys': /^channels\/whatsapp\//,
  '@prisma/': /^storage\//,
  'better-sqlite3': /^storage\//,
  'idn-area-data': /^storage\//,
  hono: /^(http|dashboard|wiring)\//,
  'better-auth': /^staff\/auth\.ts$|^storage\/staff-database\.ts$/,
  echarts: /^dashboard\//,
  '@hono/node-server': /^main\.ts$/,
  'node-schedule': /^dissemination\/scheduler\.ts$/,
  'cron-parser': /^dissemination\//,
  yaml: /^dissemination\//,
  'tesseract.js': /^reading\//,
  unpdf: /^reading\//,
  fflate: /^reading\//,
  marked: /^channels\/formatting\.ts$/,
  pino: /^logger\.ts$/,
  'csv-parse': /^membership\/kim-files\//,
  'read-excel-file': /^membership\/kim-files\//,
  htmlparser2: /^links\/page-content\.ts$/,
  qrcode: /^(dashboard|channels\/whatsapp)\/|^main\.ts$/,
}

interface Import {
  file: string
  specifier: string
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('storage/generated'))
  .toSorted()

const imports: Import[] = files.flatMap((file) => {
  const source = readFileSync(resolve(SRC, file), 'utf8')
  const found = source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...found].map((match) => ({ file, specifier: match[1] ?? '' }))
})

const roomOf = (file: string) => (file.split('/')[0] ?? file).replace(/\.tsx?$/, '')

function roomOfImport({ file, specifier }: Import): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return roomOf(relative(SRC, resolve(SRC, dirname(file), specifier)))
}

const isFrom = (specifier: string, library: string) =>
  specifier === library || specifier.startsWith(library.endsWith('/') ? library : `${library}/`)

describe('the house', () => {
  it('has only rooms that the table knows', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY_IMPORT))).toEqual([])
  })

  it('has imports that point one way', () => {
    const wrong = imports.filter((item) => {
      const room = roomOfImport(item)
      return (
        room !== undefined && room !== roomOf(item.file) && !MAY_IMPORT[roomOf(item.file)]?.includes(room)
      )
    })
    expect(wrong).toEqual([])
  })

  it('keeps each library in its one home', () => {
    const wrong = imports.filter(({ file, specifier }) =>
      Object.entries(HOME_OF).some(([library, home]) => isFrom(specifier, library) && !home.test(file)),
    )
    expect(wrong).toEqual([])
  })

  it('keeps the channels apart from each other', () => {
    const wrong = imports.filter((item) => {
      const [, ownChannel] = item.file.split('/')
      const target = relative(SRC, resolve(SRC, dirname(item.file), item.specifier)).split('/')
      if (roomOf(item.file) !== 'channels' || !item.specifier.startsWith('.')) return false
      return target[0] === 'channels' && target.length > 2 && target[1] !== ownChannel
    })
    expect(wrong).toEqual([])
  })

  it('has a domain without libraries or input and output', () => {
    const wrong = imports.filter(
      // A digest is arithmetic: it reads and writes nothing.
      ({ file, specifier }) =>
        roomOf(file) === 'domain' && !specifier.startsWith('./') && specifier !== 'node:crypto',
    )
    expect(wrong).toEqual([])
  })

  it('reads the environment in one place', () => {
    const wrong = files.filter(
      (file) => file !== 'config.ts' && readFileSync(resolve(SRC, file), 'utf8').includes('process.env'),
    )
    expect(wrong).toEqual([])
  })
})
