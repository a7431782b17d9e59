import type { ClarificationDraft } from '../../../domain/clarification.ts'
import { to } from '../../paths.ts'
import { At, Card, Empty, Table } from '../../ui/parts.tsx'
import { FactCheckTabs, StatusBadge, VerdictBadge } from '../parts.tsx'
import { clarificationPath, excerpt } from '../words.ts'

/** What is being written, and what waits for a second person. */
export function DraftsPage({ drafts }: { drafts: ClarificationDraft[] }) {
  return (
    <>
      <FactCheckTabs current="/cek-fakta/draf" />
      <Card>
        {drafts.length === 0 ? (
          <Empty title="Tidak ada draf.">
            <a href={to('/cek-fakta')}>Pilih pertanyaan warga, lalu tulis klarifikasinya</a>
          </Empty>
        ) : (
          <Table
            caption="Draf, yang terakhir diubah di atas"
            rows={drafts}
            columns={[
              {
                label: 'Klaim',
                cell: ({ id, content }) => (
                  <a class="excerpt" href={to(clarificationPath(id))}>
                    {excerpt(content.claimReviewed) || `${id} (belum ditulis)`}
                  </a>
                ),
              },
              { label: 'Putusan', cell: ({ content }) => <VerdictBadge verdict={content.verdict} /> },
              { label: 'Keadaan', cell: ({ status }) => <StatusBadge status={status} /> },
              { label: 'Ditulis', cell: ({ writtenBy }) => writtenBy },
              { label: 'Diubah', cell: ({ updatedAt }) => <At time={updatedAt} /> },
            ]}
          />
        )}
      </Card>
    </>
  )
}
