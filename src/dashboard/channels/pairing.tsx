import { raw } from 'hono/html'
import QRCode from 'qrcode'
import type { ChannelStatus } from '../../domain/channel.ts'

/** The picture of a QR code, inside the page: the code is a secret and gets no address of its own. */
async function QrPicture({ payload }: { payload: string }) {
  const svg = await QRCode.toString(payload, { type: 'svg', margin: 2, errorCorrectionLevel: 'L' })
  return (
    <div class="qr" role="img" aria-label="Kode QR untuk dipindai dengan WhatsApp">
      {raw(svg)}
    </div>
  )
}

/** How to link the bot to a phone. */
export function Pairing({ pairing }: Pick<ChannelStatus, 'pairing'>) {
  if (pairing?.qr === undefined && pairing?.code === undefined) {
    return <p>Kode sedang disiapkan. Tunggu sebentar.</p>
  }
  const { qr, code } = pairing
  return (
    <div class="pairing">
      <ol class="steps">
        <li>Buka WhatsApp di ponsel yang memegang nomor bot.</li>
        <li>
          Buka <strong>Setelan</strong>, lalu <strong>Perangkat tertaut</strong>, lalu{' '}
          <strong>Tautkan perangkat</strong>.
        </li>
        {qr !== undefined && <li>Arahkan kamera ponsel ke kode QR di halaman ini.</li>}
        {code !== undefined && (
          <li>
            {qr === undefined ? 'Pilih' : 'Atau pilih'} <strong>Tautkan dengan nomor telepon saja</strong> dan
            ketik kode ini:
          </li>
        )}
      </ol>
      {code !== undefined && <p class="handed-out">{code}</p>}
      {qr !== undefined && <QrPicture payload={qr} />}
    </div>
  )
}
