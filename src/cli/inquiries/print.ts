import { askerCode } from '../../claims/asker-desk.ts'
import type { ClaimDetails, ClaimSummary } from '../../claims/claim-desk.ts'
import { CLAIM_ACTION_LABEL, CLAIM_STATUS_LABEL, HARM_LABEL, VERDICT_WORD } from '../../claims/labels.ts'
import { areaLabel, type AreaCode } from '../../domain/area.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import type { Resembling } from '../../claims/resembling.ts'
import type { ActiveAsker } from '../../storage/askers.ts'
import { formatWita } from '../../domain/wita.ts'
import { oneLine } from '../one-line.ts'

const TEXT_LENGTH = 90
const MINUTE_MS = 60_000
const count = new Intl.NumberFormat('id-ID')

function timeLeft({ dueAt }: ClaimSummary, now: Date): string {
  const minutes = Math.round((dueAt.getTime() - now.getTime()) / MINUTE_MS)
  const amount = Math.abs(minutes)
  const words = amount < 90 ? `${amount} menit` : `${Math.round(amount / 60)} jam`
  return minutes < 0 ? `terlambat ${words}` : `sisa ${words}`
}

const nameOf = (code: AreaCode, gazetteer: Gazetteer) => {
  const area = gazetteer.get(code)
  return area === undefined ? code : areaLabel(area)
}

const places = (people: Record<AreaCode, number>, gazetteer: Gazetteer) =>
  Object.entries(people)
    .toSorted((a, b) => b[1] - a[1])
    .map(([code, number]) => `${nameOf(code, gazetteer)} ${count.format(number)}`)

/** The list, two lines each. */
export function summaryLines(claims: ClaimSummary[], gazetteer: Gazetteer, now: Date): string[] {
  if (claims.length === 0) return ['Tidak ada pertanyaan yang menunggu jawaban.']
  return claims.flatMap((claim) => {
    const { number, status, harm, askers, alarms, takenBy } = claim
    const clock = claim.closedAt === undefined ? timeLeft(claim, now) : ''
    const facts = [
      CLAIM_STATUS_LABEL[status] + (takenBy === undefined ? '' : ` oleh ${takenBy}`),
      `${count.format(askers)} penanya`,
      `bahaya ${HARM_LABEL[harm]}`,
      clock,
      alarms.length === 0 ? '' : `ramai di ${alarms.map((code) => nameOf(code, gazetteer)).join(', ')}`,
    ]
    return [`#${number}  ${facts.filter(Boolean).join(' · ')}`, `     ${oneLine(claim.text, TEXT_LENGTH)}`]
  })
}

/** Everything about one claim. */
export function detailLines(claim: ClaimDetails, gazetteer: Gazetteer, now: Date): string[] {
  const { texts, events, note, regencies, districts, clarificationId, notices } = claim
  const told = Object.entries(notices).map(([state, number]) => `${state} ${count.format(number)}`)
  return [
    ...summaryLines([claim], gazetteer, now).slice(0, 1),
    `Pertama ditanyakan ${formatWita(claim.firstAskedAt)}, terakhir ${formatWita(claim.lastAskedAt)}`,
    ...(note === undefined ? [] : [`Catatan: ${note}`]),
    ...(clarificationId === undefined ? [] : [`Klarifikasi: ${clarificationId}`]),
    ...(told.length === 0 ? [] : [`Pemberitahuan ke penanya: ${told.join(', ')}`]),
    'Penanya per kabupaten/kota:',
    ...indented(places(regencies, gazetteer), '(belum diketahui)'),
    ...(Object.keys(districts).length === 0
      ? []
      : ['Penanya per kecamatan:', ...indented(places(districts, gazetteer), '')]),
    'Bunyi pesannya:',
    ...texts.flatMap((text) => [`  – ${oneLine(text, 400)}`]),
    'Riwayat:',
    ...events.map(
      ({ action, by, at, note: why }) =>
        `  ${formatWita(at)}  ${CLAIM_ACTION_LABEL[action]} (${by})${why === undefined ? '' : `: ${why}`}`,
    ),
  ]
}

const indented = (lines: string[], none: string) =>
  (lines.length === 0 ? [none] : lines).map((line) => `  ${line}`)

/** What may be published already. */
export function resemblingLines(resembling: Resembling[]): string[] {
  if (resembling.length === 0) return ['Klarifikasi yang mirip: belum ada']
  return [
    'Klarifikasi yang mirip:',
    ...resembling.map(
      ({ id, claimReviewed, verdict, score }) =>
        `  ${Math.round(score * 100)} %  ${id}  ${VERDICT_WORD[verdict]}: ${oneLine(claimReviewed, TEXT_LENGTH)}`,
    ),
  ]
}

/** Who is blocked, and who asked most lately. */
export function askerLines(askers: ActiveAsker[]): string[] {
  if (askers.length === 0) return ['Belum ada yang bertanya tujuh hari ini.']
  return askers.map(({ askerKey, questions, blocked }) => {
    const state =
      blocked === undefined
        ? ''
        : `, diblokir ${blocked.by} sampai ${formatWita(blocked.until)}: ${blocked.because}`
    return `${askerCode(askerKey)}  ${questions} pertanyaan${state}`
  })
}
