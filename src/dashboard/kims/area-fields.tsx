import { areaLabel, PROVINCE_CODE, type Area, type AreaCode } from '../../domain/area.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { Choice, type Option } from '../ui/fields.tsx'

const optionOf = (area: Area): Option => ({ value: area.code, label: areaLabel(area) })

/** The regencies and cities that somebody looks after, by code. */
export const regenciesIn = (gazetteer: Gazetteer, scope: AreaCode): Area[] =>
  gazetteer.children(PROVINCE_CODE).filter(({ code }) => scope === PROVINCE_CODE || code === scope)

/** Regency, and once that is known district, for narrowing a list down. */
export function AreaFilter({
  gazetteer,
  scope,
  regency,
  district,
}: {
  gazetteer: Gazetteer
  scope: AreaCode
  regency: AreaCode | undefined
  district: AreaCode | undefined
}) {
  return (
    <>
      {scope === PROVINCE_CODE && (
        <Choice
          label="Kabupaten/kota"
          name="kabupaten"
          value={regency}
          options={[{ value: '', label: 'Semua' }, ...regenciesIn(gazetteer, scope).map(optionOf)]}
        />
      )}
      {regency !== undefined && (
        <Choice
          label="Kecamatan"
          name="kecamatan"
          value={district}
          options={[{ value: '', label: 'Semua' }, ...gazetteer.children(regency).map(optionOf)]}
        />
      )}
    </>
  )
}

/** One district, or a whole regency: the first of two steps to a village. */
export function DistrictChoice({
  gazetteer,
  scope,
  name,
  value,
}: {
  gazetteer: Gazetteer
  scope: AreaCode
  name: string
  value?: AreaCode | undefined
}) {
  const one = (area: Area) => (
    <option value={area.code} selected={area.code === value}>
      {areaLabel(area)}
    </option>
  )
  return (
    <label class="field">
      Kecamatan
      <select name={name} required>
        <option value="">Pilih kecamatan…</option>
        {regenciesIn(gazetteer, scope).map((regency) => (
          <optgroup label={areaLabel(regency)}>
            <option value={regency.code} selected={regency.code === value}>
              Seluruh {areaLabel(regency)}
            </option>
            {gazetteer.children(regency.code).map(one)}
          </optgroup>
        ))}
      </select>
    </label>
  )
}

/** An area itself, or one directly below it: `Seluruh Kecamatan Loa Kulu`, then its villages. */
export function PlaceChoice({
  gazetteer,
  around,
  name,
  value,
}: {
  gazetteer: Gazetteer
  around: Area
  name: string
  value?: AreaCode | undefined
}) {
  const below = around.level === 'district' ? gazetteer.children(around.code) : []
  return (
    <Choice
      label={around.level === 'district' ? 'Desa atau kelurahan' : 'Wilayah'}
      name={name}
      value={value}
      options={[...below.map(optionOf), { value: around.code, label: `Seluruh ${areaLabel(around)}` }]}
    />
  )
}
