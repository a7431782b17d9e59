import type { AreaCode } from '../../domain/area.ts'
import { CONNECTIVITY_LABEL, type Connectivity } from '../../domain/community.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { KIM_STATUS_LABEL, type KimStatus } from '../../domain/kim.ts'
import { CHANNEL_LABEL, type ChannelName } from '../../domain/message.ts'
import type { Topic, TopicList } from '../../domain/topic.ts'
import type { KimEntry } from '../../storage/kims.ts'
import type { Storage } from '../../storage/storage.ts'
import { topicNames } from '../kim-details.ts'

/** A KIM as it is given out. */
export interface ExportedKim {
  id: string
  name: string
  areaCode: AreaCode
  area: string
  /** The district and the regency that it is in; empty when it covers more. */
  district: string
  regency: string
  contactRole: string
  /** Empty means all. */
  topics: Topic[]
  status: KimStatus
  connectivity?: Connectivity
  /** The platforms on which it has a group. */
  channels: ChannelName[]
}

const COLUMNS = [
  'nama',
  'kode_wilayah',
  'wilayah',
  'kecamatan',
  'kabupaten',
  'peran_kontak',
  'topik',
  'status',
  'sinyal',
  'platform',
] as const

function describe(kim: KimEntry, gazetteer: Gazetteer, connectivity: Connectivity | undefined): ExportedKim {
  const { id, name, areaCode, contactRole, topics, status, channels } = kim
  const nameAt = (depth: number) => {
    const code = areaCode.split('.').slice(0, depth).join('.')
    return code.split('.').length === depth ? (gazetteer.get(code)?.name ?? '') : ''
  }
  return {
    id,
    name,
    areaCode,
    area: gazetteer.get(areaCode)?.name ?? '',
    district: nameAt(3),
    regency: nameAt(2),
    contactRole,
    topics,
    status,
    ...(connectivity === undefined ? {} : { connectivity }),
    channels,
  }
}

/** The KIMs of an area, as they are given out, by area and name. */
export async function exportKims(
  scope: AreaCode,
  { kims, connectivity, gazetteer }: Pick<Storage, 'kims' | 'connectivity' | 'gazetteer'>,
): Promise<ExportedKim[]> {
  const [list, marks] = await Promise.all([kims.list({ within: scope }), connectivity.list(scope)])
  const markOf = new Map(marks.map((mark) => [mark.areaCode, mark.connectivity]))
  return list.map((kim) => describe(kim, gazetteer, markOf.get(kim.areaCode)))
}

/** A cell that no spreadsheet takes for a formula; the import takes the mark off again. */
const harmless = (text: string) => (/^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)

function cell(text: string): string {
  const safe = harmless(text)
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A table for spreadsheets: UTF-8 with its mark, commas, one row for each KIM. Importing it changes nothing. */
export function toCsv(kims: ExportedKim[], topics: TopicList): string {
  const rows = kims.map((kim) => [
    kim.name,
    kim.areaCode,
    kim.area,
    kim.district,
    kim.regency,
    kim.contactRole,
    topicNames(kim.topics, topics),
    KIM_STATUS_LABEL[kim.status],
    kim.connectivity === undefined ? '' : CONNECTIVITY_LABEL[kim.connectivity],
    kim.channels.map((channel) => CHANNEL_LABEL[channel]).join(', '),
  ])
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** An empty table with the headings that the import knows, for offices to fill in. */
export const TEMPLATE_CSV = '\ufeffnama,desa,kecamatan,kabupaten,peran_kontak,topik,status,sinyal\r\n'
