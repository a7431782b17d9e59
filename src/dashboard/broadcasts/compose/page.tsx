import type { AreaCode } from '../../../domain/area.ts'
import { COMMUNITY_KINDS } from '../../../domain/community.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import type { TopicList } from '../../../domain/topic.ts'
import type { Preview } from '../../../dissemination/desk/preview.ts'
import { CHANNEL_LABEL } from '../../../dissemination/desk/words.ts'
import { to } from '../../paths.ts'
import { topicOptions } from '../../topic-options.ts'
import { Check, Checks, Choice, TextArea, TextField } from '../../ui/fields.tsx'
import { Card } from '../../ui/parts.tsx'
import { Looks } from '../looks/looks.tsx'
import { Reach } from '../reach.tsx'
import { COMMUNITY_KIND_LABEL } from '../words.tsx'
import { AreaPicker } from './areas.tsx'
import type { Draft } from './draft.ts'
import { Emergency, Picture, Timing } from './fields.tsx'

/** Staff write for people; the simulator is for trying out. */
const CHANNELS = ['whatsapp', 'telegram'] as const

export interface ComposeProps {
  draft: Draft
  /** What is wrong, in sentences. */
  problems: string[]
  /** The area that whoever writes works for. */
  root: AreaCode
  gazetteer: Gazetteer
  topics: TopicList
  /** Where the form goes, below `/dasbor`. */
  path: string
  /** Missing until it was asked for. */
  preview?: Preview
}

function Problems({ problems }: Pick<ComposeProps, 'problems'>) {
  if (problems.length === 0) return <></>
  return (
    <div class="problem" role="alert">
      <p>Belum bisa disimpan:</p>
      <ul>
        {problems.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}

const BODY_HINT = (
  <>
    <strong>**tebal**</strong>, <em>_miring_</em>, [nama tautan](https://alamat), dan baris yang diawali "- " menjadi
    daftar. Paling banyak 3.500 huruf, atau sekitar 900 bila ada gambar. Judul dan kode keaslian ditambahkan sendiri.
  </>
)

/** What it will look like and whom it reaches, as the form says now. */
export function PreviewPart({ preview, picture }: { preview: Preview | undefined; picture: string }) {
  if (preview === undefined) {
    return <p class="muted">Centang wilayahnya dulu, lalu jangkauan dan tampilannya muncul di sini.</p>
  }
  return (
    <>
      <Reach preview={preview} />
      <Looks
        renderings={preview.renderings}
        picture={picture === '' ? undefined : to(`/siaran/gambar/${picture}`)}
      />
    </>
  )
}

/** The form of an announcement. Every button sends all of it, so that nothing is lost without a script. */
export function ComposePage({ draft, problems, root, gazetteer, topics, path, preview }: ComposeProps) {
  const action = to(path)
  return (
    <form method="post" action={action} enctype="multipart/form-data" class="compose">
      <button type="submit" name="langkah" value="hitung" class="hidden" tabindex={-1} aria-hidden="true">
        Hitung
      </button>
      <Problems problems={problems} />
      <Card title="Isi">
        <div class="stack">
          <TextField label="Judul" name="judul" value={draft.title} maxlength={120} />
          <TextField
            label="Program"
            name="program"
            value={draft.programme}
            maxlength={120}
            hint="Nama resmi programnya."
          />
          <Choice
            label="Topik"
            name="topik"
            value={draft.topic}
            options={[
              { value: '', label: 'Pilih topik' },
              ...topicOptions(topics, [draft.topic]),
            ]}
            hint="Grup yang memilih topik tertentu hanya menerima topik itu."
          />
          <TextArea label="Isi" name="isi" value={draft.body} rows={12} hint={BODY_HINT} />
          <Picture picture={draft.picture} />
        </div>
      </Card>
      <Card title="Penerima">
        <div class="stack">
          <AreaPicker draft={draft} gazetteer={gazetteer} action={action} root={root} />
          <Checks
            legend="Jenis grup"
            name="jenis"
            values={draft.kinds}
            options={COMMUNITY_KINDS.map((value) => ({ value, label: COMMUNITY_KIND_LABEL[value] }))}
            hint="Tidak ada yang dicentang berarti semua."
          />
          <Checks
            legend="Saluran"
            name="saluran"
            values={draft.channels}
            options={CHANNELS.map((value) => ({ value, label: CHANNEL_LABEL[value] }))}
            hint="Tidak ada yang dicentang berarti semua."
          />
        </div>
      </Card>
      <Card title="Waktu">
        <div class="stack">
          <Timing draft={draft} />
        </div>
      </Card>
      <Card title="Lainnya">
        <div class="stack">
          <Check
            label="Tanyakan ke grup apakah kabarnya sudah disampaikan ke warga"
            name="konfirmasi"
            isChecked={draft.acknowledge}
          />
          <Emergency draft={draft} />
        </div>
      </Card>
      <section class="card" id="pratinjau">
        <h2>Jangkauan dan tampilan</h2>
        <div
          class="preview"
          hx-post={to('/siaran/tulis/pratinjau')}
          hx-trigger="change from:closest form delay:400ms"
          hx-include="closest form"
        >
          <PreviewPart preview={preview} picture={draft.picture} />
        </div>
        <button
          type="submit"
          class="button quiet"
          name="langkah"
          value="hitung"
          formaction={`${action}#pratinjau`}
        >
          Hitung
        </button>
      </section>
      <div class="actions">
        <button type="submit" class="button" name="langkah" value="ajukan">
          Simpan dan ajukan
        </button>
        <button type="submit" class="button quiet" name="langkah" value="simpan">
          Simpan draf
        </button>
      </div>
    </form>
  )
}
