import type { Kim, KimDetails } from '../../domain/kim.ts'
import { AppError } from '../../domain/error.ts'
import type { Snapshot } from '../../domain/audit.ts'
import { KIM_STATUS_LABEL } from '../../domain/kim.ts'
import type { Desks } from '../desks.ts'
import { get, post, type StaffRoute } from '../route.ts'
import type { Visit } from '../visit.tsx'
import { readDetails } from './details-form.tsx'
import { EditPage, NewCodePage, RecordPage } from './record-page.tsx'
import { aroundOf, kimPath, readKimStatus, regencyOf } from './words.ts'

const trailTo = (kim?: Kim) => [
  { label: 'KIM', path: '/kim' },
  ...(kim === undefined ? [] : [{ label: kim.name, path: kimPath(kim.id) }]),
]

const snapshotOf = ({ name, areaCode, status, contactRole, topics }: KimDetails): Snapshot => ({
  name,
  areaCode,
  status,
  contactRole,
  topics,
})

interface Done {
  action: string
  kim: Kim
  before?: Snapshot
  after?: Snapshot
}

/** One KIM: its data, groups, codes and history. */
export function recordRoutes(desks: Desks): StaffRoute[] {
  const { kims, storage } = desks
  const { gazetteer, topics } = storage

  async function finish(visit: Visit, { action, kim, ...snapshots }: Done): Promise<void> {
    await desks.changed()
    const subject = { subject: 'kim', subjectId: kim.id } as const
    await visit.record({ action, ...subject, areaCode: regencyOf(kim.areaCode), ...snapshots })
  }

  const showEdit = (
    visit: Visit,
    kim: Kim,
    {
      details = kim,
      wanted = details.areaCode,
      problem,
    }: { details?: KimDetails; wanted?: string; problem?: string },
  ) => {
    const scope = visit.member.areaCode
    const around = aroundOf(wanted, scope, gazetteer) ?? aroundOf(kim.areaCode, scope, gazetteer)
    if (around === undefined) throw new AppError('not_found', 'Wilayah itu tidak dikenal.')
    return visit.page({
      title: `Ubah ${kim.name}`,
      section: 'kims',
      trail: trailTo(kim),
      ...(problem === undefined ? {} : { status: 400 }),
      children: (
        <EditPage
          kim={kim}
          details={details}
          around={around}
          gazetteer={gazetteer}
          topics={topics}
          scope={scope}
          {...(problem === undefined ? {} : { problem })}
        />
      ),
    })
  }

  return [
    get('/kim/:id', 'look', async (visit) => {
      const record = await kims.show(visit.member.areaCode, visit.param('id'))
      return visit.page({
        title: record.kim.name,
        section: 'kims',
        trail: trailTo(),
        children: (
          <RecordPage
            record={record}
            gazetteer={gazetteer}
            topics={topics}
            mayManage={visit.may('manage_kims')}
          />
        ),
      })
    }),

    get('/kim/:id/ubah', 'manage_kims', async (visit) => {
      const { kim } = await kims.show(visit.member.areaCode, visit.param('id'))
      const wanted = visit.query('wilayah')
      return showEdit(visit, kim, wanted === undefined ? {} : { wanted })
    }),

    post('/kim/:id/ubah', 'manage_kims', async (visit) => {
      const { kim: before } = await kims.show(visit.member.areaCode, visit.param('id'))
      const details = readDetails(await visit.form(), topics)
      try {
        const kim = await kims.edit(visit.member.areaCode, before.id, details, visit.member.name)
        await finish(visit, {
          action: 'mengubah data KIM',
          kim,
          before: snapshotOf(before),
          after: snapshotOf(kim),
        })
        return visit.goTo(kimPath(kim.id), `Data “${kim.name}” sudah diperbarui.`)
      } catch (error) {
        if (!(error instanceof AppError) || !['invalid', 'conflict'].includes(error.code)) throw error
        return showEdit(visit, before, { details, problem: error.message })
      }
    }),

    post('/kim/:id/status', 'manage_kims', async (visit) => {
      const status = readKimStatus((await visit.form()).text('status'))
      if (status === undefined) throw new AppError('invalid', 'Pilih salah satu status.')
      const { kim: before } = await kims.show(visit.member.areaCode, visit.param('id'))
      const kim = await kims.setStatus(visit.member.areaCode, before.id, status, visit.member.name)
      await finish(visit, {
        action: 'mengubah status KIM',
        kim,
        before: { status: before.status },
        after: { status },
      })
      return visit.goTo(kimPath(kim.id), `“${kim.name}” sekarang ${KIM_STATUS_LABEL[status]}.`)
    }),

    post('/kim/:id/kode', 'manage_kims', async (visit) => {
      const issued = await kims.issueCode(visit.member.areaCode, visit.param('id'), visit.member.name)
      const { kim, expiresAt } = issued
      await finish(visit, { action: 'memberi kode KIM', kim, after: { expiresAt: expiresAt.toISOString() } })
      return visit.page({
        title: `Kode untuk ${kim.name}`,
        section: 'kims',
        trail: trailTo(kim),
        children: <NewCodePage {...issued} />,
      })
    }),

    post('/kim/:id/kode/cabut', 'manage_kims', async (visit) => {
      const { kim, revoked } = await kims.revokeCodes(
        visit.member.areaCode,
        visit.param('id'),
        visit.member.name,
      )
      await finish(visit, { action: 'mencabut kode KIM', kim, after: { revoked } })
      return visit.goTo(
        kimPath(kim.id),
        `${revoked} kode dicabut. Grup yang sudah terhubung tetap terhubung.`,
      )
    }),

    post('/kim/:id/hapus', 'manage_kims', async (visit) => {
      const kim = await kims.remove(visit.member.areaCode, visit.param('id'), visit.member.name)
      await finish(visit, { action: 'menghapus KIM', kim, before: snapshotOf(kim) })
      return visit.goTo('/kim', `“${kim.name}” sudah dihapus dari daftar.`)
    }),
  ]
}
