import { PROVINCE_CODE } from '../../../domain/area.ts'
import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Visit } from '../../visit.tsx'
import { AskersPage } from './page.tsx'

const LIST = '/cek-fakta/penanya'

/** People who ask live anywhere, so the province decides whom the bot does not answer. */
const insist = (visit: Visit) =>
  visit.insist('answer_questions', PROVINCE_CODE, 'Memblokir penanya adalah urusan petugas provinsi.')

/** Who asks much, and whom the bot does not answer for a while. */
export const askerRoutes = ({ askers }: Desks): StaffRoute[] => [
  get(LIST, 'answer_questions', async (visit) => {
    insist(visit)
    return visit.page({
      title: 'Penanya',
      section: 'fact-checks',
      trail: [{ label: 'Cek Fakta', path: '/cek-fakta' }],
      children: <AskersPage askers={await askers.list()} />,
    })
  }),

  post(`${LIST}/:code/blokir`, 'answer_questions', async (visit) => {
    insist(visit)
    const form = await visit.form()
    const code = visit.param('code')
    const days = Number(form.text('days'))
    const because = form.text('because')
    const { until } = await askers.block(code, { days, because, by: visit.member.name })
    await visit.record({
      action: 'memblokir penanya',
      subject: 'claim',
      subjectId: `penanya ${code}`,
      areaCode: PROVINCE_CODE,
      after: { until, because },
    })
    return visit.goTo(LIST, `Bot tidak menjawab penanya ${code} selama ${days} hari.`)
  }),

  post(`${LIST}/:code/buka`, 'answer_questions', async (visit) => {
    insist(visit)
    const code = visit.param('code')
    await askers.unblock(code, visit.member.name)
    await visit.record({
      action: 'membuka blokir penanya',
      subject: 'claim',
      subjectId: `penanya ${code}`,
      areaCode: PROVINCE_CODE,
    })
    return visit.goTo(LIST, `Bot menjawab penanya ${code} lagi.`)
  }),
]
