import type { BroadcastStatus } from '../../domain/broadcast.ts'
import type { BroadcastAction, StepRefusal } from '../../domain/broadcast-life.ts'
import { AppError, type AppErrorCode } from '../../domain/error.ts'
import type { StepResult } from '../../storage/broadcasts.ts'
import { STATUS_LABEL } from './labels.ts'

const VERB: Partial<Record<BroadcastAction, string>> = {
  submit: 'diajukan',
  return: 'dikembalikan',
  approve: 'disetujui',
  expedite: 'diloloskan sebagai darurat',
  pause: 'dijeda',
  resume: 'dilanjutkan',
  cancel: 'dibatalkan',
}

const REFUSAL: Record<Exclude<StepRefusal, 'wrong_status'>, [AppErrorCode, string]> = {
  only_system: ['forbidden', 'Langkah ini hanya dilakukan sistem.'],
  needs_reason: ['invalid', 'Tulis alasannya: alasan ikut dicatat.'],
  needs_name: ['invalid', 'Tulis nama yang melakukannya: nama ikut dicatat.'],
  own_work: [
    'forbidden',
    'Penulis tidak boleh menyetujui tulisannya sendiri. Minta orang lain memeriksanya.',
  ],
  no_emergency: ['forbidden', 'Hanya siaran darurat yang boleh lewat tanpa orang kedua.'],
}

/** The error for a broadcast that is not there. */
export const noSuchBroadcast = (id: string) => new AppError('not_found', `Siaran "${id}" tidak ada.`)

/** Throws the `AppError` for a refused step, with one Indonesian sentence. `status`: where the broadcast was. */
export function refuseUnlessTaken(
  result: StepResult,
  { id, status, action }: { id: string; status: BroadcastStatus; action: BroadcastAction },
): asserts result is { to: BroadcastStatus } {
  if (!('refused' in result)) return
  const { refused } = result
  if (refused === 'not_found') throw noSuchBroadcast(id)
  if (refused === 'wrong_status') {
    const verb = VERB[action] ?? 'diubah'
    throw new AppError('conflict', `Siaran "${id}" ${STATUS_LABEL[status]}, jadi tidak bisa ${verb}.`)
  }
  const [code, message] = REFUSAL[refused]
  throw new AppError(code, message)
}
