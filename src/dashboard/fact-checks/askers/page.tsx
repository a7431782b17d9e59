import { askerCode } from '../../../claims/asker-desk.ts'
import type { ActiveAsker } from '../../../storage/askers.ts'
import { ActionForm, TextField } from '../../ui/fields.tsx'
import { At, Badge, Card, Empty, inNumber, Table } from '../../ui/parts.tsx'

const stepOf = (code: string, step: string) => `/cek-fakta/penanya/${code}/${step}`

function Step({ asker: { askerKey, blocked } }: { asker: ActiveAsker }) {
  const code = askerCode(askerKey)
  if (blocked !== undefined)
    return <ActionForm action={stepOf(code, 'buka')} label="Jawab lagi" tone="quiet" />
  return (
    <details>
      <summary>Jangan dijawab dulu</summary>
      <ActionForm action={stepOf(code, 'blokir')} label="Blokir" tone="danger">
        <TextField label="Selama (hari)" name="days" type="number" value="7" required />
        <TextField label="Alasan" name="because" maxlength={200} required hint="Alasan ikut dicatat." />
      </ActionForm>
    </details>
  )
}

/** People by a code that leads nowhere, with how much they asked. */
export function AskersPage({ askers }: { askers: ActiveAsker[] }) {
  return (
    <>
      <Card>
        <p class="muted">
          Penanya hanya dikenal dengan kode. Nama dan nomornya tidak disimpan. Yang diblokir tidak diberi
          tahu, dan tetap bisa menghapus catatannya.
        </p>
        {askers.length === 0 ? (
          <Empty title="Belum ada yang bertanya tujuh hari ini." />
        ) : (
          <Table
            caption="Yang diblokir, lalu yang paling sering bertanya tujuh hari ini"
            rows={askers}
            columns={[
              { label: 'Kode', cell: ({ askerKey }) => <code>{askerCode(askerKey)}</code> },
              { label: 'Pertanyaan', isNumber: true, cell: ({ questions }) => inNumber(questions) },
              {
                label: 'Terakhir',
                cell: ({ lastAskedAt }) => (lastAskedAt === undefined ? '–' : <At time={lastAskedAt} />),
              },
              {
                label: 'Keadaan',
                cell: ({ blocked }) =>
                  blocked === undefined ? (
                    'dijawab'
                  ) : (
                    <>
                      <Badge tone="warn">diblokir</Badge> sampai <At time={blocked.until} />, oleh{' '}
                      {blocked.by}: {blocked.because}
                    </>
                  ),
              },
              { label: 'Tindakan', cell: (asker) => <Step asker={asker} /> },
            ]}
          />
        )}
      </Card>
    </>
  )
}
