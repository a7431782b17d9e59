import type { ChannelState, ChannelStatus } from '../../domain/channel.ts'
import type { ChannelName } from '../../domain/message.ts'
import type { AssetUrl } from '../assets.ts'
import { isHealthy, type HealthReport, type PartState } from '../health.ts'
import { Page } from './layout.tsx'

type Tone = 'good' | 'waiting' | 'bad'

const CHANNEL_TITLE: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  simulator: 'Simulator',
}

const STATE_WORDS: Record<ChannelState, [Tone, string]> = {
  connected: ['good', 'Tersambung'],
  connecting: ['waiting', 'Sedang menyambung'],
  needs_pairing: ['waiting', 'Perlu dipasangkan dengan ponsel'],
  stopped: ['waiting', 'Berhenti'],
  broken: ['bad', 'Bermasalah'],
}

const PART_WORDS: Record<PartState, [Tone, string]> = {
  ok: ['good', 'Berjalan'],
  broken: ['bad', 'Bermasalah'],
}

function StateRow({ name, state, detail }: { name: string; state: [Tone, string]; detail?: string }) {
  const [tone, words] = state
  return (
    <li>
      <span class="part">{name}</span>
      <span class={`state ${tone}`}>{words}</span>
      {detail !== undefined && <span class="detail">{detail}</span>}
    </li>
  )
}

/** `whatsapp/utama` is one of several numbers of WhatsApp. */
function ChannelRow({ name, status }: { name: string; status: ChannelStatus }) {
  const [channel, account] = name.split('/')
  const title = CHANNEL_TITLE[channel as ChannelName]
  const detail = status.detail === undefined ? {} : { detail: status.detail }
  return (
    <StateRow
      name={account === undefined ? title : `${title} ${account}`}
      state={STATE_WORDS[status.state]}
      {...detail}
    />
  )
}

function summaryOf(report: HealthReport | undefined): string {
  if (report === undefined || !isHealthy(report)) return 'Ada bagian yang bermasalah'
  const isWaiting = Object.values(report.channels).some(({ state }) => state !== 'connected')
  return isWaiting ? 'Server berjalan, ada bagian yang menunggu' : 'Semua bagian berjalan'
}

/** What this server is, how its parts are, and where to go. `report` is missing when nothing could be asked. */
export function StartPage(props: { report?: HealthReport; simulator: boolean; urlOf: AssetUrl }) {
  const { report, simulator, urlOf } = props
  const channels = Object.entries(report?.channels ?? {})
  const databaseDetail = report?.databaseDetail === undefined ? {} : { detail: report.databaseDetail }
  const problems = report?.broadcasts.problems.length ?? 0
  return (
    <Page title="Kabar KIM" urlOf={urlOf}>
      <section class="hero">
        <p class="eyebrow">Kelompok Informasi Masyarakat · Kalimantan Timur</p>
        <h1>Kabar resmi sampai ke grup yang tepat. Kabar yang beredar, dicek dulu.</h1>
        <p class="lead">
          Kabar KIM mengirim pengumuman pemerintah ke grup KIM di wilayahnya lewat Telegram dan WhatsApp, dan
          menjawab pesan terusan dari warga dengan klarifikasi resmi, atau berkata jujur bila belum ada.
        </p>
        <p class="actions">
          {simulator && (
            <a class="button" href="/simulator">
              Buka simulator
            </a>
          )}
          <a class="button quiet" href="/health">
            Keadaan server (JSON)
          </a>
        </p>
      </section>
      <section class="card" aria-labelledby="keadaan">
        <h2 id="keadaan">{summaryOf(report)}</h2>
        <ul class="states">
          <StateRow name="Basis data" state={PART_WORDS[report?.database ?? 'broken']} {...databaseDetail} />
          <StateRow name="Penjadwal siaran" state={PART_WORDS[report?.scheduler ?? 'broken']} />
          {channels.map(([name, status]) => (
            <ChannelRow name={name} status={status} />
          ))}
          {problems > 0 && (
            <StateRow
              name="Berkas siaran"
              state={['waiting', `${problems} berkas belum bisa dibaca`]}
              detail="Siaran lain tetap berjalan. Jalankan npm run broadcasts:check di server untuk melihat sebabnya."
            />
          )}
        </ul>
      </section>
    </Page>
  )
}
