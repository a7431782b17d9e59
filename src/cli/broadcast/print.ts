import type { AmendmentMeans, AmendmentStatus, AmendmentTally } from '../../domain/amendment.ts'
import { areaLabel, type Area } from '../../domain/area.ts'
import type { DeliveryStatus } from '../../domain/broadcast.ts'
import { CHANNEL_NAMES, type ChannelName } from '../../domain/message.ts'
import { RECEIVING_HOURS_LABEL } from '../../domain/receiving-hours.ts'
import { formatWita } from '../../domain/wita.ts'
import type { BroadcastDetails, BroadcastSummary } from '../../dissemination/desk/desk.ts'
import { ACTION_LABEL, PRIORITY_LABEL, RUN_LABEL, STATUS_LABEL } from '../../dissemination/desk/labels.ts'
import type { Occurrence, Preview } from '../../dissemination/desk/preview.ts'
import type { Obstacle } from '../../dissemination/amend/amendments.ts'

const CHANNEL_LABEL: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  simulator: 'Simulator',
}

/** Every state that a delivery may be in, in the order in which it is told. A later state than these is shown by its name. */
const DELIVERY_LABEL: Partial<Record<string, string>> = {
  read: 'dibaca',
  delivered: 'diterima',
  sent: 'terkirim',
  unconfirmed: 'belum terkonfirmasi',
  sending: 'sedang dikirim',
  queued: 'menunggu',
  failed: 'gagal',
  uncertain: 'belum pasti',
  skipped: 'dilewati',
} satisfies Record<DeliveryStatus | 'unconfirmed', string>

const MEANS_LABEL: Record<AmendmentMeans, Record<AmendmentStatus, string>> = {
  edit: { done: 'diubah di tempat', queued: 'menunggu diubah', impossible: 'tidak bisa diubah' },
  notice: { done: 'dikirimi RALAT', queued: 'menunggu RALAT', impossible: 'tidak bisa dikirimi RALAT' },
  replace: {
    done: 'dikirimi isi yang benar',
    queued: 'menunggu isi yang benar',
    impossible: 'tidak terjangkau',
  },
  delete: { done: 'dihapus', queued: 'menunggu dihapus', impossible: 'tidak bisa dihapus' },
  none: { done: 'dibiarkan', queued: 'menunggu', impossible: 'perlu dilihat di grupnya' },
}

const thousands = new Intl.NumberFormat('id-ID')

/** `2 jam 5 menit` */
export function durationInWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  if (minutes <= 1) return 'kurang dari 1 menit'
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  return [
    days > 0 ? `${days} hari` : '',
    hours > 0 ? `${hours} jam` : '',
    rest > 0 && days === 0 ? `${rest} menit` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** `1.020 dari 1.038: 1.000 terkirim, 20 gagal`. `waiting`: so many of the queued ones wait for their groups' hours. */
export function tallyInWords(tally: Partial<Record<string, number>>, waiting = 0): string {
  const total = Object.values(tally).reduce<number>((sum, count) => sum + (count ?? 0), 0)
  if (total === 0) return 'tidak ada grup'
  const open = (tally['queued'] ?? 0) + (tally['sending'] ?? 0)
  const parts = [...new Set([...Object.keys(DELIVERY_LABEL), ...Object.keys(tally)])].flatMap((status) => {
    const count = (tally[status] ?? 0) - (status === 'queued' ? waiting : 0)
    return count <= 0 ? [] : [`${thousands.format(count)} ${DELIVERY_LABEL[status] ?? status}`]
  })
  if (waiting > 0) parts.push(`${thousands.format(waiting)} menunggu jam grup`)
  return `${thousands.format(total - open)} dari ${thousands.format(total)} grup: ${parts.join(', ')}`
}

const occurrenceInWords = ({ at, dueAt }: Occurrence) =>
  dueAt > at ? `${formatWita(at)} (jam tenang, keluar ${formatWita(dueAt)})` : formatWita(at)

const amendmentInWords = (tally: AmendmentTally) =>
  tally.length === 0
    ? 'belum mulai'
    : tally.map(({ means, status, count }) => `${count} ${MEANS_LABEL[means][status]}`).join(', ')

/** One line, and what happens next or happened last below it. */
export function summaryLines({ broadcast, next, latest }: BroadcastSummary): string[] {
  const { id, title, status, priority } = broadcast
  const isUrgent = priority === 'emergency' ? ` (${PRIORITY_LABEL[priority]})` : ''
  return [
    `${id}: ${title}${isUrgent} — ${STATUS_LABEL[status]}`,
    ...(next === undefined ? [] : [`  berikutnya: ${occurrenceInWords(next)}`]),
    ...(latest === undefined
      ? []
      : [
          `  terakhir  : ${formatWita(latest.run.scheduledFor)}, ${RUN_LABEL[latest.run.status]}${latest.run.reason === undefined ? `, ${tallyInWords(latest.tally, latest.waiting)}` : `: ${latest.run.reason}`}`,
        ]),
  ]
}

export function detailLines({ broadcast, next, runs, transitions, amendments }: BroadcastDetails): string[] {
  const { id, title, status, priority, author, emergencyReason, expiresAt, sourceFile, amends } = broadcast
  return [
    `${id}: ${title}`,
    `  Keadaan  : ${STATUS_LABEL[status]}, ${PRIORITY_LABEL[priority]}${emergencyReason === undefined ? '' : ` (${emergencyReason})`}`,
    `  Penulis  : ${author}`,
    ...(sourceFile === undefined ? [] : [`  Berkas   : ${sourceFile}`]),
    ...(amends === undefined ? [] : [`  Untuk    : ${amends}`]),
    ...(expiresAt === undefined ? [] : [`  Berlaku  : sampai ${formatWita(expiresAt)}`]),
    ...listed('Jadwal', next.map(occurrenceInWords)),
    ...listed(
      'Kiriman',
      runs.map(({ run, tally, waiting }) => {
        const what = run.reason ?? tallyInWords(tally, waiting)
        return `${formatWita(run.scheduledFor)}: ${RUN_LABEL[run.status]}, ${what}`
      }),
    ),
    ...listed(
      'Ralat',
      amendments.map(
        ({ broadcast: one, tally }) => `${one.id} (${STATUS_LABEL[one.status]}): ${amendmentInWords(tally)}`,
      ),
    ),
    ...listed(
      'Riwayat',
      transitions.map(
        ({ by, action, at, reason }) =>
          `${formatWita(at)}: ${by} ${ACTION_LABEL[action]}${reason === undefined ? '' : ` — ${reason}`}`,
      ),
    ),
  ]
}

function listed(label: string, lines: string[]): string[] {
  return lines.map((line, index) => `  ${index === 0 ? `${label.padEnd(9)}:` : ' '.repeat(10)} ${line}`)
}

/** Villages by regency: `Kutai Barat (3): Barong Tongkok, …`. */
function villageLines(villages: Area[], regencyOf: (village: Area) => string): string[] {
  const byRegency = new Map<string, Area[]>()
  for (const village of villages) {
    byRegency.set(regencyOf(village), [...(byRegency.get(regencyOf(village)) ?? []), village])
  }
  return [...byRegency].map(
    ([regency, ones]) => `${regency} (${ones.length}): ${ones.map(({ name }) => name).join(', ')}`,
  )
}

const inChannels = (counts: Partial<Record<ChannelName, number>>) =>
  CHANNEL_NAMES.filter((name) => (counts[name] ?? 0) > 0)
    .map((name) => `${CHANNEL_LABEL[name]} ${counts[name]}`)
    .join(', ')

export function previewLines(preview: Preview, regencyName: (code: string) => string): string[] {
  const { groups, regencies, villages, renderings, attachmentBytes, estimates, durationMs, next } = preview
  const { waiting, barred } = preview
  return [
    `Jangkauan: ${thousands.format(groups)} grup`,
    ...regencies.map(({ area, groups: counts }) => `  ${areaLabel(area)}: ${inChannels(counts)}`),
    ...waiting.map(
      ({ hours, groups: count, from }) =>
        `Menunggu jam grup: ${thousands.format(count)} grup ${RECEIVING_HOURS_LABEL[hours]}, mulai ${formatWita(from)}`,
    ),
    ...(barred === 0
      ? []
      : [
          `Bot sedang tidak boleh menulis di ${thousands.format(barred)} grup ini; dikirim begitu boleh lagi`,
        ]),
    `Desa dan kelurahan tanpa grup sendiri: ${thousands.format(villages.without.length)} dari ${thousands.format(villages.total)}`,
    ...villageLines(villages.without, ({ code }) => regencyName(code.slice(0, 5))).map((line) => `  ${line}`),
    ...renderings.flatMap(({ channel, parts, bytes }) => [
      `Di ${CHANNEL_LABEL[channel]} (${thousands.format(bytes)} byte, ${parts.length} pesan):`,
      ...parts.flatMap((part) => part.split('\n')).map((line) => `  │ ${line}`),
    ]),
    ...(attachmentBytes === undefined ? [] : [`Gambar: ${thousands.format(attachmentBytes)} byte`]),
    ...estimates.map(
      ({ channel, messages, durationMs: ms }) =>
        `Perkiraan ${CHANNEL_LABEL[channel]}: ${thousands.format(messages)} pesan, ${durationInWords(ms)}`,
    ),
    `Perkiraan sampai selesai: ${durationInWords(durationMs)}`,
    ...listed('Jadwal', next.map(occurrenceInWords)),
  ]
}

export const obstacleLines = (obstacles: Obstacle[]): string[] =>
  obstacles.map(({ title, channel, reason }) => `  ${title} (${CHANNEL_LABEL[channel]}): ${reason}`)
