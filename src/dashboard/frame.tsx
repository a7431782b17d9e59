import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { may, type Ability, type Member } from '../domain/staff.ts'
import type { AssetUrl } from '../http/assets.ts'
import type { Agency } from './agency.ts'
import { ROOT, to } from './paths.ts'

interface Section {
  id: string
  label: string
  path: string
  needs: Ability
}

/** What stands in the menu, in its order. */
export const SECTIONS = [
  { id: 'home', label: 'Beranda', path: '', needs: 'look' },
  { id: 'broadcasts', label: 'Siaran', path: '/siaran', needs: 'look' },
  { id: 'fact-checks', label: 'Cek Fakta', path: '/cek-fakta', needs: 'look' },
  { id: 'kims', label: 'KIM', path: '/kim', needs: 'look' },
  { id: 'channels', label: 'Saluran', path: '/saluran', needs: 'look' },
  { id: 'statistics', label: 'Statistik', path: '/statistik', needs: 'look' },
  { id: 'settings', label: 'Pengaturan', path: '/pengaturan', needs: 'manage_staff' },
  { id: 'audit', label: 'Jejak audit', path: '/audit', needs: 'read_audit' },
  { id: 'help', label: 'Bantuan', path: '/bantuan', needs: 'look' },
] as const satisfies Section[]

export type SectionId = (typeof SECTIONS)[number]['id']

export interface FrameProps {
  title: string
  section: SectionId | 'account'
  member: Member
  urlOf: AssetUrl
  agency: Agency
  children: Child
  /** One line about what was just done. */
  flash?: string
  /** Where the page is below its section: label and path below `/dasbor`. */
  trail?: { label: string; path: string }[]
  /** Buttons and links beside the heading. */
  actions?: Child
  /** Without a script: load the page again after so many seconds. */
  refreshSeconds?: number
  /** Without menu and heading, for paper. */
  isForPrint?: boolean
}

function Menu({ member, current }: { member: Member; current: string }) {
  return (
    <nav class="menu" aria-label="Bagian dasbor">
      <ul>
        {SECTIONS.filter(({ needs }) => may(member, needs)).map(({ id, label, path }) => (
          <li>
            <a href={to(path)} {...(id === current ? { 'aria-current': 'page' } : {})}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Head({ title, urlOf, refreshSeconds }: Pick<FrameProps, 'title' | 'urlOf' | 'refreshSeconds'>) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta
        name="htmx-config"
        content='{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,"historyCacheSize":0}'
      />
      {refreshSeconds !== undefined && (
        <noscript>
          <meta http-equiv="refresh" content={String(refreshSeconds)} />
        </noscript>
      )}
      <title>{title} · Kabar KIM</title>
      <link rel="icon" href={urlOf('icon.svg')} type="image/svg+xml" />
      <link rel="stylesheet" href={urlOf('base.css')} />
      <link rel="stylesheet" href={urlOf('dashboard.css')} />
      <script src={urlOf('htmx.js')} defer></script>
      <script src={urlOf('dashboard.js')} defer></script>
    </head>
  )
}

function Account({ member }: { member: Member }) {
  return (
    <div class="account">
      <a href={to('/akun')}>{member.name}</a>
      <form method="post" action="/keluar">
        <button class="quiet" type="submit">
          Keluar
        </button>
      </form>
    </div>
  )
}

/** The frame of every page of the dashboard: name, menu, heading, what was just done. */
export function Frame(props: FrameProps) {
  const { title, section, member, urlOf, agency, children, flash, trail = [], actions, isForPrint } = props
  return (
    <>
      {html`<!doctype html>`}
      <html lang="id">
        <Head {...props} />
        <body class={isForPrint === true ? 'dashboard for-print' : 'dashboard'}>
          <a class="skip" href="#isi">
            Langsung ke isi
          </a>
          <header class="top">
            <a class="brand" href={ROOT}>
              {agency.logoUrl === undefined ? (
                <img src={urlOf('icon.svg')} alt="" width="30" height="30" />
              ) : (
                <img class="logo" src={agency.logoUrl} alt={agency.name} />
              )}
              <span>Kabar KIM</span>
            </a>
            <Account member={member} />
          </header>
          <Menu member={member} current={section} />
          <main id="isi" tabindex={-1}>
            {trail.length > 0 && (
              <nav class="trail" aria-label="Letak halaman">
                <ol>
                  {trail.map(({ label, path }) => (
                    <li>
                      <a href={to(path)}>{label}</a>
                    </li>
                  ))}
                </ol>
              </nav>
            )}
            <div class="heading">
              <h1>{title}</h1>
              {actions !== undefined && <div class="actions">{actions}</div>}
            </div>
            {flash !== undefined && (
              <p class="flash" role="status">
                {flash}
              </p>
            )}
            {children}
          </main>
          <footer class="foot">{agency.name} · Waktu dalam WITA</footer>
        </body>
      </html>
    </>
  )
}
