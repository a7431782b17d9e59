import type { Child } from 'hono/jsx'
import { to } from '../../paths.ts'
import { ActionForm, Choice, TextArea, TextField } from '../../ui/fields.tsx'
import { CHANNEL_LABEL } from '../../../dissemination/desk/words.ts'
import { broadcastPath } from '../words.tsx'
import { versionOf } from '../permission.ts'
import type { DetailsView } from './read.ts'
import type { Step } from './steps.ts'

const REASON_LENGTH = 500

function StepForm({ step, view: { broadcast } }: { step: Step; view: DetailsView }) {
  const { path, label, why, confirm, tone, isForThisVersion } = step
  return (
    <ActionForm
      action={broadcastPath(broadcast.id, `/${path}`)}
      label={label}
      {...(confirm === undefined ? {} : { confirm })}
      {...(tone === undefined ? {} : { tone })}
      {...(isForThisVersion === true ? { hidden: { versi: versionOf(broadcast) } } : {})}
    >
      {why !== undefined && (
        <TextArea label={why} name="alasan" rows={2} required maxlength={REASON_LENGTH} hint="Ikut dicatat." />
      )}
    </ActionForm>
  )
}

function RetryForm({ view: { broadcast, runs } }: { view: DetailsView }) {
  const tally = runs.find(({ run }) => run.status === 'running' || run.status === 'finished')?.tally
  return (
    <ActionForm action={broadcastPath(broadcast.id, '/kirim-ulang')} label="Kirim ulang">
      <p>
        {tally?.failed ?? 0} pesan gagal dikirim ulang. {tally?.uncertain ?? 0} pesan belum pasti sudah masuk.
      </p>
      <Choice
        label="Yang belum pasti"
        name="ragu"
        options={[
          { value: '', label: 'Biarkan dulu' },
          { value: 'sent', label: 'Sudah masuk: anggap terkirim' },
          { value: 'again', label: 'Belum masuk: kirim ulang' },
        ]}
        hint="Lihat dulu di grupnya. Kirim ulang yang ternyata sudah masuk membuat pesannya ganda."
      />
    </ActionForm>
  )
}

const RecallForm = ({ view: { broadcast } }: { view: DetailsView }) => (
  <ActionForm
    action={broadcastPath(broadcast.id, '/tarik')}
    label="Tarik siaran"
    tone="danger"
    confirm="Tarik siaran ini dari semua grup?"
  >
    <p>Pesan dihapus di grup selama platform mengizinkan. Yang belum terkirim tidak dikirim lagi.</p>
    <TextArea label="Mengapa ditarik" name="alasan" rows={2} required maxlength={REASON_LENGTH} />
  </ActionForm>
)

const TrialForm = ({ view: { broadcast, preview } }: { view: DetailsView }) => (
  <ActionForm action={broadcastPath(broadcast.id, '/uji-coba')} label="Kirim uji coba" tone="quiet">
    <p>Dikirim sekali ke chat Anda sendiri, dengan tanda UJI COBA.</p>
    <Choice
      label="Saluran"
      name="saluran"
      options={preview.renderings.map(({ channel }) => ({ value: channel, label: CHANNEL_LABEL[channel] }))}
    />
    <TextField
      label="Chat tujuan"
      name="chat"
      required
      maxlength={100}
      autocomplete="off"
      hint="ID chat di Telegram, atau nomor WhatsApp seperti 6281200000000. Tidak disimpan."
    />
  </ActionForm>
)

function Folded({ title, children }: { title: string; children: Child }) {
  return (
    <details class="action">
      <summary>{title}</summary>
      {children}
    </details>
  )
}

/** What whoever looks can do with the broadcast now: what matters most first, what needs a reason folded. */
export function Actions({ view }: { view: DetailsView }) {
  const { broadcast, steps, may } = view
  const direct = steps.filter(({ why }) => why === undefined)
  const folded = steps.filter(({ why }) => why !== undefined)
  return (
    <>
      {(direct.length > 0 || may.edit || may.copy) && (
        <div class="actions">
          {direct.map((step) => (
            <StepForm step={step} view={view} />
          ))}
          {may.edit && (
            <a class="button quiet" href={to(broadcastPath(broadcast.id, '/ubah'))}>
              Ubah draf
            </a>
          )}
          {may.copy && (
            <a class="button quiet" href={to('/siaran/tulis', { dari: broadcast.id })}>
              Salin jadi draf baru
            </a>
          )}
          {may.correct && (
            <a class="button quiet" href={to(broadcastPath(broadcast.id, '/ralat'))}>
              Ralat
            </a>
          )}
        </div>
      )}
      {folded.map((step) => (
        <Folded title={step.label}>
          <StepForm step={step} view={view} />
        </Folded>
      ))}
      {may.retry && (
        <Folded title="Kirim ulang yang gagal">
          <RetryForm view={view} />
        </Folded>
      )}
      {may.recall && (
        <Folded title="Tarik siaran">
          <RecallForm view={view} />
        </Folded>
      )}
      {may.try && broadcast.kind !== 'recall' && (
        <Folded title="Uji coba ke chat sendiri">
          <TrialForm view={view} />
        </Folded>
      )}
    </>
  )
}
