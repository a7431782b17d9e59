import type { Clock } from '../clock.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import { createAdmission } from '../membership/admission.ts'
import type { Storage } from '../storage/storage.ts'

export interface PreferenceDeps {
  storage: Pick<Storage, 'chats'>
  clock: Clock
  logger: Logger
}

/** Somebody in a group wants to see or change whether it gets tips and quizzes. */
export interface PreferenceRequest {
  chat: ChatAddress
  /** Asks the platform, now. May reject. */
  isAdmin: () => Promise<boolean>
}

/** What to say. `silent`: it was dealt with, and nothing is said. */
export type PreferenceReply =
  | { type: 'state' | 'changed'; hasLiteracy: boolean }
  | { type: 'not_subscribed' | 'admins_only' | 'admin_unknown' | 'silent' }

/** The choices under "does this group want tips and quizzes?". */
export const LITERACY_CHOICE_IDS = { on: 'l:on', off: 'l:off' } as const

/** True for the id of a choice of `/literasi`. */
export const isLiteracyChoice = (id: string): boolean => id.startsWith('l:')

const ON = /^(?:1|ya|iya|y|yes|on|nyala|nyalakan|hidup|hidupkan|aktif|aktifkan|terima|mau|ya,? terima)[.!]*$/i
const OFF =
  /^(?:2|tidak|bukan|no|gak|nggak|off|mati|matikan|nonaktif|nonaktifkan|stop|berhenti|hentikan|tolak)[.!]*$/i

/** What a tapped or typed answer wants; undefined when it is something else. */
export function readPreference({ choice, text }: { choice?: string; text: string }): boolean | undefined {
  if (choice !== undefined) {
    if (choice === LITERACY_CHOICE_IDS.on) return true
    return choice === LITERACY_CHOICE_IDS.off ? false : undefined
  }
  if (ON.test(text.trim())) return true
  return OFF.test(text.trim()) ? false : undefined
}

export type LiteracyPreference = ReturnType<typeof createLiteracyPreference>

/** A group's admins say whether it gets tips and quizzes. The platform is asked each time who is one. */
export function createLiteracyPreference({ storage: { chats }, clock, logger }: PreferenceDeps) {
  const { refusal } = createAdmission({ clock, logger })

  return {
    /** `/literasi`: how it is now. */
    async show(request: PreferenceRequest): Promise<PreferenceReply> {
      const chat = await chats.find(request.chat)
      if (chat === undefined) return { type: 'not_subscribed' }
      return (await refusal(request)) ?? { type: 'state', hasLiteracy: chat.hasLiteracy }
    },

    /** Tips and quizzes come from now on, or not. */
    async change(request: PreferenceRequest, hasLiteracy: boolean): Promise<PreferenceReply> {
      if ((await chats.find(request.chat)) === undefined) return { type: 'not_subscribed' }
      const refused = await refusal(request)
      if (refused !== undefined) return refused
      await chats.setLiteracy(request.chat, hasLiteracy)
      logger.info({ channel: request.chat.channel, hasLiteracy }, 'a group decided about tips and quizzes')
      return { type: 'changed', hasLiteracy }
    },
  }
}
