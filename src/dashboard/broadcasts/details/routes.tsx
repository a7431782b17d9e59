import { readFile } from 'node:fs/promises'
import { AppError } from '../../../domain/error.ts'
import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Visit } from '../../visit.tsx'
import { BEYOND, areaOf, findSeen, versionOf } from '../permission.ts'
import { broadcastPath } from '../words.tsx'
import { DetailsPage, TrialState } from './page.tsx'
import { isTooLate, readDetails } from './read.ts'
import { mayTake, STEPS, type Step } from './steps.ts'

const CHANGED =
  'Isi siaran ini berubah sejak halamannya Anda buka. Baca lagi isinya, lalu ulangi langkahnya.'
const TOO_LATE = 'Waktu kirimnya sudah lewat, jadi tidak ada yang akan dikirim. Ubah jadwalnya dulu.'

async function takeStep(desks: Desks, visit: Visit, step: Step): Promise<Response> {
  const before = await findSeen(desks, visit)
  const { id } = before
  if (!mayTake(visit, step, before)) throw new AppError('forbidden', BEYOND)
  const form = await visit.form()
  if (step.isForThisVersion === true && form.text('versi') !== versionOf(before)) {
    throw new AppError('conflict', CHANGED)
  }
  if ((step.action === 'submit' || step.action === 'approve') && isTooLate(before, visit.now)) {
    throw new AppError('conflict', TOO_LATE)
  }
  const reason = form.optional('alasan')
  const after = await step.take(desks.broadcasts, id, {
    by: visit.member.name,
    ...(reason === undefined ? {} : { reason }),
  })
  await desks.changed()
  await visit.record({
    action: step.recorded,
    subject: 'broadcast',
    subjectId: id,
    areaCode: areaOf(before),
    before: { status: before.status },
    after: { status: after.status, ...(reason === undefined ? {} : { reason }) },
  })
  return visit.goTo(broadcastPath(id), step.done)
}

/** By the first bytes: files of announcements are JPEG, PNG or WebP. */
function pictureType(bytes: Buffer): string {
  if (bytes[0] === 0x89) return 'image/png'
  return bytes.toString('latin1', 0, 4) === 'RIFF' ? 'image/webp' : 'image/jpeg'
}

/** One broadcast: everything about it, and every step of its life. */
export const detailsRoutes = (desks: Desks): StaffRoute[] => [
  get('/siaran/:id', 'look', async (visit) => {
    const view = await readDetails(desks, visit)
    const { title } = view.broadcast
    return visit.page({
      title,
      section: 'broadcasts',
      trail: [{ label: 'Siaran', path: '/siaran' }],
      ...(view.trial?.status === 'queued' ? { refreshSeconds: 3 } : {}),
      children: <DetailsPage view={view} gazetteer={desks.storage.gazetteer} topics={desks.storage.topics} />,
    })
  }),
  get('/siaran/:id/gambar', 'look', async (visit) => {
    const { message } = await findSeen(desks, visit)
    const path = message.attachment?.path
    const bytes = path === undefined ? undefined : await readFile(path).catch(() => undefined)
    if (bytes === undefined) throw new AppError('not_found', 'Gambar siaran ini tidak ada.')
    return visit.c.body(new Uint8Array(bytes), 200, { 'Content-Type': pictureType(bytes) })
  }),
  get('/siaran/:id/uji-coba', 'look', async (visit) => {
    const { id } = await findSeen(desks, visit)
    const trial = await desks.broadcasts.trial(visit.query('uji') ?? '')
    if (trial === undefined || trial.broadcastId !== id) {
      throw new AppError('not_found', 'Uji coba ini tidak ada.')
    }
    if (!visit.isPart) return visit.goTo(`${broadcastPath(id)}?uji=${trial.id}`)
    return visit.part(<TrialState id={id} trial={trial} />)
  }),
  ...STEPS.map((step) =>
    post(`/siaran/:id/${step.path}`, step.action === 'cancel' ? 'look' : step.ability, (visit) =>
      takeStep(desks, visit, step),
    ),
  ),
]
