import { IMPORT } from '../../domain/audit.ts'
import { AppError } from '../../domain/error.ts'
import { TEMPLATE_CSV, toCsv } from '../../membership/kim-files/export.ts'
import type { KimImport } from '../../membership/kim-files/import.ts'
import type { Desks } from '../desks.ts'
import { download } from '../download.ts'
import { get, post, type StaffRoute } from '../route.ts'
import { dateOf } from '../time.ts'
import type { Visit } from '../visit.tsx'
import { FilesPage } from './files-page.tsx'
import { KimTabs } from './tabs.tsx'

const PATH = '/kim/impor'
const MOST_BYTES = 5 * 1024 * 1024
/** What a browser writes around the file. */
const AROUND_BYTES = 16 * 1024

const show = (visit: Visit, shown: { done?: KimImport; problem?: string } = {}) =>
  visit.page({
    title: 'Impor & ekspor',
    section: 'kims',
    ...(shown.problem === undefined ? {} : { status: 400 }),
    children: (
      <>
        <KimTabs current={PATH} />
        <FilesPage mayImport={visit.may('manage_kims')} {...shown} />
      </>
    ),
  })

/** Lists of KIMs from offices, and for them. */
export const fileRoutes = (desks: Desks): StaffRoute[] => [
  get(PATH, 'look', (visit) => show(visit)),

  post(
    PATH,
    'manage_kims',
    async (visit) => {
      const scope = visit.member.areaCode
      const file = await (await visit.form()).file('berkas')
      if (file === undefined) return show(visit, { problem: 'Pilih berkasnya dulu.' })
      if (file.bytes.length > MOST_BYTES) {
        return show(visit, { problem: 'Berkas terlalu besar: paling besar 5 MB.' })
      }
      try {
        const done = await desks.kims.import(scope, file.bytes, visit.member.name)
        const { added, changed, unchanged, errors } = done
        await desks.changed()
        await visit.record({
          action: 'mengimpor daftar KIM',
          subject: 'kim',
          subjectId: IMPORT,
          after: { added, changed, unchanged, errors },
        })
        return await show(visit, { done })
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'invalid') throw error
        return show(visit, { problem: error.message })
      }
    },
    MOST_BYTES + AROUND_BYTES,
  ),

  get('/kim/ekspor', 'look', async (visit) => {
    const kims = await desks.kims.export(visit.member.areaCode)
    return download(
      visit.c,
      `kim-${visit.member.areaCode}-${dateOf(visit.now)}.csv`,
      toCsv(kims, desks.storage.topics),
    )
  }),

  get('/kim/templat', 'look', (visit) => download(visit.c, 'templat-kim.csv', TEMPLATE_CSV)),
]
