import { AppError } from '../../../domain/error.ts'
import type { Preview } from '../../../dissemination/desk/preview.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { Desks } from '../../desks.ts'
import type { Form } from '../../form.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Visit } from '../../visit.tsx'
import { areaOf, findSeen, insistEverywhere, isOwn } from '../permission.ts'
import { broadcastPath } from '../words.tsx'
import { draftOf, EMPTY_DRAFT, readDraft, type Draft } from './draft.ts'
import { freeId, sketchOf, writtenOf } from './keeping.ts'
import { ComposePage, PreviewPart } from './page.tsx'
import { createPictures, isPictureName, type Pictures } from './pictures.ts'
import { readForm, type DraftReading } from './reading.ts'

const MOST_BYTES = 6 * 1_024 * 1_024

interface Shown {
  draft: Draft
  problems?: string[]
  preview?: Preview | undefined
  /** The draft that is changed; a new one when missing. */
  stored?: StoredBroadcast | undefined
}

/** Writing announcements on the dashboard. */
export function composeRoutes(desks: Desks): StaffRoute[] {
  const pictures = createPictures(desks.folders.pictures)
  const { gazetteer, topics } = desks.storage

  const show = (visit: Visit, { draft, problems = [], preview, stored }: Shown) =>
    visit.page({
      title: stored === undefined ? 'Tulis siaran' : `Ubah: ${stored.title}`,
      section: 'broadcasts',
      trail: [
        { label: 'Siaran', path: '/siaran' },
        ...(stored === undefined ? [] : [{ label: stored.title, path: broadcastPath(stored.id) }]),
      ],
      ...(problems.length === 0 ? {} : { status: 400 as const }),
      children: (
        <ComposePage
          draft={draft}
          problems={problems}
          root={visit.member.areaCode}
          gazetteer={gazetteer}
          topics={topics}
          path={stored === undefined ? '/siaran/tulis' : broadcastPath(stored.id, '/ubah')}
          {...(preview === undefined ? {} : { preview })}
        />
      ),
    })

  const previewOf = async (visit: Visit, reading: DraftReading): Promise<Preview | undefined> => {
    const { name: author } = visit.member
    const sketch = sketchOf(reading, { author, folder: pictures.folder, now: visit.now })
    return sketch === undefined ? undefined : desks.broadcasts.previewOf(sketch)
  }

  /** The form of something that was written before, with what it looks like. */
  const showKept = async (visit: Visit, draft: Draft, stored?: StoredBroadcast) =>
    show(visit, { draft, preview: await previewOf(visit, await readForm(draft, desks)), stored })

  const keep = async (visit: Visit, draft: Draft, reading: DraftReading, stored?: StoredBroadcast) => {
    const id = stored?.id ?? (await freeId(draft.title, desks))
    const author = stored?.author ?? visit.member.name
    const written = writtenOf(reading, { id, author, folder: pictures.folder })
    if (written === undefined) return undefined
    insistEverywhere(visit, 'write_broadcasts', written)
    const kept = stored === undefined ? desks.broadcasts.write(written) : desks.broadcasts.rewrite(written)
    return { kept: await kept, action: stored === undefined ? 'menulis siaran' : 'mengubah draf siaran' }
  }

  const receive = async (visit: Visit, stored?: StoredBroadcast): Promise<Response> => {
    const form = await visit.form()
    const { draft: typed, step } = readDraft(form)
    const { draft, problem } = await withPicture(form, typed, pictures)
    const reading = await readForm(draft, desks)
    const isKeeping = step === 'simpan' || step === 'ajukan'
    const problems = problem === undefined ? [] : [problem]
    const made =
      isKeeping && problem === undefined ? await keep(visit, draft, reading, stored) : undefined
    if (made === undefined) {
      return show(visit, {
        draft,
        problems: isKeeping ? [...problems, ...reading.sentences] : problems,
        preview: await previewOf(visit, reading),
        stored,
      })
    }
    const { kept, action } = made
    const { id } = kept
    const by = visit.member.name
    const isSubmitting = step === 'ajukan'
    const after = isSubmitting ? await desks.broadcasts.submit(id, { by }) : kept
    await desks.changed()
    await visit.record({
      action: isSubmitting ? `${action} dan mengajukannya` : action,
      subject: 'broadcast',
      subjectId: id,
      areaCode: areaOf(kept),
      after: { status: after.status, areas: kept.audience.areaCodes },
    })
    return visit.goTo(
      broadcastPath(id),
      isSubmitting ? 'Siaran disimpan dan diajukan. Orang lain perlu menyetujuinya.' : 'Draf disimpan.',
    )
  }

  /** The draft of an address, for whoever may change it. */
  const findOwn = async (visit: Visit): Promise<StoredBroadcast> => {
    const stored = await findSeen(desks, visit)
    insistEverywhere(visit, 'write_broadcasts', stored)
    if (stored.sourceFile !== undefined) {
      throw new AppError('conflict', `Isi siaran ini milik berkas ${stored.sourceFile}. Ubah berkasnya.`)
    }
    if (stored.status !== 'draft' || stored.kind !== 'announcement') {
      throw new AppError('conflict', 'Hanya draf yang bisa diubah. Salin siaran ini jadi draf baru.')
    }
    if (!isOwn(visit, stored)) {
      throw new AppError('forbidden', `Draf ini ditulis ${stored.author}. Salin jadi draf baru untuk mengubahnya.`)
    }
    return stored
  }

  const pictureOf = async ({ message }: StoredBroadcast) =>
    message.attachment === undefined ? undefined : pictures.nameOf(message.attachment.path)

  return [
    get('/siaran/tulis', 'write_broadcasts', async (visit) => {
      const from = visit.query('dari')
      const copied = from === undefined ? undefined : await desks.storage.broadcasts.find(from)
      if (copied === undefined) return show(visit, { draft: EMPTY_DRAFT })
      visit.insistConcerned(copied.audience.areaCodes, 'Siaran ini')
      const draft = draftOf(copied, await pictureOf(copied))
      const areas = draft.areas.filter((code) => visit.may('write_broadcasts', code))
      return showKept(visit, { ...draft, areas, date: '', time: '' })
    }),
    post('/siaran/tulis', 'write_broadcasts', (visit) => receive(visit), MOST_BYTES),
    post('/siaran/tulis/pratinjau', 'write_broadcasts', async (visit) => {
      const { draft } = readDraft(await visit.form())
      const preview = await previewOf(visit, await readForm(draft, desks))
      return visit.part(<PreviewPart preview={preview} picture={draft.picture} />)
    }),
    get('/siaran/gambar/:name', 'look', async (visit) => {
      const name = visit.param('name')
      if (!isPictureName(name) || !(await pictures.has(name))) {
        throw new AppError('not_found', 'Gambar ini tidak ada.')
      }
      return visit.c.body(new Uint8Array(await pictures.read(name)), 200, { 'Content-Type': 'image/jpeg' })
    }),
    get('/siaran/:id/ubah', 'write_broadcasts', async (visit) => {
      const stored = await findOwn(visit)
      return showKept(visit, draftOf(stored, await pictureOf(stored)), stored)
    }),
    post('/siaran/:id/ubah', 'write_broadcasts', async (visit) => receive(visit, await findOwn(visit)), MOST_BYTES),
  ]
}

/** The form with the picture that was just chosen, or why that cannot be used. */
async function withPicture(
  form: Form,
  draft: Draft,
  pictures: Pictures,
): Promise<{ draft: Draft; problem?: string }> {
  const file = await form.file('gambar')
  if (file === undefined) {
    const isThere = draft.picture === '' || (await pictures.has(draft.picture))
    return { draft: isThere ? draft : { ...draft, picture: '' } }
  }
  try {
    return { draft: { ...draft, picture: await pictures.save(file.bytes) } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { draft, problem: `Gambar: ${error.message}` }
  }
}
