import type { Clarification, Verdict } from '../../domain/clarification.ts'
import type { AssetUrl } from '../assets.ts'
import { Page } from './layout.tsx'

const LABEL: Record<Verdict, string> = {
  false: '❌ Hoaks',
  misleading: '⚠️ Menyesatkan',
  scam: '🚫 Penipuan',
  satire: '😄 Satire',
  unproven: '❔ Belum terbukti',
  true: '✅ Benar',
}

const DATE = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Makassar' })

/** Only what begins with http may become a link. */
const isWebAddress = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

interface Props {
  clarification: Clarification
  urlOf: AssetUrl
}

function Answer({ clarification }: Pick<Props, 'clarification'>) {
  const { verdict, claimReviewed, explanation, sources, publishedAt } = clarification
  return (
    <article class="clarification">
      <p class={`verdict verdict-${verdict}`}>{LABEL[verdict]}</p>
      <h1>“{claimReviewed}”</h1>
      {explanation.split(/\n+/).map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      <h2>Sumber</h2>
      <ul>
        {sources.map(({ publisher, url }) => (
          <li>
            {isWebAddress(url) ? (
              <a href={url} rel="noopener nofollow">
                {publisher}
              </a>
            ) : (
              publisher
            )}
          </li>
        ))}
      </ul>
      <p class="muted">
        <time datetime={publishedAt.toISOString()}>{DATE.format(publishedAt)}</time>
      </p>
    </article>
  )
}

/** One clarification for everyone: what is passed on in chats leads here. A withdrawn one says so. */
export function ClarificationPage({ clarification, urlOf }: Props) {
  const isWithdrawn = clarification.status !== 'published'
  return (
    <Page
      title={isWithdrawn ? 'Jawaban yang ditarik' : clarification.claimReviewed}
      urlOf={urlOf}
      place="Cek fakta"
    >
      {isWithdrawn ? (
        <article class="clarification">
          <h1>Jawaban ini sudah ditarik</h1>
          <p>Ternyata perlu diperbaiki. Mohon jangan dipakai atau diteruskan lagi.</p>
        </article>
      ) : (
        <Answer clarification={clarification} />
      )}
      <p class="muted">
        Dapat pesan lain yang meragukan? Teruskan ke bot Kabar KIM, layanan Diskominfo Kalimantan Timur.
      </p>
    </Page>
  )
}
