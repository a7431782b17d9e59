import type { AreaCode } from './area.ts'

/** How an announcement was passed on to people beyond the signal. */
export const ACKNOWLEDGEMENT_METHODS = ['read_aloud', 'posted', 'door_to_door', 'loudspeaker'] as const
export type AcknowledgementMethod = (typeof ACKNOWLEDGEMENT_METHODS)[number]

export const ACKNOWLEDGEMENT_METHOD_LABEL: Record<AcknowledgementMethod, string> = {
  read_aloud: 'Dibacakan',
  posted: 'Ditempel',
  door_to_door: 'Dari rumah ke rumah',
  loudspeaker: 'Pengeras suara',
}

/** A group's word that it passed an announcement on. */
export interface Acknowledgement {
  deliveryId: string
  /** `Chat.id`. */
  chatId: string
  /** Where the group is at home. */
  areaCode: AreaCode
  /** Keyed hash of the person who said so. */
  personKey: string
  /** Empty: not said. */
  methods: AcknowledgementMethod[]
  /** About how many people heard it; missing: not said. */
  people?: number
  at: Date
}
