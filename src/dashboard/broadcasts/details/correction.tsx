import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import { to } from '../../paths.ts'
import { Check, TextArea } from '../../ui/fields.tsx'
import { Card } from '../../ui/parts.tsx'
import { broadcastPath } from '../words.tsx'

/** The whole text again, as it should read. */
export function CorrectionPage({
  broadcast,
  body,
  reason,
  isEmergency,
  problem,
  mayHurry,
}: {
  broadcast: StoredBroadcast
  body: string
  reason: string
  isEmergency: boolean
  problem?: string
  mayHurry: boolean
}) {
  return (
    <Card>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p>
        Pesan yang sudah terkirim diubah di tempat selama platform mengizinkan. Di grup lain ralatnya dikirim
        sebagai pesan baru.
      </p>
      <form method="post" action={to(broadcastPath(broadcast.id, '/ralat'))} class="stack">
        <TextArea
          label="Isi yang benar, seluruhnya"
          name="isi"
          value={body}
          rows={12}
          required
          hint="Tanpa judul: judulnya tetap."
        />
        <TextArea label="Alasan ralat" name="alasan" value={reason} rows={2} required maxlength={500} />
        {mayHurry && (
          <Check
            label="Tidak bisa menunggu: kirim tanpa diperiksa orang kedua"
            name="darurat"
            isChecked={isEmergency}
          />
        )}
        <div class="actions">
          <button type="submit" class="button">
            Tulis ralat
          </button>
          <a href={to(broadcastPath(broadcast.id))}>Batal</a>
        </div>
      </form>
    </Card>
  )
}
