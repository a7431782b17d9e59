import type { DraftChange } from '../../../claims/clarification-desk.ts'
import { AppError } from '../../../domain/error.ts'
import { hashPicture } from '../../../reading/picture-hash.ts'
import type { Desks } from '../../desks.ts'
import type { Form } from '../../form.ts'
import { Card } from '../../ui/parts.tsx'
import type { Visit } from '../../visit.tsx'
import { insistOnClaim } from '../claims/read.ts'
import { clarificationPath } from '../words.ts'
import { ClarificationForm } from './form.tsx'
import { isTaken, newId } from './new-id.ts'
import { stampOf } from './read.ts'
import { showClarification } from './show.tsx'
import { changeOf, readTyped, typedOf, type Typed } from './typed.ts'

const NEW_PATH = '/cek-fakta/klarifikasi/baru'

/** The question that a new draft is to answer, when it concerns the person's own area. */
async function questionOf({ claims }: Desks, visit: Visit, number: string | undefined) {
  if (number === undefined || number === '') return undefined
  const claim = await claims.show(number)
  insistOnClaim(visit, claim)
  return claim
}

async function showNew(desks: Desks, visit: Visit, given: { form?: Form; problem?: string } = {}) {
  const { storage, clock } = desks
  const question = await questionOf(desks, visit, given.form?.text('tanya') ?? visit.query('tanya'))
  const empty = {
    claimReviewed: '',
    circulatingTexts: question?.texts ?? [],
    verdict: 'false' as const,
    explanation: '',
    sources: [],
    areaCodes: [],
    publishedAt: clock.now(),
  }
  const { form, problem } = given
  return visit.page({
    title: question === undefined ? 'Klarifikasi baru' : `Menjawab pertanyaan #${question.number}`,
    section: 'fact-checks',
    status: problem === undefined ? 200 : 400,
    trail: [{ label: 'Klarifikasi', path: '/cek-fakta/klarifikasi' }],
    children: (
      <Card>
        <ClarificationForm
          action={NEW_PATH}
          typed={form === undefined ? typedOf(empty, storage.gazetteer) : readTyped(form)}
          gazetteer={storage.gazetteer}
          hidden={{ tanya: question === undefined ? '' : String(question.number) }}
          name={form?.text('id') ?? ''}
          problem={problem}
          isPublished={false}
          pictures={0}
        />
      </Card>
    ),
  })
}

async function picturesOf(form: Form): Promise<Pick<DraftChange, 'addedPictures'>> {
  const file = await form.file('gambar')
  if (file === undefined) return {}
  const hash = await hashPicture(file.bytes)
  if (hash === undefined) throw new AppError('invalid', 'Berkas itu bukan gambar yang dapat dibuka.')
  return { addedPictures: [hash] }
}

/** Saves a draft as it was typed, and hands it over when that was asked. Resolves with what was done, for people. */
async function save(
  { clarifications, storage }: Desks,
  visit: Visit,
  to: { id: string; claim?: string; publishedAt: Date },
  { form, typed }: { form: Form; typed: Typed },
): Promise<string> {
  const by = visit.member.name
  const change = changeOf(typed, to.publishedAt, storage.gazetteer)
  const draft = await clarifications.draft(to.id, by, {
    ...change,
    ...(await picturesOf(form)),
    ...(to.claim === undefined ? {} : { claim: to.claim }),
  })
  const record = (action: string, status: string) =>
    visit.record({
      action,
      subject: 'clarification',
      subjectId: to.id,
      after: { status, verdict: draft.content.verdict, corrects: draft.corrects },
    })
  await record('menyimpan draf klarifikasi', draft.status)
  if (form.text('langkah') !== 'ajukan') return 'Draf disimpan.'
  try {
    await clarifications.review(to.id, by)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    return `Draf disimpan, tetapi belum bisa diajukan. ${error.message}`
  }
  await record('mengajukan draf klarifikasi', 'in_review')
  return 'Draf disimpan dan diajukan. Orang lain yang memeriksa dan menerbitkannya.'
}

const isInvalid = (error: unknown): error is AppError => error instanceof AppError && error.code === 'invalid'

/** Starts a draft; with what is wrong, the same form again. */
async function start(desks: Desks, visit: Visit) {
  const form = await visit.form()
  const typed = readTyped(form)
  const question = await questionOf(desks, visit, form.optional('tanya'))
  const chosen = form.text('id')
  const number = question === undefined ? '' : String(question.number)
  if (chosen !== '' && (await isTaken(chosen, desks.storage))) {
    return showNew(desks, visit, { form, problem: `Nama pendek "${chosen}" sudah dipakai. Pilih yang lain.` })
  }
  const id = chosen === '' ? await newId(typed.claimReviewed, number, desks.storage) : chosen
  try {
    const claim = question === undefined ? {} : { claim: question.id }
    const done = await save(desks, visit, { id, publishedAt: desks.clock.now(), ...claim }, { form, typed })
    return visit.goTo(clarificationPath(id), done)
  } catch (error) {
    if (isInvalid(error)) return showNew(desks, visit, { form, problem: error.message })
    throw error
  }
}

/** Changes a draft, or starts the next version of what is published. */
async function change(desks: Desks, visit: Visit) {
  const id = visit.param('id')
  const form = await visit.form()
  const typed = readTyped(form)
  const { draft, published } = await desks.clarifications.show(id)
  const again = (problem: string) => showClarification(desks, visit, { typed, problem })
  if (stampOf(draft) !== form.text('dibaca')) {
    const whose =
      draft === undefined ? 'Drafnya sudah terbit atau dibuang' : `Draf ini baru diubah ${draft.writtenBy}`
    return again(
      `${whose} selagi Anda menulis. Bandingkan dulu dengan yang di atas; bila tulisan Anda yang benar, simpan lagi.`,
    )
  }
  const { publishedAt = desks.clock.now() } = draft?.content ?? published ?? {}
  try {
    return visit.goTo(clarificationPath(id), await save(desks, visit, { id, publishedAt }, { form, typed }))
  } catch (error) {
    if (isInvalid(error)) return again(error.message)
    throw error
  }
}

export const writing = { showNew, start, change }
