import { AsyncLocalStorage } from 'node:async_hooks'
import { SYSTEM } from '../domain/broadcast-life.ts'
import { CHANNEL_NAMES, type IncomingMessage } from '../domain/message.ts'
import { findLinks } from '../links/find-links.ts'
import { judgeHost } from '../links/official.ts'
import type { Clock } from '../clock.ts'
import { asked } from '../dissemination/asking.ts'
import {
  createAnnouncements,
  type Announcements,
  type ComparedMessage,
  type Comparison,
} from '../factcheck/announcements.ts'
import type { FactCheckReply } from '../factcheck/judging.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { isIntroduction, isRemark } from './remarks.ts'
import { readSmallTalk } from './small-talk.ts'

/** A stored question that has no firm answer. */
export interface OpenQuestion {
  inquiryId: string
  text: string
  askedAt: Date
}

export interface ComparingDeps {
  announcements: Announcements
  storage: Pick<Storage, 'inquiries' | 'claims'>
  logger: Logger
}

/** Our announcements as people may have them before them, with the way to look at links. */
export function openAnnouncements(
  storage: Pick<Storage, 'announced' | 'clarifications'>,
  clock: Clock,
): Announcements {
  return createAnnouncements({
    storage,
    clock,
    linksOf: findLinks,
    isOfficialHost: (host) => judgeHost(host).type === 'official',
    formsOf: (message) => CHANNEL_NAMES.map((channel) => asked(message, { channel, deliveryId: '' }).text),
  })
}

const isAside = (line: string) =>
  line.trim() === '' || isRemark(line) || isIntroduction(line) || readSmallTalk(line) !== undefined

/** A message without what a person wrote around it: "Info dari grup sebelah", "ini benar?". */
function withoutAsides(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => !isAside(line))
  const last = lines.findLastIndex((line) => !isAside(line))
  return first < 0 ? text : lines.slice(first, last + 1).join('\n')
}

/** The message that `text` was taken from, as it is compared. */
export function comparedMessage(
  {
    chat,
    attachments,
    quoted,
    hiddenLinks = [],
  }: Pick<IncomingMessage, 'chat' | 'attachments' | 'quoted' | 'hiddenLinks'>,
  text: string,
): ComparedMessage {
  return {
    text,
    hiddenLinks: [...hiddenLinks, ...(quoted?.hiddenLinks ?? [])],
    isWhole: attachments.length === 0,
    channel: chat.channel,
  }
}

/** Compares what people ask with our own announcements: for the answer, and for what staff have to do about it. */
export function createComparing({ announcements, storage, logger }: ComparingDeps) {
  /** The question that is being answered: what it leaves open is gathered inside of that. */
  const current = new AsyncLocalStorage<() => Promise<Comparison | undefined>>()

  async function compare(message: ComparedMessage): Promise<Comparison | undefined> {
    try {
      const whole = await announcements.compare(message)
      const own = withoutAsides(message.text)
      if (whole?.type === 'confirmed' || own === message.text) return whole
      return await announcements.compare({ ...message, text: own })
    } catch (error) {
      // The error may quote the message. Without the comparison the answer is still right.
      logger.error({ kind: error instanceof Error ? error.name : typeof error }, 'nothing was compared')
      return undefined
    }
  }

  /** Whoever imitates an announcement is dealt with before anything else. */
  async function raise(claimId: string): Promise<void> {
    const claim = await storage.claims.find(claimId)
    if (claim === undefined || claim.harm === 'high') return
    await storage.claims.step(claim.id, 'rate_harm', { by: SYSTEM, harm: 'high' })
  }

  return {
    /** Asks, and compares with the announcements what has no firm answer. */
    async answer(
      message: ComparedMessage,
      ask: () => Promise<FactCheckReply>,
    ): Promise<{ reply: FactCheckReply; comparison: Comparison | undefined }> {
      let comparing: Promise<Comparison | undefined> | undefined
      const once = () => (comparing ??= compare(message))
      const reply = await current.run(once, ask)
      const isOpen = reply.answer.type === 'suggested' || reply.answer.type === 'unknown'
      return { reply, comparison: isOpen ? await once() : undefined }
    },

    /**
     * Hands an open question on to `gather`, unless it asks about one of our announcements, word for word. Resolves with
     * the id of its claim.
     */
    async gather(
      question: OpenQuestion,
      gather: (question: OpenQuestion) => Promise<string | undefined>,
    ): Promise<string | undefined> {
      const comparison = await current.getStore()?.()
      if (comparison?.type === 'confirmed') {
        await storage.inquiries.close(question.inquiryId)
        return undefined
      }
      const claimId = await gather(question)
      if (comparison?.type === 'altered' && claimId !== undefined) await raise(claimId)
      return claimId
    },
  }
}

export type Comparing = ReturnType<typeof createComparing>
