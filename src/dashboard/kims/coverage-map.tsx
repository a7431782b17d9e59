import type { AreaCode } from '../../domain/area.ts'
import type { CoverageRow } from '../../membership/coverage.ts'
import { to } from '../paths.ts'
import { inNumber } from '../ui/parts.tsx'

/** Where each regency and city lies, by class in the stylesheet: north is up. */
const TILE_OF: Record<AreaCode, string> = {
  '64.01': 'paser',
  '64.02': 'kukar',
  '64.03': 'berau',
  '64.07': 'kubar',
  '64.08': 'kutim',
  '64.09': 'ppu',
  '64.11': 'mahulu',
  '64.71': 'balikpapan',
  '64.72': 'samarinda',
  '64.74': 'bontang',
}

/** `0,42%`, `83%`: a first village is more than none. */
const SHARE = new Intl.NumberFormat('id-ID', { style: 'percent', maximumSignificantDigits: 2 })

const SHADES = [
  { upTo: 0, label: '0%' },
  { upTo: 0.25, label: 'sampai 25%' },
  { upTo: 0.5, label: 'sampai 50%' },
  { upTo: 0.75, label: 'sampai 75%' },
  { upTo: 1, label: 'lebih dari 75%' },
]

/** From 0 for no village with an active KIM to 4 for most of them. */
const shadeOf = ({ active, villages }: CoverageRow): number =>
  SHADES.findIndex(({ upTo }) => active <= upTo * villages)

/** The regencies and cities as tiles, each where it lies, with the share of villages that have an active KIM. */
export function CoverageMap({ rows }: { rows: CoverageRow[] }) {
  return (
    <figure class="tile-map">
      <ul aria-label="Peta petak kabupaten dan kota">
        {rows.map((row) => (
          <li class={`tile-${TILE_OF[row.area.code] ?? 'other'}`}>
            <a href={to(`/kim/cakupan/${row.area.code}`)} class={`shade-${shadeOf(row)}`}>
              <span>{row.area.name}</span>
              <strong>{SHARE.format(row.active / row.villages)}</strong>
              <small>
                {inNumber(row.active)} dari {inNumber(row.villages)}
              </small>
            </a>
          </li>
        ))}
      </ul>
      <figcaption>
        <p class="muted">Desa dan kelurahan yang punya KIM aktif. Letak petak mengikuti arah mata angin.</p>
        <ul class="shades">
          {SHADES.map(({ label }, shade) => (
            <li>
              <span class={`shade-${shade}`} aria-hidden="true" /> {label}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}
