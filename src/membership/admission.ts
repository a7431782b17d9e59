import type { Clock } from '../clock.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import { createRecently } from './recently.ts'
import type { GroupRequest } from './talk.ts'

/** A group hears "admins only" at most once an hour. */
const ADMINS_ONLY_INTERVAL_MS = 60 * 60 * 1000

export const keyOf = ({ channel, account, chatId }: ChatAddress): string => `${channel}/${account}/${chatId}`

/** Why somebody may not change anything. `silent`: the group was told so lately. */
export type Refusal = { type: 'admins_only' | 'admin_unknown' | 'silent' }

/** Only the group's admins change anything. The platform says who they are, each time anew. */
export function createAdmission({ clock, logger }: { clock: Clock; logger: Logger }) {
  const told = createRecently(clock, ADMINS_ONLY_INTERVAL_MS)

  return {
    /** Undefined for an admin; else what to say. */
    async refusal({ chat, isAdmin }: Pick<GroupRequest, 'chat' | 'isAdmin'>): Promise<Refusal | undefined> {
      try {
        if (await isAdmin()) return undefined
      } catch (error) {
        logger.warn({ err: error, channel: chat.channel }, 'the platform did not say who is an admin')
        return { type: 'admin_unknown' }
      }
      return told.isFirst(keyOf(chat)) ? { type: 'admins_only' } : { type: 'silent' }
    },
  }
}
