import type { DraftChange } from '../../../claims/clarification-desk.ts'
import { areaLabel, parentCode, PROVINCE_CODE, type Area, type AreaCode } from '../../../domain/area.ts'
import {
  VERDICTS,
  type ClarificationContent,
  type ClarificationSource,
} from '../../../domain/clarification.ts'
import { AppError } from '../../../domain/error.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import { parseWita } from '../../../domain/wita.ts'
import type { Form } from '../../form.ts'
import { dateOf } from '../../time.ts'

/** More rows of a form than anybody fills in. */
const MOST_ROWS = 60
const SUGGESTED_AREAS = 3

/** Whether those who have an older answer hear of it: as the desk decides, yes, or no. */
export type Correcting = '' | 'ya' | 'tidak'

/** A draft as a form has it. */
export interface Typed {
  claimReviewed: string
  verdict: string
  explanation: string
  circulatingTexts: string[]
  sources: ClarificationSource[]
  /** Regencies and cities. */
  regencies: AreaCode[]
  /** Smaller areas, one a line: a code, or a name. */
  places: string
  /** `2026-11-20` in WITA. */
  date: string
  correcting: Correcting
  note: string
  forgetsPictures: boolean
}

const isRegency = (code: AreaCode) => parentCode(code) === PROVINCE_CODE

/** What a form begins with. */
export function typedOf(
  content: ClarificationContent,
  gazetteer: Gazetteer,
  { correcting = '', note = '' }: { correcting?: Correcting; note?: string | undefined } = {},
): Typed {
  const { areaCodes, publishedAt } = content
  const smaller = areaCodes.filter((code) => !isRegency(code))
  return {
    claimReviewed: content.claimReviewed,
    verdict: content.verdict,
    explanation: content.explanation,
    circulatingTexts: content.circulatingTexts,
    sources: content.sources,
    regencies: areaCodes.filter(isRegency),
    places: smaller.map((code) => `${code} ${gazetteer.get(code)?.name ?? ''}`.trim()).join('\n'),
    date: dateOf(publishedAt),
    correcting,
    note,
    forgetsPictures: false,
  }
}

const rows = <Row>(read: (place: number) => Row): Row[] =>
  Array.from({ length: MOST_ROWS }, (_, place) => read(place))

/** What somebody has written into the form. */
export function readTyped(form: Form): Typed {
  const correcting = form.text('ralat')
  return {
    claimReviewed: form.text('klaim'),
    verdict: form.text('putusan'),
    explanation: form.text('penjelasan'),
    circulatingTexts: rows((place) => form.text(`beredar-${place}`)).filter(Boolean),
    sources: rows((place) => ({
      publisher: form.text(`penerbit-${place}`),
      url: form.text(`tautan-${place}`),
    })).filter(({ publisher, url }) => publisher !== '' || url !== ''),
    regencies: form.list('kabupaten'),
    places: form.text('wilayah'),
    date: form.text('tanggal'),
    correcting: correcting === 'ya' || correcting === 'tidak' ? correcting : '',
    note: form.text('catatan'),
    forgetsPictures: form.isChecked('lupakan-gambar'),
  }
}

const withPublisher = ({ publisher, url }: ClarificationSource): ClarificationSource =>
  publisher === '' && URL.canParse(url)
    ? { url, publisher: new URL(url).hostname.replace(/^www\./, '') }
    : { url, publisher }

function described(area: Area, gazetteer: Gazetteer): string {
  const parent = gazetteer.get(parentCode(area.code) ?? '')
  return `${area.code} ${areaLabel(area)}${parent === undefined ? '' : `, ${parent.name}`}`
}

function areaOf(line: string, gazetteer: Gazetteer): AreaCode {
  const code = /^\d{2}(?:\.\d+)*/.exec(line)?.[0]
  const found = code === undefined ? gazetteer.resolve(line) : gazetteer.get(code)
  if (typeof found === 'object') return found.code
  const similar = gazetteer
    .find(line, { limit: SUGGESTED_AREAS })
    .map(({ area }) => described(area, gazetteer))
  const hint = similar.length === 0 ? '' : ` Maksud Anda: ${similar.join('; ')}?`
  throw new AppError(
    'invalid',
    found === 'ambiguous'
      ? `Ada beberapa wilayah bernama "${line}". Tulis kodenya.${hint}`
      : `Wilayah "${line}" tidak dikenal.${hint}`,
  )
}

/** The day of a source. One that was not changed stays the instant that it was. */
function instantOf(date: string, before: Date): Date {
  if (date === '' || date === dateOf(before)) return before
  const at = parseWita(`${date} 00:00`)
  if (at === undefined) throw new AppError('invalid', 'Tulis tanggal sumbernya seperti 2026-11-20.')
  return at
}

/** What a form changes, seen from `publishedAt` as it was. Throws `AppError('invalid')` for what cannot be read. */
export function changeOf(typed: Typed, publishedAt: Date, gazetteer: Gazetteer): DraftChange {
  const { correcting, note, places, regencies, forgetsPictures } = typed
  const verdict = VERDICTS.find((one) => one === typed.verdict)
  if (verdict === undefined) throw new AppError('invalid', 'Pilih putusannya.')
  const smaller = places
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => areaOf(line, gazetteer))
  return {
    content: {
      claimReviewed: typed.claimReviewed,
      verdict,
      explanation: typed.explanation,
      circulatingTexts: typed.circulatingTexts,
      sources: typed.sources.map(withPublisher),
      areaCodes: [...new Set([...regencies, ...smaller])],
      publishedAt: instantOf(typed.date, publishedAt),
      ...(forgetsPictures ? { pictureHashes: [] } : {}),
    },
    ...(correcting === '' ? {} : { corrects: correcting === 'ya' }),
    ...(note === '' ? {} : { note }),
  }
}
