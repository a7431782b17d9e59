import { areaLabel, PROVINCE_CODE } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import { formatQuietHours } from '../../domain/quiet-hours.ts'
import { ROLES, type Member, type Role } from '../../domain/staff.ts'
import type { IssuedInvitation } from '../../staff/accounts.ts'
import type { Desks } from '../desks.ts'
import type { Form } from '../form.ts'
import { get, post, type StaffRoute } from '../route.ts'
import type { Visit } from '../visit.tsx'
import { InvitationLink, MemberForm, MemberPage, StaffList, type MemberDraft } from './staff-pages.tsx'
import { logoRoutes } from './logo.tsx'
import { RulesPage } from './rules-page.tsx'
import { topicRoutes } from './topics/routes.tsx'

const STAFF = { label: 'Pengaturan', path: '/pengaturan' }

/** Areas that somebody of the staff may be put in charge of by this person. */
function areasFor({ storage }: Desks, { member }: Visit) {
  const province = storage.gazetteer.get(PROVINCE_CODE)
  const all = [...(province === undefined ? [] : [province]), ...storage.gazetteer.children(PROVINCE_CODE)]
  return all
    .filter(({ code }) => member.areaCode === PROVINCE_CODE || code === member.areaCode)
    .map((area) => ({ value: area.code, label: areaLabel(area) }))
}

const draftOf = (form: Form): MemberDraft => ({
  name: form.text('name'),
  email: form.text('email'),
  roles: ROLES.filter((role) => form.list('roles').includes(role)),
  areaCode: form.text('areaCode'),
})

/** What the record keeps of somebody. */
const snapshot = ({ roles, areaCode, isActive }: Member) => ({ roles, areaCode, isActive })

function staffRoutes(desks: Desks): StaffRoute[] {
  const { accounts, storage } = desks
  const areaName = (code: string) => {
    const area = storage.gazetteer.get(code)
    return area === undefined ? code : areaLabel(area)
  }

  const showLink = (visit: Visit, member: Member, { token, expiresAt }: IssuedInvitation) =>
    visit.page({
      title: `Tautan untuk ${member.name}`,
      section: 'settings',
      trail: [STAFF],
      children: (
        <InvitationLink
          member={member}
          link={`${desks.publicUrl}/masuk/undangan/${token}`}
          expiresAt={expiresAt}
        />
      ),
    })

  const showForm = (visit: Visit, draft: MemberDraft, problem?: string) =>
    visit.page({
      title: 'Petugas baru',
      section: 'settings',
      trail: [STAFF],
      status: problem === undefined ? 200 : 400,
      children: (
        <MemberForm
          draft={draft}
          areas={areasFor(desks, visit)}
          {...(problem === undefined ? {} : { problem })}
        />
      ),
    })

  return [
    get('/pengaturan', 'manage_staff', async (visit) =>
      visit.page({
        title: 'Pengaturan',
        section: 'settings',
        children: (
          <StaffList
            members={await accounts.list(visit.member)}
            areaName={areaName}
            hasRules={visit.may('manage_settings')}
          />
        ),
      }),
    ),

    get('/pengaturan/petugas/baru', 'manage_staff', (visit) =>
      showForm(visit, { name: '', email: '', roles: [], areaCode: visit.member.areaCode }),
    ),

    post('/pengaturan/petugas/baru', 'manage_staff', async (visit) => {
      const draft = draftOf(await visit.form())
      try {
        const { member, ...link } = await accounts.add(visit.member, draft)
        await visit.record({
          action: 'menambahkan petugas',
          subject: 'staff',
          subjectId: member.id,
          areaCode: member.areaCode,
          after: { name: member.name, ...snapshot(member) },
        })
        return await showLink(visit, member, link)
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'forbidden') throw error
        return showForm(visit, draft, error.message)
      }
    }),

    get('/pengaturan/petugas/:id', 'manage_staff', async (visit) => {
      const member = await accounts.show(visit.member, visit.param('id'))
      return visit.page({
        title: member.name,
        section: 'settings',
        trail: [STAFF],
        children: (
          <MemberPage
            member={member}
            areas={areasFor(desks, visit)}
            sessions={await accounts.sessions(member.id)}
          />
        ),
      })
    }),

    post('/pengaturan/petugas/:id', 'manage_staff', async (visit) => {
      const id = visit.param('id')
      const form = await visit.form()
      const before = await accounts.show(visit.member, id)
      const after = await accounts.change(visit.member, id, {
        roles: form.list('roles') as Role[],
        areaCode: form.text('areaCode'),
        isActive: form.isChecked('isActive'),
      })
      await visit.record({
        action: 'mengubah petugas',
        subject: 'staff',
        subjectId: id,
        areaCode: after.areaCode,
        before: snapshot(before),
        after: snapshot(after),
      })
      return visit.goTo(`/pengaturan/petugas/${id}`, `Perubahan untuk ${after.name} disimpan.`)
    }),

    post('/pengaturan/petugas/:id/tautan', 'manage_staff', async (visit) => {
      const { member, ...link } = await accounts.inviteAgain(visit.member, visit.param('id'))
      await visit.record({
        action: 'membuat tautan masuk baru',
        subject: 'staff',
        subjectId: member.id,
        areaCode: member.areaCode,
      })
      return showLink(visit, member, link)
    }),

    post('/pengaturan/petugas/:id/keluarkan', 'manage_staff', async (visit) => {
      const member = await accounts.show(visit.member, visit.param('id'))
      const count = await accounts.endSessions(member.id)
      await visit.record({
        action: 'mengeluarkan petugas dari semua perangkat',
        subject: 'staff',
        subjectId: member.id,
        areaCode: member.areaCode,
        before: { sessions: count },
      })
      return visit.goTo(
        `/pengaturan/petugas/${member.id}`,
        `${member.name} sudah dikeluarkan dari ${count} perangkat.`,
      )
    }),
  ]
}

function ruleRoutes({ rules, agency, changed }: Desks): StaffRoute[] {
  const current = () => ({
    quietHours: formatQuietHours(rules.quietHours),
    retentionDays: rules.retentionDays,
    agencyName: rules.agencyName,
  })
  const show = (visit: Visit, written: ReturnType<typeof current>, problem?: string) =>
    visit.page({
      title: 'Aturan',
      section: 'settings',
      trail: [STAFF],
      status: problem === undefined ? 200 : 400,
      children: (
        <RulesPage
          written={written}
          decidedElsewhere={rules.decidedElsewhere}
          agency={agency()}
          {...(problem === undefined ? {} : { problem })}
        />
      ),
    })
  return [
    get('/pengaturan/aturan', 'manage_settings', (visit) => show(visit, current())),

    post('/pengaturan/aturan', 'manage_settings', async (visit) => {
      const form = await visit.form()
      const before = current()
      const { decidedElsewhere } = rules
      const days = Number(form.text('retentionDays'))
      const written = {
        quietHours: form.text('quietHours'),
        retentionDays: days,
        agencyName: form.text('agencyName'),
      }
      try {
        await rules.change({
          agencyName: written.agencyName,
          ...(decidedElsewhere.quietHours ? {} : { quietHours: written.quietHours }),
          ...(decidedElsewhere.retentionDays ? {} : { retentionDays: days }),
        })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return show(visit, written, error.message)
      }
      await changed()
      await visit.record({
        action: 'mengubah aturan',
        subject: 'setting',
        subjectId: 'rules',
        areaCode: PROVINCE_CODE,
        before,
        after: current(),
      })
      return visit.goTo('/pengaturan/aturan', 'Aturan disimpan dan langsung berlaku.')
    }),
  ]
}

/** Pengaturan: who may do what, and what holds for everybody. */
export const settingsRoutes = (desks: Desks): StaffRoute[] => [
  ...staffRoutes(desks),
  ...ruleRoutes(desks),
  ...logoRoutes(desks),
  ...topicRoutes(desks),
]
