import { PROVINCE_CODE } from '../../domain/area.ts'
import { CLAIM_STATUSES, HARMS, OPEN_CLAIM_STATUSES, type Harm } from '../../domain/claim.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import type { AskerDesk } from '../../claims/asker-desk.ts'
import type { ClaimDesk } from '../../claims/claim-desk.ts'
import { formatWita } from '../../domain/wita.ts'
import { CLAIM_STATUS_LABEL, HARM_LABEL } from '../../claims/labels.ts'
import { ANY_AREA, readArea } from '../area.ts'
import type { Resembling } from '../../claims/resembling.ts'
import { readOptions, UsageError } from '../usage.ts'
import { askerLines, detailLines, resemblingLines, summaryLines } from './print.ts'

export const INQUIRIES_USAGE = `Cara pakai: npm run kabar -- inquiries PERINTAH [NOMOR] [pilihan]

  list [--wilayah NAMA] [--semua]
                     pertanyaan warga yang belum terjawab, yang paling mendesak dulu
  show NOMOR         rincian: bunyi pesannya, penanya per wilayah, riwayat, klarifikasi yang mirip
  take NOMOR         mulai mengerjakan
  release NOMOR      melepas, supaya orang lain bisa mengerjakan
  wait NOMOR         menunggu instansi (dengan --catatan)
  answer NOMOR --klarifikasi ID
                     mulai menulis klarifikasinya: lihat npm run kabar -- clarifications
  refer NOMOR        di luar yang bisa diperiksa; penanya diberi tahu (dengan --catatan: ke mana)
  reopen NOMOR       membuka lagi
  harm NOMOR tinggi|sedang|rendah
                     mengubah tingkat bahaya
  broadcast NOMOR --wilayah NAMA
                     menjadikan jawabannya siaran untuk grup di satu wilayah
  askers             siapa yang paling sering bertanya tujuh hari ini, dan siapa yang diblokir
  block KODE --hari N --catatan ALASAN
                     bot tidak menjawab penanya itu selama N hari
  unblock KODE       bot menjawabnya lagi

  --oleh NAMA        siapa yang melakukannya; wajib untuk semua yang mengubah sesuatu
  --catatan TEKS     keterangan untuk penanya
  --json             keluaran untuk mesin`

const OPTIONS = {
  oleh: { type: 'string' },
  catatan: { type: 'string' },
  wilayah: { type: 'string' },
  klarifikasi: { type: 'string' },
  hari: { type: 'string' },
  semua: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export interface InquiryCommandDeps {
  desk: ClaimDesk
  askers: AskerDesk
  /** Starts the draft that answers a claim. Resolves with its id. */
  startDraft: (claim: string, id: string, by: string) => Promise<string>
  /** Published clarifications that are like what people wrote. */
  findResembling: (texts: string[]) => Promise<Resembling[]>
  gazetteer: Gazetteer
  print: (line: string) => void
  now: () => Date
}

const fail = (reason: string): never => {
  throw new UsageError(`${reason}\n\n${INQUIRIES_USAGE}`)
}

function readHarm(word: string | undefined): Harm {
  const harm = HARMS.find((one) => HARM_LABEL[one] === word?.toLowerCase())
  return harm ?? fail('Tulis tingkat bahayanya: tinggi, sedang, atau rendah.')
}

/** `npm run kabar -- inquiries …`. Rejects with `UsageError` or `AppError`. */
export async function runInquiries(args: string[], deps: InquiryCommandDeps): Promise<void> {
  const { desk, askers, startDraft, findResembling, gazetteer, print, now } = deps
  const { values, positionals } = readOptions(args, OPTIONS, INQUIRIES_USAGE)
  const [command, id = '', word] = positionals
  const { oleh = '', catatan, wilayah, klarifikasi } = values
  const isJson = values.json === true
  const show = (data: unknown, lines: string[]) => {
    if (isJson) print(JSON.stringify(data, null, 2))
    else for (const line of lines) print(line)
  }
  if (command === 'list') {
    const statuses = values.semua === true ? [...CLAIM_STATUSES] : OPEN_CLAIM_STATUSES
    const within = wilayah === undefined ? PROVINCE_CODE : readArea(wilayah, gazetteer, ANY_AREA).code
    const claims = await desk.list({ statuses, within })
    return show(claims, summaryLines(claims, gazetteer, now()))
  }
  if (command === 'askers') {
    const all = await askers.list()
    return show(all, askerLines(all))
  }
  if (command === undefined || id === '') return fail('Tulis perintah dan nomor pertanyaannya.')
  if (command === 'show') {
    const claim = await desk.show(id)
    const resembling = await findResembling(claim.texts)
    return show({ ...claim, resembling }, [
      ...detailLines(claim, gazetteer, now()),
      ...resemblingLines(resembling),
    ])
  }
  if (oleh.trim() === '') return fail('Tulis siapa yang melakukannya: --oleh NAMA.')
  switch (command) {
    case 'answer': {
      if (klarifikasi === undefined) return fail('Tulis id klarifikasinya: --klarifikasi ID.')
      const draft = await startDraft(id, klarifikasi, oleh)
      return show({ draft }, [
        `Draf "${draft}" dimulai. Lanjutkan dengan: npm run kabar -- clarifications draft ${draft}`,
      ])
    }
    case 'block': {
      const { until } = await askers.block(id, {
        days: Number(values.hari),
        by: oleh,
        because: catatan ?? '',
      })
      return show({ until }, [`Penanya ${id} tidak dijawab sampai ${formatWita(until)}.`])
    }
    case 'unblock': {
      await askers.unblock(id, oleh)
      return show({ id }, [`Penanya ${id} dijawab lagi.`])
    }
    case 'broadcast': {
      if (wilayah === undefined) return fail('Tulis wilayahnya: --wilayah NAMA.')
      const broadcast = await desk.broadcast(id, readArea(wilayah, gazetteer, ANY_AREA).code, oleh)
      return show({ broadcast }, [`Siaran "${broadcast}" menunggu persetujuan orang lain.`])
    }
    case 'harm':
    case 'take':
    case 'release':
    case 'wait':
    case 'refer':
    case 'reopen': {
      const claim =
        command === 'harm'
          ? await desk.rateHarm(id, oleh, readHarm(word))
          : command === 'wait' || command === 'refer'
            ? await desk[command](id, oleh, catatan)
            : await desk[command](id, oleh)
      return show(claim, [
        `Pertanyaan #${claim.number} sekarang: ${CLAIM_STATUS_LABEL[claim.status].toLowerCase()}.`,
      ])
    }
    default:
      return fail('Perintah itu tidak dikenal.')
  }
}
