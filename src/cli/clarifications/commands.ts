import { readFile } from 'node:fs/promises'
import type { ClarificationDesk, DraftChange } from '../../claims/clarification-desk.ts'
import { VERDICT_WORD } from '../../claims/labels.ts'
import { VERDICTS, type ClarificationContent, type ClarificationSource } from '../../domain/clarification.ts'
import { AppError } from '../../domain/error.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { parseWita } from '../../domain/wita.ts'
import { ANY_AREA, readArea } from '../area.ts'
import { readOptions, UsageError } from '../usage.ts'
import { detailLines, draftLines, listLines } from './print.ts'

export const CLARIFICATIONS_USAGE = `Cara pakai: npm run kabar -- clarifications PERINTAH [ID] [pilihan]

  list [--cari TEKS]   draf, dan klarifikasi yang terakhir berubah
  show ID              isi, draf, dan versi-versinya
  draft ID             memulai atau mengubah draf, dengan pilihan di bawah
  review ID            mengajukan draf untuk diperiksa orang kedua
  publish ID           menerbitkan; harus orang lain dari penulisnya
  discard ID           membuang draf
  retract ID           menarik yang sudah terbit (dengan --alasan); yang pernah menerimanya dikabari

  --pertanyaan NOMOR   pertanyaan warga yang dijawab
  --klaim TEKS         klaimnya dalam satu kalimat
  --putusan KATA       ${VERDICTS.map((verdict) => VERDICT_WORD[verdict]).join(', ')}
  --penjelasan TEKS    dua tiga kalimat (atau --berkas BERKAS)
  --sumber "PENERBIT | https://…"
                       boleh diulang
  --beredar TEKS       bunyi pesan yang beredar; boleh diulang
  --wilayah NAMA       bila hanya menyangkut wilayah tertentu; boleh diulang
  --gambar BERKAS      gambar yang beredar bersama klaimnya; boleh diulang
  --tanpa-gambar       lupakan gambar yang sudah dicatat
  --tanggal TANGGAL    tanggal sumbernya, misalnya 2026-11-20
  --ralat, --tanpa-ralat
                       kabari atau jangan kabari yang sudah menerima versi lama

  --oleh NAMA          siapa yang melakukannya; wajib untuk semua yang mengubah sesuatu
  --alasan TEKS        mengapa
  --json               keluaran untuk mesin`

const OPTIONS = {
  cari: { type: 'string' },
  pertanyaan: { type: 'string' },
  klaim: { type: 'string' },
  putusan: { type: 'string' },
  penjelasan: { type: 'string' },
  berkas: { type: 'string' },
  sumber: { type: 'string', multiple: true },
  beredar: { type: 'string', multiple: true },
  wilayah: { type: 'string', multiple: true },
  gambar: { type: 'string', multiple: true },
  'tanpa-gambar': { type: 'boolean' },
  tanggal: { type: 'string' },
  ralat: { type: 'boolean' },
  'tanpa-ralat': { type: 'boolean' },
  oleh: { type: 'string' },
  alasan: { type: 'string' },
  json: { type: 'boolean' },
} as const

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values']

export interface ClarificationCommandDeps {
  desk: ClarificationDesk
  gazetteer: Gazetteer
  /** The perceptual hash of a picture; undefined for what is no picture. */
  hashPicture: (bytes: Uint8Array) => Promise<string | undefined>
  print: (line: string) => void
}

const fail = (reason: string): never => {
  throw new UsageError(`${reason}\n\n${CLARIFICATIONS_USAGE}`)
}

function readSource(text: string): ClarificationSource {
  const at = text.lastIndexOf('|')
  const url = text.slice(at + 1).trim()
  if (!URL.canParse(url)) return fail(`Sumber "${text}" tidak berisi tautan. Tulis "Penerbit | https://…".`)
  const publisher = at === -1 ? new URL(url).hostname.replace(/^www\./, '') : text.slice(0, at).trim()
  return { url, publisher }
}

async function explanationOf({ penjelasan, berkas }: Values): Promise<string | undefined> {
  if (berkas === undefined) return penjelasan
  try {
    return (await readFile(berkas, 'utf8')).trim()
  } catch {
    throw new AppError('invalid', `Berkas ${berkas} tidak dapat dibaca.`)
  }
}

async function readPicture(
  path: string,
  hashPicture: ClarificationCommandDeps['hashPicture'],
): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch {
    throw new AppError('invalid', `Gambar ${path} tidak dapat dibaca.`)
  }
  const hash = await hashPicture(bytes)
  if (hash === undefined) throw new AppError('invalid', `Berkas ${path} bukan gambar yang dapat dibuka.`)
  return hash
}

/** What `--gambar` and `--tanpa-gambar` change. */
async function readPictures(
  { gambar, 'tanpa-gambar': isWithout }: Values,
  { hashPicture }: ClarificationCommandDeps,
): Promise<Pick<DraftChange, 'addedPictures' | 'content'>> {
  const addedPictures = await Promise.all((gambar ?? []).map((path) => readPicture(path, hashPicture)))
  return {
    ...(isWithout === true ? { content: { pictureHashes: [] } } : {}),
    ...(addedPictures.length === 0 ? {} : { addedPictures }),
  }
}

function readDate(text: string): Date {
  const at = parseWita(`${text} 00:00`) ?? parseWita(text)
  return at ?? fail(`Tanggal "${text}" tidak dapat dibaca. Tulis seperti 2026-11-20.`)
}

async function readChange(values: Values, deps: ClarificationCommandDeps): Promise<DraftChange> {
  const { gazetteer } = deps
  const { pertanyaan, klaim, putusan, sumber, beredar, wilayah, tanggal, ralat, alasan } = values
  const verdict = VERDICTS.find((one) => VERDICT_WORD[one] === putusan?.toLowerCase() || one === putusan)
  if (putusan !== undefined && verdict === undefined) return fail(`Putusan "${putusan}" tidak dikenal.`)
  const explanation = await explanationOf(values)
  const content: Partial<ClarificationContent> = {
    ...(klaim === undefined ? {} : { claimReviewed: klaim.trim() }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(explanation === undefined ? {} : { explanation: explanation.trim() }),
    ...(sumber === undefined ? {} : { sources: sumber.map(readSource) }),
    ...(beredar === undefined ? {} : { circulatingTexts: beredar }),
    ...(wilayah === undefined
      ? {}
      : { areaCodes: wilayah.map((name) => readArea(name, gazetteer, ANY_AREA).code) }),
    ...(tanggal === undefined ? {} : { publishedAt: readDate(tanggal) }),
  }
  const { addedPictures, content: forgotten } = await readPictures(values, deps)
  const isSilent = values['tanpa-ralat'] === true
  return {
    content: { ...content, ...forgotten },
    ...(addedPictures === undefined ? {} : { addedPictures }),
    ...(pertanyaan === undefined ? {} : { claim: pertanyaan }),
    ...(ralat === true || isSilent ? { corrects: !isSilent } : {}),
    ...(alasan === undefined ? {} : { note: alasan }),
  }
}

/** `npm run kabar -- clarifications …`. Rejects with `UsageError` or `AppError`. */
export async function runClarifications(args: string[], deps: ClarificationCommandDeps): Promise<void> {
  const { desk, print } = deps
  const { values, positionals } = readOptions(args, OPTIONS, CLARIFICATIONS_USAGE)
  const [command, id = ''] = positionals
  const { oleh = '', alasan, cari } = values
  const show = (data: unknown, lines: string[]) => {
    if (values.json === true) print(JSON.stringify(data, null, 2))
    else for (const line of lines) print(line)
  }
  if (command === 'list') {
    const list = await desk.list(cari === undefined ? {} : { text: cari })
    return show(list, listLines(list))
  }
  if (command === undefined || id === '') return fail('Tulis perintah dan id klarifikasinya.')
  if (command === 'show') {
    const details = await desk.show(id)
    return show(details, detailLines(details))
  }
  if (oleh.trim() === '') return fail('Tulis siapa yang melakukannya: --oleh NAMA.')
  switch (command) {
    case 'draft': {
      const draft = await desk.draft(id, oleh, await readChange(values, deps))
      return show(draft, ['Draf disimpan.', ...draftLines(draft)])
    }
    case 'review': {
      const draft = await desk.review(id, oleh)
      return show(draft, [`Draf "${id}" menunggu diperiksa dan diterbitkan orang lain.`])
    }
    case 'publish': {
      const result = await desk.publish(id, oleh, alasan)
      const told = result.answered + result.corrected
      const news = told === 0 ? 'Tidak ada yang perlu dikabari.' : `${told} chat dikabari.`
      return show(result, [`Terbit sebagai versi ${result.clarification.version}. ${news}`])
    }
    case 'discard': {
      await desk.discard(id)
      return show({ id }, [`Draf "${id}" dibuang.`])
    }
    case 'retract': {
      await desk.retract(id, oleh, alasan)
      return show({ id }, ['Ditarik. Bot tidak memakainya lagi, dan yang pernah menerimanya dikabari.'])
    }
    default:
      return fail('Perintah itu tidak dikenal.')
  }
}
