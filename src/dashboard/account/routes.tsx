import { areaLabel } from '../../domain/area.ts'
import type { Desks } from '../desks.ts'
import { get, post, type StaffRoute } from '../route.ts'
import { ROLE_LABEL } from '../settings/words.ts'
import { ActionForm } from '../ui/fields.tsx'
import { At, Badge, Card, Facts, Table } from '../ui/parts.tsx'

/** One's own account: what one may do, and where one is signed in. */
export const accountRoutes = ({ accounts, storage }: Desks): StaffRoute[] => [
  get('/akun', 'look', async (visit) => {
    const { member, sessionId } = visit
    const area = storage.gazetteer.get(member.areaCode)
    const sessions = await accounts.sessions(member.id)
    return visit.page({
      title: 'Akun saya',
      section: 'account',
      children: (
        <>
          <Card>
            <Facts
              of={[
                ['Nama', member.name],
                ['Surel', member.email],
                ['Peran', member.roles.map((role) => ROLE_LABEL[role]).join(', ')],
                ['Wilayah tugas', area === undefined ? member.areaCode : areaLabel(area)],
              ]}
            />
            <p class="muted">
              Ingin mengganti kata sandi, ponsel, atau peran? Minta tautan baru kepada administrator.
            </p>
          </Card>
          <Card title="Perangkat yang sedang masuk">
            <Table
              caption="Perangkat"
              rows={sessions}
              columns={[
                {
                  label: 'Peramban',
                  cell: ({ id, userAgent }) => (
                    <>
                      {userAgent ?? 'tidak diketahui'}{' '}
                      {id === sessionId && <Badge tone="good">perangkat ini</Badge>}
                    </>
                  ),
                },
                { label: 'Masuk', cell: ({ createdAt }) => <At time={createdAt} /> },
                {
                  label: 'Tindakan',
                  cell: ({ id }) =>
                    id === sessionId ? (
                      ''
                    ) : (
                      <ActionForm
                        action="/akun/keluarkan"
                        label="Keluarkan"
                        tone="quiet"
                        hidden={{ session: id }}
                      />
                    ),
                },
              ]}
            />
          </Card>
        </>
      ),
    })
  }),

  post('/akun/keluarkan', 'look', async (visit) => {
    const form = await visit.form()
    const ended = await accounts.endSessions(visit.member.id, form.text('session'))
    await visit.record({
      action: 'mengeluarkan satu perangkatnya',
      subject: 'staff',
      subjectId: visit.member.id,
      before: { sessions: ended },
    })
    return visit.goTo(
      '/akun',
      ended > 0 ? 'Perangkat itu sudah dikeluarkan.' : 'Perangkat itu memang sudah keluar.',
    )
  }),
]
