import { describe, expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'
import { totp } from '../support/totp.ts'

const NEW = {
  name: 'Sari Utami',
  email: 'sari@contoh.go.id',
  password: 'hujan di hulu',
  repeated: 'hujan di hulu',
}

describe('the first administrator', () => {
  it('sets a password and a second step with the link of the first start, once', async () => {
    const { app, browser, storage } = await startStaffApp()
    const link = (await app.firstInvitation()) ?? ''
    const sari = browser()
    expect((await sari.get(link)).text).toContain('Administrator pertama')
    expect(readable((await sari.post(link, { ...NEW, repeated: 'lain' })).text)).toContain('tidak sama')
    expect(
      readable((await sari.post(link, { ...NEW, password: 'pendek', repeated: 'pendek' })).text),
    ).toContain('paling pendek 12 huruf')
    const page = await sari.post(link, NEW)
    const secret = /class="secret">(\w+)</.exec(page.text)?.[1] ?? ''
    // The password alone opens nothing.
    expect((await sari.get('/dasbor')).location).toBe('/masuk?langkah=dua')
    expect((await sari.post('/masuk/kode', { code: '000000' })).status).toBe(401)
    expect((await sari.post('/masuk/kode', { code: totp(secret) })).location).toBe('/dasbor')
    expect(readable((await sari.get('/dasbor')).text)).toContain('Menunggu Anda')
    expect((await browser().get(link)).status).toBe(410)
    expect(await app.firstInvitation()).toBeUndefined()
    expect((await storage.audit.list({ limit: 9 })).map(({ by, action }) => [by, action])).toEqual([
      ['Sari Utami', 'masuk'],
      ['Sari Utami', 'memasang kata sandi'],
    ])
  })

  it('gets another link at each start until one was used', async () => {
    const { app, browser } = await startStaffApp()
    const first = (await app.firstInvitation()) ?? ''
    const second = (await app.firstInvitation()) ?? ''
    expect((await browser().get(first)).status).toBe(410)
    expect((await browser().get(second)).status).toBe(200)
  })
})

describe('signing in', () => {
  it('needs the password and the code, and leads on to the page that was wanted', async () => {
    const { staff, browser, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const other = browser()
    const wanted = await other.get('/dasbor/siaran?halaman=2')
    expect(wanted.location).toBe('/masuk?ke=%2Fdasbor%2Fsiaran%3Fhalaman%3D2')
    const [member] = await storage.staff.list()
    const fields = {
      email: member?.email ?? '',
      password: 'sungai mahakam tenang',
      ke: '/dasbor/siaran?halaman=2',
    }
    const step = await other.post('/masuk', fields)
    expect(step.location).toBe('/masuk/kode?ke=%2Fdasbor%2Fsiaran%3Fhalaman%3D2')
    expect((await other.get('/dasbor')).location).toMatch(/^\/masuk/)
    expect(ani.cookie).not.toBe('')
  })

  it.each(['//jahat.example', 'https://jahat.example', '/dasbor\\..\\x', '/dasborx', 'javascript:alert(1)'])(
    'does not lead to %s',
    async (target) => {
      const { browser } = await startStaffApp()
      const page = await browser().get(`/masuk?ke=${encodeURIComponent(target)}`)
      expect(page.text).toContain('name="ke" value="/dasbor"')
    },
  )

  it('is locked after five wrong passwords, with the same words for people whom nobody knows', async () => {
    const { staff, browser, storage } = await startStaffApp()
    await staff('Ani', ['author'])
    const [member] = await storage.staff.list()
    for (const email of [member?.email ?? '', 'tidak.ada@contoh.go.id']) {
      const guesser = browser()
      const answers: string[] = []
      for (let count = 0; count < 6; count += 1) {
        answers.push(
          readable((await guesser.post('/masuk', { email, password: `tebakan nomor ${count}` })).text),
        )
      }
      expect(answers[0]).toContain('Surel atau kata sandinya tidak cocok')
      expect(answers[5]).toContain('Terlalu banyak percobaan')
      const right = await guesser.post('/masuk', { email, password: 'sungai mahakam tenang' })
      expect(right.status).toBe(401)
    }
  })

  it('ends with the session, which nobody can use any more', async () => {
    const { staff, url, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const stolen = ani.cookie
    expect((await ani.post('/keluar')).location).toBe('/masuk')
    const thief = await fetch(`${url}/dasbor`, { redirect: 'manual', headers: { Cookie: stolen } })
    expect(thief.headers.get('Location')).toMatch(/^\/masuk/)
    const [member] = await storage.staff.list()
    expect(await storage.staff.sessions(member?.id ?? '')).toEqual([])
  })

  it('gives a new session at each step, so that one that was planted before is worth nothing', async () => {
    const { staff, browser } = await startStaffApp()
    const planted = 'kabar-kim.session_token=ditanam-oleh-orang-lain'
    const ani = await staff('Ani', ['author'])
    expect(ani.cookie).not.toContain('ditanam')
    const victim = browser()
    victim.cookie = planted
    expect((await victim.get('/dasbor')).location).toMatch(/^\/masuk/)
  })

  it('is not possible for somebody who was taken off the list, at once', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    expect((await ani.get('/dasbor')).status).toBe(200)
    const [member] = await storage.staff.list()
    await storage.staff.update(member?.id ?? '', { isActive: false })
    expect((await ani.get('/dasbor')).location).toMatch(/^\/masuk/)
  })
})

describe('a form from another site', () => {
  it.each(['https://jahat.example', 'null'])('is refused when it comes from %s', async (origin) => {
    const { staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    expect((await ani.post('/keluar', {}, { Origin: origin })).status).toBe(403)
    expect((await ani.get('/dasbor')).status).toBe(200)
  })
})
