import type { AssetUrl } from '../assets.ts'
import { wordsFor } from '../errors.ts'
import { Page } from './layout.tsx'

/** Tells what went wrong and what to do. `reference` leads the server's keeper to the cause in the log. */
export function ErrorPage({
  status,
  reference,
  urlOf,
}: {
  status: number
  reference?: string
  urlOf: AssetUrl
}) {
  const { title, advice } = wordsFor(status)
  return (
    <Page title={`${title} · Kabar KIM`} urlOf={urlOf}>
      <section class="card lone">
        <p class="eyebrow">Kode {status}</p>
        <h1>{title}</h1>
        <p>{advice}</p>
        {reference !== undefined && (
          <p>
            Nomor rujukan: <code>{reference}</code>
          </p>
        )}
        <p>
          <a class="button" href="/">
            Ke halaman awal
          </a>
        </p>
      </section>
    </Page>
  )
}
