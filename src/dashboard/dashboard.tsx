import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { csrf } from 'hono/csrf'
import type { Clock } from '../clock.ts'
import { AppError } from '../domain/error.ts'
import { may, type Member } from '../domain/staff.ts'
import type { AssetUrl } from '../http/assets.ts'
import { STATUS_OF } from '../http/errors.ts'
import type { SignIn, Visitor } from '../staff/sign-in.ts'
import type { AuditStore } from '../storage/audit.ts'
import type { Agency } from './agency.ts'
import { withClientAddress } from './client-address.ts'
import { Refusal } from './refusal.tsx'
import { ROOT, SIGN_IN } from './paths.ts'
import type { StaffRoute } from './route.ts'
import { createVisit } from './visit.tsx'

const MOST_BYTES = 64 * 1024

export interface DashboardDeps {
  routes: StaffRoute[]
  /** Pages for whoever is not signed in yet. */
  signInRoutes: Hono
  signIn: SignIn
  audit: AuditStore
  clock: Clock
  urlOf: AssetUrl
  /** Who speaks on the pages. */
  agency: () => Agency
  /** The address that people open: forms may come from there. */
  publicUrl: string
}

const passCookies = (c: Context, cookies: string[]) => {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
}

/** What was refused is on record: who tried to get where. */
async function recordRefusal(c: Context, member: Member, audit: AuditStore): Promise<void> {
  await audit.add({
    memberId: member.id,
    by: member.name,
    action: 'ditolak membuka atau mengubah',
    subject: 'page',
    subjectId: `${c.req.method} ${c.req.path}`.slice(0, 200),
    areaCode: member.areaCode,
  })
}

/**
 * The pages of staff, below `/dasbor`, and those to sign in. A route is served to whoever has the ability that it
 * names; everything else is decided by the desk behind it.
 */
export function createDashboard(deps: DashboardDeps): Hono {
  const { routes, signIn, audit, clock, urlOf, agency, publicUrl } = deps
  const app = new Hono()
  const pages = new Hono<{ Variables: { visitor: Visitor } }>()
  const sameOrigin = csrf({ origin: new URL(publicUrl).origin })

  pages.use(compress())
  pages.use(sameOrigin)
  pages.use(async (c, next) => {
    c.header('Cache-Control', 'no-store')
    const visitor = await signIn.who(withClientAddress(c))
    if (visitor === undefined) {
      const isPage = c.req.method === 'GET' && c.req.header('HX-Request') === undefined
      const wanted = new URL(c.req.url)
      const back = isPage ? `?ke=${encodeURIComponent(`${wanted.pathname}${wanted.search}`)}` : ''
      if (c.req.header('HX-Request') === 'true') {
        return c.body(null, 401, { 'HX-Redirect': SIGN_IN })
      }
      return c.redirect(`${SIGN_IN}${back}`, 303)
    }
    passCookies(c, visitor.cookies)
    if (!visitor.member.hasSecondFactor) return c.redirect(`${SIGN_IN}?langkah=dua`, 303)
    c.set('visitor', visitor)
    return next()
  })

  for (const { method, path, needs, mostBytes = MOST_BYTES, handle } of routes) {
    pages.on(method, path === '' ? '/' : path, bodyLimit({ maxSize: mostBytes }), async (c) => {
      const visitor = c.get('visitor')
      if (!may(visitor.member, needs))
        throw new AppError('forbidden', 'Peran Anda tidak mencakup halaman ini.')
      return handle(createVisit(c, { ...visitor, now: clock.now() }, { urlOf, audit, agency }))
    })
  }

  const showRefusal = (c: Context, member: Member, error: AppError) => {
    const visit = createVisit(c, { member, sessionId: '', now: clock.now() }, { urlOf, audit, agency })
    return visit.page({
      title: 'Belum berhasil',
      section: 'account',
      status: STATUS_OF[error.code] as 400,
      children: <Refusal message={error.message} back={c.req.header('Referer')} publicUrl={publicUrl} />,
    })
  }
  pages.notFound((c) => {
    const visitor = c.get('visitor') as Visitor | undefined
    if (visitor === undefined) return c.redirect(SIGN_IN, 303)
    return showRefusal(c, visitor.member, new AppError('not_found', 'Halaman itu tidak ada.'))
  })
  pages.onError(async (error, c) => {
    const visitor = c.get('visitor') as Visitor | undefined
    if (!(error instanceof AppError) || error.code === 'internal' || visitor === undefined) throw error
    if (error.code === 'forbidden') await recordRefusal(c, visitor.member, audit)
    return showRefusal(c, visitor.member, error)
  })

  app.use(SIGN_IN, sameOrigin)
  app.use(`${SIGN_IN}/*`, sameOrigin)
  app.use('/keluar', sameOrigin)
  app.route('/', deps.signInRoutes)
  app.route(ROOT, pages)
  return app
}
