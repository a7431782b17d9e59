/**
 * `npx tsx bench/dashboard-paint.ts`: how soon Beranda and Siaran are seen for the first time on a slow mobile network
 * (400 kbit/s, 400 ms a round trip), with an empty cache: first contentful paint in ms, layout shift, and KB received.
 */
import { acceptInvitation } from '../test/support/dashboard-people.ts'
import { openBrowser } from '../test/support/browser.ts'

const ROUNDS = 5
const NETWORK = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const PAGES = ['/dasbor', '/dasbor/siaran']

interface Paint {
  paintMs: number
  shift: number
}

/** Runs inside the page: what the browser says about its first paint, once it is still. */
const READ_PAINT = `new Promise((resolve) => {
  let shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]
    resolve({ paintMs: paint?.startTime ?? -1, shift })
  }, 1500)
})`

const opened = await openBrowser({ viewport: { width: 360, height: 740 } })
try {
  const { context, page } = await acceptInvitation(opened.browser, opened.url, {
    path: opened.invitation,
    name: 'Kepala',
    email: 'kepala@contoh.go.id',
  })
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  let received = 0
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (received += encodedDataLength))
  for (const path of PAGES) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      await devtools.send('Network.clearBrowserCache')
      await devtools.send('Network.emulateNetworkConditions', NETWORK)
      received = 0
      await page.goto(path)
      const { paintMs, shift } = (await page.evaluate(READ_PAINT)) as Paint
      console.log(
        `${path} ${round}: ${paintMs.toFixed(0)} ms, shift ${shift.toFixed(3)}, ${(received / 1_024).toFixed(1)} KB`,
      )
    }
  }
} finally {
  await opened.close()
}
