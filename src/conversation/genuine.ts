import type { Clock } from '../clock.ts'
import { readBroadcastCode } from '../domain/broadcast-code.ts'
import type { IncomingMessage } from '../domain/message.ts'
import type { Storage } from '../storage/storage.ts'
import type { RecentAnswers } from './recent-answers.ts'
import * as replies from './replies/genuine.ts'
import { say, type Response } from './reply.ts'

export interface GenuineDeps {
  storage: Pick<Storage, 'announced' | 'gazetteer'>
  clock: Clock
  recent: RecentAnswers
}

type Asked = Pick<IncomingMessage, 'chat' | 'chatType' | 'attachments'>

/** Tells whether the announcement with a code is really from Diskominfo, and what it says. */
export function createGenuine({ storage, clock, recent }: GenuineDeps) {
  const { announced, gazetteer } = storage
  return {
    /** Undefined when the text is no code. What was never sent, or only on the simulator, is not known. */
    async answer({ chat, chatType, attachments }: Asked, text: string): Promise<Response | undefined> {
      const code = attachments.length === 0 ? readBroadcastCode(text) : undefined
      if (code === undefined) return undefined
      if (chatType === 'group' && !recent.isNew(chat, `code:${code}`)) {
        return { type: 'silent', because: 'answered_lately' }
      }
      const found = await announced.findByCode(code)
      const isPublic = found?.channels.some((name) => name !== 'simulator' || chat.channel === 'simulator')
      if (found === undefined || isPublic !== true) return say(replies.unknownCode(chatType))
      if (found.recalledAt !== undefined) return say(replies.recalled(found.broadcast, found.recalledAt))
      const areas = found.broadcast.audience.areaCodes.map((area) => gazetteer.get(area)?.name ?? area)
      return say(replies.genuine(found, areas, clock.now()))
    },
  }
}

export type Genuine = ReturnType<typeof createGenuine>
