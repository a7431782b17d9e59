import { areaLabel, PROVINCE_CODE, type Area, type AreaCode } from '../../../domain/area.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import { isOpen, type Draft } from './draft.ts'

const PARTS_OF: Record<Area['level'], string> = {
  province: 'kabupaten dan kota',
  regency: 'kecamatan',
  city: 'kecamatan',
  district: 'desa dan kelurahan',
  village: '',
  urban_village: '',
}

interface NodeProps {
  area: Area
  draft: Draft
  gazetteer: Gazetteer
  /** The address of the form, for the buttons that show more. */
  action: string
  /** The outermost area has nothing around it that it could be left out of. */
  isRoot: boolean
}

function Node(props: NodeProps) {
  const { area, draft, gazetteer, action, isRoot } = props
  const { code } = area
  const parts = gazetteer.children(code)
  const isShown = isRoot || isOpen(draft, code)
  return (
    <li>
      <div class="area">
        <label>
          <input type="checkbox" name="wilayah" value={code} checked={draft.areas.includes(code)} />
          {areaLabel(area)}
        </label>
        {!isRoot && (
          <label class="except">
            <input type="checkbox" name="kecuali" value={code} checked={draft.except.includes(code)} />
            <span>
              kecuali<span class="hidden"> {areaLabel(area)}</span>
            </span>
          </label>
        )}
        {!isRoot && parts.length > 0 && (
          <button
            type="submit"
            class="fold"
            name="langkah"
            value={`buka:${code}`}
            formaction={`${action}#wilayah`}
            formnovalidate
            aria-expanded={isShown ? 'true' : 'false'}
          >
            {isShown ? 'Tutup' : `Pilih ${PARTS_OF[area.level]}`}
            <span class="hidden"> di {areaLabel(area)}</span>
          </button>
        )}
      </div>
      {isShown && !isRoot && <input type="hidden" name="buka" value={code} />}
      {isShown && parts.length > 0 && (
        <ul>
          {parts.map((part) => (
            <Node {...props} area={part} isRoot={false} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** The areas that an announcement goes to, and what is left out: regencies first, their parts on demand. */
export function AreaPicker({
  draft,
  gazetteer,
  action,
  root,
}: Pick<NodeProps, 'draft' | 'gazetteer' | 'action'> & { root: AreaCode }) {
  const area = gazetteer.get(root)
  if (area === undefined) return <></>
  return (
    <fieldset id="wilayah" class="areas">
      <legend>Wilayah penerima</legend>
      <p class="muted">
        Centang yang menerima{root === PROVINCE_CODE ? ', misalnya seluruh provinsi atau beberapa kabupaten' : ''}.
        Di dalamnya bisa ada yang dikecualikan.
      </p>
      <ul>
        <Node area={area} draft={draft} gazetteer={gazetteer} action={action} isRoot />
      </ul>
    </fieldset>
  )
}
