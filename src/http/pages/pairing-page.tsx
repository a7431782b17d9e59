import { raw } from 'hono/html'
import QRCode from 'qrcode'
import type { ChannelStatus } from '../../domain/channel.ts'
import type { AssetUrl } from '../assets.ts'
import { dayAndTime } from '../time.ts'
import { Page } from './layout.tsx'

const REFRESH_SECONDS = 5

const TITLE: Record<ChannelStatus['state'], string> = {
  connected: 'WhatsApp sudah tersambung',
  connecting: 'Sedang menyambung ke WhatsApp',
  needs_pairing: 'Pasangkan WhatsApp',
  stopped: 'WhatsApp sedang berhenti',
  broken: 'Sambungan WhatsApp bermasalah',
}

/** The picture of a QR code, inside the page: the code is a secret and gets no address of its own. */
async function QrPicture({ payload }: { payload: string }) {
  const svg = await QRCode.toString(payload, { type: 'svg', margin: 2, errorCorrectionLevel: 'L' })
  return (
    <div class="qr" role="img" aria-label="Kode QR untuk dipindai dengan WhatsApp">
      {raw(svg)}
    </div>
  )
}

function Steps({ hasQr, code }: { hasQr: boolean; code: string | undefined }) {
  return (
    <>
      <ol class="steps">
        <li>Buka WhatsApp di ponsel yang memegang nomor bot.</li>
        <li>
          Buka <strong>Setelan</strong>, lalu <strong>Perangkat tertaut</strong>, lalu{' '}
          <strong>Tautkan perangkat</strong>.
        </li>
        {hasQr && <li>Arahkan kamera ponsel ke kode QR di halaman ini.</li>}
        {code !== undefined && (
          <li>
            {hasQr ? 'Atau pilih' : 'Pilih'} <strong>Tautkan dengan nomor telepon saja</strong> dan ketik kode
            ini:
          </li>
        )}
      </ol>
      {code !== undefined && <p class="code">{code}</p>}
    </>
  )
}

export interface PairingPageProps {
  status: ChannelStatus
  urlOf: AssetUrl
  /** Which of the bot's numbers this is, when there are several. */
  account: string | undefined
  /** The names of the others. */
  others: string[]
  staffKey: string
}

/** How to link the bot to a phone, and whether it is. Loads itself again until it is connected. */
export function PairingPage({ status, urlOf, account, others, staffKey }: PairingPageProps) {
  const { state, detail, pairing } = status
  const isPairing = state === 'needs_pairing'
  const isSettled = state === 'connected'
  const hasPayload = pairing?.qr !== undefined || pairing?.code !== undefined
  return (
    <Page
      title={`${TITLE[state]} · Kabar KIM`}
      urlOf={urlOf}
      place="Petugas"
      {...(isSettled ? {} : { refreshSeconds: REFRESH_SECONDS })}
    >
      <section class="card lone">
        <p class="eyebrow">{account === undefined ? 'WhatsApp' : `WhatsApp · nomor ${account}`}</p>
        <h1>{TITLE[state]}</h1>
        {detail !== undefined && <p>{detail}</p>}
        {isPairing && hasPayload && <Steps hasQr={pairing?.qr !== undefined} code={pairing?.code} />}
        {isPairing && pairing?.qr !== undefined && <QrPicture payload={pairing.qr} />}
        {isPairing && !hasPayload && <p>Kode sedang disiapkan. Tunggu sebentar.</p>}
        {isSettled && <p>Bot siap menerima dan mengirim pesan. Halaman ini boleh ditutup.</p>}
        {others.length > 0 && (
          <p>
            Nomor lain:{' '}
            {others.map((other) => (
              <>
                <a
                  href={`/staff/whatsapp?${new URLSearchParams({ key: staffKey, account: other }).toString()}`}
                >
                  {other}
                </a>{' '}
              </>
            ))}
          </p>
        )}
        <p class="muted">
          Keadaan ini berlaku sejak {dayAndTime(status.since)}.
          {!isSettled && ` Halaman ini memuat ulang sendiri setiap ${REFRESH_SECONDS} detik.`}
        </p>
      </section>
    </Page>
  )
}
