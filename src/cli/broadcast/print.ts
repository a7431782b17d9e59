import { areaLabel, type Area } from '../../domain/area.ts'
import { CHANNEL_NAMES, type ChannelName } from '../../domain/message.ts'
import { RECEIVING_HOURS_LABEL } from '../../domain/receiving-hours.ts'
import { formatWita } from '../../domain/wita.ts'
import type { BroadcastDetails, BroadcastSummary } from '../../dissemination/desk/desk.ts'
import { ACTION_LABEL, PRIORITY_LABEL, RUN_LABEL, STATUS_LABEL } from '../../dissemination/desk/labels.ts'
import type { Occurrence, Preview } from '../../dissemination/desk/preview.ts'
import {
  amendmentInWords,
  CHANNEL_LABEL,
  durationInWords,
  tallyInWords,
} from '../../dissemination/desk/words.ts'
import type { Obstacle } from '../../dissemination/amend/amendments.ts'

const thousands = new Intl.NumberFormat('id-ID')

const occurrenceInWords = ({ at, dueAt }: Occurrence) =>
  dueAt > at ? `${formatWita(at)} (jam tenang, keluar ${formatWita(dueAt)})` : formatWita(at)

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
