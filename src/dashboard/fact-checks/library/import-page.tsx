import type { ImportResult } from '../../../factcheck/import.ts'
import { to } from '../../paths.ts'
import { Card, inNumber, Numbers, Table } from '../../ui/parts.tsx'

const PROBLEMS_SHOWN = 100

const Report = ({ added, changed, unchanged, problems }: ImportResult) => (
  <Card title="Hasil impor">
    <Numbers
      of={[
        { label: 'Ditambah', value: inNumber(added) },
        { label: 'Berubah', value: inNumber(changed) },
        { label: 'Tetap sama', value: inNumber(unchanged) },
        { label: 'Bermasalah', value: inNumber(problems.length) },
      ]}
    />
    {problems.length > 0 && (
      <Table
        caption="Baris yang tidak dibaca; yang lain sudah tersimpan"
        rows={problems.slice(0, PROBLEMS_SHOWN)}
        columns={[
          { label: 'Baris', cell: ({ line }) => `Baris ${inNumber(line)}` },
          { label: 'Mengapa', cell: ({ reason }) => reason },
        ]}
      />
    )}
    {problems.length > PROBLEMS_SHOWN && (
      <p class="muted">Dan {inNumber(problems.length - PROBLEMS_SHOWN)} baris lagi.</p>
    )}
  </Card>
)

/** Brings clarifications in from a file; with what came of it. */
export function ImportPage({ result, problem }: { result?: ImportResult; problem?: string }) {
  return (
    <>
      {result !== undefined && <Report {...result} />}
      <Card title="Impor dari berkas">
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <p>
          Berkasnya JSONL, seperti yang keluar dari ekspor: satu klarifikasi satu baris. Isinya langsung
          terbit, tanpa diperiksa orang kedua; karena itu hanya administrator provinsi yang bisa mengimpor.
        </p>
        <form
          method="post"
          action={to('/cek-fakta/impor')}
          class="stack"
          enctype="multipart/form-data"
          data-confirm="Impor berkas ini? Isinya langsung dipakai bot."
        >
          <label class="field">
            Berkas
            <input type="file" name="berkas" accept=".jsonl,.ndjson,.json,.txt" required />
            <small>Paling besar 5 MB.</small>
          </label>
          <div>
            <button type="submit" class="button">
              Impor
            </button>
          </div>
        </form>
      </Card>
    </>
  )
}
