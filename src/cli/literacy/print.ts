import { STATUS_LABEL } from '../../dissemination/desk/labels.ts'
import { formatWita } from '../../domain/wita.ts'
import { slotInWords } from '../../literacy/calendar.ts'
import type { ProgrammeSetting } from '../../literacy/programme-setting.ts'
import type { Upcoming } from '../../literacy/programme.ts'
import type { QuizReport } from '../../literacy/report.ts'
import { messageOf } from '../../literacy/wording.ts'
import { renderFor } from '../../renderings.ts'

const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)}%`)

function upcomingLine({ issue, broadcast }: Upcoming): string {
  const state = broadcast === undefined ? 'belum disiapkan' : STATUS_LABEL[broadcast.status]
  const name = issue.kind === 'tip' ? 'Tip' : 'Kuis'
  return `  ${name}: ${issue.item.title} — ${formatWita(issue.dueAt)} — ${issue.broadcastId}, ${state}`
}

/** Whether the programme is on, who stands behind it, and what comes next. */
export function statusLines(
  setting: ProgrammeSetting | undefined,
  { upcoming, isApproved }: { upcoming: Upcoming[]; isApproved: boolean },
): string[] {
  if (setting === undefined) return ['Program literasi mati: belum pernah dinyalakan.']
  const { isOn, by, approvedBy, changedAt, tip, quiz } = setting
  if (!isOn) return [`Program literasi mati, dimatikan ${by} pada ${formatWita(changedAt)}.`]
  return [
    `Program literasi menyala sejak ${formatWita(changedAt)}: oleh ${by}, disetujui ${approvedBy}.`,
    `Tip setiap ${slotInWords(tip)}, kuis ${slotInWords(quiz)} pertama tiap bulan (WITA).`,
    ...(isApproved
      ? []
      : [
          'Isinya berubah sejak disetujui: siaran baru menunggu persetujuan, sampai program ini dinyalakan lagi dengan persetujuan baru.',
        ]),
    'Berikutnya:',
    ...upcoming.map(upcomingLine),
  ]
}

/** How the coming tip and quiz read on WhatsApp, and how many groups get them. */
export function previewLines(upcoming: Upcoming[], groups: number): string[] {
  const texts = upcoming.flatMap((one) => {
    const message = one.broadcast?.message ?? messageOf(one.issue)
    return [upcomingLine(one).trim(), '', ...renderFor('whatsapp', message), '', '---', '']
  })
  return [`Penerima sekarang: ${groups} grup.`, '', ...texts.slice(0, -3)]
}

/** One quiz after the other, with how many were right at each question. */
export function reportLines(reports: QuizReport[]): string[] {
  if (reports.length === 0) return ['Belum ada kuis yang dikirim.']
  return reports.flatMap(({ broadcastId, title, dueAt, reached, played, answers, questions }) => [
    `${broadcastId} — ${title}, ${formatWita(dueAt)}`,
    `  ${reached} grup menerima, ${played} grup ikut bermain, ${answers} jawaban`,
    ...questions.map(
      ({ text, right, answers, rightShare }, index) =>
        `  ${index + 1}. ${percent(rightShare)} benar (${right} dari ${answers}): ${text}`,
    ),
  ])
}
