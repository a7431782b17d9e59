import type { BroadcastPriority, BroadcastStatus, RunStatus } from '../../domain/broadcast.ts'
import type { BroadcastAction } from '../../domain/broadcast-life.ts'

/** States and steps, as staff read them. */
export const STATUS_LABEL: Record<BroadcastStatus, string> = {
  draft: 'draf',
  awaiting_approval: 'menunggu persetujuan',
  scheduled: 'terjadwal',
  running: 'sedang dikirim',
  paused: 'dijeda',
  finished: 'selesai',
  cancelled: 'dibatalkan',
  expired: 'kedaluwarsa',
}

export const RUN_LABEL: Record<RunStatus, string> = {
  running: 'sedang dikirim',
  finished: 'selesai',
  missed: 'terlewat',
  expired: 'kedaluwarsa',
  paused: 'dijeda',
  cancelled: 'dihentikan',
}

export const PRIORITY_LABEL: Record<BroadcastPriority, string> = { normal: 'biasa', emergency: 'darurat' }

/** What was done, after a name: "Pemeriksa menyetujui". */
export const ACTION_LABEL: Record<BroadcastAction, string> = {
  submit: 'mengajukan',
  return: 'mengembalikan',
  approve: 'menyetujui',
  expedite: 'meloloskan sebagai darurat',
  accept: 'menerima tanpa persetujuan',
  run: 'mulai mengirim',
  wait: 'menunggu jadwal berikutnya',
  finish: 'menyelesaikan',
  expire: 'menutup karena kedaluwarsa',
  pause: 'menjeda',
  resume: 'melanjutkan',
  cancel: 'membatalkan',
  revise: 'meminta persetujuan ulang',
  withdraw: 'menarik dari jadwal',
  reschedule: 'menjadwalkan ulang',
}
