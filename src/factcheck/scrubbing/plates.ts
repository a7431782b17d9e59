import type { PersonalData, Taken } from './spans.ts'

/** Registration areas of Indonesian vehicles (National Police regulation 7/2021). KT is East, KU North Kalimantan. */
const AREA = 'a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnprstw]|e[abd]|k[bhtu]|p[abgsty]|[abdefghklmnprstwz]'
const PATTERN = new RegExp(
  String.raw`(?<![a-z\d])(?<area>${AREA})(?<gap>[ .-]?)(?<number>\d{1,4})(?:[ .-]?(?<letters>[a-z]{1,3}))?(?![a-z\d])`,
  'gi',
)
const PLATE_WORD =
  /(?<![a-z])(?:plat|pelat|nopol|no\.? ?pol|nomor polisi|nomor kendaraan|no\.? ?kendaraan|bernopol|berplat|berpelat)(?:nya)?(?: (?:hitam|putih|merah|kuning|nomor))?[^a-z\d\n]{0,4}$/i
const VEHICLE_WORD =
  /(?<![a-z])(?:mobil|motor|mtr|kendaraan|truk|truck|pick ?up|bus|bis|angkot|travel|avanza|xenia|innova|inova|fortuner|pajero|ayla|agya|brio|jazz|l300|elf|beat|vario|nmax|scoopy|supra|vixion|pcx|ojol|grab|gojek|sopir|supir|driver|tronton|box|plat|pelat|nopol|polisi)(?:nya)?[^\n]{0,24}$/i
/** Units, and words of running text in capitals, that are no last letters of a plate. */
const WORDS = new Set(
  `kg cc rb jt juta ml gr gram g km cm mm m gb mb tb kb va wib wita wit rt rw no tgl pcs pax kk md sd smp sma smk tk
   pns tni kpk ktp sim bpk ibu pak bu mau apa aku dia sy dr di ke yg dan ini itu ada jam hr hri hari thn th bln org
   orang utk tdk ga gak udh sdh lg jg klo dpt brp atm wa hp tlp blk gg jl jln des kec kab kel tps per pos hz khz mhz
   ghz w kw mw gw pk rpm fps iu ug mg xl pm am lt ltr lu ls bt bb kpd dgn dlm dr tsb dll dst lah kok kan sih ya yah
   bag buah unit x sr sks lbr bks dus ekor ha rp usd idr s s/d sd hal ayat ps pasal baris kursi set pasang`
    .trim()
    .split(/\s+/),
)

interface Parts {
  area: string
  gap: string
  number: string
  letters?: string
}

function isPlate({ area, gap, number, letters = '' }: Parts, before: string): boolean {
  if (WORDS.has(letters.toLowerCase())) return false
  if (/(?:pin|kode)[ :.]{0,3}$/i.test(before)) return false
  if (PLATE_WORD.test(before)) return letters !== '' || number.length >= 2
  if (letters === '') return false
  if (VEHICLE_WORD.test(before)) return number.length > 1 && letters.length + number.length > 3
  const isEastKalimantan = /^k[tu]$/i.test(area)
  const isCapital = area + letters === (area + letters).toUpperCase()
  if (!isCapital) return number.length >= 3 && letters.length > 1 && (isEastKalimantan || gap === '')
  return isEastKalimantan || (number.length >= 3 && letters.length > 1)
}

/** Plate numbers of vehicles. In running text their letters may be words: then it takes a word like "mobil" before. */
export function findPlates(text: string, taken: Taken): PersonalData[] {
  const found: PersonalData[] = []
  for (const match of text.matchAll(PATTERN)) {
    const { index } = match
    const before = text.slice(Math.max(0, index - 44), index)
    const span = { start: index, end: index + match[0].length, kind: 'plate' as const }
    if (!taken.has(span) && isPlate(match.groups as unknown as Parts, before)) found.push(span)
  }
  return found
}
