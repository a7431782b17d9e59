import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { StaffApp } from './staff.ts'
import { totp } from './totp.ts'

const PASSWORD = 'sungai mahakam tenang'

/** Somebody of the staff with a browser of their own, signed in. */
export interface StaffPage {
  page: Page
  context: BrowserContext
  /** What the pages complained about. */
  troubles: string[]
}

/** Opens a link of an invitation in a new browser, and sets password and second step as a person would. */
export async function acceptInvitation(
  browser: Browser,
  baseURL: string,
  { path, name, email }: { path: string; name: string; email?: string },
): Promise<StaffPage> {
  const context = await browser.newContext({
    baseURL,
    locale: 'id-ID',
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('dialog', (dialog) => void dialog.accept())
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${page.url()}: ${message.text()}`)
  })
  await page.goto(path)
  await page.getByLabel('Nama lengkap').fill(name)
  if (email !== undefined) await page.getByLabel('Surel').fill(email)
  await page.getByLabel('Kata sandi', { exact: false }).first().fill(PASSWORD)
  await page.getByLabel('Kata sandi sekali lagi').fill(PASSWORD)
  await page.getByRole('button', { name: 'Simpan dan lanjut' }).click()
  const secret = (await page.locator('.secret').textContent()) ?? ''
  await page.getByLabel('Kode dari aplikasi').fill(totp(secret))
  await page.getByRole('button', { name: 'Selesai' }).click()
  await page.getByRole('heading', { name: 'Beranda' }).waitFor()
  return { page, context, troubles }
}

/** An administrator adds somebody; resolves with the path of the link. */
export async function inviteMember(
  page: Page,
  { name, email, roles, area }: { name: string; email: string; roles: string[]; area?: string },
): Promise<string> {
  await page.goto('/dasbor/pengaturan/petugas/baru')
  await page.getByLabel('Nama lengkap').fill(name)
  await page.getByLabel('Surel').fill(email)
  for (const role of roles) await page.getByLabel(role).check()
  if (area !== undefined) await page.getByLabel('Wilayah tugas').selectOption({ label: area })
  await page.getByRole('button', { name: 'Tambahkan dan buat tautan' }).click()
  const link = (await page.locator('.secret').textContent()) ?? ''
  return new URL(link).pathname
}

/** The first administrator, with a browser of their own. */
export async function firstAdministrator(browser: Browser, { app, url }: StaffApp): Promise<StaffPage> {
  const path = (await app.firstInvitation()) ?? ''
  return acceptInvitation(browser, url, { path, name: 'Kepala', email: 'kepala@contoh.go.id' })
}

/** Somebody whom an administrator lets in. */
export async function colleague(
  browser: Browser,
  { url }: StaffApp,
  chief: Page,
  person: { name: string; roles: string[]; area?: string },
): Promise<StaffPage> {
  const email = `${person.name.toLowerCase().replaceAll(' ', '.')}@contoh.go.id`
  return acceptInvitation(browser, url, {
    path: await inviteMember(chief, { ...person, email }),
    name: person.name,
  })
}
