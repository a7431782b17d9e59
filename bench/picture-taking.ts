/** Pictures of claims, taken in Chromium. */
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { seededRandom } from '../test/support/seeded-random.ts'
import { pageOf, type Style } from './picture-posts.ts'
import { worn } from './picture-wear.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
/** A phone shows so much at once, in CSS pixels. */
const TALLEST = 844

/** Starts the browser; undefined where there is none. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = CHROMIUM.find((path) => existsSync(path))
  return executablePath === undefined ? undefined : chromium.launch({ executablePath, args: FLAGS })
}

async function capture(browser: Browser, html: string, width: number, tallest: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height: 200 }, deviceScaleFactor: 2 })
  try {
    await page.setContent(html)
    const height = await page.evaluate('document.documentElement.scrollHeight')
    await page.setViewportSize({ width, height: Math.min(Number(height), tallest) })
    return await page.screenshot({ type: 'png' })
  } finally {
    await page.close()
  }
}

/** A screenshot of a screenshot: a picture that somebody got, opened on the whole screen. */
async function again(browser: Browser, bytes: Buffer): Promise<Buffer> {
  const html = `<!doctype html><style>body{margin:0;width:390px;background:#000;color:#fff;font:15px "Liberation Sans"}
    div{padding:12px}img{width:390px;display:block}</style><div>← &nbsp; <b>Anda</b><br>Hari ini 09.14</div>
    <img src="data:image/webp;base64,${bytes.toString('base64')}"><div>☺ &nbsp; Balas</div>`
  return capture(browser, html, 390, TALLEST)
}

/** The picture of a claim, as it was made and as it reaches the bot. */
export async function takePicture(
  browser: Browser,
  style: Style,
  claim: string,
  seed: number,
): Promise<{ fresh: Buffer; worn: Buffer }> {
  const random = seededRandom(seed)
  const isPaper = style === 'paper'
  // A screen holds no more; longer chats are scrolled until the claim is on it.
  const fresh = await capture(
    browser,
    pageOf(style, claim, random),
    isPaper ? 600 : 390,
    isPaper ? 2_000 : TALLEST * 1.6,
  )
  if (style !== 'whatsapp again') return { fresh, worn: await worn(fresh, style, random) }
  const twice = await again(browser, await worn(fresh, style, random))
  return { fresh: twice, worn: await worn(twice, style, random) }
}
