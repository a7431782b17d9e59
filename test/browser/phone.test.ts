import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openBrowser, PICTURES, type OpenedBrowser } from '../support/browser.ts'

/** A clarification that comes with the product answers this. */
const KNOWN =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'
const UNKNOWN =
  'Info penting! Jembatan Mahulu ditutup total mulai besok tanggal 5 selama 3 bulan karena tiang retak'
/** The simulator answers in well under this. */
const PATIENCE = { timeout: 20_000 }

describe.skipIf(!existsSync(CHROMIUM))('the simulator on a phone (needs /usr/bin/chromium)', () => {
  let opened: OpenedBrowser
  let page: Page
  let taken = 0

  const phone = (name: 'warga' | 'grup') => page.locator(`#${name}`)
  const last = (name: 'warga' | 'grup') => phone(name).locator('li[data-author="bot"]').last()

  /** Keeps what a phone shows now. */
  const picture = async (name: 'warga' | 'grup', what: string) => {
    taken += 1
    const number = String(taken).padStart(2, '0')
    await phone(name).screenshot({ path: join(PICTURES, `phone-${number}-${what}.png`) })
  }

  const say = async (name: 'warga' | 'grup', text: string) => {
    await phone(name).getByRole('textbox').fill(text)
    await phone(name).getByRole('button', { name: 'Kirim', exact: true }).click()
  }

  const reads = async (name: 'warga' | 'grup', words: RegExp) => {
    await last(name).filter({ hasText: words }).waitFor(PATIENCE)
    return (await last(name).textContent()) ?? ''
  }

  const tap = (name: 'warga' | 'grup', label: RegExp) =>
    phone(name).getByRole('button', { name: label }).last().click()

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    opened = await openBrowser({ viewport: { width: 390, height: 844 } })
    page = opened.page
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto('/simulator')
  }, 90_000)

  afterAll(() => opened?.close(), 30_000)

  it('takes a village group from nothing to its subscription in four taps', async () => {
    await say('grup', '/langganan')
    expect(await reads('grup', /Grup ini untuk warga mana/)).toMatch(/Grup ini untuk warga mana/)
    await picture('grup', 'regency')
    await tap('grup', /Kutai Kartanegara/)
    expect(await reads('grup', /kecamatan/i)).toMatch(/kecamatan/i)
    await tap('grup', /^Loa Kulu$/)
    expect(await reads('grup', /desa atau kelurahan/i)).toMatch(/desa atau kelurahan/i)
    await picture('grup', 'village')
    await tap('grup', /Loa Kulu Kota/)
    expect(await reads('grup', /Sudah benar begini/)).toMatch(/Sudah benar begini/)
    await picture('grup', 'confirm')
    await tap('grup', /Ya, simpan/)
    expect(await reads('grup', /langganan sudah disimpan/)).toMatch(/langganan sudah disimpan/)
    await picture('grup', 'subscribed')
  }, 60_000)

  it('tells a group about itself, pauses it, and goes on', async () => {
    await say('grup', '/status')
    expect(await reads('grup', /Loa Kulu Kota/)).toMatch(/Loa Kulu Kota/)
    await picture('grup', 'status')
    await say('grup', '/jeda 3 hari')
    expect(await reads('grup', /jeda/i)).toMatch(/jeda/i)
    await say('grup', '/lanjut')
    await picture('grup', 'pause')
    await say('grup', '/bantuan')
    expect(await reads('grup', /\/langganan/)).toMatch(/\/langganan/)
    await picture('grup', 'help')
  }, 60_000)

  it('answers a resident, and gives a text to pass on', async () => {
    await say('warga', KNOWN)
    expect(await reads('warga', /PENIPUAN/)).toMatch(/PENIPUAN/)
    await picture('warga', 'answer')
    await tap('warga', /Teruskan jawaban ini/)
    expect(await reads('warga', /Dicek oleh Kabar KIM/)).toMatch(/Dicek oleh Kabar KIM/)
    await picture('warga', 'forward')
    await say('warga', UNKNOWN)
    expect(await reads('warga', /belum punya klarifikasi/)).toMatch(/belum punya klarifikasi/)
    await picture('warga', 'unknown')
  }, 60_000)

  it('warns of an address that imitates an official one', async () => {
    await say('warga', 'Daftar bansos di https://bansos-kemensos.go.id.cekdata.click/daftar sebelum ditutup')
    expect(await reads('warga', /tautannya tiruan/)).toMatch(/tautannya tiruan/)
    await picture('warga', 'imitation')
  }, 60_000)

  it('helps whoever asks without a message, and forgets whoever wants it', async () => {
    await say('warga', 'ini benar?')
    expect(await reads('warga', /Pesan yang mana/)).toMatch(/Pesan yang mana/)
    await picture('warga', 'which')
    await say('warga', '/daerah sepaku')
    expect(await reads('warga', /Kecamatan Sepaku/)).toMatch(/Kecamatan Sepaku/)
    await say('warga', '/hapus')
    expect(await reads('warga', /sudah kami hapus/)).toMatch(/sudah kami hapus/)
    await picture('warga', 'forgotten')
  }, 60_000)

  it('leaves no trouble in the console, and never scrolls sideways', async () => {
    expect(opened.troubles).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})
