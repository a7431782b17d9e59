import { CHANNEL_NAMES } from '../../../domain/message.ts'
import { AppError } from '../../../domain/error.ts'
import { announcementBody } from '../../../dissemination/wording.ts'
import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Visit } from '../../visit.tsx'
import { areaOf, BEYOND, findSeen, insistEverywhere, mayEverywhere } from '../permission.ts'
import { broadcastPath } from '../words.tsx'
import { CorrectionPage } from './correction.tsx'

/** A chat as a platform names it: people know their number on WhatsApp, not their address. */
function chatIdOf(channel: string, written: string): string {
  const digits = written.replaceAll(/[\s()+-]/g, '')
  if (channel !== 'whatsapp' || !/^\d{8,15}$/.test(digits)) return written
  return `${digits.replace(/^0/, '62')}@s.whatsapp.net`
}

async function tryOut(desks: Desks, visit: Visit): Promise<Response> {
  const broadcast = await findSeen(desks, visit)
  const { id } = broadcast
  const may = (['write_broadcasts', 'approve_broadcasts', 'control_broadcasts'] as const).some((ability) =>
    mayEverywhere(visit, ability, broadcast),
  )
  if (!may) throw new AppError('forbidden', BEYOND)
  const form = await visit.form()
  const channel = CHANNEL_NAMES.find((name) => name === form.text('saluran'))
  const chatId = form.text('chat')
  if (channel === undefined || chatId === '' || chatId.length > 100) {
    throw new AppError('invalid', 'Pilih salurannya dan tulis chat tujuannya.')
  }
  const trialId = await desks.broadcasts.tryOut(id, {
    channel,
    chatId: chatIdOf(channel, chatId),
    by: visit.member.name,
  })
  await desks.changed()
  await visit.record({
    action: 'menguji coba siaran',
    subject: 'broadcast',
    subjectId: id,
    areaCode: areaOf(broadcast),
    after: { channel },
  })
  return visit.goTo(`${broadcastPath(id)}?uji=${trialId}`)
}

async function retry(desks: Desks, visit: Visit): Promise<Response> {
  const broadcast = await findSeen(desks, visit)
  insistEverywhere(visit, 'control_broadcasts', broadcast)
  const wanted = (await visit.form()).text('ragu')
  const decision = wanted === 'sent' || wanted === 'again' ? wanted : undefined
  const { failed, uncertain } = await desks.broadcasts.retry(broadcast.id, decision)
  await desks.changed()
  await visit.record({
    action: 'mengirim ulang siaran',
    subject: 'broadcast',
    subjectId: broadcast.id,
    areaCode: areaOf(broadcast),
    after: { failed, uncertain, ...(decision === undefined ? {} : { decision }) },
  })
  return visit.goTo(
    broadcastPath(broadcast.id),
    `${failed} pesan gagal dikirim ulang, ${uncertain} yang belum pasti diputuskan.`,
  )
}

async function recall(desks: Desks, visit: Visit): Promise<Response> {
  const broadcast = await findSeen(desks, visit)
  insistEverywhere(visit, 'control_broadcasts', broadcast)
  const reason = (await visit.form()).text('alasan')
  const made = await desks.broadcasts.recall(broadcast.id, { by: visit.member.name, reason })
  await desks.changed()
  await visit.record({
    action: 'menarik siaran',
    subject: 'broadcast',
    subjectId: broadcast.id,
    areaCode: areaOf(broadcast),
    before: { status: broadcast.status },
    after: { recall: made.id, reason },
  })
  return visit.goTo(broadcastPath(made.id), 'Penarikan dimulai. Hasilnya muncul di halaman ini.')
}

async function correct(desks: Desks, visit: Visit): Promise<Response> {
  const broadcast = await findSeen(desks, visit)
  insistEverywhere(visit, 'write_broadcasts', broadcast)
  const form = await visit.form()
  const [body, reason] = [form.text('isi'), form.text('alasan')]
  const isEmergency = form.isChecked('darurat')
  if (isEmergency) insistEverywhere(visit, 'approve_broadcasts', broadcast)
  try {
    const made = await desks.broadcasts.correct(broadcast.id, {
      by: visit.member.name,
      reason,
      body,
      ...(isEmergency ? { isEmergency } : {}),
    })
    await desks.changed()
    await visit.record({
      action: 'meralat siaran',
      subject: 'broadcast',
      subjectId: broadcast.id,
      areaCode: areaOf(broadcast),
      after: { correction: made.id, status: made.status, reason },
    })
    const next = isEmergency ? 'Ralat dikirim sekarang.' : 'Ralat menunggu persetujuan orang lain.'
    return visit.goTo(broadcastPath(made.id), `Ralat ditulis. ${next}`)
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'invalid' && error.code !== 'conflict')) throw error
    return showCorrection(visit, { broadcast, body, reason, isEmergency, problem: error.message })
  }
}

type CorrectionView = Omit<Parameters<typeof CorrectionPage>[0], 'mayHurry'>

const showCorrection = (visit: Visit, view: CorrectionView) =>
  visit.page({
    title: `Ralat: ${view.broadcast.title}`,
    section: 'broadcasts',
    trail: [
      { label: 'Siaran', path: '/siaran' },
      { label: view.broadcast.title, path: broadcastPath(view.broadcast.id) },
    ],
    ...(view.problem === undefined ? {} : { status: 400 as const }),
    children: (
      <CorrectionPage {...view} mayHurry={mayEverywhere(visit, 'approve_broadcasts', view.broadcast)} />
    ),
  })

/** What can be done about a broadcast beside the steps of its life: trials, further tries, corrections, recalls. */
export const afterRoutes = (desks: Desks): StaffRoute[] => [
  post('/siaran/:id/uji-coba', 'look', (visit) => tryOut(desks, visit)),
  post('/siaran/:id/kirim-ulang', 'control_broadcasts', (visit) => retry(desks, visit)),
  post('/siaran/:id/tarik', 'control_broadcasts', (visit) => recall(desks, visit)),
  get('/siaran/:id/ralat', 'write_broadcasts', async (visit) => {
    const broadcast = await findSeen(desks, visit)
    insistEverywhere(visit, 'write_broadcasts', broadcast)
    const body = announcementBody(broadcast, broadcast.message)
    return showCorrection(visit, { broadcast, body, reason: '', isEmergency: false })
  }),
  post('/siaran/:id/ralat', 'write_broadcasts', (visit) => correct(desks, visit)),
]
