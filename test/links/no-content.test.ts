import { describe, expect, it } from 'vitest'
import { emptinessOf } from '../../src/links/no-content.ts'
import { readPage } from '../../src/links/page-content.ts'

const ARTICLE = 'Isi berita yang panjang tentang pendaftaran dan jadwalnya di kota. '.repeat(15)

interface Judged {
  text?: string
  asked?: string
  final?: string
  head?: string
}

/** Judges a page with a title and, unless told otherwise, a long text. */
async function judge(
  title: string,
  { text = ARTICLE, asked = 'https://a.com/berita/1', final, head = '' }: Judged = {},
) {
  const page = await readPage(`<head><title>${title}</title>${head}</head><body><p>${text}</p></body>`)
  return emptinessOf(page, new URL(asked), new URL(final ?? asked))
}

describe('emptinessOf', () => {
  it.each([
    'Log in to Facebook',
    'Log into Facebook',
    'Facebook – log in or sign up',
    'Facebook - Masuk atau Daftar',
    'Masuk Facebook',
    'Masuk ke Facebook',
    'Login • Instagram',
    'Masuk • Instagram',
    'Log in | TikTok',
    'Log in to X / X',
    'Sign in - Google Accounts',
    'Masuk - Akun Google',
    'Login',
    'Sign In | LinkedIn',
  ])('takes %j for a log-in page', async (title) => {
    expect(await judge(title)).toBe('login')
  })

  it('takes a platform that shows only its name for a log-in page', async () => {
    const description = '<meta property="og:description" content="Create an account or log in to Instagram">'
    expect(await judge('Instagram', { head: description, text: '' })).toBe('login')
    expect(await judge('Facebook', { text: '' })).toBe('login')
  })

  it('takes a password field with little text, and the address of a log-in, for a log-in page', async () => {
    expect(await judge('Portal Pegawai', { text: '<input type="password">Nama pengguna' })).toBe('login')
    expect(await judge('Portal', { final: 'https://a.com/accounts/login/?next=x' })).toBe('login')
  })

  it.each([
    '404',
    '404 Not Found',
    'Error 404',
    '404 - Halaman Tidak Ditemukan',
    '404 | Detikcom',
    'Page not found',
    'Page Not Found - Kompas.com',
    'Halaman tidak ditemukan | Kabar',
    'Maaf, halaman yang Anda cari tidak ditemukan',
    '403 Forbidden',
    '502 Bad Gateway',
    '503 Service Temporarily Unavailable',
    'Error',
    'Access Denied',
    'Just a moment...',
    'Attention Required! | Cloudflare',
    'Are you a robot?',
    'Security Checkpoint | Vercel',
    'reCAPTCHA',
    'DDoS-Guard',
    'Index of /',
    'Welcome to nginx!',
    'Apache2 Ubuntu Default Page: It works',
    'IIS Windows Server',
    'Account Suspended',
    'Website suspended',
    'contoh-situs.com is for sale',
    'Domain Parking',
    'Coming Soon',
    'Under Construction',
    'Sedang dalam pemeliharaan',
    'Internet Positif',
    'Video unavailable',
    'Sorry, this page isn’t available.',
    'Konten ini tidak tersedia',
  ])('takes %j for an error page', async (title) => {
    expect(await judge(title)).toBe('error_page')
  })

  it.each([
    'Checking your browser before accessing the site',
    'Enable JavaScript and cookies to continue',
    'Maaf, artikel yang Anda cari sudah tidak tersedia',
    'This domain is for sale! Buy now',
  ])('takes a short text %j for an error page', async (text) => {
    expect(await judge('Kabar', { text })).toBe('error_page')
  })

  it('takes an article that leads to the front page for an error page', async () => {
    const asked = 'https://www.a.com/2024/01/judul-berita'
    expect(await judge('Kabar Etam', { asked, final: 'https://a.com/' })).toBe('error_page')
    expect(await judge('Kabar Etam', { asked, final: 'https://m.a.com/beranda' })).toBe('error_page')
    expect(
      await judge('Kabar Etam', { asked: 'https://bit.ly/abc', final: 'https://a.com/' }),
    ).toBeUndefined()
    expect(await judge('Kabar Etam', { asked: 'https://a.com/', final: 'https://a.com/' })).toBeUndefined()
  })

  it('takes a page that says nothing for empty', async () => {
    expect(await judge('', { text: '' })).toBe('empty')
    expect(await judge('a.com', { text: '' })).toBe('empty')
    expect(await judge('Judul saja', { text: '' })).toBeUndefined()
  })

  it.each([
    'Cara Mengatasi Error 404 Not Found di WordPress',
    'Masuk Sekolah Lebih Pagi, Ini Kata Disdik',
    'Warga Masuk ke Hutan Lindung',
    'Akses Ditolak, Warga Protes ke Kelurahan',
    '404 Rumah Terendam Banjir di Samarinda',
    'Facebook Akan Tutup? Ini Faktanya',
    'Login SSCASN Sulit, BKN Beri Penjelasan',
    'Segera Hadir Jembatan Baru di Kukar',
    'Penyebab Video Unavailable di YouTube dan Solusinya',
    'Polisi Temukan Halaman yang Hilang',
    'Just a Moment: Ulasan Film',
    'X Resmi Diblokir di Negara Ini',
  ])('reads the article %j', async (title) => {
    expect(await judge(title)).toBeUndefined()
  })
})
