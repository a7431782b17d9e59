import { CLARIFICATION_STATUS_WORD, VERDICT_WORD } from '../../../claims/labels.ts'
import { VERDICTS } from '../../../domain/clarification.ts'
import type { ClarificationLine } from '../../../storage/clarification-library.ts'
import { to } from '../../paths.ts'
import { Choice, Filters, TextField } from '../../ui/fields.tsx'
import { At, Card, Empty, Table } from '../../ui/parts.tsx'
import { FactCheckTabs, NumberedPager, StatusBadge, VerdictBadge } from '../parts.tsx'
import { clarificationPath } from '../words.ts'
import type { LibraryQuery } from './query.ts'

const ANY = { value: '', label: 'semua' }
const VERDICT_OPTIONS = [
  ANY,
  ...VERDICTS.map((verdict) => ({ value: verdict, label: VERDICT_WORD[verdict] })),
]
const STATUS_OPTIONS = [
  ANY,
  ...(['published', 'retracted'] as const).map((status) => ({
    value: status,
    label: CLARIFICATION_STATUS_WORD[status],
  })),
]

interface Props {
  lines: ClarificationLine[]
  hasMore: boolean
  query: LibraryQuery
}

function Search({ query }: Pick<Props, 'query'>) {
  return (
    <Filters path="/cek-fakta/klarifikasi">
      <TextField
        label="Cari"
        name="cari"
        type="search"
        value={query.text}
        maxlength={200}
        placeholder="kata dalam klaimnya"
      />
      <Choice label="Putusan" name="putusan" value={query.verdict} options={VERDICT_OPTIONS} />
      <Choice label="Keadaan" name="keadaan" value={query.status} options={STATUS_OPTIONS} />
    </Filters>
  )
}

/** All clarifications, to look for one. */
export function LibraryPage({ lines, hasMore, query }: Props) {
  const { text, verdict, status, page } = query
  return (
    <>
      <FactCheckTabs current="/cek-fakta/klarifikasi" />
      <Search query={query} />
      <Card>
        {lines.length === 0 ? (
          <Empty title="Tidak ada yang cocok.">
            Coba kata lain, atau <a href={to('/cek-fakta/klarifikasi/baru')}>tulis klarifikasi baru</a>.
          </Empty>
        ) : (
          <Table
            caption="Klarifikasi, yang terakhir berubah di atas"
            rows={lines}
            columns={[
              {
                label: 'Klaim',
                cell: ({ id, claimReviewed }) => (
                  <a class="excerpt" href={to(clarificationPath(id))}>
                    {claimReviewed}
                  </a>
                ),
              },
              { label: 'Putusan', cell: (line) => <VerdictBadge verdict={line.verdict} /> },
              { label: 'Keadaan', cell: (line) => <StatusBadge status={line.status} /> },
              { label: 'Versi', isNumber: true, cell: ({ version }) => version },
              { label: 'Berubah', cell: ({ changedAt }) => <At time={changedAt} /> },
            ]}
          />
        )}
        <NumberedPager
          path="/cek-fakta/klarifikasi"
          query={{ cari: text, putusan: verdict, keadaan: status }}
          page={page}
          hasMore={hasMore}
        />
      </Card>
    </>
  )
}
