import { areaLabel, type AreaCode } from '../../domain/area.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { inNumber, inPercent } from '../ui/parts.tsx'

const MINUTE_MS = 60_000
/** Up to here minutes say more than hours. */
const MOST_MINUTES = 90
const MOST_HOURS = 48

const amountOf = (minutes: number): string => {
  if (minutes < MOST_MINUTES) return `${minutes} menit`
  const hours = Math.round(minutes / 60)
  return hours < MOST_HOURS ? `${hours} jam` : `${Math.round(hours / 24)} hari`
}

/** `sisa 40 menit`, `lewat 2 jam` */
export function timeLeft(dueAt: Date, now: Date): string {
  const minutes = Math.round((dueAt.getTime() - now.getTime()) / MINUTE_MS)
  return minutes < 0 ? `lewat ${amountOf(-minutes)}` : `sisa ${amountOf(minutes)}`
}

/** `34%`, `di bawah 1%` */
export const likelihood = (probability: number): string =>
  probability < 0.01 ? 'di bawah 1%' : inPercent(probability, 1)

/** The beginning of a text on one line. */
export function excerpt(text: string, length = 160): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}…`
}

export const placeName = (code: AreaCode, gazetteer: Gazetteer): string => {
  const area = gazetteer.get(code)
  return area === undefined ? code : areaLabel(area)
}

/** Places with so many people each, most first. */
export const byPeople = (people: Record<AreaCode, number>): [AreaCode, number][] =>
  Object.entries(people).toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))

/** `Kabupaten Paser 12, Kota Samarinda 3, dan 2 lagi` */
export function placesInShort(people: Record<AreaCode, number>, gazetteer: Gazetteer, most = 2): string {
  const places = byPeople(people)
  if (places.length === 0) return 'belum diketahui'
  const named = places
    .slice(0, most)
    .map(([code, count]) => `${placeName(code, gazetteer)} ${inNumber(count)}`)
    .join(', ')
  return places.length > most ? `${named}, dan ${places.length - most} lagi` : named
}

/** What became of telling those who asked. */
export const NOTICE_WORD: Record<string, string> = {
  queued: 'menunggu dikirim',
  sent: 'sudah dikabari',
  dropped: 'tidak sampai',
}

/** Below `/dasbor`. */
export const claimPath = (number: number): string => `/cek-fakta/tanya/${number}`
export const clarificationPath = (id: string): string => `/cek-fakta/klarifikasi/${encodeURIComponent(id)}`

/** The page of a list that an address asks for, from 1. */
export const pageOf = (query: string | undefined): number =>
  /^[1-9]\d{0,4}$/.test(query ?? '') ? Number(query) : 1
