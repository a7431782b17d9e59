import { broadcastCode, printedCode } from '../../../domain/broadcast-code.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import type { TopicList } from '../../../domain/topic.ts'
import { formatWita } from '../../../domain/wita.ts'
import type { TestSend } from '../../../storage/test-sends.ts'
import { to } from '../../paths.ts'
import { At, Card, Empty, Facts } from '../../ui/parts.tsx'
import { Difference } from '../looks/difference.tsx'
import { Looks } from '../looks/looks.tsx'
import { areaNames, Reach } from '../reach.tsx'
import { CHANNEL_LABEL } from '../../../dissemination/desk/words.ts'
import { COMMUNITY_KIND_LABEL, Marks, broadcastPath, scheduleInWords, StatusBadge } from '../words.tsx'
import { Actions } from './actions.tsx'
import { Amendments, History, Runs } from './past.tsx'
import type { DetailsView, Versions } from './read.ts'

interface DetailsPageProps {
  view: DetailsView
  gazetteer: Gazetteer
  topics: TopicList
}

const orAll = (words: string[], all: string) => (words.length === 0 ? all : words.join(', '))

function About({ view: { broadcast }, gazetteer, topics }: DetailsPageProps) {
  const { id, audience, schedule, expiresAt, sourceFile, amends, emergencyReason } = broadcast
  const get = (code: string) => gazetteer.get(code)
  return (
    <Facts
      of={[
        ['Keadaan', <StatusBadge status={broadcast.status} />],
        ['Untuk siaran', amends === undefined ? undefined : <a href={to(broadcastPath(amends))}>{amends}</a>],
        ['Penulis', broadcast.author],
        ['Program', broadcast.programme],
        ['Jadwal', broadcast.kind === 'announcement' ? scheduleInWords(schedule) : undefined],
        ['Berlaku sampai', expiresAt === undefined ? undefined : formatWita(expiresAt)],
        ['Wilayah', areaNames(audience.areaCodes, get)],
        ['Kecuali', audience.except.length === 0 ? undefined : areaNames(audience.except, get)],
        ['Topik', orAll(audience.topics.map((topic) => topics.labelOf(topic)), 'Semua')],
        ['Jenis grup', orAll(audience.communityKinds.map((kind) => COMMUNITY_KIND_LABEL[kind]), 'Semua')],
        ['Saluran', orAll(audience.channels.map((name) => CHANNEL_LABEL[name]), 'Semua')],
        ['Konfirmasi', broadcast.wantsAcknowledgement === true ? 'Grup ditanya apakah sudah disampaikan' : undefined],
        ['Alasan darurat', emergencyReason],
        ['Kode', printedCode(broadcastCode(amends ?? id))],
        [
          'Berkas',
          sourceFile === undefined ? undefined : (
            <>
              <code>{sourceFile}</code> Isi dan jadwalnya diubah di berkas itu, bukan di sini.
            </>
          ),
        ],
      ]}
    />
  )
}

function Changes({ versions }: { versions: Versions | undefined }) {
  if (versions === undefined) return <p class="muted">Belum pernah dikirim: seluruh isinya baru.</p>
  const { before, after, isOtherPicture } = versions
  return (
    <>
      {before === after ? (
        <p>Teksnya sama dengan yang terakhir dikirim.</p>
      ) : (
        <>
          <p class="muted">Dibanding yang terakhir dikirim: yang baru digarisbawahi, yang hilang dicoret.</p>
          <Difference before={before} after={after} />
        </>
      )}
      {isOtherPicture && <p>Gambarnya juga diganti.</p>}
    </>
  )
}

/** How a trial went; asks again by itself while it is under way. */
export function TrialState({ id, trial }: { id: string; trial: Pick<TestSend, 'id' | 'status' | 'reason'> }) {
  const words = {
    queued: 'Uji coba sedang dikirim …',
    sent: 'Uji coba sudah dikirim ke chat itu.',
    failed: `Uji coba gagal. ${trial.reason ?? ''}`,
  }
  const live =
    trial.status === 'queued'
      ? {
          'hx-get': to(broadcastPath(id, '/uji-coba'), { uji: trial.id }),
          'hx-trigger': 'every 2s',
          'hx-swap': 'outerHTML',
        }
      : {}
  return (
    <p class="flash" role="status" {...live}>
      {words[trial.status]}
    </p>
  )
}

function Coming({ view: { next } }: { view: DetailsView }) {
  if (next.length === 0) return <Empty title="Tidak ada jadwal berikutnya." />
  return (
    <ol class="timeline">
      {next.map(({ at, dueAt }) => (
        <li>
          <At time={at} />
          {dueAt > at && (
            <span class="muted">
              {' '}
              jam tenang, keluar <At time={dueAt} />
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}

/** Everything about one broadcast. */
export function DetailsPage({ view, gazetteer, topics }: DetailsPageProps) {
  const { broadcast, preview, trial, isTooLate, isOwn, versions } = view
  const { id, kind, status, message } = broadcast
  const isToApprove = status === 'awaiting_approval'
  const picture = message.attachment === undefined ? undefined : to(broadcastPath(id, '/gambar'))
  return (
    <>
      {trial !== undefined && <TrialState id={id} trial={trial} />}
      {isTooLate && (
        <p class="problem" role="alert">
          Waktu kirimnya sudah lewat, jadi tidak ada yang akan dikirim. Ubah jadwalnya dulu.
        </p>
      )}
      <Card title="Ringkasan">
        <p>
          <Marks broadcast={broadcast} />
        </p>
        <About view={view} gazetteer={gazetteer} topics={topics} />
        {isToApprove && isOwn && <p class="muted">Anda penulisnya, jadi orang lain yang menyetujui.</p>}
        <Actions view={view} />
      </Card>
      {(isToApprove || kind === 'correction') && (
        <Card title="Yang berubah">
          <Changes versions={versions} />
        </Card>
      )}
      {kind !== 'recall' && (
        <Card title="Tampilan di grup">
          <Looks renderings={preview.renderings} picture={picture} />
        </Card>
      )}
      {kind === 'announcement' && (
        <>
          <Card title="Jangkauan">
            <Reach preview={preview} />
          </Card>
          <Card title="Jadwal berikutnya">
            <Coming view={view} />
          </Card>
        </>
      )}
      <Runs view={view} />
      <Amendments view={view} />
      <History view={view} />
    </>
  )
}

