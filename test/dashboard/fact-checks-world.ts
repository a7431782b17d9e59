import { vi } from 'vitest'
import type { Inquiry } from '../../src/domain/inquiry.ts'
import { readable, startStaffApp, type Browser, type StaffApp } from '../support/staff.ts'

export const SOURCE = { 'penerbit-0': 'Dinas PUPR Kaltim', 'tautan-0': 'https://dpupr.kaltimprov.go.id/a' }

/** A form that says all that a clarification needs. */
export const WRITTEN = {
  klaim: 'Jembatan Mahulu ditutup total selama tiga bulan karena tiangnya retak',
  putusan: 'false',
  penjelasan: 'Jembatan tetap dibuka. Pemeriksaan rutin tidak menemukan tiang yang retak.',
  tanggal: '2026-11-20',
  ...SOURCE,
}

export interface FactCheckWorld extends StaffApp {
  /** A resident asks the bot on the simulator. Resolves with the stored question once it is under a claim. */
  ask: (text: string, areaCode?: string) => Promise<Inquiry>
  /** What the resident's phone shows. */
  phone: () => Promise<string>
}

/** The server with its simulator, on which a resident asks. */
export async function factCheckWorld(): Promise<FactCheckWorld> {
  const app = await startStaffApp({ SIMULATOR: 'true' })
  const resident = app.browser()
  return {
    ...app,
    async ask(text, areaCode) {
      const before = await app.storage.inquiries.list({ limit: 100 })
      await resident.post('/simulator/messages', { chat: 'warga-1', text, forwarded: 'yes' })
      const inquiry = await vi.waitFor(
        async () => {
          const now = await app.storage.inquiries.list({ limit: 100 })
          const found = now.find(({ id }) => before.every((known) => known.id !== id))
          if (found?.claimId === undefined) throw new Error('The question is not there yet.')
          return found
        },
        { timeout: 15_000, interval: 50 },
      )
      if (areaCode !== undefined) await app.storage.inquiries.placeIn(inquiry.askerKey, areaCode)
      return inquiry
    },
    phone: async () => readable((await resident.get('/simulator')).text),
  }
}

/** Opens the page and sends its form with the stamp that it holds. */
export async function sendStamped(
  browser: Browser,
  page: string,
  step: string,
  fields: Record<string, string> = {},
): Promise<Awaited<ReturnType<Browser['post']>>> {
  const { text } = await browser.get(page)
  const dibaca = /name="dibaca" value="([^"]*)"/.exec(text)?.[1]
  if (dibaca === undefined) throw new Error(`No form on ${page}: ${readable(text).slice(0, 300)}`)
  return browser.post(`${page}/${step}`, { dibaca, ...fields })
}
