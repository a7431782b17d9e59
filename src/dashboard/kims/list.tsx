import { PROVINCE_CODE, type AreaCode } from '../../domain/area.ts'
import { placeOf, type Gazetteer } from '../../domain/gazetteer.ts'
import { KIM_STATUS_LABEL, KIM_STATUSES } from '../../domain/kim.ts'
import { CHANNEL_LABEL, CHANNEL_NAMES } from '../../domain/message.ts'
import { channelNames } from '../../membership/labels.ts'
import type { KimPageFilter, Page } from '../../storage/kim-pages.ts'
import type { KimEntry } from '../../storage/kims.ts'
import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, type StaffRoute } from '../route.ts'
import { Choice, Filters, TextField } from '../ui/fields.tsx'
import { Badge, Card, Empty, inNumber, Pager, Table } from '../ui/parts.tsx'
import type { Visit } from '../visit.tsx'
import { AreaFilter, regenciesIn } from './area-fields.tsx'
import { neighbours, sliceOf } from './page-number.ts'
import { KimTabs } from './tabs.tsx'
import { KIM_TONE, kimPath, readChannel, readKimStatus } from './words.ts'

interface Asked {
  filter: KimPageFilter
  regency?: AreaCode
  district?: AreaCode
}

/** What the address asks for, no wider than what the person looks after. */
function readAsked(visit: Visit, gazetteer: Gazetteer): Asked {
  const scope = visit.member.areaCode
  const wanted = scope === PROVINCE_CODE ? visit.query('kabupaten') : scope
  const regency = regenciesIn(gazetteer, scope).find(({ code }) => code === wanted)?.code
  const district = gazetteer
    .children(regency ?? '')
    .find(({ code }) => code === visit.query('kecamatan'))?.code
  const status = readKimStatus(visit.query('status'))
  const platform = visit.query('platform') === 'none' ? 'none' : readChannel(visit.query('platform'))
  const q = visit.query('nama')?.trim()
  return {
    filter: {
      within: district ?? regency ?? scope,
      ...(status === undefined ? {} : { status }),
      ...(platform === undefined ? {} : { platform }),
      ...(q === undefined || q === '' ? {} : { q }),
    },
    ...(regency === undefined ? {} : { regency }),
    ...(district === undefined ? {} : { district }),
  }
}

const ANY = { value: '', label: 'Semua' }

function ListFilters({ asked, scope, gazetteer }: { asked: Asked; scope: AreaCode; gazetteer: Gazetteer }) {
  const { filter, regency, district } = asked
  return (
    <Filters path="/kim">
      <TextField label="Nama" name="nama" value={filter.q} type="search" maxlength={100} />
      <AreaFilter gazetteer={gazetteer} scope={scope} regency={regency} district={district} />
      <Choice
        label="Status"
        name="status"
        value={filter.status}
        options={[ANY, ...KIM_STATUSES.map((value) => ({ value, label: KIM_STATUS_LABEL[value] }))]}
      />
      <Choice
        label="Grup di"
        name="platform"
        value={filter.platform}
        options={[
          ANY,
          ...CHANNEL_NAMES.map((value) => ({ value, label: CHANNEL_LABEL[value] })),
          { value: 'none', label: 'Belum punya grup' },
        ]}
      />
    </Filters>
  )
}

function KimTable({ rows, total, gazetteer }: Page<KimEntry> & { gazetteer: Gazetteer }) {
  return (
    <Table
      caption={`${inNumber(total)} KIM, menurut wilayah`}
      rows={rows}
      columns={[
        { label: 'KIM', cell: ({ id, name }) => <a href={to(kimPath(id))}>{name}</a> },
        { label: 'Wilayah', cell: ({ areaCode }) => placeOf(areaCode, gazetteer) },
        {
          label: 'Status',
          cell: ({ status }) => <Badge tone={KIM_TONE[status]}>{KIM_STATUS_LABEL[status]}</Badge>,
        },
        {
          label: 'Grup di',
          cell: ({ channels }) =>
            channels.length === 0 ? <span class="muted">belum ada grup</span> : channelNames(channels),
        },
      ]}
    />
  )
}

/** The registry, page by page. */
export const listRoutes = ({ storage }: Desks): StaffRoute[] => [
  get('/kim', 'look', async (visit) => {
    const { gazetteer, kimPages } = storage
    const scope = visit.member.areaCode
    const asked = readAsked(visit, gazetteer)
    const { page, ...slice } = sliceOf(visit.query('halaman'))
    const found = await kimPages.kims(asked.filter, slice)
    const { status, platform, q } = asked.filter
    const query = { nama: q, kabupaten: asked.regency, kecamatan: asked.district, status, platform }
    const { before, after } = neighbours('/kim', query, { page, total: found.total })
    return visit.page({
      title: 'KIM',
      section: 'kims',
      ...(visit.may('manage_kims')
        ? {
            actions: (
              <a class="button" href={to('/kim/baru')}>
                Daftarkan KIM
              </a>
            ),
          }
        : {}),
      children: (
        <>
          <KimTabs current="/kim" />
          <ListFilters asked={asked} scope={scope} gazetteer={gazetteer} />
          <Card>
            {found.rows.length === 0 ? (
              <Empty title="Tidak ada KIM yang cocok.">
                Longgarkan saringannya, daftarkan KIM satu per satu, atau{' '}
                <a href={to('/kim/impor')}>impor daftarnya</a>.
              </Empty>
            ) : (
              <KimTable {...found} gazetteer={gazetteer} />
            )}
            <Pager newer={before} older={after} words={['Sebelumnya', 'Berikutnya']} />
          </Card>
        </>
      ),
    })
  }),
]
