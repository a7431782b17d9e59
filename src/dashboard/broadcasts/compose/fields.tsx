import { to } from '../../paths.ts'
import { Check, TextField } from '../../ui/fields.tsx'
import { TIMINGS, type Draft } from './draft.ts'

const TIMING_LABEL: Record<Draft['timing'], string> = {
  segera: 'Segera sesudah disetujui, paling lambat dua jam dari sekarang',
  sekali: 'Sekali, pada tanggal dan jam',
  berulang: 'Berulang, dengan kata-kata',
}

/** When it goes out, and until when. */
export function Timing({ draft }: { draft: Draft }) {
  return (
    <>
      <fieldset>
        <legend>Kapan dikirim (WITA)</legend>
        <div class="checks one">
          {TIMINGS.map((timing) => (
            <label>
              <input type="radio" name="kapan" value={timing} checked={timing === draft.timing} />
              {TIMING_LABEL[timing]}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="pair when-once">
        <TextField label="Tanggal kirim" name="tanggal" type="date" value={draft.date} />
        <TextField label="Jam kirim" name="jam" type="time" value={draft.time} />
      </div>
      <div class="when-words">
      <TextField
        label="Jadwal berulang"
        name="jadwal"
        value={draft.words}
        maxlength={200}
        placeholder="setiap Senin 08.00 sampai 30 Juni 2027"
        hint={'Seperti mengucapkannya: "setiap Senin dan Kamis 08.00", "tanggal 1 tiap bulan 09.00", "setiap hari kerja 07.30 kecuali hari libur".'}
      />
      </div>
      <div class="pair">
        <TextField
          label="Berlaku sampai tanggal"
          name="berlaku_tanggal"
          type="date"
          value={draft.expiresDate}
          hint="Boleh kosong. Sesudahnya tidak ada lagi yang dikirim."
        />
        <TextField label="Sampai jam" name="berlaku_jam" type="time" value={draft.expiresTime} />
      </div>
    </>
  )
}

/** A picture that goes with the text. */
export function Picture({ picture }: Pick<Draft, 'picture'>) {
  return (
    <div class="stack">
      {picture !== '' && (
        <>
          <input type="hidden" name="gambar_lama" value={picture} />
          <img class="chosen" src={to(`/siaran/gambar/${picture}`)} alt="Gambar yang dipilih" />
          <Check label="Hapus gambar ini" name="hapus_gambar" />
        </>
      )}
      <label class="field">
        {picture === '' ? 'Gambar (boleh kosong)' : 'Ganti gambar'}
        <input type="file" name="gambar" accept="image/jpeg,image/png,image/webp" />
        <small>JPEG, PNG, atau WebP, paling besar 5 MB. Dikecilkan sendiri agar hemat kuota warga.</small>
      </label>
    </div>
  )
}

/** Skipping quiet hours is for emergencies, with a reason. */
export function Emergency({ draft }: { draft: Draft }) {
  return (
    <>
      <Check
        label="Darurat: bencana atau wabah, dikirim juga pada jam tenang"
        name="darurat"
        isChecked={draft.isEmergency}
      />
      <div class="when-emergency">
      <TextField
        label="Alasan darurat"
        name="alasan_darurat"
        value={draft.emergencyReason}
        maxlength={200}
        hint="Wajib bila darurat. Ikut dicatat."
      />
      </div>
    </>
  )
}
