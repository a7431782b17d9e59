import type { Clock } from '../clock.ts'
import type { GuessLimit } from '../domain/guesses.ts'
import type { Member } from '../domain/staff.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { ADDRESS_HEADER, createAuth, withCookies, type Auth, type PasswordHashing } from './auth.ts'

const MINUTE_MS = 60_000
/** For one account from one network address; for one account from anywhere; for one address at all accounts. */
const PAIR_LIMIT: GuessLimit = { most: 5, lockMs: 15 * MINUTE_MS, longestLockMs: 24 * 60 * MINUTE_MS }
const ACCOUNT_LIMIT: GuessLimit = { most: 50, lockMs: 15 * MINUTE_MS, longestLockMs: 60 * MINUTE_MS }
const ADDRESS_LIMIT: GuessLimit = { most: 100, lockMs: 15 * MINUTE_MS, longestLockMs: 60 * MINUTE_MS }
const PER_MINUTE = 30
const TOO_MANY = 429

/** What a browser gets to set up the second step. The codes are for the day on which the phone is lost. */
export interface SecondFactorSetUp {
  /** `otpauth://…`, for a QR code. */
  uri: string
  /** The same secret, to type. */
  secret: string
  backupCodes: string[]
}

/** What came of a try to sign in. `cookies` are for the browser. */
export type SignInResult =
  | { type: 'signed_in' | 'code_needed'; cookies: string[] }
  | { type: 'set_up'; cookies: string[]; setUp: SecondFactorSetUp }
  | { type: 'wrong' }
  | { type: 'locked'; until: Date }

/** Somebody who is signed in. */
export interface Visitor {
  member: Member
  sessionId: string
  cookies: string[]
}

export interface SignInDeps {
  storage: Pick<Storage, 'staff' | 'signInGuesses' | 'staffDatabase'>
  clock: Clock
  logger: Logger
  secret: string
  publicUrl: string
  /** Keyed hash of an account's or a network address. */
  hashGuesser: (guesser: string) => string
  perMinute?: number
  passwords?: PasswordHashing
}

export type SignIn = ReturnType<typeof createSignIn>

function readSetUp({ totpURI, backupCodes }: Record<string, unknown>): SecondFactorSetUp {
  const uri = String(totpURI)
  return {
    uri,
    secret: new URL(uri).searchParams.get('secret') ?? '',
    backupCodes: Array.isArray(backupCodes) ? backupCodes.map(String) : [],
  }
}

/** Signing in with password and second step. Nobody does anything before both are there. */
export function createSignIn(deps: SignInDeps) {
  const { storage, clock, hashGuesser, perMinute = PER_MINUTE } = deps
  let opened: Promise<Auth> | undefined
  const open = () =>
    (opened ??= storage.staffDatabase().then((database) => createAuth({ ...deps, database, perMinute })))

  const guessersOf = (email: string, headers: Headers) => {
    const address = headers.get(ADDRESS_HEADER) ?? ''
    return {
      pair: hashGuesser(`pair\n${email}\n${address}`),
      account: hashGuesser(`account\n${email}`),
      address: hashGuesser(`address\n${address}`),
    }
  }

  const inAMinute = () => new Date(clock.now().getTime() + MINUTE_MS)

  async function setUp(password: string, headers: Headers): Promise<SecondFactorSetUp | undefined> {
    const auth = await open()
    const answer = await auth.ask('/two-factor/enable', { password }, headers)
    return answer.status === 200 ? readSetUp(answer.body) : undefined
  }

  /** Resolves when the password is right. */
  async function begin(email: string, password: string, headers: Headers): Promise<SignInResult> {
    const auth = await open()
    const answer = await auth.ask('/sign-in/email', { email, password }, headers)
    if (answer.status === TOO_MANY) return { type: 'locked', until: inAMinute() }
    if (answer.status !== 200) return { type: 'wrong' }
    const { cookies } = answer
    if (answer.body['twoFactorRedirect'] === true) return { type: 'code_needed', cookies }
    const made = await setUp(password, withCookies(headers, cookies))
    return made === undefined ? { type: 'wrong' } : { type: 'set_up', cookies, setUp: made }
  }

  return {
    async who(headers: Headers): Promise<Visitor | undefined> {
      if (headers.get('cookie')?.includes('session_token') !== true) return undefined
      const auth = await open()
      const session = await auth.session(headers)
      const member = session === undefined ? undefined : await storage.staff.find(session.memberId)
      if (session === undefined || member?.isActive !== true) return undefined
      return { member, sessionId: session.sessionId, cookies: session.cookies }
    },

    /** The first step. The same words for a wrong password and for somebody whom nobody knows. */
    async withPassword(
      { email: typed, password }: { email: string; password: string },
      headers: Headers,
    ): Promise<SignInResult> {
      const email = typed.trim().toLowerCase()
      const guessers = guessersOf(email, headers)
      const until = await storage.signInGuesses.lockedUntil(Object.values(guessers))
      if (until !== undefined) return { type: 'locked', until }
      const result = await begin(email, password, headers)
      if (result.type === 'wrong') {
        await storage.signInGuesses.add(guessers.pair, PAIR_LIMIT)
        await storage.signInGuesses.add(guessers.account, ACCOUNT_LIMIT)
        await storage.signInGuesses.add(guessers.address, ADDRESS_LIMIT)
      } else await storage.signInGuesses.forget(guessers.pair)
      return result
    },

    /** The second step: the six digits of the app, or one of the codes for the day on which the phone is lost. */
    async withCode(typed: string, headers: Headers): Promise<SignInResult> {
      const auth = await open()
      const code = typed.replaceAll(/\s/g, '')
      const isDigits = /^\d{6}$/.test(code)
      const { address } = guessersOf('', headers)
      const until = await storage.signInGuesses.lockedUntil([address])
      if (until !== undefined) return { type: 'locked', until }
      const path = isDigits ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
      const answer = await auth.ask(path, { code }, headers)
      if (answer.status === 200) return { type: 'signed_in', cookies: answer.cookies }
      await storage.signInGuesses.add(address, ADDRESS_LIMIT)
      return answer.status === TOO_MANY ? { type: 'locked', until: inAMinute() } : { type: 'wrong' }
    },

    /** New codes and a new secret, for somebody who is signed in and knows the password. */
    setUpAgain: setUp,

    /** Ends this browser's session. Resolves with the cookies that say so. */
    async out(headers: Headers): Promise<string[]> {
      const auth = await open()
      return (await auth.ask('/sign-out', {}, headers)).cookies
    },

    async hashPassword(password: string): Promise<string> {
      return (await open()).hashPassword(password)
    },
  }
}
