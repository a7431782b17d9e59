import type { Agency } from '../agency.ts'
import { Card } from '../ui/parts.tsx'

const COMMANDS: [string, string][] = [
  ['/langganan KODE', 'menghubungkan grup dengan KIM-nya; tanpa kode, grup didaftarkan sebagai grup umum'],
  ['/status', 'melihat wilayah, topik, dan jam yang dipilih grup'],
  ['/wilayah, /topik', 'mengganti wilayah atau topik kabar'],
  ['/jeda 3 hari, /lanjut', 'menjeda kabar sementara, lalu meneruskannya'],
  ['/riwayat', 'melihat kabar terakhir'],
  ['/sinyal', 'memberi tahu seberapa kuat sinyal di desa'],
  ['/literasi', 'menyalakan atau mematikan tip dan kuis'],
  ['/cek', 'memeriksa pesan: balas pesannya dengan /cek'],
  ['/berhenti', 'berhenti menerima kabar'],
  ['/bantuan', 'menyebut semua perintah'],
]

/** One page of paper for the admin of a KIM group. */
export function AdminGuide({ name, logoUrl }: Agency) {
  return (
    <>
      {logoUrl !== undefined && <img class="logo" src={logoUrl} alt={`Logo ${name}`} />}
      <p class="muted">Cetak halaman ini (Ctrl + P), lalu bagikan kepada admin grup. Dari {name}.</p>
      <Card title="Menghubungkan grup">
        <ol class="ordered">
          <li>Tambahkan bot Kabar KIM ke grup WhatsApp atau Telegram KIM.</li>
          <li>
            Ketik <code>/langganan</code> dan kode KIM dari Diskominfo di grup itu. Hanya admin grup yang
            bisa.
          </li>
          <li>Ikuti pertanyaannya. Ketik kembali untuk mundur, lewati untuk melompat.</li>
          <li>Kabar resmi untuk desa Anda akan masuk ke grup.</li>
        </ol>
      </Card>
      <Card title="Perintah di grup">
        <dl class="facts">
          {COMMANDS.map(([command, what]) => (
            <>
              <dt>
                <code>{command}</code>
              </dt>
              <dd>{what}</dd>
            </>
          ))}
        </dl>
      </Card>
      <Card title="Kalau ada kabar yang meragukan">
        <p>
          Balas pesannya di grup dengan <code>/cek</code>, atau teruskan ke chat pribadi bot. Bot menjawab
          dari klarifikasi Diskominfo. Kalau belum ada, petugas menelusurinya dan Anda dikabari.
        </p>
      </Card>
      <Card title="Menyampaikan kabar ke warga tanpa sinyal">
        <p>
          Kalau bot bertanya <strong>Sudah disampaikan ke warga?</strong>, tekan tombolnya atau balas dengan{' '}
          <strong>sudah</strong>. Sebutkan caranya: dibacakan, ditempel, dari rumah ke rumah, atau pengeras
          suara.
        </p>
      </Card>
      <Card title="Yang dibaca bot, dan yang tidak">
        <p>
          Di grup, bot hanya menanggapi perintah, sebutan namanya, dan balasan untuknya. Obrolan lain tidak
          disimpan. Ketik <code>/privasi</code> untuk selengkapnya.
        </p>
      </Card>
    </>
  )
}
