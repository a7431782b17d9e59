import { scryptSync } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { AppOverrides } from '../../src/app.ts'
import { systemClock, type Clock } from '../../src/clock.ts'
import type { Environment } from '../../src/config.ts'
import { PROVINCE_CODE, type AreaCode } from '../../src/domain/area.ts'
import type { Role } from '../../src/domain/staff.ts'
import { createStaffHash } from '../../src/person-key.ts'
import { createAccounts } from '../../src/staff/accounts.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { totp } from './totp.ts'

const PASSWORD = 'sungai mahakam tenang'

/** What a page answered. */
export interface Answered {
  status: number
  /** Where it leads, for a redirect. */
  location: string | undefined
  text: string
  headers: Headers
}

export type Fields = Record<string, string | string[] | File>

/** A browser without a script: keeps cookies, follows nothing by itself. */
export class Browser {
  private readonly jar = new Map<string, string>()

  /** `send`: how it reaches the server at `url`. */
  constructor(
    readonly url: string,
    private readonly send: (address: string, init: RequestInit) => Promise<Response> = fetch,
  ) {}

  /** What it would send. */
  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  set cookie(line: string) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (value === '' || /max-age=0/i.test(line)) this.jar.delete(name)
    else this.jar.set(name, value)
  }

  async ask(path: string, init: RequestInit = {}): Promise<Answered> {
    const headers = new Headers(init.headers)
    if (!headers.has('Origin')) headers.set('Origin', this.url)
    if (!headers.has('Accept')) headers.set('Accept', 'text/html')
    if (this.cookie !== '') headers.set('Cookie', this.cookie)
    const response = await this.send(`${this.url}${path}`, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) this.cookie = line
    return {
      status: response.status,
      location: response.headers.get('Location') ?? undefined,
      text: await response.text(),
      headers: response.headers,
    }
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
    return this.ask(path, { headers })
  }

  /** Sends a form; one with a file as `multipart/form-data`. */
  post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Answered> {
    const entries = Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one] as const),
    )
    const hasFile = entries.some(([, value]) => value instanceof File)
    const body = hasFile ? new FormData() : new URLSearchParams()
    for (const [name, value] of entries) (body as FormData).append(name, value)
    return this.ask(path, { method: 'POST', body, headers })
  }

  /** Sends a form and opens the page that it leads to. Throws when it leads nowhere. */
  async does(path: string, fields: Fields = {}): Promise<Answered> {
    const answered = await this.post(path, fields)
    if (answered.location === undefined) {
      throw new Error(`${path} answered ${answered.status}: ${readable(answered.text).slice(0, 300)}`)
    }
    return this.get(answered.location)
  }
}

/** The words of a page. */
export const readable = (html: string): string =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#39;/g, "'")
    .replaceAll(/&quot;/g, '"')
    .replaceAll(/&amp;/g, '&')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Scrypt at a low cost: tests sign in hundreds of people. Those in a browser are signed in at the real cost. */
const QUICK_PASSWORDS = {
  hash: async (password: string) => scryptSync(password, 'salt', 32, { N: 16 }).toString('hex'),
  verify: async ({ hash, password }: { hash: string; password: string }) =>
    hash === scryptSync(password, 'salt', 32, { N: 16 }).toString('hex'),
}

/** Takes people on, who set their passwords and second steps in a browser. */
export function createStaffOffice(
  storage: Storage,
  { secretKey, clock = systemClock }: { secretKey: string; clock?: Clock },
) {
  const accounts = createAccounts({
    storage,
    clock,
    hashToken: createStaffHash(secretKey, 'invitations'),
    hashPassword: () => Promise.reject(new Error('People set their passwords on the page.')),
  })
  const chief = {
    id: '',
    name: 'Administrator pertama',
    email: '',
    roles: ['administrator' as const],
    areaCode: PROVINCE_CODE,
    isActive: true,
    hasSecondFactor: true,
  }
  return {
    /** Adds somebody, who signs in with `browser`. */
    async takeOn(browser: Browser, name: string, roles: Role[], areaCode: AreaCode): Promise<Browser> {
      const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@contoh.go.id`
      const { token } = await accounts.add(chief, { name, email, roles, areaCode })
      const page = await browser.post(`/masuk/undangan/${token}`, {
        name,
        password: PASSWORD,
        repeated: PASSWORD,
      })
      const secret = /class="secret">([A-Z2-7]+)</.exec(page.text)?.[1]
      if (secret === undefined) throw new Error(`No second step for ${name}: ${readable(page.text)}`)
      const done = await browser.post('/masuk/kode', { code: totp(secret) })
      if (done.location !== '/dasbor') throw new Error(`${name} was not let in: ${readable(done.text)}`)
      return browser
    },
  }
}

export interface StaffApp extends TestApp {
  /** The server's database, from beside it. */
  storage: Storage
  /** Adds somebody of the staff, who signs in with password and second step. */
  staff: (name: string, roles: Role[], areaCode?: AreaCode) => Promise<Browser>
  /** A browser of somebody who is not signed in. */
  browser: () => Browser
}

/** The real server on a fresh database, with people who sign in to its dashboard. It ends with the test. */
export async function startStaffApp(
  env: Environment = {},
  overrides: Partial<AppOverrides> = {},
): Promise<StaffApp> {
  const app = await startTestApp(env, {
    signInsPerMinute: 1_000,
    passwords: QUICK_PASSWORDS,
    ...overrides,
  })
  const { clock = systemClock } = overrides
  const storage = await openStorage(app.databaseUrl, () => clock.now())
  onTestFinished(() => storage.close())
  const secretKey = env['SECRET_KEY'] ?? (await storage.settings.get('secret_key')) ?? ''
  const office = createStaffOffice(storage, { secretKey, clock })
  return {
    ...app,
    storage,
    browser: () => new Browser(app.url),
    staff: (name, roles, areaCode = PROVINCE_CODE) =>
      office.takeOn(new Browser(app.url), name, roles, areaCode),
  }
}
