import type { Agency } from '../agency.ts'
import { to } from '../paths.ts'
import { TextField } from '../ui/fields.tsx'
import { Card } from '../ui/parts.tsx'
import { LogoCard } from './logo.tsx'
import { SettingsTabs } from './tabs.tsx'

const FROM_ENVIRONMENT = 'Ditetapkan oleh pengelola server, jadi tidak bisa diubah di sini.'

/** What holds for the whole installation. */
export function RulesPage({
  written,
  decidedElsewhere,
  agency,
  problem,
}: {
  written: { quietHours: string; retentionDays: number; agencyName: string }
  decidedElsewhere: { quietHours: boolean; retentionDays: boolean }
  agency: Agency
  problem?: string
}) {
  return (
    <>
      <SettingsTabs current="/pengaturan/aturan" hasRules />
      <Card>
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <form method="post" action={to('/pengaturan/aturan')} class="stack">
          <TextField
            label="Nama instansi"
            name="agencyName"
            value={written.agencyName}
            maxlength={80}
            required
            hint="Tampil di dasbor dan di panduan yang dicetak."
          />
          <TextField
            label="Jam tenang (WITA)"
            name="quietHours"
            value={written.quietHours}
            hint={
              decidedElsewhere.quietHours
                ? FROM_ENVIRONMENT
                : 'Misalnya 21.00-06.00. Di jam ini hanya siaran darurat yang dikirim. Tulis off untuk meniadakannya.'
            }
          />
          <TextField
            label="Lama pertanyaan warga disimpan (hari)"
            name="retentionDays"
            type="number"
            value={String(written.retentionDays)}
            hint={
              decidedElsewhere.retentionDays
                ? FROM_ENVIRONMENT
                : 'Sesudah itu pertanyaannya dihapus. Angka ini juga disebut bot di /privasi.'
            }
          />
          <button type="submit">Simpan</button>
        </form>
      </Card>
      <LogoCard {...agency} />
    </>
  )
}
