import type { ChannelState as ConnectionState } from '../../domain/channel.ts'
import { CHANNEL_LABEL } from '../../domain/message.ts'
import type { ChannelState } from '../desks.ts'
import { inNumber, type Tone } from '../ui/parts.tsx'

export const STATE_WORDS: Record<ConnectionState, { label: string; tone: Tone; advice?: string }> = {
  connected: { label: 'tersambung', tone: 'good' },
  connecting: {
    label: 'sedang menyambung',
    tone: 'plain',
    advice: 'Biasanya selesai dalam semenit. Kalau lebih lama, periksa jaringan server.',
  },
  needs_pairing: {
    label: 'perlu dipasangkan',
    tone: 'warn',
    advice: 'Pasangkan dengan ponsel yang memegang nomor bot. Siaran menunggu sampai tersambung.',
  },
  stopped: { label: 'berhenti', tone: 'warn', advice: 'Sambungkan ulang saluran ini.' },
  broken: {
    label: 'bermasalah',
    tone: 'warn',
    advice: 'Kerjakan petunjuk di atas, lalu sambungkan ulang.',
  },
}

/** `WhatsApp`; with its account where a platform has several: `WhatsApp · utama`. */
export function channelTitle({ name, account }: ChannelState, all: ChannelState[]): string {
  const isOnly = all.filter((other) => other.name === name).length === 1
  return isOnly ? CHANNEL_LABEL[name] : `${CHANNEL_LABEL[name]} · ${account}`
}

/** `3 dari 40 hari ini, 1 dari 15 dalam satu jam terakhir` */
export function usageInWords({ usage: { today, perDay, lastHour, perHour } }: ChannelState): string {
  if (!Number.isFinite(perDay)) return `${inNumber(today)} sejak server menyala hari ini, tanpa batas harian`
  return `${inNumber(today)} dari ${inNumber(perDay)} hari ini, ${inNumber(lastHour)} dari ${inNumber(perHour)} dalam satu jam terakhir`
}

/** Where an account has its page, below `/dasbor`. */
export const pathOf = ({ name, account }: Pick<ChannelState, 'name' | 'account'>): string =>
  `/saluran/${name}/${encodeURIComponent(account)}`
