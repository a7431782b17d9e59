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

/** What the bot still wants to know from somebody who said that an announcement was passed on. */
export type AcknowledgementQuestion = 'methods' | 'people'

/** The question at the end of an announcement, as people read it on every platform. */
export const ACKNOWLEDGEMENT_ASKED = 'Sudah disampaikan ke warga?'

const CHOICE_PREFIX = 'ack:'

/**
 * The id of a choice about one delivery: at most 64 bytes with a `step` of at most 23. Without a step it is the button
 * under the announcement.
 */
export function acknowledgementChoiceId(deliveryId: string, step = ''): string {
  return step === '' ? CHOICE_PREFIX + deliveryId : `${CHOICE_PREFIX}${deliveryId}:${step}`
}

/** What a choice of ours means; undefined for the choices of others. */
export function readAcknowledgementChoice(
  choiceId: string,
): { deliveryId: string; step: string } | undefined {
  if (!choiceId.startsWith(CHOICE_PREFIX)) return undefined
  const [deliveryId = '', ...step] = choiceId.slice(CHOICE_PREFIX.length).split(':')
  return { deliveryId, step: step.join(':') }
}

/**
 * What became of the one reminder. `waiting`: it goes out at its time; `sending`: handed to the platform, with no
 * answer yet; `dropped`: it could not be sent.
 */
export type ReminderStatus = 'waiting' | 'sending' | 'sent' | 'dropped'

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
  /** Missing: nothing more is asked. */
  asking?: AcknowledgementQuestion
  at: Date
}
