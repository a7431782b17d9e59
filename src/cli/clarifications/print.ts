import type { ClarificationDesk, ClarificationDetails } from '../../claims/clarification-desk.ts'
import { CLARIFICATION_ACTION_LABEL, CLARIFICATION_STATUS_WORD, VERDICT_WORD } from '../../claims/labels.ts'
import type { ClarificationContent, ClarificationDraft } from '../../domain/clarification.ts'
import { formatWita } from '../../domain/wita.ts'

const contentLines = ({
  verdict,
  claimReviewed,
  explanation,
  sources,
  circulatingTexts,
  pictureHashes = [],
}: ClarificationContent) => [
  `  Putusan: ${VERDICT_WORD[verdict]}`,
  `  Klaim: ${claimReviewed === '' ? '(belum ditulis)' : claimReviewed}`,
  `  Penjelasan: ${explanation === '' ? '(belum ditulis)' : explanation}`,
  ...sources.map(({ publisher, url }) => `  Sumber: ${publisher}, ${url}`),
  `  Bunyi yang beredar: ${circulatingTexts.length}`,
  ...(pictureHashes.length === 0 ? [] : [`  Gambar yang beredar: ${pictureHashes.length}`]),
]

export function draftLines(draft: ClarificationDraft): string[] {
  const { id, status, writtenBy, updatedAt, claimId, corrects, content } = draft
  return [
    `Draf "${id}", ${CLARIFICATION_STATUS_WORD[status]}, ditulis ${writtenBy}, ${formatWita(updatedAt)}`,
    ...contentLines(content),
    ...(claimId === undefined ? [] : ['  Menjawab pertanyaan warga: semua penanya dikabari saat terbit.']),
    ...(corrects ? ['  Yang sudah menerima versi lama dikabari dengan ralat.'] : []),
  ]
}

export function listLines({
  drafts,
  clarifications,
}: Awaited<ReturnType<ClarificationDesk['list']>>): string[] {
  return [
    ...drafts.map(
      ({ id, status, content }) => `${id}  [${CLARIFICATION_STATUS_WORD[status]}]  ${content.claimReviewed}`,
    ),
    ...clarifications.map(
      ({ id, status, version, verdict, claimReviewed }) =>
        `${id}  [${CLARIFICATION_STATUS_WORD[status]}, versi ${version}]  ${VERDICT_WORD[verdict]}: ${claimReviewed}`,
    ),
  ]
}

export function detailLines({ published, draft, versions }: ClarificationDetails): string[] {
  return [
    ...(published === undefined
      ? []
      : [
          `"${published.id}", ${CLARIFICATION_STATUS_WORD[published.status]}, versi ${published.version}`,
          ...contentLines(published),
        ]),
    ...(draft === undefined ? [] : draftLines(draft)),
    ...(versions.length === 0 ? [] : ['Riwayat:']),
    ...versions.map(
      ({ version, action, by, at, note }) =>
        `  ${formatWita(at)}  versi ${version}: ${CLARIFICATION_ACTION_LABEL[action].toLowerCase()} oleh ${by}${note === undefined ? '' : ` (${note})`}`,
    ),
  ]
}
