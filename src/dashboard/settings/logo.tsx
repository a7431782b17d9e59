import { PROVINCE_CODE } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import type { Agency } from '../agency.ts'
import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, post, type StaffRoute } from '../route.ts'
import { Card } from '../ui/parts.tsx'

const MOST_BYTES = 3 * 1_024 * 1_024
/** Its address has a version, so whoever has it need not ask again. */
const FOR_A_YEAR = 'private, max-age=31536000, immutable'

/** The logo as it is, with the forms to choose another one or none. */
export function LogoCard({ name, logoUrl }: Agency) {
  return (
    <Card title="Logo instansi">
      {logoUrl === undefined ? (
        <p class="muted">
          Belum ada logo. Sesudah dipasang, logo tampil di kepala dasbor dan di panduan cetak.
        </p>
      ) : (
        <p>
          <img class="logo" src={logoUrl} alt={`Logo ${name}`} />
        </p>
      )}
      <form method="post" action={to('/pengaturan/logo')} enctype="multipart/form-data" class="stack">
        <label class="field">
          {logoUrl === undefined ? 'Pilih logo' : 'Ganti logo'}
          <input type="file" name="logo" accept="image/jpeg,image/png,image/webp" required />
          <small>
            JPEG, PNG, atau WebP, paling besar 2 MB. Dikecilkan sendiri agar halaman tetap ringan.
          </small>
        </label>
        <div>
          <button type="submit" class="button">
            Pasang logo
          </button>
        </div>
      </form>
      {logoUrl !== undefined && (
        <form method="post" action={to('/pengaturan/logo/hapus')}>
          <button type="submit" class="button quiet">
            Hapus logo
          </button>
        </form>
      )}
    </Card>
  )
}

/** The logo itself, and choosing it. */
export function logoRoutes({ logo }: Desks): StaffRoute[] {
  const step = (action: string, before: string | undefined) => ({
    action,
    subject: 'setting' as const,
    subjectId: 'logo',
    areaCode: PROVINCE_CODE,
    before: { version: before ?? null },
    after: { version: logo.get()?.version ?? null },
  })
  return [
    get('/logo.png', 'look', (visit) => {
      const kept = logo.get()
      if (kept === undefined) throw new AppError('not_found', 'Belum ada logo.')
      const isCurrent = visit.query('v') === kept.version
      return visit.c.body(new Uint8Array(kept.png), 200, {
        'Content-Type': 'image/png',
        ...(isCurrent ? { 'Cache-Control': FOR_A_YEAR } : {}),
      })
    }),

    post(
      '/pengaturan/logo',
      'manage_settings',
      async (visit) => {
        const file = await (await visit.form()).file('logo')
        if (file === undefined) throw new AppError('invalid', 'Pilih dulu berkas gambarnya.')
        const before = logo.get()?.version
        await logo.change(file.bytes)
        await visit.record(step('memasang logo instansi', before))
        return visit.goTo('/pengaturan/aturan', 'Logo dipasang.')
      },
      MOST_BYTES,
    ),

    post('/pengaturan/logo/hapus', 'manage_settings', async (visit) => {
      const before = logo.get()?.version
      await logo.remove()
      await visit.record(step('menghapus logo instansi', before))
      return visit.goTo('/pengaturan/aturan', 'Logo dihapus.')
    }),
  ]
}
