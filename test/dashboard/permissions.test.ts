import { describe, expect, it } from 'vitest'
import { may, ROLES, type Ability, type Role } from '../../src/domain/staff.ts'
import { ROUTES } from '../support/routes.ts'
import { readable, startStaffApp, type Browser } from '../support/staff.ts'

const PASER = '64.01'
const REFUSED = 'Peran Anda tidak mencakup halaman ini'

const addressOf = (path: string) => `/dasbor${path.replaceAll(/:\w+(?:\{[^}]*\})?/g, 'tidak-ada')}`

const ask = (browser: Browser, { method, path }: (typeof ROUTES)[number]) =>
  method === 'GET' ? browser.get(addressOf(path)) : browser.post(addressOf(path))

/** Who has an ability, of the province and of a regency. */
const EXPECTED: Record<Ability, { province: Role[]; regency: Role[] }> = {
  look: { province: [...ROLES], regency: [...ROLES] },
  write_broadcasts: { province: ['author', 'administrator'], regency: ['author', 'administrator'] },
  approve_broadcasts: { province: ['approver', 'administrator'], regency: ['approver', 'administrator'] },
  control_broadcasts: { province: ['approver', 'administrator'], regency: ['approver', 'administrator'] },
  answer_questions: {
    province: ['fact_checker', 'administrator'],
    regency: ['fact_checker', 'administrator'],
  },
  manage_kims: { province: ['kim_officer', 'administrator'], regency: ['kim_officer', 'administrator'] },
  manage_channels: { province: ['administrator'], regency: [] },
  manage_settings: { province: ['administrator'], regency: [] },
  manage_staff: { province: ['administrator'], regency: ['administrator'] },
  read_audit: { province: ['administrator'], regency: ['administrator'] },
}

describe('an ability', () => {
  it.each(Object.entries(EXPECTED))('%s belongs to exactly these roles', (ability, { province, regency }) => {
    const who = (areaCode: string) =>
      ROLES.filter((role) => may({ roles: [role], areaCode, isActive: true }, ability as Ability))
    expect(who('64')).toEqual(ROLES.filter((role) => province.includes(role)))
    expect(who(PASER)).toEqual(ROLES.filter((role) => regency.includes(role)))
  })
})

describe('every page and step of the dashboard', () => {
  it('changes things only by a form that is sent', () => {
    expect(ROUTES.length).toBeGreaterThan(10)
    expect(
      ROUTES.filter(({ method, needs }) => method === 'POST' && needs === 'look').map(({ path }) => path),
      // Authors stop and try out what is theirs, which the desk checks; the try-out box stores nothing.
    ).toEqual(['/siaran/:id/batalkan', '/siaran/:id/uji-coba', '/cek-fakta/coba', '/akun/keluarkan'])
    expect(new Set(ROUTES.map(({ method, path }) => `${method} ${path}`)).size).toBe(ROUTES.length)
  })

  it('is closed to whoever is not signed in', async () => {
    const { browser } = await startStaffApp()
    const stranger = browser()
    for (const route of ROUTES) {
      const answer = await ask(stranger, route)
      expect([route.path, answer.status, answer.location?.startsWith('/masuk')]).toEqual([
        route.path,
        303,
        true,
      ])
    }
  })

  it('refuses a form that another site sends', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    for (const { path } of ROUTES.filter(({ method }) => method === 'POST')) {
      const answer = await chief.post(addressOf(path), {}, { Origin: 'https://jahat.example' })
      expect([path, answer.status]).toEqual([path, 403])
    }
  })

  it.each(ROLES.flatMap((role) => [[role, '64'] as const, [role, PASER] as const]))(
    'is open to the %s of %s where the table says so, and nowhere else',
    async (role, areaCode) => {
      const { staff } = await startStaffApp()
      const browser = await staff('Petugas', [role], areaCode)
      const wrong: string[] = []
      for (const route of ROUTES) {
        const answer = await ask(browser, route)
        const isRefused = answer.status === 403 && readable(answer.text).includes(REFUSED)
        const isMeant = EXPECTED[route.needs][areaCode === '64' ? 'province' : 'regency'].includes(role)
        if (isRefused === isMeant) wrong.push(`${route.method} ${route.path}: ${answer.status}`)
        if (answer.status >= 500) wrong.push(`${route.method} ${route.path}: ${answer.status}`)
      }
      expect(wrong).toEqual([])
    },
    120_000,
  )
})

describe('the headers of a page', () => {
  it('keep foreign scripts, frames and caches out', async () => {
    const { staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    for (const path of ['/dasbor', '/dasbor/tidak-ada', '/masuk']) {
      const { headers, text } = await ani.get(path)
      const policy = headers.get('Content-Security-Policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("form-action 'self'")
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('X-Frame-Options')).toBe('DENY')
      expect(headers.get('Referrer-Policy')).toBe('same-origin')
      expect(headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{7,}/)
      expect(headers.get('X-Powered-By')).toBeNull()
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:/i)
    }
    expect((await ani.get('/dasbor')).headers.get('Cache-Control')).toBe('no-store')
  })

  it('give cookies that scripts cannot read and other sites do not send', async () => {
    const { url, staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    expect(ani.cookie).toContain('session_token')
    const answer = await fetch(`${url}/masuk`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: url },
      body: new URLSearchParams({ email: 'ani@contoh.go.id', password: 'sungai mahakam tenang' }),
    })
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly/i)
    for (const cookie of cookies) expect(cookie).toMatch(/SameSite=(Lax|Strict)/i)
  })

  it('say that cookies travel over HTTPS only, where the address is one', async () => {
    const { app } = await startStaffApp({ PUBLIC_URL: 'https://kabar.example' })
    const link = (await app.firstInvitation()) ?? ''
    const answer = await app.fetch(
      new Request(`https://kabar.example${link}`, {
        method: 'POST',
        headers: { Origin: 'https://kabar.example', 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          name: 'Sari',
          email: 'sari@contoh.go.id',
          password: 'hujan di hulu',
          repeated: 'hujan di hulu',
        }).toString(),
      }),
    )
    const cookies = answer.headers.getSetCookie().filter((cookie) => cookie.includes('session'))
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/^__Secure-[\s\S]*Secure/)
  })
})

describe('a body that is too large', () => {
  it('is refused before it is read', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const answer = await chief.post('/dasbor/pengaturan/aturan', { agencyName: 'x'.repeat(10_000_000) })
    expect(answer.status).toBe(413)
    expect((await chief.get('/dasbor')).status).toBe(200)
  })
})
