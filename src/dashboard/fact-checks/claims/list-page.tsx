import type { ClaimPage, ClaimSummary } from '../../../claims/claim-desk.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import { to } from '../../paths.ts'
import { Choice, Filters } from '../../ui/fields.tsx'
import { Badge, Card, Empty, inNumber, Table } from '../../ui/parts.tsx'
import { ClaimClock, ClaimState, FactCheckTabs, HarmBadge, NumberedPager } from '../parts.tsx'
import { claimPath, excerpt, placeName, placesInShort } from '../words.ts'
import { CLAIM_LISTS, type ClaimListName } from './lists.ts'

interface Props extends ClaimPage {
  list: ClaimListName
  page: number
  gazetteer: Gazetteer
  now: Date
}

function ClaimTitle({ claim, gazetteer }: { claim: ClaimSummary; gazetteer: Gazetteer }) {
  const { number, text, alarms } = claim
  return (
    <>
      <a class="excerpt" href={to(claimPath(number))}>
        <strong>#{number}</strong> {text === '' ? '(teksnya tidak disimpan)' : excerpt(text)}
      </a>
      {alarms.length > 0 && (
        <span class="badges">
          <Badge tone="warn">ramai di {alarms.map((code) => placeName(code, gazetteer)).join(', ')}</Badge>
        </span>
      )}
    </>
  )
}

/** The part of the page that keeps itself up to date. */
export function ClaimTable({ claims, hasMore, list, page, gazetteer, now }: Props) {
  const { caption, empty } = CLAIM_LISTS[list]
  if (claims.length === 0) return <Empty title={empty}>Pertanyaan warga yang baru muncul di sini.</Empty>
  return (
    <>
      <Table
        caption={caption}
        rows={claims}
        columns={[
          { label: 'Pertanyaan', cell: (claim) => <ClaimTitle claim={claim} gazetteer={gazetteer} /> },
          { label: 'Penanya', isNumber: true, cell: ({ askers }) => inNumber(askers) },
          { label: 'Wilayah', cell: ({ regencies }) => placesInShort(regencies, gazetteer) },
          {
            label: 'Waktu dan bahaya',
            cell: (claim) => (
              <span class="badges">
                <ClaimClock claim={claim} now={now} />
                <HarmBadge harm={claim.harm} />
              </span>
            ),
          },
          { label: 'Keadaan', cell: (claim) => <ClaimState {...claim} /> },
        ]}
      />
      <NumberedPager
        path="/cek-fakta"
        query={{ keadaan: list === 'terbuka' ? undefined : list }}
        page={page}
        hasMore={hasMore}
      />
    </>
  )
}

/** What residents ask, the most urgent first. */
export function ClaimListPage(props: Props) {
  const { list, page } = props
  const options = Object.entries(CLAIM_LISTS).map(([value, { label }]) => ({ value, label }))
  const part = to('/cek-fakta', { keadaan: list, halaman: page })
  return (
    <>
      <FactCheckTabs current="/cek-fakta" />
      <Filters path="/cek-fakta">
        <Choice label="Keadaan" name="keadaan" value={list} options={options} />
      </Filters>
      <Card>
        <div hx-get={part} hx-trigger="every 20s">
          <ClaimTable {...props} />
        </div>
      </Card>
    </>
  )
}
