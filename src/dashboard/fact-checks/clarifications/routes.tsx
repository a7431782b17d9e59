import type { Clarification, ClarificationDraft } from '../../../domain/clarification.ts'
import { AppError } from '../../../domain/error.ts'
import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import { inNumber } from '../../ui/parts.tsx'
import type { Visit } from '../../visit.tsx'
import { clarificationPath } from '../words.ts'
import { DraftsPage } from './drafts-page.tsx'
import { stampOf } from './read.ts'
import { showClarification } from './show.tsx'
import { writing } from './write.tsx'

/** A picture of 5 MB, and the texts beside it. */
const MOST_BYTES = 6 * 1024 * 1024

async function showDrafts({ storage }: Desks, visit: Visit) {
  return visit.page({
    title: 'Cek Fakta',
    section: 'fact-checks',
    children: <DraftsPage drafts={await storage.clarificationDrafts.list()} />,
  })
}

const publishedSnapshot = ({ status, version, verdict }: Clarification) => ({ status, version, verdict })
const draftSnapshot = ({ status, writtenBy, content }: ClarificationDraft) => ({
  status,
  writtenBy,
  verdict: content.verdict,
})

/** Whoever hands over or publishes a draft has seen it as it is. */
async function insistOnSame({ clarifications }: Desks, visit: Visit, id: string): Promise<void> {
  const { draft } = await clarifications.show(id)
  if (draft === undefined) throw new AppError('not_found', 'Draf ini sudah terbit atau dibuang.')
  if (stampOf(draft) === (await visit.form()).text('dibaca')) return
  throw new AppError('conflict', 'Draf ini baru saja diubah. Periksa lagi sebelum melanjutkan.')
}

async function review(desks: Desks, visit: Visit) {
  const id = visit.param('id')
  await insistOnSame(desks, visit, id)
  const draft = await desks.clarifications.review(id, visit.member.name)
  await visit.record({
    action: 'mengajukan draf klarifikasi',
    subject: 'clarification',
    subjectId: id,
    after: draftSnapshot(draft),
  })
  return visit.goTo(clarificationPath(id), 'Drafnya menunggu diperiksa dan diterbitkan orang lain.')
}

async function publish(desks: Desks, visit: Visit) {
  const id = visit.param('id')
  await insistOnSame(desks, visit, id)
  const note = (await visit.form()).optional('catatan')?.slice(0, 500)
  const { published: before } = await desks.clarifications.show(id)
  const { clarification, answered, corrected } = await desks.clarifications.publish(
    id,
    visit.member.name,
    note,
  )
  await desks.changed()
  await visit.record({
    action: 'menerbitkan klarifikasi',
    subject: 'clarification',
    subjectId: id,
    ...(before === undefined ? {} : { before: publishedSnapshot(before) }),
    after: { ...publishedSnapshot(clarification), answered, corrected },
  })
  const told = answered + corrected
  const news = told === 0 ? 'Tidak ada yang perlu dikabari.' : `${inNumber(told)} chat dikabari.`
  return visit.goTo(clarificationPath(id), `Terbit sebagai versi ${clarification.version}. ${news}`)
}

async function discard(desks: Desks, visit: Visit) {
  const id = visit.param('id')
  const { draft, published } = await desks.clarifications.show(id)
  await desks.clarifications.discard(id)
  await visit.record({
    action: 'membuang draf klarifikasi',
    subject: 'clarification',
    subjectId: id,
    ...(draft === undefined ? {} : { before: draftSnapshot(draft) }),
  })
  return visit.goTo(published === undefined ? '/cek-fakta/draf' : clarificationPath(id), 'Drafnya dibuang.')
}

async function retract(desks: Desks, visit: Visit) {
  const id = visit.param('id')
  const reason = (await visit.form()).optional('alasan')?.slice(0, 500)
  const { published: before } = await desks.clarifications.show(id)
  await desks.clarifications.retract(id, visit.member.name, reason)
  await desks.changed()
  await visit.record({
    action: 'menarik klarifikasi',
    subject: 'clarification',
    subjectId: id,
    ...(before === undefined ? {} : { before: publishedSnapshot(before) }),
    after: { status: 'retracted', reason },
  })
  return visit.goTo(
    clarificationPath(id),
    'Ditarik. Bot tidak memakainya lagi, dan yang pernah menerimanya dikabari.',
  )
}

/** From a draft to what is published, and back. */
export const clarificationRoutes = (desks: Desks): StaffRoute[] => [
  get('/cek-fakta/draf', 'look', (visit) => showDrafts(desks, visit)),
  get('/cek-fakta/klarifikasi/baru', 'answer_questions', (visit) => writing.showNew(desks, visit)),
  post('/cek-fakta/klarifikasi/baru', 'answer_questions', (visit) => writing.start(desks, visit), MOST_BYTES),
  get('/cek-fakta/klarifikasi/:id', 'look', (visit) => showClarification(desks, visit)),
  post(
    '/cek-fakta/klarifikasi/:id/draf',
    'answer_questions',
    (visit) => writing.change(desks, visit),
    MOST_BYTES,
  ),
  post('/cek-fakta/klarifikasi/:id/ajukan', 'answer_questions', (visit) => review(desks, visit)),
  post('/cek-fakta/klarifikasi/:id/terbitkan', 'answer_questions', (visit) => publish(desks, visit)),
  post('/cek-fakta/klarifikasi/:id/buang', 'answer_questions', (visit) => discard(desks, visit)),
  post('/cek-fakta/klarifikasi/:id/tarik', 'answer_questions', (visit) => retract(desks, visit)),
]
