import { PROVINCE_CODE } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import { reportQuizzes } from '../../literacy/report.ts'
import type { Desks } from '../desks.ts'
import { get, post, type StaffRoute } from '../route.ts'
import type { Visit } from '../visit.tsx'
import { LiteracyPage } from './page.tsx'
import { openProposal } from './proposal.ts'

const SUBJECT = { subject: 'setting', subjectId: 'literacy', areaCode: PROVINCE_CODE } as const

const insistOnProvince = (visit: Visit, ability: 'write_broadcasts' | 'approve_broadcasts') =>
  visit.insist(ability, PROVINCE_CODE, 'Program literasi diatur oleh petugas provinsi.')

/** Literasi: weekly tips and monthly quizzes, which two people turn on. */
export function literacyRoutes({ literacy, storage, clock, changed }: Desks): StaffRoute[] {
  const proposals = () => openProposal(storage.settings)
  return [
    get('/literasi', 'look', async (visit) => {
      const [setting, upcoming, isApproved, reports, proposal] = await Promise.all([
        literacy.setting(),
        literacy.upcoming(),
        literacy.isApproved(),
        reportQuizzes(storage, clock.now()),
        proposals().read(),
      ])
      return visit.page({
        title: 'Literasi digital',
        section: 'broadcasts',
        trail: [{ label: 'Siaran', path: '/siaran' }],
        children: (
          <LiteracyPage
            setting={setting}
            upcoming={upcoming}
            isApproved={isApproved}
            reports={reports}
            proposedBy={proposal}
            reader={visit.member.name}
            mayPropose={visit.may('write_broadcasts', PROVINCE_CODE)}
            mayApprove={visit.may('approve_broadcasts', PROVINCE_CODE)}
          />
        ),
      })
    }),

    post('/literasi/usul', 'write_broadcasts', async (visit) => {
      insistOnProvince(visit, 'write_broadcasts')
      await proposals().write(visit.member.name)
      await visit.record({ ...SUBJECT, action: 'mengusulkan program literasi' })
      return visit.goTo('/literasi', 'Usulan dicatat. Orang lain perlu menyetujuinya.')
    }),

    post('/literasi/setujui', 'approve_broadcasts', async (visit) => {
      insistOnProvince(visit, 'approve_broadcasts')
      const by = await proposals().read()
      if (by === undefined) throw new AppError('conflict', 'Belum ada yang mengusulkan program literasi.')
      await literacy.turnOn({ by, approvedBy: visit.member.name })
      await proposals().clear()
      await changed()
      await visit.record({ ...SUBJECT, action: 'menyetujui program literasi', after: { isOn: true, by } })
      return visit.goTo('/literasi', 'Program literasi menyala.')
    }),

    post('/literasi/matikan', 'approve_broadcasts', async (visit) => {
      insistOnProvince(visit, 'approve_broadcasts')
      const cancelled = await literacy.turnOff(visit.member.name)
      await changed()
      await visit.record({
        ...SUBJECT,
        action: 'mematikan program literasi',
        after: { isOn: false, cancelled },
      })
      return visit.goTo('/literasi', 'Program literasi dimatikan.')
    }),
  ]
}
