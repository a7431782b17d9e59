import { areaLabel, isWithin, parentCode, type Area, type AreaCode } from '../../domain/area.ts'
import type { Audience } from '../../domain/broadcast.ts'
import { COMMUNITY_KINDS } from '../../domain/community.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { readFields, wordList, listOf } from './fields.ts'
import type { FieldProblem } from './problem.ts'

const AREA_EXAMPLE = '[Kota Samarinda, "64.02"]'
const MOST_SUGGESTIONS = 8

function withCode(area: Area, gazetteer: Gazetteer): string {
  const parent = gazetteer.get(parentCode(area.code) ?? '')
  const place = parent === undefined ? '' : `, ${areaLabel(parent)}`
  return `${areaLabel(area)}${place} ("${area.code}")`
}

function areaReason(text: string, gazetteer: Gazetteer): string {
  const matches = gazetteer.find(text, { limit: MOST_SUGGESTIONS })
  const best = matches[0]?.score
  if (gazetteer.resolve(text) === 'ambiguous') {
    const same = matches.filter(({ score }) => score === best).map(({ area }) => withCode(area, gazetteer))
    return `Nama wilayah "${text}" dipakai lebih dari satu tempat. Tulis kodenya: ${same.join(' atau ')}.`
  }
  const near = matches.slice(0, 3).map(({ area }) => withCode(area, gazetteer))
  const advice =
    near.length === 0
      ? 'Tulis nama wilayah di Kalimantan Timur atau kodenya.'
      : `Mungkin maksudnya ${near.join(' atau ')}.`
  return `Wilayah "${text}" tidak dikenal. ${advice}`
}

function areaList(gazetteer: Gazetteer) {
  const read = (text: string): AreaCode | undefined => {
    const area = gazetteer.resolve(text)
    return area === undefined || area === 'ambiguous' ? undefined : area.code
  }
  return listOf(AREA_EXAMPLE, read, (text) => areaReason(text, gazetteer))
}

const kinds = wordList(COMMUNITY_KINDS, 'Jenis kelompok')

const unique = <Value>(values: Value[]) => [...new Set(values)]

/** Reads what is written under `audience`. The value is missing when there is a problem. */
export function readAudience(
  raw: Readonly<Record<string, unknown>>,
  gazetteer: Gazetteer,
): { value?: Pick<Audience, 'areaCodes' | 'except' | 'communityKinds'>; problems: FieldProblem[] } {
  const areas = areaList(gazetteer)
  const { values, problems } = readFields(
    raw,
    { areas: areas.optional(), except: areas.optional(), kinds: kinds.optional() },
    'audience.',
  )
  const areaCodes = unique(values.areas ?? [])
  const except = unique(values.except ?? [])
  const hasAreaProblem = problems.some(({ field }) => field === 'audience.areas')
  if (areaCodes.length === 0 && !hasAreaProblem) {
    problems.push({
      field: 'audience.areas',
      reason: `Wajib diisi: tulis wilayah penerimanya, misalnya ${AREA_EXAMPLE}.`,
    })
  }
  const isEmptied =
    areaCodes.length > 0 && areaCodes.every((code) => except.some((area) => isWithin(code, area)))
  if (isEmptied) {
    problems.push({
      field: 'audience.except',
      reason: 'Semua wilayah penerima ikut dikecualikan, jadi tidak ada yang menerima. Kurangi isinya.',
    })
  }
  if (problems.length > 0) return { problems }
  return { value: { areaCodes, except, communityKinds: unique(values.kinds ?? []) }, problems }
}
