import type { Child } from 'hono/jsx'
import type { AssetUrl } from '../assets.ts'
import { Page } from '../pages/layout.tsx'
import { Phone, type PhoneProps } from './phone.tsx'

interface SimulatorPageProps {
  resident: PhoneProps
  /** Missing when there is no group. */
  group?: PhoneProps
  broadcasts: Child
  urlOf: AssetUrl
}

function Steps() {
  return (
    <section class="card" aria-labelledby="coba-judul">
      <h2 id="coba-judul">Coba dalam tiga langkah</h2>
      <ol class="steps">
        <li>
          Di <a href="#grup">ponsel grup</a>, sebagai Admin, kirim <code>/langganan</code> dan ikuti
          pertanyaannya.
        </li>
        <li>
          Pada <a href="#siaran">siaran terjadwal</a>, tekan <em>Jadwalkan 10 detik lagi</em>.
        </li>
        <li>
          Di <a href="#warga">ponsel warga</a>, teruskan contoh pesan beredar dan baca klarifikasinya.
        </li>
      </ol>
    </section>
  )
}

/** Two phones, and what is going to be sent. */
export function SimulatorPage({ resident, group, broadcasts, urlOf }: SimulatorPageProps) {
  return (
    <Page
      title="Simulator · Kabar KIM"
      urlOf={urlOf}
      place="Simulator"
      note="Tempat berlatih: tidak ada pesan yang terkirim ke luar server ini."
      live
      wide
    >
      <h1 class="hidden">Simulator Kabar KIM</h1>
      <nav class="jump" aria-label="Bagian halaman">
        <a href="#warga">Warga</a>
        <a href="#grup">Grup KIM</a>
        <a href="#siaran">Siaran</a>
      </nav>
      <p class="alert" role="alert" data-alert></p>
      <p class="hidden" role="status" data-status></p>
      <div class="desk">
        <section class="seat" id="warga" aria-labelledby="warga-judul">
          <h2 id="warga-judul">Ponsel warga</h2>
          <p class="muted">Meneruskan pesan yang beredar untuk dicek.</p>
          <Phone {...resident} />
        </section>
        <section class="seat" id="grup" aria-labelledby="grup-judul">
          <h2 id="grup-judul">Ponsel grup KIM</h2>
          <p class="muted">Menerima siaran untuk wilayahnya.</p>
          {group === undefined ? <p>Belum ada grup.</p> : <Phone {...group} />}
        </section>
        <div class="side">
          <Steps />
          <section class="card" id="siaran" aria-labelledby="siaran-judul">
            <h2 id="siaran-judul">Siaran terjadwal</h2>
            {broadcasts}
          </section>
          <form class="restart" method="post" action="/simulator/reset">
            <p class="muted">Hapus semua percakapan dan grup tambahan.</p>
            <button class="button quiet small" type="submit">
              Mulai dari awal
            </button>
          </form>
        </div>
      </div>
    </Page>
  )
}
