import type { KimImport } from '../../membership/kim-files/import.ts'
import { to } from '../paths.ts'
import { Card, inNumber, Numbers, Table } from '../ui/parts.tsx'

/** More than a page holds: the file is to be corrected and tried again. */
const MOST_SHOWN = 200

function Report({ done }: { done: KimImport }) {
  const { added, changed, unchanged, errors, problems, notes } = done
  return (
    <Card title="Hasil impor">
      <Numbers
        of={[
          { label: 'Ditambahkan', value: inNumber(added) },
          { label: 'Diperbarui', value: inNumber(changed) },
          { label: 'Tetap', value: inNumber(unchanged) },
          { label: 'Baris dilewati', value: inNumber(errors) },
        ]}
      />
      {notes.map((note) => (
        <p class="muted">{note}</p>
      ))}
      {problems.length === 0 ? (
        <p role="status">Semua baris sudah masuk.</p>
      ) : (
        <>
          <p class="problem" role="alert">
            {inNumber(errors)} baris dilewati; baris lain sudah disimpan. Perbaiki barisnya, lalu unggah lagi
            berkas yang sama: baris yang sudah masuk tidak berubah.
          </p>
          <Table
            caption="Yang perlu diperbaiki"
            rows={problems.slice(0, MOST_SHOWN)}
            columns={[
              { label: 'Baris', cell: ({ row }) => `Baris ${row}` },
              { label: 'Kolom', cell: ({ column }) => column },
              { label: 'Isi', cell: ({ value }) => value ?? '–' },
              { label: 'Masalahnya', cell: ({ reason }) => reason },
            ]}
          />
          {problems.length > MOST_SHOWN && (
            <p class="muted">Dan {inNumber(problems.length - MOST_SHOWN)} lagi.</p>
          )}
        </>
      )}
    </Card>
  )
}

/** Files of KIMs, in and out. */
export function FilesPage({
  mayImport,
  done,
  problem,
}: {
  mayImport: boolean
  done?: KimImport
  problem?: string
}) {
  return (
    <>
      {done !== undefined && <Report done={done} />}
      <div class="grid wide">
        {mayImport && (
          <Card title="Impor daftar KIM">
            {problem !== undefined && (
              <p class="problem" role="alert">
                {problem}
              </p>
            )}
            <p>
              Unggah tabel Excel (.xlsx) atau CSV, paling besar 5 MB. Yang wajib: nama KIM dan wilayahnya.
              Baris yang benar langsung masuk; yang salah disebut baris dan kolomnya.
            </p>
            <form method="post" action={to('/kim/impor')} enctype="multipart/form-data" class="stack">
              <label class="field">
                Berkas
                <input
                  type="file"
                  name="berkas"
                  required
                  accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                />
                <small>Jangan menyertakan nama, NIK, atau nomor telepon orang: barisnya akan ditolak.</small>
              </label>
              <button type="submit">Impor</button>
            </form>
            <p>
              <a href={to('/kim/templat')}>Unduh templat kosong</a>
            </p>
          </Card>
        )}
        <Card title="Ekspor daftar KIM">
          <p>
            Semua KIM di wilayah tugas Anda sebagai CSV, bisa dibuka di Excel. Mengimpornya kembali tidak
            mengubah apa pun.
          </p>
          <p>
            <a class="button quiet" href={to('/kim/ekspor')}>
              Unduh CSV
            </a>
          </p>
        </Card>
      </div>
    </>
  )
}
