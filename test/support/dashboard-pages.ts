import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { BRIDGE_WORDINGS } from '../claims/wordings.ts'
import { aBroadcast } from './broadcast-builder.ts'
import { PICTURES } from './browser.ts'
import { colleague, firstAdministrator, type StaffPage } from './dashboard-people.ts'
import { ROUTES } from './routes.ts'
import { subscribeGroup } from './staff-broadcasts.ts'
import { startStaffApp, type StaffApp } from './staff.ts'

/** How long a page may take on a busy machine. */
export const PATIENCE = { timeout: 20_000 }

/** What a resident asks that nobody has answered yet. */
export const [WORDING = ''] = BRIDGE_WORDINGS

/** Files, which a browser keeps instead of showing them. */
const DOWNLOADS = /\/(csv|ekspor|templat)$/

/** Presses the first button with this name. */
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

/** Writes an announcement for an area, looks at its preview, and submits it. */
export async function writeBroadcast(page: Page, areaCode: string): Promise<void> {
  await page.goto('/dasbor/siaran/tulis')
  await page.getByLabel('Judul', { exact: true }).fill('Imunisasi campak')
  await page.locator('[name=program]').fill('Imunisasi Dinas Kesehatan')
  await page.locator('[name=topik]').selectOption('kesehatan')
  await page.locator('[name=isi]').fill('**Bawa buku KIA.** Gratis di posyandu.')
  await page.locator(`[name=wilayah][value="${areaCode}"]`).check()
  await page.locator('[name=kapan][value=segera]').check()
  await page.locator('#pratinjau').getByText('Gratis di posyandu').first().waitFor(PATIENCE)
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
  await page.screenshot({ path: join(PICTURES, 'dashboard-compose.png') })
  await page.locator('[name=langkah][value=ajukan]').click()
  await page.waitForURL((address) => !address.pathname.endsWith('/tulis'), PATIENCE)
}

/** A dashboard with one of everything. */
export interface FullDashboard {
  world: StaffApp
  chief: StaffPage
  /** The address of every page, below the dashboard. */
  paths: string[]
}

export async function openFullDashboard(browser: Browser): Promise<FullDashboard> {
  const world = await startStaffApp({ SIMULATOR: 'true' })
  const { storage } = world
  await subscribeGroup(storage)
  await subscribeGroup(storage, 'grup-2', 'Grup <b>umum</b> dengan nama yang panjang sekali', '64.01.01.2001')
  const chief = await firstAdministrator(browser, world)
  await writeBroadcast(chief.page, '64.72')
  const budi = await colleague(browser, world, chief.page, { name: 'Budi', roles: ['Penyetuju siaran'] })
  await budi.page.goto('/dasbor/siaran/imunisasi-campak')
  await press(budi.page, /^Setujui/)
  await storage.broadcasts.save(aBroadcast({ status: 'awaiting_approval', title: 'Posyandu balita' }))
  await storage.broadcasts.save(
    aBroadcast({ id: 'draf', status: 'draft', title: 'Draf kelas ibu', author: 'Kepala' }),
  )
  const kim = await storage.kims.create(
    {
      name: 'KIM Mahakam',
      areaCode: '64.72.01.1001',
      status: 'verified',
      contactRole: 'Ketua',
      topics: [],
    },
    'Kepala',
  )
  await world.browser().post('/simulator/messages', { chat: 'warga-1', text: WORDING, forwarded: 'yes' })
  await expect.poll(() => storage.claims.list().then((claims) => claims.length), PATIENCE).toBe(1)
  const [clarification] = await storage.clarifications.list({ limit: 1 })
  const [member] = await storage.staff.list()
  const [group] = await storage.kims.publicGroups('64')
  const values: [RegExp, string[]][] = [
    [/^\/siaran\/:id\/ubah/, ['draf']],
    [/^\/siaran\/:id/, ['imunisasi-campak']],
    [/^\/cek-fakta\/klarifikasi\/:id/, [clarification?.id ?? '']],
    [/^\/cek-fakta\/tanya\/:/, ['1']],
    [/^\/kim\/cakupan\/:/, ['64.72.01']],
    [/^\/kim\/konfirmasi\/:/, ['imunisasi-campak']],
    [/^\/kim\/grup\/:/, [group?.id ?? '']],
    [/^\/kim\/:id/, [kim.id]],
    [/^\/saluran\/:name\/:account/, ['simulator', 'simulator']],
    [/^\/pengaturan\/petugas\/:id/, [member?.id ?? '']],
    [/^\/pengaturan\/topik\/:id/, ['umum']],
  ]
  const paths = ROUTES.filter(({ method }) => method === 'GET').map(({ path }) => {
    const given = [...(values.find(([pattern]) => pattern.test(path))?.[1] ?? [])]
    return path.replaceAll(/:\w+(?:\{[^}]*\})?/g, () => encodeURIComponent(given.shift() ?? 'x'))
  })
  return { world, chief, paths: paths.filter((path) => !DOWNLOADS.test(path)) }
}
