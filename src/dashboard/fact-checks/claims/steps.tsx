import type { ClaimDetails } from '../../../claims/claim-desk.ts'
import { HARM_LABEL } from '../../../claims/labels.ts'
import { claimStep, HARMS } from '../../../domain/claim.ts'
import type { ClarificationDraft } from '../../../domain/clarification.ts'
import { to } from '../../paths.ts'
import { ActionForm, Choice, TextField, type Option } from '../../ui/fields.tsx'
import { Card } from '../../ui/parts.tsx'
import { claimPath, clarificationPath } from '../words.ts'

interface Props {
  claim: ClaimDetails
  drafts: ClarificationDraft[]
  broadcastAreas: Option[]
}

const HARM_OPTIONS = HARMS.map((harm) => ({ value: harm, label: HARM_LABEL[harm] }))

function Broadcast({ claim, broadcastAreas }: Pick<Props, 'claim' | 'broadcastAreas'>) {
  return (
    <Card title="Jadikan siaran">
      <p class="muted">
        Jawabannya dikirim ke grup KIM di satu kecamatan atau kabupaten, setelah orang lain menyetujui.
      </p>
      <ActionForm action={`${claimPath(claim.number)}/siaran`} label="Ajukan siaran" tone="quiet">
        <Choice label="Wilayah" name="wilayah" options={broadcastAreas} />
      </ActionForm>
    </Card>
  )
}

/** The way to the draft that answers it, or to a new one. */
function Write({ claim, drafts: [draft] }: Pick<Props, 'claim' | 'drafts'>) {
  if (draft !== undefined) {
    return (
      <a class="button" href={to(clarificationPath(draft.id))}>
        Lanjutkan draf
      </a>
    )
  }
  return (
    <a class="button" href={to('/cek-fakta/klarifikasi/baru', { tanya: claim.number })}>
      Tulis klarifikasi
    </a>
  )
}

function Work({ claim, drafts, path }: Pick<Props, 'claim' | 'drafts'> & { path: string }) {
  const can = (action: 'take' | 'release' | 'reopen' | 'answer') =>
    claimStep(claim.status, action) !== undefined
  return (
    <Card title="Langkah">
      <div class="actions">
        {can('answer') && <Write claim={claim} drafts={drafts} />}
        {can('take') && (
          <ActionForm
            action={`${path}/ambil`}
            label={claim.takenBy === undefined ? 'Ambil' : 'Ambil alih'}
            tone="quiet"
          />
        )}
        {can('release') && <ActionForm action={`${path}/lepas`} label="Lepas" tone="quiet" />}
        {can('reopen') && <ActionForm action={`${path}/buka`} label="Buka lagi" tone="quiet" />}
      </div>
      <ActionForm action={`${path}/bahaya`} label="Ubah bahaya" tone="quiet">
        <Choice label="Tingkat bahaya" name="bahaya" value={claim.harm} options={HARM_OPTIONS} />
      </ActionForm>
    </Card>
  )
}

function Others({ claim, path }: { claim: ClaimDetails; path: string }) {
  const can = (action: 'wait' | 'refer') => claimStep(claim.status, action) !== undefined
  if (!can('wait') && !can('refer')) return <></>
  return (
    <Card title="Lewat pihak lain">
      {can('wait') && (
        <ActionForm action={`${path}/tunggu`} label="Tunggu instansi" tone="quiet">
          <TextField
            label="Menunggu siapa dan apa"
            name="catatan"
            maxlength={300}
            required
            placeholder="Dinas PUPR: hasil pemeriksaan jembatan"
          />
        </ActionForm>
      )}
      {can('refer') && (
        <ActionForm
          action={`${path}/arahkan`}
          label="Arahkan penanya"
          tone="quiet"
          confirm="Semua yang bertanya akan dikabari ke mana mereka bisa bertanya. Lanjutkan?"
        >
          <TextField
            label="Diarahkan ke mana"
            name="catatan"
            maxlength={300}
            required
            placeholder="Mafindo (turnbackhoax.id)"
            hint="Penanya membaca kata-kata ini."
          />
        </ActionForm>
      )}
    </Card>
  )
}

/** What can be done about a claim as it is now. */
export function ClaimSteps(props: Props) {
  const { claim, broadcastAreas } = props
  const path = claimPath(claim.number)
  return (
    <div class="grid">
      <Work {...props} path={path} />
      <Others claim={claim} path={path} />
      {claim.status === 'answered' && broadcastAreas.length > 0 && <Broadcast {...props} />}
    </div>
  )
}
