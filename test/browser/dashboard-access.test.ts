import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, FLAGS, PICTURES } from '../support/browser.ts'
import { openFullDashboard, PATIENCE } from '../support/dashboard-pages.ts'
import { colleague, firstAdministrator, type StaffPage } from '../support/dashboard-people.ts'
import { subscribeGroup } from '../support/staff-broadcasts.ts'
import { startStaffApp, type StaffApp } from '../support/staff.ts'

/** More than any page needs, date fields with their parts included. */
const MOST_PRESSES = 400

const TO_REACH = 'a[href], button, input:not([type=hidden]), select, textarea, summary'

/** Marks what must be reached, and takes the marks off as the focus comes by. Runs inside the page. */
function watchFocus(toReach: string): void {
  for (const element of document.querySelectorAll<HTMLElement>(toReach)) {
    // What nobody is told of need not be reached.
    if (element.matches(':disabled, [aria-hidden=true]') || !element.checkVisibility()) continue
    element.dataset['unreached'] = ''
  }
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    // Of a group of radio buttons Tab reaches one; the arrows reach the others.
    const isRadio = target.matches('[type=radio]')
    const reached = isRadio ? document.getElementsByName(target.getAttribute('name') ?? '') : [target]
    for (const element of reached) delete element.dataset['unreached']
    const { outlineStyle, outlineWidth } = getComputedStyle(target)
    if (outlineStyle === 'none' || outlineWidth === '0px') target.dataset['unseen'] = ''
  })
}

/** Goes over a page with Tab; gives what cannot be reached, and what does not show that it is. */
async function troubleWithTab(page: Page): Promise<string[]> {
  await page.evaluate(watchFocus, TO_REACH)
  const unreached = page.locator('[data-unreached]')
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if (presses % 20 === 0 && (await unreached.count()) === 0) break
    await page.keyboard.press('Tab')
  }
  return page
    .locator('[data-unreached], [data-unseen]')
    .evaluateAll((elements) => elements.map(({ outerHTML }) => outerHTML.slice(0, 200)))
}

/** Goes with Tab alone to something. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor(PATIENCE)
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${String(target)}`)
}

async function tabAndPress(page: Page, target: Locator, key: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

async function tabAndType(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.type(text)
}

describe.skipIf(!existsSync(CHROMIUM))('the dashboard (needs /usr/bin/chromium)', () => {
  let browser: Browser

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  }, 60_000)
  afterAll(() => browser?.close(), 30_000)

  /** The page of somebody who is signed in, in a browser that runs no script. */
  async function withoutScript({ url }: StaffApp, { context }: StaffPage): Promise<Page> {
    const plain = await browser.newContext({ baseURL: url, javaScriptEnabled: false, locale: 'id-ID' })
    await plain.addCookies(await context.cookies())
    return plain.newPage()
  }

  it('lets Tab reach everything on every page, and shows where it is', async () => {
    const { chief, paths } = await openFullDashboard(browser)
    const wrong: string[] = []
    for (const path of paths) {
      const page = await chief.context.newPage()
      await page.goto(`/dasbor${path}`)
      wrong.push(...(await troubleWithTab(page)).map((trouble) => `${path}: ${trouble}`))
      await page.close()
    }
    expect(wrong).toEqual([])
  }, 300_000)

  it('lets people write, submit, approve and follow an announcement by keyboard alone', async () => {
    const world = await startStaffApp({ SIMULATOR: 'true' })
    await subscribeGroup(world.storage)
    const chief = await firstAdministrator(browser, world)
    const { page: ani } = await colleague(browser, world, chief.page, {
      name: 'Ani',
      roles: ['Penulis siaran'],
    })
    const { page: budi } = await colleague(browser, world, chief.page, {
      name: 'Budi',
      roles: ['Penyetuju siaran'],
    })

    await ani.keyboard.press('Tab')
    await ani.keyboard.press('Enter')
    expect(await ani.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
    await tabAndPress(ani, ani.locator('.menu').getByRole('link', { name: 'Siaran' }), 'Enter')
    await tabAndPress(ani, ani.getByRole('link', { name: 'Tulis siaran' }).first(), 'Enter')
    await tabAndType(ani, ani.getByLabel('Judul', { exact: true }), 'Imunisasi campak')
    await tabAndType(ani, ani.locator('[name=program]'), 'Imunisasi Dinas Kesehatan')
    await tabAndType(ani, ani.locator('[name=topik]'), 'Kesehatan')
    await tabAndType(ani, ani.locator('[name=isi]'), '**Bawa buku KIA.** Gratis di posyandu.')
    await tabAndPress(ani, ani.locator('[name=wilayah][value="64.72"]'), 'Space')
    await tabAndPress(ani, ani.locator('[name=kapan]:checked'), 'ArrowUp')
    expect(await ani.locator('[name=kapan][value=segera]').isChecked()).toBe(true)
    await ani.locator('#pratinjau').getByText('Gratis di posyandu').first().waitFor(PATIENCE)
    await tabAndPress(ani, ani.locator('[name=langkah][value=ajukan]'), 'Enter')
    await ani.getByText('menunggu persetujuan').first().waitFor(PATIENCE)

    await budi.reload()
    await tabAndPress(budi, budi.locator('.todo').getByRole('link', { name: /Imunisasi campak/ }), 'Enter')
    await tabAndPress(budi, budi.getByRole('button', { name: /^Setujui/ }), 'Enter')
    await budi.getByText('Siaran disetujui').waitFor(PATIENCE)
    await expect.poll(() => world.storage.deliveries.listRuns({ limit: 1 }), PATIENCE).toHaveLength(1)
    await budi.reload()
    await tabAndPress(budi, budi.locator('main a[href*="/kiriman"]').first(), 'Enter')
    await budi.getByText('1 dari 1 grup').waitFor(PATIENCE)
  }, 120_000)

  it('carries an announcement from its author to the group without a script', async () => {
    const world = await startStaffApp({ SIMULATOR: 'true' })
    await subscribeGroup(world.storage)
    const chief = await firstAdministrator(browser, world)
    const author = await colleague(browser, world, chief.page, { name: 'Ani', roles: ['Penulis siaran'] })
    const ani = await withoutScript(world, author)
    const kepala = await withoutScript(world, chief)

    await ani.goto('/dasbor/siaran/tulis')
    await ani.getByLabel('Judul', { exact: true }).fill('Imunisasi campak')
    await ani.locator('[name=program]').fill('Imunisasi Dinas Kesehatan')
    await ani.locator('[name=topik]').selectOption('kesehatan')
    await ani.locator('[name=isi]').fill('**Bawa buku KIA.** Gratis di posyandu.')
    await ani.locator('[name=wilayah][value="64.72"]').check()
    await ani.locator('[name=kapan][value=segera]').check()
    await ani.getByRole('button', { name: 'Hitung' }).click()
    await ani.locator('#pratinjau').getByText('Gratis di posyandu').first().waitFor(PATIENCE)
    await ani.locator('[name=langkah][value=ajukan]').click()
    await ani.getByText('menunggu persetujuan').first().waitFor(PATIENCE)

    await kepala.goto('/dasbor')
    await kepala
      .getByRole('link', { name: /Imunisasi campak/ })
      .first()
      .click()
    await kepala.getByRole('button', { name: /^Setujui/ }).click()
    await kepala.getByText('Siaran disetujui').waitFor(PATIENCE)
    await expect.poll(() => world.storage.deliveries.listRuns({ limit: 1 }), PATIENCE).toHaveLength(1)
    await kepala.goto('/dasbor/siaran/imunisasi-campak/kiriman')
    // While it sends, the page loads itself again.
    await kepala.getByText('1 dari 1 grup').waitFor(PATIENCE)
  }, 120_000)

  it('leads on, without a script, wherever a script would bring the newest', async () => {
    const { world, chief, paths } = await openFullDashboard(browser)
    const page = await withoutScript(world, chief)
    const wrong: string[] = []
    for (const path of paths) {
      await page.goto(`/dasbor${path}`)
      if (!(await page.locator('h1').first().isVisible())) wrong.push(`${path} has no heading`)
      const dead = await page.evaluate(() =>
        [...document.querySelectorAll('[hx-get]')]
          .filter((part) => part.querySelector('a[href]') === null)
          .map((part) => part.outerHTML.slice(0, 200)),
      )
      wrong.push(...dead.map((part) => `${path} waits for ever: ${part}`))
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
