import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../../domain/error.ts'
import type { Member } from '../../domain/staff.ts'
import type { AssetUrl } from '../../http/assets.ts'
import { STATUS_OF } from '../../http/errors.ts'
import { clockTime } from '../../http/time.ts'
import type { Accounts } from '../../staff/accounts.ts'
import { withCookies } from '../../staff/auth.ts'
import type { SignIn, SignInResult } from '../../staff/sign-in.ts'
import type { AuditStore } from '../../storage/audit.ts'
import { withClientAddress } from '../client-address.ts'
import { readForm } from '../form.ts'
import { ROOT, SIGN_IN } from '../paths.ts'
import { CodePage, InvitationPage, PasswordPage, SecondFactorPage, type Shown } from './pages.tsx'

const MOST_BYTES = 8 * 1024

export interface SignInRoutesDeps {
  signIn: SignIn
  accounts: Accounts
  audit: Pick<AuditStore, 'add'>
  urlOf: AssetUrl
}

/** Only to places inside the dashboard: a link must not lead elsewhere after signing in. */
function safeTarget(wanted: string | undefined): string {
  const isInside = wanted !== undefined && /^\/dasbor(?:[/?#]|$)/.test(wanted) && !wanted.includes('\\')
  return isInside ? wanted : ROOT
}

const giveCookies = (c: Context, cookies: string[]) => {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
}

/** Why somebody is not let in, for people. */
function refusalOf(result: Extract<SignInResult, { type: 'wrong' | 'locked' }>, what: string): string {
  return result.type === 'locked'
    ? `Terlalu banyak percobaan. Coba lagi setelah pukul ${clockTime(result.until)} WITA, atau minta tautan baru kepada administrator.`
    : what
}

const WRONG_PASSWORD = 'Surel atau kata sandinya tidak cocok.'
const WRONG_CODE = 'Kode itu tidak cocok. Pastikan jam ponsel tepat, lalu ketik kode yang terbaru.'

/** Signing in, the second step, invitations and signing out. */
export function createSignInRoutes({ signIn, accounts, audit, urlOf }: SignInRoutesDeps): Hono {
  const app = new Hono()
  const limit = bodyLimit({ maxSize: MOST_BYTES })

  app.use(`${SIGN_IN}/*`, async (c, next) => {
    c.header('Cache-Control', 'no-store')
    await next()
  })

  const recordSignIn = (member: Member, action: string) =>
    audit.add({
      memberId: member.id,
      by: member.name,
      action,
      subject: 'staff',
      subjectId: member.id,
      areaCode: member.areaCode,
    })

  /** Where a result leads. */
  async function follow(c: Context, result: SignInResult, shown: Shown & { target: string }) {
    switch (result.type) {
      case 'signed_in': {
        giveCookies(c, result.cookies)
        const visitor = await signIn.who(withCookies(withClientAddress(c), result.cookies))
        if (visitor !== undefined) await recordSignIn(visitor.member, 'masuk')
        return c.redirect(shown.target, 303)
      }
      case 'code_needed':
        giveCookies(c, result.cookies)
        return c.redirect(`${SIGN_IN}/kode?ke=${encodeURIComponent(shown.target)}`, 303)
      case 'set_up':
        giveCookies(c, result.cookies)
        return c.html(<SecondFactorPage urlOf={urlOf} setUp={result.setUp} />)
      case 'wrong':
      case 'locked':
        return c.html(<PasswordPage {...shown} problem={refusalOf(result, WRONG_PASSWORD)} />, 401)
    }
  }

  app.get(SIGN_IN, (c) =>
    c.html(
      <PasswordPage
        urlOf={urlOf}
        target={safeTarget(c.req.query('ke'))}
        {...(c.req.query('langkah') === 'dua'
          ? { problem: 'Langkah kedua belum dipasang. Masuk sekali lagi untuk memasangnya.' }
          : {})}
      />,
    ),
  )

  app.post(SIGN_IN, limit, async (c) => {
    const form = await readForm(c)
    const target = safeTarget(form.optional('ke'))
    const email = form.text('email')
    const result = await signIn.withPassword({ email, password: form.text('password') }, withClientAddress(c))
    return follow(c, result, { urlOf, target, email })
  })

  app.get(`${SIGN_IN}/kode`, (c) => c.html(<CodePage urlOf={urlOf} target={safeTarget(c.req.query('ke'))} />))

  app.post(`${SIGN_IN}/kode`, limit, async (c) => {
    const form = await readForm(c)
    const target = safeTarget(form.optional('ke'))
    const result = await signIn.withCode(form.text('code'), withClientAddress(c))
    if (result.type !== 'wrong' && result.type !== 'locked') return follow(c, result, { urlOf, target })
    return c.html(<CodePage urlOf={urlOf} target={target} problem={refusalOf(result, WRONG_CODE)} />, 401)
  })

  app.get(`${SIGN_IN}/undangan/:token`, async (c) => {
    const invited = await accounts.invited(c.req.param('token'))
    if (invited === undefined) return c.html(<InvitationPage urlOf={urlOf} />, 410)
    return c.html(
      <InvitationPage urlOf={urlOf} invited={invited} needsEmail={accounts.needsEmail(invited)} />,
    )
  })

  app.post(`${SIGN_IN}/undangan/:token`, limit, async (c) => {
    const token = c.req.param('token')
    const invited = await accounts.invited(token)
    if (invited === undefined) return c.html(<InvitationPage urlOf={urlOf} />, 410)
    const form = await readForm(c)
    const needsEmail = accounts.needsEmail(invited)
    const [name, email, password] = [form.text('name'), form.text('email'), form.text('password')]
    try {
      const isTyped = password === form.text('repeated')
      if (!isTyped) throw new AppError('invalid', 'Dua isian kata sandi itu tidak sama.')
      const member = await accounts.accept(token, { name, password, ...(needsEmail ? { email } : {}) })
      await recordSignIn(member, 'memasang kata sandi')
      const result = await signIn.withPassword({ email: member.email, password }, withClientAddress(c))
      return await follow(c, result, { urlOf, target: ROOT, email: member.email })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return c.html(
        <InvitationPage
          urlOf={urlOf}
          invited={{ ...invited, name, ...(needsEmail ? { email } : {}) }}
          needsEmail={needsEmail}
          problem={error.message}
        />,
        STATUS_OF[error.code],
      )
    }
  })

  app.post('/keluar', limit, async (c) => {
    const headers = withClientAddress(c)
    const visitor = await signIn.who(headers)
    giveCookies(c, await signIn.out(headers))
    if (visitor !== undefined) await recordSignIn(visitor.member, 'keluar')
    return c.redirect(SIGN_IN, 303)
  })

  return app
}
