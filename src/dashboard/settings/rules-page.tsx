import { TOPIC_LABEL } from '../../domain/topic.ts'
import type { Agency } from '../agency.ts'
import { to } from '../paths.ts'
import { TextField } from '../ui/fields.tsx'
import { Card, inNumber, Table } from '../ui/parts.tsx'
import { LogoCard } from './logo.tsx'
import type { TopicUse } from './topics.ts'
import { SettingsTabs } from './tabs.tsx'

const FROM_ENVIRONMENT = 'Ditetapkan oleh pengelola server, jadi tidak bisa diubah di sini.'

/** What holds for the whole installation. */
export function RulesPage({
  written,
  decidedElsewhere,
  topics,
  agency,
  problem,
}: {
  written: { quietHours: string; retentionDays: number; agencyName: string }
  decidedElsewhere: { quietHours: boolean; retentionDays: boolean }
  topics: TopicUse[]
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
      <Card title="Topik">
        <p class="muted">
          Grup yang tidak memilih topik menerima semuanya. Daftar topik sama di bot, berkas siaran, dan
          dasbor.
        </p>
        <Table
          caption="Topik, dan seberapa sering dipakai"
          rows={topics}
          columns={[
            { label: 'Topik', cell: ({ topic }) => TOPIC_LABEL[topic] },
            { label: 'Dipilih grup', isNumber: true, cell: ({ groups }) => inNumber(groups) },
            { label: 'Siaran', isNumber: true, cell: ({ broadcasts }) => inNumber(broadcasts) },
          ]}
        />
      </Card>
    </>
  )
}
