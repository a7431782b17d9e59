import { to } from '../../paths.ts'
import { areaLabel, isWithin, parentCode, PROVINCE_CODE, type AreaCode } from '../../../domain/area.ts'
import { HARMS, type Claim, type ClaimReach } from '../../../domain/claim.ts'
import { AppError } from '../../../domain/error.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Option } from '../../ui/fields.tsx'
import type { Visit } from '../../visit.tsx'
import { byPeople, claimPath, excerpt, pageOf } from '../words.ts'
import { ClaimPage } from './claim-page.tsx'
import { ClaimListPage, ClaimTable } from './list-page.tsx'
import { CLAIM_LISTS, listNamed } from './lists.ts'
import { insistOnClaim, readClaim } from './read.ts'

const PAGE_SIZE = 50

/** The regencies and districts in an area, those first in which people ask. */
function broadcastAreas(
  { regencies, districts }: ClaimReach,
  within: AreaCode,
  gazetteer: Gazetteer,
): Option[] {
  const asked = byPeople({ ...districts, ...regencies }).map(([code]) => code)
  const all = gazetteer
    .children(PROVINCE_CODE)
    .flatMap(({ code }) => [code, ...gazetteer.children(code).map((district) => district.code)])
  return [...new Set([...asked, ...all])]
    .filter((code) => isWithin(code, within))
    .flatMap((code) => {
      const area = gazetteer.get(code)
      const regency = gazetteer.get(parentCode(code) ?? '')
      if (area === undefined) return []
      const where = area.level === 'district' && regency !== undefined ? `, ${regency.name}` : ''
      return [{ value: code, label: `${areaLabel(area)}${where}` }]
    })
}

async function showList({ claims, storage, clock }: Desks, visit: Visit) {
  const list = listNamed(visit.query('keadaan'))
  const page = pageOf(visit.query('halaman'))
  const found = await claims.page({
    statuses: [...CLAIM_LISTS[list].statuses],
    within: visit.member.areaCode,
    page,
    size: PAGE_SIZE,
  })
  const props = { ...found, list, page, gazetteer: storage.gazetteer, now: clock.now() }
  if (visit.isPart) return visit.part(<ClaimTable {...props} />)
  return visit.page({
    title: 'Cek Fakta',
    section: 'fact-checks',
    refreshSeconds: 60,
    actions: visit.may('answer_questions', PROVINCE_CODE) ? (
      <a class="button quiet" href={to('/cek-fakta/penanya')}>
        Penanya
      </a>
    ) : undefined,
    children: <ClaimListPage {...props} />,
  })
}

async function showClaim(desks: Desks, visit: Visit) {
  const view = await readClaim(desks, visit)
  const { gazetteer } = desks.storage
  return visit.page({
    title: `Pertanyaan #${view.claim.number}`,
    section: 'fact-checks',
    trail: [{ label: 'Pertanyaan', path: '/cek-fakta' }],
    children: (
      <ClaimPage
        {...view}
        gazetteer={gazetteer}
        now={desks.clock.now()}
        mayAnswer={visit.may('answer_questions')}
        broadcastAreas={broadcastAreas(view.claim, visit.member.areaCode, gazetteer)}
      />
    ),
  })
}

const snapshot = ({ status, harm, takenBy }: Claim) => ({ status, harm, takenBy })

interface Step {
  /** What the record says was done. */
  action: string
  take: (desk: Desks['claims'], number: string, by: string, note: string | undefined) => Promise<Claim>
  done: string
}

const STEPS: Record<string, Step> = {
  ambil: {
    action: 'mulai mengerjakan pertanyaan',
    take: (desk, number, by) => desk.take(number, by),
    done: 'Pertanyaan ini sekarang Anda kerjakan.',
  },
  lepas: {
    action: 'melepas pertanyaan',
    take: (desk, number, by) => desk.release(number, by),
    done: 'Pertanyaan ini dilepas; orang lain bisa mengerjakannya.',
  },
  buka: {
    action: 'membuka lagi pertanyaan',
    take: (desk, number, by) => desk.reopen(number, by),
    done: 'Pertanyaan ini dibuka lagi.',
  },
  tunggu: {
    action: 'menunggu instansi untuk pertanyaan',
    take: (desk, number, by, note) => desk.wait(number, by, note),
    done: 'Dicatat: menunggu kabar instansi.',
  },
  arahkan: {
    action: 'mengarahkan pertanyaan ke pihak lain',
    take: (desk, number, by, note) => desk.refer(number, by, note),
    done: 'Penanya dikabari ke mana mereka bisa bertanya.',
  },
}

/** The claim that a form is about, when it concerns the person's own area. */
async function claimOf({ claims }: Desks, visit: Visit) {
  const claim = await claims.show(visit.param('number'))
  insistOnClaim(visit, claim)
  return claim
}

async function takeStep(desks: Desks, visit: Visit, { action, take, done }: Step) {
  const before = await claimOf(desks, visit)
  const note = (await visit.form()).optional('catatan')
  const after = await take(desks.claims, before.id, visit.member.name, note?.slice(0, 300))
  await desks.changed()
  await visit.record({
    action,
    subject: 'claim',
    subjectId: String(before.number),
    before: snapshot(before),
    after: { ...snapshot(after), note: after.note },
  })
  return visit.goTo(claimPath(before.number), done)
}

async function rateHarm(desks: Desks, visit: Visit) {
  const before = await claimOf(desks, visit)
  const word = (await visit.form()).text('bahaya')
  const harm = HARMS.find((one) => one === word)
  if (harm === undefined)
    throw new AppError('invalid', 'Pilih tingkat bahayanya: tinggi, sedang, atau rendah.')
  const after = await desks.claims.rateHarm(before.id, visit.member.name, harm)
  await visit.record({
    action: 'mengubah bahaya pertanyaan',
    subject: 'claim',
    subjectId: String(before.number),
    before: snapshot(before),
    after: snapshot(after),
  })
  return visit.goTo(claimPath(before.number), 'Tingkat bahaya diubah.')
}

async function broadcast(desks: Desks, visit: Visit) {
  const claim = await claimOf(desks, visit)
  const area = (await visit.form()).text('wilayah')
  if (desks.storage.gazetteer.get(area) === undefined) {
    throw new AppError('invalid', `Wilayah "${excerpt(area, 40)}" tidak dikenal.`)
  }
  visit.insist('answer_questions', area, 'Wilayah siaran itu di luar wilayah tugas Anda.')
  const id = await desks.claims.broadcast(claim.id, area, visit.member.name)
  await desks.changed()
  await visit.record({
    action: 'menjadikan klarifikasi siaran',
    subject: 'broadcast',
    subjectId: id,
    areaCode: area,
    after: { claim: claim.number, status: 'awaiting_approval' },
  })
  return visit.goTo(claimPath(claim.number), 'Siarannya menunggu persetujuan orang lain.')
}

/** What residents ask, and what staff do about it. */
export const claimRoutes = (desks: Desks): StaffRoute[] => [
  get('/cek-fakta', 'look', (visit) => showList(desks, visit)),
  get('/cek-fakta/tanya/:number', 'look', (visit) => showClaim(desks, visit)),
  ...Object.entries(STEPS).map(([name, step]) =>
    post(`/cek-fakta/tanya/:number/${name}`, 'answer_questions', (visit) => takeStep(desks, visit, step)),
  ),
  post('/cek-fakta/tanya/:number/bahaya', 'answer_questions', (visit) => rateHarm(desks, visit)),
  post('/cek-fakta/tanya/:number/siaran', 'answer_questions', (visit) => broadcast(desks, visit)),
]
