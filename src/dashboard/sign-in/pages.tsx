import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import QRCode from 'qrcode'
import type { Member } from '../../domain/staff.ts'
import type { AssetUrl } from '../../http/assets.ts'
import { Page } from '../../http/pages/layout.tsx'
import type { SecondFactorSetUp } from '../../staff/sign-in.ts'
import { SIGN_IN } from '../paths.ts'

export interface Shown {
  urlOf: AssetUrl
  email?: string
}

interface FormPage {
  urlOf: AssetUrl
  problem?: string
}

function Card({ urlOf, title, problem, children }: FormPage & { title: string; children: Child }) {
  return (
    <Page title={`${title} · Kabar KIM`} urlOf={urlOf} place="Petugas">
      <section class="card lone sign-in">
        <h1>{title}</h1>
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {children}
      </section>
    </Page>
  )
}

/** The first step. */
export function PasswordPage({ target, email, ...page }: FormPage & Shown & { target: string }) {
  return (
    <Card title="Masuk ke dasbor" {...page}>
      <form method="post" action={SIGN_IN} class="stack">
        <input type="hidden" name="ke" value={target} />
        <label>
          Surel
          <input type="email" name="email" value={email ?? ''} autocomplete="username" required autofocus />
        </label>
        <label>
          Kata sandi
          <input type="password" name="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Lanjut</button>
      </form>
      <p class="muted">Lupa kata sandi, atau ponselnya hilang? Minta tautan baru kepada administrator.</p>
    </Card>
  )
}

/** The second step. */
export function CodePage({ target, ...page }: FormPage & { target: string }) {
  return (
    <Card title="Langkah kedua" {...page}>
      <p>Buka aplikasi autentikator di ponsel, lalu ketik enam angka yang tampil untuk Kabar KIM.</p>
      <form method="post" action={`${SIGN_IN}/kode`} class="stack">
        <input type="hidden" name="ke" value={target} />
        <label>
          Kode
          <input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus />
        </label>
        <button type="submit">Masuk</button>
      </form>
      <p class="muted">Ponsel tidak ada? Ketik salah satu kode cadangan.</p>
      <p>
        <a href={SIGN_IN}>Ulangi dari awal</a>
      </p>
    </Card>
  )
}

/** Shown once, after the first right password: the secret for the app, and the codes for a lost phone. */
export async function SecondFactorPage({ setUp, ...page }: FormPage & { setUp: SecondFactorSetUp }) {
  const svg = await QRCode.toString(setUp.uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'L' })
  return (
    <Card title="Pasang langkah kedua" {...page}>
      <ol class="steps">
        <li>Pasang aplikasi autentikator di ponsel, misalnya Aegis atau Google Authenticator.</li>
        <li>Pindai kode QR ini dengan aplikasi itu, atau ketik kuncinya.</li>
        <li>Simpan kode cadangan di tempat aman. Halaman ini tidak bisa dibuka lagi.</li>
        <li>Ketik enam angka yang tampil di aplikasi.</li>
      </ol>
      <div class="qr" role="img" aria-label="Kode QR untuk aplikasi autentikator">
        {raw(svg)}
      </div>
      <p>
        Kunci: <code class="secret">{setUp.secret}</code>
      </p>
      <p>Kode cadangan, masing-masing berlaku sekali:</p>
      <ul class="codes">
        {setUp.backupCodes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <form method="post" action={`${SIGN_IN}/kode`} class="stack">
        <label>
          Kode dari aplikasi
          <input name="code" inputmode="numeric" autocomplete="one-time-code" required />
        </label>
        <button type="submit">Selesai</button>
      </form>
    </Card>
  )
}

/** Where somebody sets a name and a password. Without `invited`: the link holds no more. */
export function InvitationPage({
  invited,
  needsEmail = false,
  ...page
}: FormPage & { invited?: Member; needsEmail?: boolean }) {
  if (invited === undefined) {
    return (
      <Card title="Tautan tidak berlaku" {...page}>
        <p>Tautan ini sudah dipakai atau sudah lewat masanya. Minta tautan baru kepada administrator.</p>
        <p>
          <a href={SIGN_IN}>Masuk ke dasbor</a>
        </p>
      </Card>
    )
  }
  const isFirst = needsEmail
  return (
    <Card title={isFirst ? 'Administrator pertama' : 'Selamat datang'} {...page}>
      <form method="post" class="stack">
        <label>
          Nama lengkap
          <input
            name="name"
            value={isFirst && invited.name === 'Administrator' ? '' : invited.name}
            autocomplete="name"
            maxlength={80}
            required
          />
          <small>Nama ini tercatat pada setiap langkah Anda.</small>
        </label>
        {needsEmail ? (
          <label>
            Surel
            <input
              type="email"
              name="email"
              value={invited.email.endsWith('.invalid') ? '' : invited.email}
              autocomplete="username"
              required
            />
          </label>
        ) : (
          <label>
            Surel
            <input type="email" value={invited.email} autocomplete="username" readonly />
          </label>
        )}
        <label>
          Kata sandi
          <input
            type="password"
            name="password"
            autocomplete="new-password"
            minlength={12}
            maxlength={128}
            required
          />
          <small>Sedikitnya 12 huruf. Kalimat pendek lebih mudah diingat.</small>
        </label>
        <label>
          Kata sandi sekali lagi
          <input
            type="password"
            name="repeated"
            autocomplete="new-password"
            minlength={12}
            maxlength={128}
            required
          />
        </label>
        <button type="submit">Simpan dan lanjut</button>
      </form>
    </Card>
  )
}
