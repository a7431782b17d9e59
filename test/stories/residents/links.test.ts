import { describe, expect, it, onTestFinished } from 'vitest'
import {
  answer,
  goodPage,
  PUBLIC_ADDRESS,
  redirectTo,
  startLoopbackInternet,
} from '../../links/loopback-internet.ts'
import { conversation, startSide } from '../../support/residents.ts'
import { PLATFORMS, type Platform } from '../../support/town.ts'
import { HOAX } from './hoax.ts'

const FIRM = /PENIPUAN[\s\S]*Otorita IKN[\s\S]*Sumber: /
const NOT_READ = /^Halaman di tautan itu tidak bisa kami baca[\s\S]*Tangkapan layarnya juga boleh/

/** A page that says this in its head only. */
const headOnly = (title: string, description: string) =>
  answer(
    `<!doctype html><html><head><title>${title}</title><meta name="description" content="${description}"></head><body></body></html>`,
  )

/** A resident who sends links, and an internet in which they lead somewhere. */
async function startLinking(platform: Platform) {
  const internet = await startLoopbackInternet()
  onTestFinished(() => internet.stop())
  const { resident } = await startSide(platform, { links: internet.wires() })
  const { shows, pending } = conversation((await resident('Ani')).inPrivate)
  for (const name of ['berita.example', 'pendek.example', 'cek-bansos.click', 'kemensos.go.id'])
    internet.names.set(name, [PUBLIC_ADDRESS])
  return { internet, says: shows, pending }
}

describe.each(PLATFORMS)('a resident on %s', (platform) => {
  it('sends a link alone and is answered by what its page says', async () => {
    const { internet, says, pending } = await startLinking(platform)
    internet.sites.set('/judul', headOnly(HOAX, ''))
    internet.sites.set('/uraian', headOnly('Kabar hari ini', HOAX))
    internet.sites.set('/singkat', redirectTo('http://berita.example/judul'))
    expect(await says('http://berita.example/judul')).toMatch(FIRM)
    expect(await says('http://berita.example/uraian', { forwarded: true })).toMatch(FIRM)
    expect(await says('min ini benar? http://pendek.example/singkat')).toMatch(FIRM)

    // What the page says is never said by the bot.
    internet.sites.set('/lain', answer(goodPage('Kucing oranye memenangi lomba panjat pinang')))
    const unknown = await says('http://berita.example/lain')
    expect(unknown).toMatch(/belum punya klarifikasi/)
    expect(unknown).not.toMatch(/kucing|berita/i)
    expect(pending()).toBe(0)
  }, 60_000)

  it('is asked for the words when the page cannot be read', async () => {
    const { internet, says, pending } = await startLinking(platform)
    expect(await says('http://berita.example/tidak-ada')).toMatch(NOT_READ)
    expect(await says('http://tidakada.example/')).toMatch(NOT_READ)
    // Words beside the link are checked all the same.
    expect(await says(`${HOAX} http://berita.example/tidak-ada`)).toMatch(FIRM)
    expect(await says('http://kemensos.go.id/hilang')).toMatch(
      /^Tautan itu menuju situs resmi \*?Kementerian Sosial/,
    )
    expect(internet.decoyConnections()).toBe(0)
    expect(pending()).toBe(0)
  }, 60_000)

  it('is warned of an address that imitates an official one', async () => {
    const { internet, says, pending } = await startLinking(platform)
    internet.sites.set('/daftar', answer(goodPage('Isi data diri untuk mencairkan bantuan')))
    const imitation = /^⚠️ \*?Hati-hati, tautannya tiruan[\s\S]*cekbansos\.kemensos\.go\.id/
    expect(await says('http://cek-bansos.click/daftar', { forwarded: true })).toMatch(imitation)
    expect(await says('http://cek-bansos.click/hilang')).toMatch(imitation)
    expect(await says(`${HOAX} http://cek-bansos.click/daftar`)).toMatch(imitation)
    expect(pending()).toBe(0)
  }, 60_000)

  it('leads the bot into no private network', async () => {
    const { internet, says, pending } = await startLinking(platform)
    internet.names.set('dalam.example', ['192.168.1.1'])
    internet.sites.set('/masuk', redirectTo('http://169.254.169.254/latest/meta-data/'))
    for (const link of [
      'http://127.0.0.1/rahasia',
      'http://192.168.1.1/',
      'http://[::1]/',
      'http://dalam.example/rahasia',
      'http://berita.example/masuk',
    ])
      expect(await says(link)).toMatch(NOT_READ)
    expect(internet.connectedTo).toEqual([PUBLIC_ADDRESS])
    expect(internet.decoyConnections()).toBe(0)
    expect(pending()).toBe(0)
  }, 60_000)
})
