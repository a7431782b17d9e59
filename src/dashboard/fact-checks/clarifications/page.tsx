import { CLARIFICATION_ACTION_LABEL } from '../../../claims/labels.ts'
import type { ClarificationDraft } from '../../../domain/clarification.ts'
import { to } from '../../paths.ts'
import { ActionForm, TextField } from '../../ui/fields.tsx'
import { At, Card } from '../../ui/parts.tsx'
import { StatusBadge } from '../parts.tsx'
import { claimPath, clarificationPath } from '../words.ts'
import { Changes, Content } from './content.tsx'
import { ClarificationForm, type ClarificationFormProps } from './form.tsx'
import { stampOf, type ClarificationView, type VersionView } from './read.ts'

export interface ClarificationPageProps extends ClarificationView {
  /** Of whoever looks. */
  name: string
  mayAnswer: boolean
  form?: ClarificationFormProps
}

type Of<Name extends keyof ClarificationPageProps> = Pick<ClarificationPageProps, Name>

function Published({ published, nameOf, id }: Of<'published' | 'nameOf' | 'id'>) {
  if (published === undefined) return <></>
  return (
    <Card title={published.status === 'retracted' ? 'Yang sudah ditarik' : 'Yang terbit'}>
      <p>
        <StatusBadge status={published.status} /> versi {published.version}
        {published.status === 'published' && (
          <>
            {' · '}
            <a class="link" href={`/klarifikasi/${encodeURIComponent(id)}`}>
              halaman untuk warga
            </a>
          </>
        )}
      </p>
      <Content content={published} nameOf={nameOf} />
    </Card>
  )
}

function Draft({ draft, nameOf, problems }: { draft: ClarificationDraft } & Of<'nameOf' | 'problems'>) {
  return (
    <Card title="Draf">
      <p>
        <StatusBadge status={draft.status} /> ditulis {draft.writtenBy}, <At time={draft.updatedAt} />
      </p>
      {draft.note !== undefined && <p>Catatan: {draft.note}</p>}
      {problems.length > 0 && (
        <ul class="problem">
          {problems.map((problem) => (
            <li>{problem}</li>
          ))}
        </ul>
      )}
      <Content content={draft.content} nameOf={nameOf} />
      {draft.corrects && <p class="muted">Yang sudah menerima versi lama dikabari dengan ralat.</p>}
    </Card>
  )
}

function Claim({ claim }: Of<'claim'>) {
  if (claim === undefined) return <></>
  return (
    <Card title={`Menjawab pertanyaan #${claim.number}`}>
      {claim.texts === undefined ? (
        <p class="muted">Tidak ada penanya dari wilayah tugas Anda.</p>
      ) : (
        <>
          <ul class="wordings">
            {claim.texts.map((text) => (
              <li class="quote">{text}</li>
            ))}
          </ul>
          <p>
            <a class="link" href={to(claimPath(claim.number))}>
              Buka pertanyaannya
            </a>
          </p>
        </>
      )}
      <p class="muted">Semua penanya dikabari begitu klarifikasinya terbit.</p>
    </Card>
  )
}

const isSame = (left: string, right: string) => left.trim().toLowerCase() === right.trim().toLowerCase()

function Publish({ draft, name, path }: { draft: ClarificationDraft; name: string; path: string }) {
  if (isSame(draft.writtenBy, name)) {
    return <p>Draf Anda menunggu diperiksa dan diterbitkan orang lain.</p>
  }
  return (
    <ActionForm
      action={`${path}/terbitkan`}
      label="Terbitkan"
      hidden={{ dibaca: stampOf(draft) }}
      confirm="Terbitkan? Bot langsung menjawab dengan ini, dan para penanya dikabari."
    >
      <TextField label="Catatan untuk riwayat" name="catatan" maxlength={500} hint="Boleh kosong." />
    </ActionForm>
  )
}

function Review({
  draft,
  problems,
  name,
  id,
}: { draft: ClarificationDraft } & Of<'problems' | 'name' | 'id'>) {
  const path = clarificationPath(id)
  return (
    <Card title="Pemeriksaan">
      {draft.status === 'in_review' && <Publish draft={draft} name={name} path={path} />}
      {draft.status === 'draft' && problems.length > 0 && (
        <p>Lengkapi dulu drafnya, lalu ajukan untuk diperiksa orang kedua.</p>
      )}
      <div class="actions">
        {draft.status === 'draft' && problems.length === 0 && (
          <ActionForm
            action={`${path}/ajukan`}
            label="Ajukan untuk diperiksa"
            hidden={{ dibaca: stampOf(draft) }}
          />
        )}
        <ActionForm action={`${path}/buang`} label="Buang draf" tone="danger" confirm="Buang draf ini?" />
      </div>
    </Card>
  )
}

function Retract({ id }: { id: string }) {
  return (
    <Card title="Tarik klarifikasi">
      <ActionForm
        action={`${clarificationPath(id)}/tarik`}
        label="Tarik"
        tone="danger"
        confirm="Tarik klarifikasi ini? Bot berhenti memakainya, dan yang pernah menerimanya dikabari."
      >
        <TextField label="Alasan" name="alasan" required maxlength={500} />
      </ActionForm>
    </Card>
  )
}

const Version = ({ version, action, by, at, note, changes }: VersionView) => (
  <li>
    Versi {version}: {CLARIFICATION_ACTION_LABEL[action].toLowerCase()}
    {note !== undefined && ` (${note})`}
    <br />
    <span class="muted">
      {by}, <At time={at} />
    </span>
    {changes !== undefined && changes.length > 0 && (
      <details>
        <summary>Yang berubah: {changes.map(({ label }) => label.toLowerCase()).join(', ')}</summary>
        <Changes changes={changes} />
      </details>
    )}
  </li>
)

function Form({ form, draft }: Of<'form' | 'draft'>) {
  if (form === undefined) return <></>
  const isOpen = form.problem !== undefined || draft?.status === 'draft'
  return (
    <Card>
      <details open={isOpen} id="tulis">
        <summary>{draft === undefined ? 'Perbaiki klarifikasi ini' : 'Ubah draf'}</summary>
        {draft?.status === 'in_review' && (
          <p class="muted">
            Draf yang diubah perlu diajukan lagi, dan diterbitkan orang lain dari yang mengubah.
          </p>
        )}
        <ClarificationForm {...form} />
      </details>
    </Card>
  )
}

/** A clarification: what is published, its draft beside it, and its history. */
export function ClarificationPage(props: ClarificationPageProps) {
  const { draft, published, changes, versions, mayAnswer, id } = props
  return (
    <>
      <div class="grid wide">
        <Published {...props} />
        {draft !== undefined && <Draft {...props} draft={draft} />}
        <Claim {...props} />
      </div>
      {changes.length > 0 && (
        <Card title="Yang diubah draf ini">
          <Changes changes={changes} />
        </Card>
      )}
      {mayAnswer && draft !== undefined && <Review {...props} draft={draft} />}
      {mayAnswer && <Form {...props} />}
      {versions.length > 0 && (
        <Card title="Riwayat">
          <ol class="timeline">
            {versions.map((version) => (
              <Version {...version} />
            ))}
          </ol>
        </Card>
      )}
      {mayAnswer && published?.status === 'published' && <Retract id={id} />}
    </>
  )
}
