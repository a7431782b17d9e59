import type { PersonalData, Taken } from './spans.ts'

const STREET =
  /(?<![a-z])(?:jl|jln|jalan|gg|gang|perum|perumahan|komp|komplek|kompleks|blok|dusun|dsn|desa|kampung|kp|lorong)(?![a-z])/gi
/** How far a house number may stand behind the street. */
const REACH = 100
const HOUSE = /(?<![a-z])(?:no|nomor|nmr|kav)[ .:]{0,3}\d{1,4}[a-z]?(?![a-z\d])/i
const NEIGHBOURHOOD = /(?<![a-z])rt[ .:]{0,2}\d{1,3}(?:[ ,./-]{1,3}(?:rw[ .:]{0,2})?\d{1,3}(?!\d))?/i
const HOME_WORD =
  /(?<![a-z])(?:alamat|beralamat|domisili|berdomisili|tinggal|rumah|rmh)(?:nya|ku|mu)?(?![a-z])[^\n]{0,30}$/i
const INSTITUTION =
  /(?<![a-z])(?:kantor|dinas|puskesmas|posyandu|rs|rsud|rumah sakit|sekolah|sd|sdn|smpn?|sman?|smkn?|kampus|universitas|balai|posko|gedung|masjid|gereja|pura|aula|bank|toko|hotel|pasar|gor|polsek|polres|disdukcapil|dukcapil|mal|mall)(?![a-z])/i
const BEFORE = 44

/** Where the address that begins with a street word ends; undefined when it is nobody's home. */
function endOfAddress(text: string, start: number): number | undefined {
  const [ahead = ''] = text.slice(start, start + REACH).split('\n')
  const before = text.slice(Math.max(0, start - BEFORE), start)
  const house = HOUSE.exec(ahead)
  const neighbourhood = NEIGHBOURHOOD.exec(ahead)
  if (house === null && neighbourhood === null) return undefined
  const isHome = HOME_WORD.test(before) || (house !== null && neighbourhood !== null)
  const ends = [house, neighbourhood].map((match) => (match === null ? 0 : match.index + match[0].length))
  const length = Math.max(...ends)
  return isHome && !INSTITUTION.test(before + ahead.slice(0, length)) ? start + length : undefined
}

/** Homes: a street with a house number and RT/RW, or one of them behind a word like "alamat". */
export function findAddresses(text: string, taken: Taken): PersonalData[] {
  const found: PersonalData[] = []
  let free = 0
  for (const { index } of text.matchAll(STREET)) {
    if (index < free) continue
    const end = endOfAddress(text, index)
    if (end === undefined) continue
    const span = { start: index, end, kind: 'address' as const }
    if (taken.has(span)) continue
    found.push(span)
    free = end
  }
  return found
}
