import type { Chat } from '../../domain/community.ts'
import { placeOf, type Gazetteer } from '../../domain/gazetteer.ts'
import { KIM_STATUS_LABEL, type KimStatus } from '../../domain/kim.ts'
import { CHANNEL_LABEL } from '../../domain/message.ts'
import { formatWita } from '../../domain/wita.ts'
import type { IssuedCode } from '../../membership/kim-codes.ts'
import type { KimRecord } from '../../membership/kim-desk.ts'
import type { TopicList } from '../../domain/topic.ts'
import { topicNames } from '../../membership/kim-details.ts'
import type { KimImport } from '../../membership/kim-files/import.ts'
import { channelNames, CHAT_LABEL, CODE_LABEL, KIM_ACTION_LABEL } from '../../membership/labels.ts'
import type { KimEntry } from '../../storage/kims.ts'

const number = new Intl.NumberFormat('id-ID')

export function listLines(kims: KimEntry[], gazetteer: Pick<Gazetteer, 'get'>): string[] {
  if (kims.length === 0) return ['Belum ada KIM.']
  const counts = (Object.keys(KIM_STATUS_LABEL) as KimStatus[]).map((status) => {
    const count = kims.filter((kim) => kim.status === status).length
    return `${number.format(count)} ${KIM_STATUS_LABEL[status]}`
  })
  return [
    ...kims.map(({ id, name, areaCode, status, channels }) => {
      const platforms = channels.length === 0 ? 'belum ada grup' : channelNames(channels)
      return `${name} — ${placeOf(areaCode, gazetteer)} — ${KIM_STATUS_LABEL[status]} — ${platforms} (${id.slice(0, 8)})`
    }),
    `${number.format(kims.length)} KIM: ${counts.join(', ')}`,
  ]
}

export function groupLines(groups: Chat[], gazetteer: Pick<Gazetteer, 'get'>): string[] {
  if (groups.length === 0) return ['Tidak ada grup publik yang menunggu diverifikasi.']
  return groups.map(
    ({ title, areaCodes, channel, status, id }) =>
      `${title} — ${placeOf(areaCodes[0] ?? '', gazetteer)} — ${CHANNEL_LABEL[channel]}, ${CHAT_LABEL[status]} (${id})`,
  )
}

function listed(label: string, lines: string[]): string[] {
  return lines.map((line, index) => `  ${index === 0 ? `${label.padEnd(8)}:` : ' '.repeat(9)} ${line}`)
}

export function recordLines(
  record: KimRecord,
  { gazetteer, topics }: { gazetteer: Pick<Gazetteer, 'get'>; topics: TopicList },
): string[] {
  const { kim, chats, codes, history } = record
  return [
    kim.name,
    ...listed('ID', [kim.id]),
    ...listed('Wilayah', [`${placeOf(kim.areaCode, gazetteer)} (${kim.areaCode})`]),
    ...listed('Status', [KIM_STATUS_LABEL[kim.status]]),
    ...(kim.contactRole === '' ? [] : listed('Kontak', [kim.contactRole])),
    ...listed('Topik', [topicNames(kim.topics, topics)]),
    ...listed(
      'Grup',
      chats.map(
        ({ title, channel, status }) => `${title} (${CHANNEL_LABEL[channel]}, ${CHAT_LABEL[status]})`,
      ),
    ),
    ...listed(
      'Kode',
      codes.map(({ state, createdBy, createdAt, expiresAt, usedOn }) => {
        const use = usedOn.length === 0 ? 'belum dipakai' : `dipakai di ${channelNames(usedOn)}`
        const until = state === 'open' ? ` sampai ${formatWita(expiresAt)}` : ''
        return `dibuat ${createdBy} pada ${formatWita(createdAt)}: ${CODE_LABEL[state]}${until}, ${use}`
      }),
    ),
    ...listed(
      'Riwayat',
      history.map(({ at, by, action }) => `${formatWita(at)}: ${by} ${KIM_ACTION_LABEL[action]}`),
    ),
  ]
}

export const codeLines = (name: string, { code, expiresAt }: IssuedCode): string[] => [
  `Kode untuk ${name}: ${code}`,
  `Admin mengetik di grupnya: /langganan ${code}`,
  `Berlaku sampai ${formatWita(expiresAt)}, satu grup di tiap platform. Catat sekarang: kode ini tidak bisa ditampilkan lagi.`,
]

export function importLines({ added, changed, unchanged, errors, problems, notes }: KimImport): string[] {
  const counts = [added, changed, unchanged].map((count) => number.format(count))
  return [
    `${counts[0]} KIM ditambahkan, ${counts[1]} diperbarui, ${counts[2]} tetap.`,
    ...notes,
    ...problems.map(({ row, column, value, reason }) => {
      const shown = value === undefined ? '' : ` ("${value}")`
      return `Baris ${row}, kolom ${column}${shown}: ${reason}`
    }),
    ...(errors === 0 ? [] : [`${number.format(errors)} baris dilewati; baris lain sudah disimpan.`]),
  ]
}
