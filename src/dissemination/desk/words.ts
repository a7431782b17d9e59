import type { AmendmentMeans, AmendmentStatus, AmendmentTally } from '../../domain/amendment.ts'
import type { DeliveryStatus } from '../../domain/broadcast.ts'
import type { ChannelName } from '../../domain/message.ts'

export const CHANNEL_LABEL: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  simulator: 'Simulator',
}

/** Every state that a delivery may be in, in the order in which it is told. */
export const DELIVERY_LABEL: Record<DeliveryStatus, string> = {
  read: 'dibaca',
  delivered: 'diterima',
  sent: 'terkirim',
  unconfirmed: 'belum terkonfirmasi',
  sending: 'sedang dikirim',
  queued: 'menunggu',
  failed: 'gagal',
  uncertain: 'belum pasti',
  skipped: 'dilewati',
}

const MEANS_LABEL: Record<AmendmentMeans, Record<AmendmentStatus, string>> = {
  edit: { done: 'diubah di tempat', queued: 'menunggu diubah', impossible: 'tidak bisa diubah' },
  notice: { done: 'dikirimi RALAT', queued: 'menunggu RALAT', impossible: 'tidak bisa dikirimi RALAT' },
  replace: {
    done: 'dikirimi isi yang benar',
    queued: 'menunggu isi yang benar',
    impossible: 'tidak terjangkau',
  },
  delete: { done: 'dihapus', queued: 'menunggu dihapus', impossible: 'tidak bisa dihapus' },
  none: { done: 'dibiarkan', queued: 'menunggu', impossible: 'perlu dilihat di grupnya' },
}

const thousands = new Intl.NumberFormat('id-ID')

/** `2 jam 5 menit` */
export function durationInWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  if (minutes <= 1) return 'kurang dari 1 menit'
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  return [
    days > 0 ? `${days} hari` : '',
    hours > 0 ? `${hours} jam` : '',
    rest > 0 && days === 0 ? `${rest} menit` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** `1.020 dari 1.038: 1.000 terkirim, 20 gagal`. `waiting`: so many of the queued ones wait for their groups' hours. */
export function tallyInWords(tally: Partial<Record<DeliveryStatus, number>>, waiting = 0): string {
  const total = Object.values(tally).reduce((sum, count) => sum + count, 0)
  if (total === 0) return 'tidak ada grup'
  const { queued = 0, sending = 0 } = tally
  const parts = Object.entries(DELIVERY_LABEL).flatMap(([status, label]) => {
    const all = tally[status as DeliveryStatus] ?? 0
    const count = status === 'queued' ? all - waiting : all
    return count <= 0 ? [] : [`${thousands.format(count)} ${label}`]
  })
  if (waiting > 0) parts.push(`${thousands.format(waiting)} menunggu jam grup`)
  return `${thousands.format(total - queued - sending)} dari ${thousands.format(total)} grup: ${parts.join(', ')}`
}

/** `12 diubah di tempat, 1 tidak bisa diubah` */
export const amendmentInWords = (tally: AmendmentTally) =>
  tally.length === 0
    ? 'belum mulai'
    : tally.map(({ means, status, count }) => `${count} ${MEANS_LABEL[means][status]}`).join(', ')
