import type { Desks } from '../../desks.ts'
import type { Visit } from '../../visit.tsx'
import { clarificationPath, excerpt } from '../words.ts'
import { ClarificationPage } from './page.tsx'
import { readClarification, stampOf, typedFrom } from './read.ts'
import type { Typed } from './typed.ts'

/** A clarification with its draft; `again`: what somebody has typed, and why it was not saved. */
export async function showClarification(
  desks: Desks,
  visit: Visit,
  again: { typed?: Typed; problem?: string } = {},
) {
  const id = visit.param('id')
  const view = await readClarification(desks, visit, id)
  const { draft, published } = view
  const typed = again.typed ?? typedFrom(view, desks)
  const content = draft?.content ?? published
  return visit.page({
    title: excerpt(content?.claimReviewed ?? '', 120) || id,
    section: 'fact-checks',
    status: again.problem === undefined ? 200 : 400,
    trail:
      draft === undefined
        ? [{ label: 'Klarifikasi', path: '/cek-fakta/klarifikasi' }]
        : [{ label: 'Draf', path: '/cek-fakta/draf' }],
    children: (
      <ClarificationPage
        {...view}
        name={visit.member.name}
        mayAnswer={visit.may('answer_questions')}
        {...(typed === undefined
          ? {}
          : {
              form: {
                action: `${clarificationPath(id)}/draf`,
                typed,
                gazetteer: desks.storage.gazetteer,
                hidden: { dibaca: stampOf(draft) },
                problem: again.problem,
                isPublished: published !== undefined,
                pictures: content?.pictureHashes?.length ?? 0,
              },
            })}
      />
    ),
  })
}
