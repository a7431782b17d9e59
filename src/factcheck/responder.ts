import type { Clock } from '../clock.ts'
import type { AreaCode } from '../domain/area.ts'
import type { Clarification } from '../domain/clarification.ts'
import type { Answer, Inquiry, Match } from '../domain/inquiry.ts'
import type { ChannelName, ChatAddress, ReplyAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Asker } from '../storage/askers.ts'
import type { Storage } from '../storage/storage.ts'
import { createAskingLimits } from './asking-limits.ts'
import { explainInShort } from './explain.ts'
import { createJudging, type Evidence, type FactCheckReply, type TriedOut } from './judging.ts'
import {
  createOffers,
  isFactCheckChoice,
  HELPED_CHOICE_ID,
  NONE_CHOICE_ID,
  NOT_HELPED_CHOICE_ID,
  OFFER_LIFETIME_MS,
  readForwardChoice,
} from './offers.ts'
import { scrub as scrubText } from './scrubbing/scrub.ts'
import { createPublished } from './published.ts'
import type { SearchResult } from './search.ts'

export interface ResponderDeps {
  storage: Storage
  clock: Clock
  logger: Logger
  /** Turns a person into a key that leads nowhere. */
  hashAsker: (channel: ChannelName, senderId: string) => string
  /** Closes the address of a chat, so that the person can be told more later. Missing: not kept. */
  sealAddress?: (address: ReplyAddress) => string
  /** Takes a stored question that has no firm answer, and tells its claim. Missing: nobody does. */
  gather?: (question: { inquiryId: string; text: string; askedAt: Date }) => Promise<string | undefined>
  /** Turns a ranking into an answer. For tests. */
  decide?: (result: SearchResult) => Answer
  /** Cuts personal data out of a text. For tests. */
  scrub?: (text: string) => string | undefined
}

export interface Question extends Evidence {
  channel: ChannelName
  senderId: string
  /** Where the answer goes; in a group with the message that it answers. */
  chat?: ReplyAddress
}

/** What a person picked from what was offered. `gone`: it is no longer published, or the offer is too old. */
export type FactCheckChoice =
  | { type: 'clarification'; clarification: Clarification }
  /** As a text to pass on. */
  | { type: 'forward'; clarification: Clarification }
  | { type: 'rated'; hasHelped: boolean }
  | { type: 'none' }
  | { type: 'gone' }

/** Whoever was asked whether an answer helped is not asked again for so long. */
const FEEDBACK_PAUSE_MS = 14 * 24 * 60 * 60 * 1000
const MAXIMUM_STORED_LENGTH = 4_000
/** Scrubbing more than this would only delay the answer: the rest is not stored anyway. */
const MAXIMUM_SCRUBBED_LENGTH = 6_000

/** Who asks, and in a group where. */
interface Asking {
  askerKey: string
  asker: Asker | undefined
  groupKey: string | undefined
}

/** What is scrubbed of a long text. A number that the cut went through goes whole: half of it would not be recognised. */
function beginningOf(text: string): string {
  if (text.length <= MAXIMUM_SCRUBBED_LENGTH) return text
  const words = text.slice(0, MAXIMUM_SCRUBBED_LENGTH).split(' ')
  words.pop()
  while (/^[^\p{L}]*\d[^\p{L}]*$/u.test(words.at(-1) ?? '')) words.pop()
  return words.join(' ')
}

/** The version that the person reads, also when there is a newer one by now. */
const answeredWith = ({ clarificationId, score }: Match, shown: Clarification | undefined) => ({
  clarificationId,
  score,
  ...(shown === undefined ? {} : { answeredVersion: shown.version }),
})

export type Responder = ReturnType<typeof createResponder>

/** Answers "is this true?" from the published clarifications, and records each question without identity. */
export function createResponder(deps: ResponderDeps) {
  const { storage, clock, logger, hashAsker } = deps
  const published = createPublished(storage)
  const judging = createJudging(published, deps.decide)
  const offers = createOffers(storage, clock)
  const limits = createAskingLimits(storage.inquiries, clock)

  /** What of a text may be stored: better none than one with a telephone number. */
  function scrubbed(text: string): string {
    const kept = scrubOrNothing(beginningOf(text))
    // A cut in the middle of an emoji would leave half of it.
    return kept?.slice(0, MAXIMUM_STORED_LENGTH).replace(/[\uD800-\uDBFF]$/, '') ?? ''
  }

  function scrubOrNothing(text: string): string | undefined {
    try {
      const kept = (deps.scrub ?? scrubText)(text)
      if (kept === undefined) logger.error('a question was not scrubbed')
      return kept
    } catch (error) {
      // The error may quote the text, so only its kind is logged.
      const kind = error instanceof Error ? error.name : typeof error
      logger.error({ kind }, 'a question was not scrubbed')
      return undefined
    }
  }

  async function record(
    question: Question,
    { answer, clarifications: [best] }: FactCheckReply,
    result: SearchResult,
    asking: Asking,
  ): Promise<string | undefined> {
    if (answer.type === 'ignored') return undefined
    const { chat, channel } = question
    const { askerKey, asker, groupKey } = asking
    const areaCode = await areaOf(asker, chat)
    const sealedAddress = chat === undefined ? undefined : deps.sealAddress?.(chat)
    const inquiry = await storage.inquiries.add({
      channel,
      askerKey,
      text: scrubbed(question.text),
      answerType: answer.type,
      status: answer.type === 'clarified' ? 'answered' : 'open',
      receivedAt: clock.now(),
      placeKey: chat === undefined ? askerKey : (groupKey ?? hashAsker(channel, chat.chatId)),
      explanation: explainInShort(question.text, result, published.get(result.candidates[0]?.id ?? '')),
      ...(areaCode === undefined ? {} : { areaCode }),
      ...(sealedAddress === undefined ? {} : { sealedAddress }),
      ...(answer.type === 'clarified' ? answeredWith(answer.match, best) : {}),
    })
    limits.note(asking)
    return inquiry.status === 'open' ? pass(inquiry) : undefined
  }

  /** Where a person asks from: what they told, or where the group is. */
  async function areaOf(
    asker: Asker | undefined,
    chat: ReplyAddress | undefined,
  ): Promise<AreaCode | undefined> {
    const told = asker?.areaCode
    if (told !== undefined || chat?.replyTo === undefined) return told
    return (await storage.chats.find(chat))?.areaCodes[0]
  }

  /** Staff look after it. The person has their answer even when that fails; the question is stored. */
  async function pass({ id, text, receivedAt }: Inquiry): Promise<string | undefined> {
    try {
      return await deps.gather?.({ inquiryId: id, text, askedAt: receivedAt })
    } catch (error) {
      logger.error(
        { kind: error instanceof Error ? error.name : typeof error },
        'a question was not gathered',
      )
      return undefined
    }
  }

  /** Who asks too much, or was blocked by staff, gets no answer. Undefined: go on. */
  async function refuse(asking: Asking): Promise<FactCheckReply | undefined> {
    if (asking.asker?.blockedUntil !== undefined)
      return judging.settle({ type: 'ignored', because: 'blocked' })
    const judged = await limits.judge(asking)
    if (judged === 'go on') return undefined
    const reply = judging.settle({ type: 'ignored', because: 'flood' })
    return judged === 'too much for the first time' ? { ...reply, isFirstFlood: true } : reply
  }

  async function askingOf({ channel, senderId, chat }: Question): Promise<Asking> {
    const askerKey = hashAsker(channel, senderId)
    const asker = await storage.askers.find(askerKey)
    const groupKey = chat?.replyTo === undefined ? undefined : hashAsker(channel, chat.chatId)
    return { askerKey, asker, groupKey }
  }

  async function markFirst(reply: FactCheckReply, { askerKey }: Asking): Promise<FactCheckReply> {
    const since = new Date(clock.now().getTime() - FEEDBACK_PAUSE_MS)
    const answers = await storage.inquiries.countSince({ askerKey, status: 'answered' }, since)
    return answers === 1 ? { ...reply, isFirstAnswer: true } : reply
  }

  /** An answer that did not help is a question that staff should see. */
  async function rate(askerKey: string, hasHelped: boolean): Promise<FactCheckChoice> {
    const since = new Date(clock.now().getTime() - OFFER_LIFETIME_MS)
    const inquiry = await storage.inquiries.rate(askerKey, hasHelped, since)
    if (inquiry !== undefined && !hasHelped && inquiry.claimId === undefined) await pass(inquiry)
    return { type: 'rated', hasHelped }
  }

  return {
    /** Takes over what is published now, so that the next question need not wait for it. Returns whether anything changed. */
    refresh: () => published.refresh(),

    /** Searches what is published at this moment, decides and records. Texts that cannot be checked, and floods, are ignored and not recorded. */
    async answer(question: Question): Promise<FactCheckReply> {
      await published.refresh()
      const because = judging.tooLittle(question)
      if (because !== undefined) return judging.settle({ type: 'ignored', because })
      const asking = await askingOf(question)
      const refused = await refuse(asking)
      if (refused !== undefined) return refused
      const { reply: settled, result } = judging.judge(question)
      const claimId = await record(question, settled, result, asking)
      const reply = claimId === undefined ? settled : { ...settled, claimId }
      return reply.answer.type === 'clarified' ? markFirst(reply, asking) : reply
    },

    /** Answers as `answer` does, but remembers nothing and holds nobody back. */
    tryOut: (text: string): TriedOut => judging.tryOut(text),

    /** Ranks the published clarifications for a text. */
    search: (text: string) => published.search(text),

    /** A published clarification. */
    get: (id: string) => published.get(id),

    /** Remembers that a chat was offered choices, so that "2" is understood for 24 hours. */
    async offer(chat: ChatAddress, senderId: string, choiceIds: string[]): Promise<void> {
      await offers.remember(chat, hashAsker(chat.channel, senderId), choiceIds)
    },

    /**
     * What a tap or a typed number picks from what was offered; undefined when it picks nothing.
     * The question of the person who picks a clarification counts as answered.
     */
    async choose(
      chat: ChatAddress,
      senderId: string,
      input: { choice?: string; text: string },
    ): Promise<FactCheckChoice | undefined> {
      const choiceId = input.choice ?? (await offers.read(chat, input.text))
      if (choiceId === undefined || !isFactCheckChoice(choiceId)) return undefined
      const askerKey = hashAsker(chat.channel, senderId)
      if (choiceId === NONE_CHOICE_ID) {
        await offers.forget(chat)
        return { type: 'none' }
      }
      if (choiceId === HELPED_CHOICE_ID || choiceId === NOT_HELPED_CHOICE_ID) {
        return rate(askerKey, choiceId === HELPED_CHOICE_ID)
      }
      await published.refresh()
      const forwarded = readForwardChoice(choiceId)
      const clarification = published.getByChoice(forwarded ?? choiceId)
      if (clarification === undefined) return { type: 'gone' }
      if (forwarded !== undefined) return { type: 'forward', clarification }
      const since = new Date(clock.now().getTime() - OFFER_LIFETIME_MS)
      await storage.inquiries.settleSuggested(askerKey, clarification.id, since)
      return { type: 'clarification', clarification }
    },
  }
}
