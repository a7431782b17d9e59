import { randomInt } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { AppError } from '../domain/error.ts'
import {
  KIM_CODE_ALPHABET,
  KIM_CODE_LENGTH,
  kimCodeOf,
  readKimCode,
  type RedeemResult,
} from '../domain/kim-code.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Storage } from '../storage/storage.ts'

const VALID_FOR_MS = 90 * 24 * 60 * 60 * 1000
/** A regency has 810,000 codes: to meet one that is taken so often means that the dice are broken. */
const MOST_TRIES = 20

export interface KimCodesDeps {
  storage: Pick<Storage, 'kims' | 'kimCodes'>
  clock: Pick<Clock, 'now'>
  /** Keyed hash, the only thing that is kept of a code: see `person-key.ts`. */
  hashCode: (code: string) => string
}

/** A new code. It cannot be shown again. */
export interface IssuedCode {
  code: string
  expiresAt: Date
}

const roll = () =>
  Array.from({ length: KIM_CODE_LENGTH }, () => KIM_CODE_ALPHABET[randomInt(KIM_CODE_ALPHABET.length)]).join(
    '',
  )

export type KimCodes = ReturnType<typeof createKimCodes>

/** Makes, revokes and takes the codes that connect a group with its KIM. */
export function createKimCodes({ storage, clock, hashCode }: KimCodesDeps) {
  return {
    /**
     * A new code, valid for 90 days; earlier ones of this KIM that nobody used are revoked.
     * Rejects with `AppError('not_found')` when there is no such KIM.
     */
    async issue(kimId: string, by: string): Promise<IssuedCode> {
      const kim = await storage.kims.find(kimId)
      if (kim === undefined) throw new AppError('not_found', `KIM "${kimId}" tidak ada.`)
      const expiresAt = new Date(clock.now().getTime() + VALID_FOR_MS)
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const code = kimCodeOf(kim.areaCode, roll())
        if (await storage.kimCodes.replace(kimId, { codeKey: hashCode(code), by, expiresAt })) {
          return { code, expiresAt }
        }
      }
      throw new AppError('internal', 'No free code was found for the KIM.')
    },

    /** Revokes every code of a KIM, used or not; groups that are connected stay so. Returns how many there were. */
    revoke(kimId: string, by: string): Promise<number> {
      return storage.kimCodes.revoke(kimId, by)
    },

    /**
     * Connects a group with the KIM whose code was typed in it. Only for admins of the group: the caller asks the
     * platform. Wrong codes are counted against the person and the group, see `domain/guesses.ts`.
     */
    redeem(
      { chat, title, personKey }: { chat: ChatAddress; title: string; personKey: string },
      typed: string,
    ): Promise<RedeemResult> {
      const code = readKimCode(typed)
      return storage.kimCodes.redeem({
        chat: { channel: chat.channel, account: chat.account, chatId: chat.chatId },
        title,
        personKey,
        groupKey: hashCode(`group\n${chat.channel}\n${chat.chatId}`),
        ...(code === undefined ? {} : { codeKey: hashCode(code) }),
      })
    },
  }
}
