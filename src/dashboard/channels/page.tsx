import type { ChannelState } from '../desks.ts'
import { to } from '../paths.ts'
import { ActionForm } from '../ui/fields.tsx'
import { At, Badge, Card, Facts, inNumber } from '../ui/parts.tsx'
import { Pairing } from './pairing.tsx'
import { channelTitle, pathOf, STATE_WORDS, usageInWords } from './words.ts'

/** An account, and how many announcements wait for it. */
export interface ShownChannel {
  channel: ChannelState
  waiting: number
}

const RESTRICTED_ADVICE =
  'Periksa akunnya di ponsel atau platformnya. Sesudah yakin aman, cabut pembatasannya di halaman saluran ini.'

function State({ channel: { connection, restriction } }: { channel: ChannelState }) {
  const { label, tone, advice } = STATE_WORDS[connection.state]
  return (
    <>
      <p>
        <Badge tone={tone}>{label}</Badge> sejak <At time={connection.since} />
      </p>
      {restriction !== undefined && (
        <>
          <p class="problem">Siaran berhenti: {restriction}</p>
          <p>{RESTRICTED_ADVICE}</p>
        </>
      )}
      {connection.detail !== undefined && <p>{connection.detail}</p>}
      {advice !== undefined && <p class="muted">{advice}</p>}
    </>
  )
}

const Figures = ({ channel, waiting }: ShownChannel) => (
  <Facts
    of={[
      ['Siaran terkirim', usageInWords(channel)],
      ['Menunggu dikirim', `${inNumber(waiting)} pesan siaran`],
    ]}
  />
)

/** Every account of the bot. */
export function ChannelsPage({ shown, mayManage }: { shown: ShownChannel[]; mayManage: boolean }) {
  const all = shown.map(({ channel }) => channel)
  return (
    <div class="grid wide">
      {shown.map(({ channel, waiting }) => (
        <Card title={channelTitle(channel, all)}>
          <State channel={channel} />
          <Figures channel={channel} waiting={waiting} />
          {mayManage && (
            <p>
              <a class="button quiet" href={to(pathOf(channel))}>
                {channel.connection.state === 'needs_pairing' ? 'Pasangkan' : 'Kelola'}{' '}
                <span class="hidden">{channelTitle(channel, all)}</span>
              </a>
            </p>
          )}
        </Card>
      ))}
    </div>
  )
}

const SOON = 'every 3s'
const LATER = 'every 15s'

/** How an account is now. Asks again by itself: soon while something is about to change. */
export function LiveState({ channel, waiting }: ShownChannel) {
  const { state, pairing } = channel.connection
  return (
    <section
      class="card"
      hx-get={to(pathOf(channel))}
      hx-trigger={state === 'connected' ? LATER : SOON}
      hx-swap="outerHTML"
      aria-label="Keadaan saluran"
    >
      <State channel={channel} />
      {state === 'needs_pairing' && <Pairing {...(pairing === undefined ? {} : { pairing })} />}
      <Figures channel={channel} waiting={waiting} />
      <p class="muted">
        Keadaan ini diperbarui sendiri. <a href={to(pathOf(channel))}>Muat ulang sekarang</a>
      </p>
    </section>
  )
}

/** One account, and what can be done about it. */
export function ChannelPage({ channel, waiting, title }: ShownChannel & { title: string }) {
  const path = pathOf(channel)
  const mayLeave = channel.isPaired && channel.connection.state !== 'needs_pairing'
  return (
    <>
      <LiveState channel={channel} waiting={waiting} />
      <Card title="Tindakan">
        <div class="actions">
          <ActionForm
            action={`${path}/sambung`}
            label="Sambungkan ulang"
            tone="quiet"
            confirm={`Putuskan ${title} sebentar, lalu sambungkan lagi?`}
          />
          {channel.restriction !== undefined && (
            <ActionForm
              action={`${path}/cabut-pembatasan`}
              label="Cabut pembatasan"
              confirm={`Sudah diperiksa? Siaran di ${title} langsung berjalan lagi.`}
            />
          )}
          {mayLeave && (
            <ActionForm
              action={`${path}/keluar`}
              label="Keluar dari ponsel"
              tone="danger"
              confirm={`Keluarkan bot dari ${title}? Bot diam di nomor ini sampai dipasangkan lagi.`}
            />
          )}
        </div>
        <p class="muted">
          Menyambungkan ulang tidak menghilangkan apa pun.
          {mayLeave &&
            ' Keluar dari ponsel menghapus sesi WhatsApp di server ini; sesudahnya bot harus dipasangkan lagi.'}
        </p>
      </Card>
    </>
  )
}
