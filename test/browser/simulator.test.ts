import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openBrowser, PICTURES, type OpenedBrowser } from '../support/browser.ts'

const HERE = 'Kabar untuk petani Kukar'
const ELSEWHERE = 'Kabar untuk nelayan Paser'

const announcement = (title: string, area: string) => `---
title: ${title}
programme: Uji coba
topic: umum
author: Penulis
approved_by: Pemeriksa
audience:
  areas: [${area}]
schedule:
  cron: '0 8 1 1 *'
sources:
  - https://www.kaltimprov.go.id
---

**${title}: isi pengumumannya.**
`

/** Keeps what the page looks like, on a wide and on a narrow screen, light and dark. */
async function takePictures(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`) })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `sideways scrolling at ${width} px`).toBeLessThanOrEqual(0)
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

describe.skipIf(!existsSync(CHROMIUM))('the simulator in a browser (needs /usr/bin/chromium)', () => {
  let opened: OpenedBrowser
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    opened = await openBrowser({
      viewport: { width: 1280, height: 800 },
      async prepare(broadcasts) {
        await writeFile(join(broadcasts, 'petani-kukar.md'), announcement(HERE, 'Kutai Kartanegara'))
        await writeFile(join(broadcasts, 'nelayan-paser.md'), announcement(ELSEWHERE, 'Kabupaten Paser'))
      },
    })
    ;({ browser, page } = opened)
  }, 90_000)

  afterAll(() => opened?.close(), 30_000)

  it('shows a newcomer what to do first', async () => {
    await page.goto('/simulator')
    expect(await page.getByRole('button', { name: 'Kirim /langganan' }).isVisible()).toBe(true)
    await takePictures(page, 'simulator-first')
  })

  it('subscribes the group to its village, in a conversation', async () => {
    const group = page.locator('#grup')
    await group.getByRole('button', { name: 'Kirim /langganan' }).click()
    const question = group.locator('li[data-author="bot"]').last()
    await question.getByRole('link', { name: 'Balas' }).click()
    await group.getByText('Membalas Kabar KIM').waitFor()
    await group.getByRole('textbox', { name: 'Pesan ke KIM contoh' }).fill('Loa Kulu Kota')
    await page.keyboard.press('Enter')
    await group.getByRole('button', { name: 'Ya, simpan' }).click()
    await group.getByText('langganan sudah disimpan').waitFor()
    await page.getByText('Sampai ke 1 grup simulator').waitFor()
    expect(await page.getByText('Sampai ke 1 grup simulator').count()).toBe(1)
  }, 60_000)

  it('brings an announcement to the group in its area, and not the one for another area', async () => {
    const group = page.locator('#grup')
    for (const title of [ELSEWHERE, HERE]) {
      await page.getByRole('button', { name: `Jadwalkan 10 detik lagi: ${title}` }).click()
      await page.locator('li', { hasText: title }).getByText('Akan terkirim pukul').waitFor()
    }
    await group.getByText(`${HERE}: isi pengumumannya.`).waitFor({ timeout: 40_000 })
    // The other one was scheduled first: its time is past as well.
    await page.locator('li', { hasText: ELSEWHERE }).getByText('Waktunya tiba').waitFor()
    expect(await group.getByText(ELSEWHERE).count()).toBe(0)
  }, 60_000)

  it('answers a forwarded message with its clarification', async () => {
    const resident = page.locator('#warga')
    await resident.locator('.claim-list button').first().click()
    const answer = resident.locator('li[data-author="bot"]').last()
    await answer.getByText('Sumber:').waitFor()
    expect(await resident.locator('li.own').last().textContent()).toContain('Diteruskan')
    await takePictures(page, 'simulator')
  }, 60_000)

  it('keeps everything when the page is opened again, also without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(page.url())
    await plain.locator('#grup').getByText(`${HERE}: isi pengumumannya.`).waitFor()
    await plain.getByRole('textbox', { name: 'Pesan ke Kabar KIM' }).fill('halo')
    await plain.locator('#warga').getByRole('button', { name: 'Kirim', exact: true }).click()
    expect(await plain.locator('#warga li.own').last().textContent()).toContain('halo')
    await context.close()
  }, 60_000)

  it('leaves no trouble in the console', () => {
    expect(opened.troubles).toEqual([])
  })
})
