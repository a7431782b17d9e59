import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Storage } from '../storage/storage.ts'

/** The choice that says: none of the offered clarifications is meant. */
export const NONE_CHOICE_ID = 'cf:none'
/** The choices that say whether an answer helped. */
export const HELPED_CHOICE_ID = 'cf+'
export const NOT_HELPED_CHOICE_ID = 'cf-'
const PREFIX = 'cf:'
/** Begins the choice that asks for a text to pass on. */
const FORWARD_PREFIX = 'cf>'
/** Telegram's limit for callback data, less the prefix. */
const MAXIMUM_ID_BYTES = 64 - PREFIX.length
/** How long an offered clarification can be picked. */
export const OFFER_LIFETIME_MS = 24 * 60 * 60 * 1000

/** The id of the choice that shows a clarification: at most 64 bytes, always the same for the same clarification. */
export function clarificationChoiceId(clarificationId: string): string {
  const fits = Buffer.byteLength(clarificationId) <= MAXIMUM_ID_BYTES
  if (fits && clarificationId !== 'none' && !clarificationId.startsWith('#')) return PREFIX + clarificationId
  return `${PREFIX}#${createHash('sha256').update(clarificationId).digest('base64url').slice(0, 22)}`
}

/** The id of the choice that asks for a clarification as a text to pass on. */
export function forwardChoiceId(clarificationId: string): string {
  return clarificationChoiceId(clarificationId).replace(PREFIX, FORWARD_PREFIX)
}

/** The choice of the clarification that a choice asks to pass on; undefined when it asks for something else. */
export function readForwardChoice(choiceId: string): string | undefined {
  return choiceId.startsWith(FORWARD_PREFIX) ? choiceId.replace(FORWARD_PREFIX, PREFIX) : undefined
}

/** True for the id of a choice that this feature offered. */
export function isFactCheckChoice(choiceId: string): boolean {
  return /^cf[:>+-]/.test(choiceId)
}

const storedOffer = z.object({ type: z.literal('suggestions'), choiceIds: z.array(z.string()).max(10) })

/** Words for "none of these", as people type them. */
const NONE_WORDS =
  /^(?:bukan(?: salah satu(?: dari)?(?: ini)?| semua(?:nya)?| itu)?|tidak ada(?: yang cocok)?|gak ada)$/

/** The choices that a chat was last offered, for people who answer with a number. They hold for 24 hours. */
export function createOffers({ dialogues }: Pick<Storage, 'dialogues'>, clock: Clock) {
  async function find(chat: ChatAddress): Promise<string[] | undefined> {
    const dialogue = await dialogues.find(chat)
    const offer = storedOffer.safeParse(dialogue?.state)
    if (dialogue === undefined || !offer.success) return undefined
    const isFresh = clock.now().getTime() - dialogue.updatedAt.getTime() < OFFER_LIFETIME_MS
    return isFresh ? offer.data.choiceIds : undefined
  }

  return {
    /** Remembers what is offered, unless the chat is in the middle of another conversation. */
    async remember(chat: ChatAddress, askerKey: string, choiceIds: string[]): Promise<void> {
      const dialogue = await dialogues.find(chat)
      if (dialogue !== undefined && !storedOffer.safeParse(dialogue.state).success) return
      await dialogues.save(chat, askerKey, { type: 'suggestions', choiceIds })
    },

    async forget(chat: ChatAddress): Promise<void> {
      const dialogue = await dialogues.find(chat)
      if (storedOffer.safeParse(dialogue?.state).success) await dialogues.remove(chat)
    },

    /** The id of the choice that a typed answer means; undefined when nothing is offered or it means none of them. */
    async read(chat: ChatAddress, text: string): Promise<string | undefined> {
      const answer = text
        .trim()
        .toLowerCase()
        .replace(/[.!)]+$/, '')
      const isNumber = /^\d{1,2}$/.test(answer)
      if (!isNumber && !NONE_WORDS.test(answer)) return undefined
      const choiceIds = await find(chat)
      if (choiceIds === undefined) return undefined
      return isNumber ? choiceIds[Number(answer) - 1] : NONE_CHOICE_ID
    },
  }
}
