import { areaLabel, parentCode, type Area, type AreaCode } from '../../domain/area.ts'
import { CONNECTIVITIES, CONNECTIVITY_LABEL, type Connectivity } from '../../domain/community.ts'
import { AppError } from '../../domain/error.ts'
import { reportCsv } from '../../membership/coverage-csv.ts'
import type { Desks } from '../desks.ts'
import { download } from '../download.ts'
import type { Form } from '../form.ts'
import { to } from '../paths.ts'
import { get, post, type StaffRoute } from '../route.ts'
import { dateOf } from '../time.ts'
import type { Visit } from '../visit.tsx'
import { CoveragePage } from './coverage-page.tsx'
import { DistrictPage, SIGNAL_BEFORE_FIELD, SIGNAL_FIELD } from './district-page.tsx'
import { KimTabs } from './tabs.tsx'
import { regencyOf } from './words.ts'

const PATH = '/kim/cakupan'
const MOST_KIMS = 500

interface NewMark {
  code: AreaCode
  before: string
  mark: Connectivity | undefined
}

/** What somebody chose otherwise than it was shown: what others changed meanwhile stays. */
const newMarks = (form: Form, villages: Area[]): NewMark[] =>
  villages.flatMap(({ code }) => {
    const chosen = form.text(`${SIGNAL_FIELD}${code}`)
    const before = form.text(`${SIGNAL_BEFORE_FIELD}${code}`)
    return chosen === before ? [] : [{ code, before, mark: CONNECTIVITIES.find((one) => one === chosen) }]
  })

/** How the province is covered, down to its villages. */
export function coverageRoutes(desks: Desks): StaffRoute[] {
  const { storage } = desks
  const { gazetteer, connectivity, kimPages } = storage

  /** An area with others below it, which the person may look at. */
  function areaOf(visit: Visit, code: AreaCode): Area {
    const area = gazetteer.get(code)
    if (area === undefined || gazetteer.children(code).length === 0) {
      throw new AppError('not_found', 'Wilayah itu tidak ada.')
    }
    visit.insist('look', code, `${areaLabel(area)} ada di luar wilayah tugas Anda.`)
    return area
  }

  /** The areas around one, up to what the person looks after. */
  function trailTo({ code }: Area, scope: AreaCode): { label: string; path: string }[] {
    const trail = []
    for (let up = parentCode(code); up !== undefined && up.length >= scope.length; up = parentCode(up)) {
      const area = gazetteer.get(up)
      if (area !== undefined) trail.unshift({ label: areaLabel(area), path: `${PATH}/${up}` })
    }
    return trail
  }

  async function show(visit: Visit, code: AreaCode) {
    const area = areaOf(visit, code)
    const report = await desks.coverage(code)
    const isDistrict = area.level === 'district'
    const [kims, marks] = isDistrict
      ? await Promise.all([kimPages.inArea(code, MOST_KIMS), connectivity.list(code)])
      : [[], []]
    return visit.page({
      title: `Cakupan ${areaLabel(area)}`,
      section: 'kims',
      trail: trailTo(area, visit.member.areaCode),
      actions: (
        <a class="button quiet" href={to(`${PATH}/${code}/csv`)}>
          Unduh CSV
        </a>
      ),
      children: (
        <>
          <KimTabs current={PATH} />
          {isDistrict ? (
            <DistrictPage
              report={report}
              kims={kims}
              marks={marks}
              maySetSignal={visit.may('manage_kims', code)}
            />
          ) : (
            <CoveragePage report={report} />
          )}
        </>
      ),
    })
  }

  return [
    get(PATH, 'look', (visit) => show(visit, visit.member.areaCode)),
    get(`${PATH}/:code`, 'look', (visit) => show(visit, visit.param('code'))),

    get(`${PATH}/:code/csv`, 'look', async (visit) => {
      const { code } = areaOf(visit, visit.param('code'))
      const text = reportCsv(await desks.coverage(code)).join('\r\n')
      return download(visit.c, `cakupan-kim-${code}-${dateOf(visit.now)}.csv`, `\ufeff${text}\r\n`)
    }),

    post(`${PATH}/:code/sinyal`, 'manage_kims', async (visit) => {
      const district = areaOf(visit, visit.param('code'))
      if (district.level !== 'district') throw new AppError('invalid', 'Sinyal dicatat per kecamatan.')
      const path = `${PATH}/${district.code}`
      const changes = newMarks(await visit.form(), gazetteer.children(district.code))
      if (changes.length === 0) return visit.goTo(path, 'Tidak ada sinyal yang diubah.')
      for (const mark of [...CONNECTIVITIES, undefined]) {
        const codes = changes.filter((change) => change.mark === mark).map(({ code }) => code)
        if (codes.length > 0) await connectivity.set(codes, mark, 'staff')
      }
      await desks.changed()
      for (const { code, before, mark } of changes) {
        await visit.record({
          action: 'mencatat sinyal desa',
          subject: 'village',
          subjectId: code,
          areaCode: regencyOf(code),
          before: { connectivity: before === '' ? null : before },
          after: { connectivity: mark ?? null },
        })
      }
      const [only] = changes
      const what =
        changes.length === 1 && only !== undefined
          ? `di ${areaLabel(gazetteer.get(only.code) ?? district)}: ${only.mark === undefined ? 'belum ditandai' : CONNECTIVITY_LABEL[only.mark]}`
          : `${changes.length} desa`
      return visit.goTo(path, `Sinyal ${what}, sudah dicatat.`)
    }),
  ]
}
