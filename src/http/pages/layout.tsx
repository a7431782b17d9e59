import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { AssetUrl } from '../assets.ts'

interface PageProps {
  title: string
  urlOf: AssetUrl
  children: Child
  /** Says where the reader is, next to the name. */
  place?: string
  /** One line at the top right, on wide windows. */
  note?: string
  /** The page needs the simulator's script. */
  live?: boolean
  /** Load the page again after this many seconds. */
  refreshSeconds?: number
  /** Use the whole width of the window. */
  wide?: boolean
}

/** The frame of every page: head, name, content. */
export function Page({ title, urlOf, children, place, note, live, refreshSeconds, wide }: PageProps) {
  return (
    <>
      {html`<!doctype html>`}
      <html lang="id">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {refreshSeconds !== undefined && <meta http-equiv="refresh" content={String(refreshSeconds)} />}
          <title>{title}</title>
          <link rel="icon" href={urlOf('icon.svg')} type="image/svg+xml" />
          <link rel="stylesheet" href={urlOf('base.css')} />
          <link rel="stylesheet" href={urlOf('app.css')} />
          {live === true && <script type="module" src={urlOf('simulator.js')}></script>}
        </head>
        <body class={wide === true ? 'wide' : ''}>
          <a class="skip" href="#isi">
            Langsung ke isi
          </a>
          <header class="bar">
            <a class="brand" href="/">
              <img src={urlOf('icon.svg')} alt="" width="34" height="34" />
              <span>Kabar KIM</span>
            </a>
            {place !== undefined && <span class="place">{place}</span>}
            {note !== undefined && <span class="note-top muted">{note}</span>}
          </header>
          <main id="isi">{children}</main>
        </body>
      </html>
    </>
  )
}
