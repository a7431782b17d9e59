import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

const SETTINGS = '/dasbor/pengaturan/aturan'
const png = async () =>
  new File(
    [
      new Uint8Array(
        await sharp({ create: { width: 400, height: 200, channels: 3, background: '#0a5' } })
          .png()
          .toBuffer(),
      ),
    ],
    '../../logo.png',
  )
const addressIn = (html: string) => /src="(\/dasbor\/logo\.png\?v=[\w-]+)"/.exec(html)?.[1] ?? ''

describe("the agency's logo", () => {
  it('stands on every page and on the guide for paper once it is chosen, and is on record', async () => {
    const { staff, storage } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const author = await staff('Ani', ['author'])
    expect(addressIn((await author.get('/dasbor')).text)).toBe('')
    await chief.does('/dasbor/pengaturan/logo', { logo: await png() })
    const address = addressIn((await author.get('/dasbor/siaran')).text)
    const picture = await author.get(address)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(picture.headers.get('cache-control')).toContain('immutable')
    expect(addressIn((await author.get('/dasbor/bantuan/admin-kim')).text)).toBe(address)
    expect((await storage.audit.list({ limit: 1 }))[0]).toMatchObject({
      by: 'Ketua',
      action: 'memasang logo instansi',
      subject: 'setting',
      before: { version: null },
    })
  })

  it('is taken away again', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    await chief.does('/dasbor/pengaturan/logo', { logo: await png() })
    const page = await chief.does('/dasbor/pengaturan/logo/hapus')
    expect(readable(page.text)).toContain('Belum ada logo')
    expect((await chief.get('/dasbor/logo.png')).status).toBe(404)
  })

  it.each([
    ['no picture', new File(['<script>evil()</script>'], 'logo.png', { type: 'image/png' }), 400],
    ['an empty file', new File([], 'logo.png'), 400],
    ['far too large', new File([new Uint8Array(4 * 1_024 * 1_024)], 'logo.png'), 413],
  ])('is refused when it is %s, and the one before stays', async (_, file, status) => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const before = addressIn((await chief.does('/dasbor/pengaturan/logo', { logo: await png() })).text)
    expect((await chief.post('/dasbor/pengaturan/logo', { logo: file })).status).toBe(status)
    expect(addressIn((await chief.get(SETTINGS)).text)).toBe(before)
  })

  it('is chosen by administrators of the province only', async () => {
    const { staff } = await startStaffApp()
    const regent = await staff('Rina', ['administrator'], '64.01')
    expect((await regent.post('/dasbor/pengaturan/logo', { logo: await png() })).status).toBe(403)
  })
})

describe("the agency's name", () => {
  it('stands at the foot of every page', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const rules = { agencyName: 'Diskominfo <Kaltim>', quietHours: 'off', retentionDays: '90' }
    await chief.does(SETTINGS, rules)
    expect((await chief.get('/dasbor/siaran')).text).toContain('Diskominfo &lt;Kaltim&gt; · Waktu dalam WITA')
  })
})
