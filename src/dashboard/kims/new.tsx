import { AppError } from '../../domain/error.ts'
import type { AreaCode } from '../../domain/area.ts'
import type { KimDetails } from '../../domain/kim.ts'
import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, post, type StaffRoute } from '../route.ts'
import { Filters } from '../ui/fields.tsx'
import { Card } from '../ui/parts.tsx'
import type { Visit } from '../visit.tsx'
import { DistrictChoice } from './area-fields.tsx'
import { DetailFields, readDetails } from './details-form.tsx'
import { aroundOf, kimPath, regencyOf } from './words.ts'

const TRAIL = [{ label: 'KIM', path: '/kim' }]

/** First where, then who: a list of all villages would be too long to choose from. */
function showForm(
  visit: Visit,
  { storage: { gazetteer, topics } }: Desks,
  {
    wanted,
    details = {},
    problem,
  }: { wanted: AreaCode | undefined; details?: Partial<KimDetails>; problem?: string },
) {
  const scope = visit.member.areaCode
  const around = wanted === undefined ? undefined : aroundOf(wanted, scope, gazetteer)
  return visit.page({
    title: 'Daftarkan KIM',
    section: 'kims',
    trail: TRAIL,
    ...(problem === undefined ? {} : { status: 400 }),
    children: (
      <>
        <Filters path="/kim/baru">
          <DistrictChoice gazetteer={gazetteer} scope={scope} name="wilayah" value={around?.code} />
        </Filters>
        {around !== undefined && (
          <Card title="Data KIM">
            {problem !== undefined && (
              <p class="problem" role="alert">
                {problem}
              </p>
            )}
            <form method="post" action={to('/kim/baru')} class="stack">
              <DetailFields details={details} around={around} gazetteer={gazetteer} topics={topics} />
              <button type="submit">Simpan</button>
            </form>
          </Card>
        )}
      </>
    ),
  })
}

/** Registers a KIM. */
export const newRoutes = (desks: Desks): StaffRoute[] => [
  get('/kim/baru', 'manage_kims', (visit) => showForm(visit, desks, { wanted: visit.query('wilayah') })),

  post('/kim/baru', 'manage_kims', async (visit) => {
    const details = readDetails(await visit.form(), desks.storage.topics)
    try {
      const kim = await desks.kims.add(visit.member.areaCode, details, visit.member.name)
      await desks.changed()
      await visit.record({
        action: 'mendaftarkan KIM',
        subject: 'kim',
        subjectId: kim.id,
        areaCode: regencyOf(kim.areaCode),
        after: { name: kim.name, areaCode: kim.areaCode, status: kim.status },
      })
      return visit.goTo(
        kimPath(kim.id),
        `“${kim.name}” sudah terdaftar. Beri kode supaya grupnya bisa terhubung.`,
      )
    } catch (error) {
      if (!(error instanceof AppError) || !['invalid', 'conflict'].includes(error.code)) throw error
      return showForm(visit, desks, { wanted: details.areaCode, details, problem: error.message })
    }
  }),
]
