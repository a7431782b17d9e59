import type { ChatObstacle, ChatStatus, Connectivity } from '../domain/community.ts'
import { CONNECTIVITIES, CONNECTIVITY_LABEL } from '../domain/community.ts'
import type { KimAction } from '../domain/kim.ts'
import { CHANNEL_LABEL, type ChannelName } from '../domain/message.ts'
import type { VillageState } from './coverage.ts'
import type { KimCodeState } from './kim-desk.ts'

export const CHAT_LABEL: Record<ChatStatus, string> = {
  active: 'aktif',
  paused: 'dijeda',
  gone: 'bot sudah keluar',
}

export const OBSTACLE_LABEL: Record<ChatObstacle, string> = {
  announce_only: 'hanya admin yang boleh menulis, jadi bot belum bisa mengirim',
  topic_closed: 'topik forum untuk bot sedang ditutup',
}

export const CODE_LABEL: Record<KimCodeState, string> = {
  open: 'berlaku',
  expired: 'kedaluwarsa',
  revoked: 'dicabut',
}

export const KIM_ACTION_LABEL: Record<KimAction, string> = {
  added: 'menambahkan',
  changed: 'mengubah',
  removed: 'menghapus',
  group_verified: 'memverifikasi grup',
}

export const VILLAGE_STATE_LABEL: Record<VillageState, string> = {
  active: 'aktif',
  dormant: 'dorman',
  none: 'belum ada',
}

/** What a village can be marked with, and what it is without a mark. */
export const MARKS = [...CONNECTIVITIES, 'unknown'] as const
export const MARK_LABEL: Record<Connectivity | 'unknown', string> = {
  ...CONNECTIVITY_LABEL,
  unknown: 'belum ditandai',
}

/** `Telegram, WhatsApp` */
export const channelNames = (channels: ChannelName[]): string =>
  channels.map((channel) => CHANNEL_LABEL[channel]).join(', ')
