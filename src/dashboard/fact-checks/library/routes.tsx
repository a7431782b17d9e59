import { PROVINCE_CODE } from '../../../domain/area.ts'
import { IMPORT } from '../../../domain/audit.ts'
import { importClarifications, type ImportResult } from '../../../factcheck/import.ts'
import type { Desks } from '../../desks.ts'
import { to } from '../../paths.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import { dateOf } from '../../time.ts'
import type { Visit } from '../../visit.tsx'
import { exportStream } from './export.ts'
import { ImportPage } from './import-page.tsx'
import { LibraryPage } from './page.tsx'
import { readQuery } from './query.ts'

const PAGE_SIZE = 50
const LARGEST_FILE = 5 * 1024 * 1024
/** The file, and what a form puts around it. */
const MOST_BYTES = LARGEST_FILE + 16 * 1024

function Actions({ visit }: { visit: Visit }) {
  return (
    <>
      {visit.may('answer_questions') && (
        <a class="button" href={to('/cek-fakta/klarifikasi/baru')}>
          Tulis klarifikasi
        </a>
      )}
      <a class="button quiet" href={to('/cek-fakta/ekspor')} download>
        Ekspor
      </a>
      {visit.may('manage_settings') && (
        <a class="button quiet" href={to('/cek-fakta/impor')}>
          Impor
        </a>
      )}
    </>
  )
}

async function showLibrary({ storage }: Desks, visit: Visit) {
  const query = readQuery(visit)
  const { page, ...filter } = query
  const found = await storage.clarificationLibrary.page(filter, {
    limit: PAGE_SIZE + 1,
    offset: (page - 1) * PAGE_SIZE,
  })
  return visit.page({
    title: 'Cek Fakta',
    section: 'fact-checks',
    actions: <Actions visit={visit} />,
    children: (
      <LibraryPage lines={found.slice(0, PAGE_SIZE)} hasMore={found.length > PAGE_SIZE} query={query} />
    ),
  })
}

function download({ storage, clock }: Desks, { c }: Visit) {
  return c.body(exportStream(storage), 200, {
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': `attachment; filename="klarifikasi-${dateOf(clock.now())}.jsonl"`,
  })
}

const showImport = (visit: Visit, props: { result?: ImportResult; problem?: string } = {}) =>
  visit.page({
    title: 'Impor klarifikasi',
    section: 'fact-checks',
    status: props.problem === undefined ? 200 : 400,
    trail: [{ label: 'Klarifikasi', path: '/cek-fakta/klarifikasi' }],
    children: <ImportPage {...props} />,
  })

async function takeIn(desks: Desks, visit: Visit) {
  const file = await (await visit.form()).file('berkas')
  if (file === undefined) return showImport(visit, { problem: 'Pilih berkasnya dulu.' })
  if (file.bytes.length > LARGEST_FILE) return showImport(visit, { problem: 'Berkasnya lebih dari 5 MB.' })
  const result = await importClarifications(file.bytes.toString('utf8'), desks.storage)
  await desks.changed()
  const { added, changed, unchanged, problems } = result
  await visit.record({
    action: 'mengimpor klarifikasi',
    subject: 'clarification',
    subjectId: IMPORT,
    areaCode: PROVINCE_CODE,
    after: { added, changed, unchanged, problems: problems.length },
  })
  return showImport(visit, { result })
}

/** All clarifications: to search, to take along, to bring in. */
export const libraryRoutes = (desks: Desks): StaffRoute[] => [
  get('/cek-fakta/klarifikasi', 'look', (visit) => showLibrary(desks, visit)),
  get('/cek-fakta/ekspor', 'look', (visit) => download(desks, visit)),
  get('/cek-fakta/impor', 'manage_settings', (visit) => showImport(visit)),
  post('/cek-fakta/impor', 'manage_settings', (visit) => takeIn(desks, visit), MOST_BYTES),
]
