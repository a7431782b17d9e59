import { VERDICT_WORD } from '../../../claims/labels.ts'
import { areaLabel, PROVINCE_CODE } from '../../../domain/area.ts'
import { VERDICTS } from '../../../domain/clarification.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import { to } from '../../paths.ts'
import { Check, Checks, Choice, TextArea, TextField } from '../../ui/fields.tsx'
import type { Typed } from './typed.ts'

const EMPTY_SOURCES = 2
const EMPTY_TEXTS = 1
const EMPTY_SOURCE = { publisher: '', url: '' }

const VERDICT_OPTIONS = VERDICTS.map((verdict) => ({ value: verdict, label: VERDICT_WORD[verdict] }))
const CORRECTING_OPTIONS = [
  { value: '', label: 'bila putusan atau penjelasannya berubah' },
  { value: 'ya', label: 'ya, kabari mereka' },
  { value: 'tidak', label: 'tidak' },
]

export interface ClarificationFormProps {
  /** Where it is sent, below `/dasbor`. */
  action: string
  typed: Typed
  gazetteer: Gazetteer
  /** Sent along unseen. */
  hidden: Record<string, string>
  /** What was wrong with it the last time. */
  problem?: string | undefined
  /** What a new one is to be called; undefined for one that has its name. */
  name?: string
  /** Somebody may have an older version. */
  isPublished: boolean
  /** Pictures that are known already. */
  pictures: number
}

function Sources({ typed: { sources } }: { typed: Typed }) {
  const rows = [...sources, ...Array.from({ length: EMPTY_SOURCES }, () => EMPTY_SOURCE)]
  return (
    <fieldset>
      <legend>Sumber</legend>
      <p class="muted">Sedikitnya satu. Baris kosong tidak dihitung; simpan untuk mendapat baris lagi.</p>
      <div class="rows">
        {rows.map(({ publisher, url }, place) => (
          <div class="row">
            <TextField
              label={`Penerbit ${place + 1}`}
              name={`penerbit-${place}`}
              value={publisher}
              maxlength={200}
            />
            <TextField
              label={`Tautan ${place + 1}`}
              name={`tautan-${place}`}
              value={url}
              maxlength={1_000}
              placeholder="https://…"
            />
          </div>
        ))}
      </div>
    </fieldset>
  )
}

function Circulating({ typed: { circulatingTexts } }: { typed: Typed }) {
  const rows = [...circulatingTexts, ...Array.from({ length: EMPTY_TEXTS }, () => '')]
  return (
    <fieldset>
      <legend>Pesan yang beredar</legend>
      <p class="muted">
        Satu pesan dalam satu kotak, persis seperti diteruskan orang. Kosongkan yang tidak dipakai.
      </p>
      <div class="rows">
        {rows.map((text, place) => (
          <TextArea label={`Pesan ${place + 1}`} name={`beredar-${place}`} value={text} rows={4} />
        ))}
      </div>
    </fieldset>
  )
}

function Areas({ typed: { regencies, places }, gazetteer }: { typed: Typed; gazetteer: Gazetteer }) {
  const options = gazetteer
    .children(PROVINCE_CODE)
    .map((area) => ({ value: area.code, label: areaLabel(area) }))
  return (
    <details open={regencies.length > 0 || places !== ''}>
      <summary>Hanya menyangkut wilayah tertentu</summary>
      <div class="stack">
        <Checks
          legend="Kabupaten dan kota"
          hint="Kosong berarti di mana saja."
          name="kabupaten"
          values={regencies}
          options={options}
        />
        <TextArea
          label="Kecamatan, desa, atau kelurahan"
          name="wilayah"
          value={places}
          rows={3}
          hint="Satu wilayah satu baris: nama atau kodenya."
        />
      </div>
    </details>
  )
}

function Pictures({ pictures, isForgotten }: { pictures: number; isForgotten: boolean }) {
  return (
    <details open={pictures > 0}>
      <summary>Gambar yang beredar bersama klaimnya ({pictures})</summary>
      <div class="stack">
        <label class="field">
          Tambah gambar
          <input type="file" name="gambar" accept="image/*" />
          <small>Hanya sidiknya yang disimpan, bukan gambarnya. Paling besar 5 MB.</small>
        </label>
        {pictures > 0 && (
          <Check label="Lupakan gambar yang sudah dicatat" name="lupakan-gambar" isChecked={isForgotten} />
        )}
      </div>
    </details>
  )
}

/** Writes a draft. */
export function ClarificationForm(props: ClarificationFormProps) {
  const { action, typed, hidden, problem, name, isPublished, gazetteer, pictures } = props
  return (
    <form method="post" action={to(action)} class="stack" enctype="multipart/form-data">
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <TextField
        label="Klaimnya"
        name="klaim"
        value={typed.claimReviewed}
        maxlength={500}
        hint="Satu kalimat, seperti orang menceritakannya."
      />
      <Choice label="Putusan" name="putusan" value={typed.verdict} options={VERDICT_OPTIONS} />
      <TextArea
        label="Penjelasan"
        name="penjelasan"
        value={typed.explanation}
        maxlength={4_000}
        hint="Dua tiga kalimat yang mudah dimengerti."
      />
      <Sources typed={typed} />
      <TextField label="Tanggal sumbernya" name="tanggal" type="date" value={typed.date} />
      <Circulating typed={typed} />
      <Areas typed={typed} gazetteer={gazetteer} />
      <Pictures pictures={pictures} isForgotten={typed.forgetsPictures} />
      {isPublished && (
        <Choice
          label="Kabari yang sudah menerima versi lama"
          name="ralat"
          value={typed.correcting}
          options={CORRECTING_OPTIONS}
        />
      )}
      <TextField
        label="Catatan untuk pemeriksa"
        name="catatan"
        value={typed.note}
        maxlength={500}
        hint="Tidak dibaca warga."
      />
      {name !== undefined && (
        <TextField
          label="Nama pendek"
          name="id"
          value={name}
          maxlength={60}
          hint="Untuk alamat halamannya: huruf, angka, dan tanda hubung. Kosong: dibuat dari klaimnya."
        />
      )}
      <div class="actions">
        <button type="submit" class="button" name="langkah" value="simpan">
          Simpan draf
        </button>
        <button type="submit" class="button quiet" name="langkah" value="ajukan">
          Simpan dan ajukan
        </button>
      </div>
    </form>
  )
}
