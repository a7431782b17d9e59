import type { AreaCode } from '../../../domain/area.ts'
import type { ClarificationContent } from '../../../domain/clarification.ts'
import { shortDay } from '../../../http/time.ts'
import { Facts } from '../../ui/parts.tsx'
import { VerdictBadge } from '../parts.tsx'
import type { DiffPart, FieldChange } from './compare.ts'

const isWebAddress = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

interface Props {
  content: ClarificationContent
  nameOf: (code: AreaCode) => string
}

const Sources = ({ content: { sources } }: Pick<Props, 'content'>) => (
  <ul>
    {sources.map(({ publisher, url }) => (
      <li>
        {isWebAddress(url) ? (
          <a class="link" href={url} rel="noopener noreferrer nofollow">
            {publisher}
          </a>
        ) : (
          `${publisher} ${url}`
        )}
      </li>
    ))}
  </ul>
)

/** What a clarification says. */
export function Content({ content, nameOf }: Props) {
  const {
    claimReviewed,
    verdict,
    explanation,
    sources,
    circulatingTexts,
    areaCodes,
    pictureHashes = [],
  } = content
  return (
    <>
      <p>
        <VerdictBadge verdict={verdict} /> <strong>{claimReviewed || '(klaimnya belum ditulis)'}</strong>
      </p>
      <p class="message-text">{explanation || '(penjelasannya belum ditulis)'}</p>
      <Facts
        of={[
          ['Sumber', sources.length === 0 ? 'belum ada' : <Sources content={content} />],
          ['Tanggal sumber', shortDay(content.publishedAt)],
          ['Wilayah', areaCodes.length === 0 ? 'di mana saja' : areaCodes.map(nameOf).join(', ')],
          ['Gambar', pictureHashes.length === 0 ? undefined : `${pictureHashes.length} gambar`],
        ]}
      />
      {circulatingTexts.length > 0 && (
        <details>
          <summary>{circulatingTexts.length} pesan yang beredar</summary>
          <ul class="wordings">
            {circulatingTexts.map((text) => (
              <li class="quote">{text}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Part({ type, text }: DiffPart) {
  if (type === 'gone') return <del>{text}</del>
  return type === 'new' ? <ins>{text}</ins> : <>{text}</>
}

/** What differs between two versions, word by word. */
export const Changes = ({ changes }: { changes: FieldChange[] }) => (
  <Facts
    of={changes.map(({ label, parts }) => [
      label,
      <span class="message-text">
        {parts.map((part) => (
          <Part {...part} />
        ))}
      </span>,
    ])}
  />
)
