import { betterAuth } from 'better-auth/minimal'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Logger } from '../logger.ts'
import type { StaffDatabase } from '../storage/staff-database.ts'

/** better-auth answers only inside the process: no route leads here from outside. */
const BASE_PATH = '/internal/auth'
const SESSION_SECONDS = 12 * 60 * 60
const REFRESH_SECONDS = 15 * 60
export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128
/** What better-auth reads a client's network address from; set by us, never by the client. */
export const ADDRESS_HEADER = 'x-kabar-kim-address'

/** How passwords are kept. */
export interface PasswordHashing {
  hash: (password: string) => Promise<string>
  verify: (kept: { hash: string; password: string }) => Promise<boolean>
}

export interface AuthDeps {
  database: StaffDatabase
  secret: string
  /** The address that people open, without a slash at the end. */
  publicUrl: string
  /** How often one network address may ask in a minute: pages to sign in, codes. */
  perMinute: number
  /** Scrypt at the cost that better-auth takes, unless tests bring a quicker one. */
  passwords?: PasswordHashing
  logger: Logger
}

export interface AuthAnswer {
  status: number
  body: Record<string, unknown>
  /** `Set-Cookie` headers for the browser. */
  cookies: string[]
}

/** Adds what a `Set-Cookie` says to the cookies of a request. */
function mergedCookies(cookie: string | null, setCookies: string[]): string {
  const jar = new Map(
    (cookie ?? '').split(/;\s*/).flatMap((pair) => {
      const at = pair.indexOf('=')
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : []
    }),
  )
  for (const line of setCookies) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** The headers of a browser as they are once it has taken these cookies. */
export function withCookies(headers: Headers, cookies: string[]): Headers {
  const next = new Headers(headers)
  next.set('cookie', mergedCookies(headers.get('cookie'), cookies))
  return next
}

/** Accounts, sessions and the second step, by better-auth: https://www.better-auth.com/docs */
export function createAuth({ database, secret, publicUrl, perMinute, passwords, logger }: AuthDeps) {
  const auth = betterAuth({
    appName: 'Kabar KIM',
    baseURL: publicUrl,
    basePath: BASE_PATH,
    secret,
    database,
    trustedOrigins: [publicUrl],
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      ...(passwords === undefined ? {} : { password: passwords }),
    },
    user: { modelName: 'staffMember' },
    session: { modelName: 'staffSession', expiresIn: SESSION_SECONDS, updateAge: REFRESH_SECONDS },
    account: { modelName: 'staffCredential' },
    verification: { modelName: 'staffVerification' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'staffRateLimit',
      window: 60,
      max: perMinute,
      customRules: {
        '/sign-in/*': { window: 60, max: perMinute },
        '/two-factor/*': { window: 60, max: perMinute },
      },
    },
    plugins: [twoFactor({ issuer: 'Kabar KIM', schema: { twoFactor: { modelName: 'staffTwoFactor' } } })],
    advanced: {
      cookiePrefix: 'kabar-kim',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    logger: {
      level: 'warn',
      // Its messages may hold addresses of people.
      log: (level) => logger.debug({ level }, 'better-auth has something to say'),
    },
  })

  return {
    /** Asks better-auth as a browser would. `headers` are those of the browser. */
    async ask(path: string, body: Record<string, unknown>, headers: Headers): Promise<AuthAnswer> {
      const forwarded = new Headers({ 'content-type': 'application/json', origin: publicUrl })
      for (const name of ['cookie', 'user-agent', ADDRESS_HEADER]) {
        const value = headers.get(name)
        if (value !== null) forwarded.set(name, value)
      }
      const response = await auth.handler(
        new Request(`${publicUrl}${BASE_PATH}${path}`, {
          method: 'POST',
          headers: forwarded,
          body: JSON.stringify(body),
        }),
      )
      const text = await response.text()
      return {
        status: response.status,
        body: text === '' ? {} : ((JSON.parse(text) as Record<string, unknown> | null) ?? {}),
        cookies: response.headers.getSetCookie(),
      }
    },

    /** Whose browser this is. `cookies`: what the browser should take, when its session was prolonged. */
    async session(
      headers: Headers,
    ): Promise<{ memberId: string; sessionId: string; cookies: string[] } | undefined> {
      const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true })
      if (response === null) return undefined
      return {
        memberId: response.user.id,
        sessionId: response.session.id,
        cookies: answered.getSetCookie(),
      }
    },

    async hashPassword(password: string): Promise<string> {
      return (await auth.$context).password.hash(password)
    },
  }
}

export type Auth = ReturnType<typeof createAuth>
