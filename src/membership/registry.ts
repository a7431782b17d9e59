import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Area } from '../domain/area.ts'
import type { Chat } from '../domain/community.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import { TOPICS, type Topic } from '../domain/topic.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { areaOr, isMembershipChoice, type DialogueState } from './choices.ts'
import {
  advance,
  askAgain,
  FIRST_STATE,
  readsAsAnswer,
  type DialogueQuestion,
  type DialogueStep,
} from './dialogue.ts'

export interface MembershipDeps {
  storage: Storage
  clock: Clock
  logger: Logger
  /** Turns a person into a key that leads nowhere. */
  hashPerson: (channel: ChannelName, senderId: string) => string
}

/** Somebody in a group asks for something. */
export interface GroupRequest {
  chat: ChatAddress
  title: string
  senderId: string
  /** Asks the platform, now. May reject. */
  isAdmin: () => Promise<boolean>
}

/** Somebody in a group says or taps something that could belong to a dialogue. */
export interface GroupTalk extends GroupRequest {
  text: string
  choice?: string
  /** True for a mention of the bot or a reply to it. */
  isAddressed: boolean
}

/** What to say. `silent`: it was dealt with, and nothing is said. */
export type MembershipReply =
  | { type: 'question'; question: DialogueQuestion; current?: { area: Area; topics: Topic[] } }
  | { type: 'subscribed'; area: Area; topics: Topic[]; isChange: boolean }
  | { type: 'status'; chat?: Chat; area?: Area }
  | { type: 'confirm_stop' }
  | { type: 'stopped' | 'kept' | 'not_subscribed' }
  | { type: 'cancelled' | 'expired' }
  | { type: 'admins_only' | 'admin_unknown' }
  | { type: 'silent' }

/** The choices under "really stop?". */
export const STOP_CHOICE_IDS = { yes: 'm:stop:y', no: 'm:stop:n' } as const

const DIALOGUE_LIFETIME_MS = 24 * 60 * 60 * 1000
const ADMIN_NOTICE_INTERVAL_MS = 60 * 60 * 1000

const topics = z.array(z.enum(TOPICS))
const dialogueState = z.discriminatedUnion('step', [
  z.object({ step: z.literal('area'), inside: z.string(), page: z.number().int().min(0), topics }),
  z.object({ step: z.literal('guess'), inside: z.string(), guesses: z.array(z.string()), topics }),
  z.object({ step: z.literal('topics'), areaCode: z.string(), topics }),
  z.object({ step: z.literal('confirm'), areaCode: z.string(), topics }),
])
const storedDialogue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), state: dialogueState }),
  z.object({ type: z.literal('stop') }),
])
type OpenDialogue = z.infer<typeof storedDialogue>

const STOP_YES = /^(?:1|ya|iya|y|yes|berhenti|ya berhenti)[.!]*$/i
const STOP_NO = /^(?:2|tidak|bukan|no|gak|nggak|batal|kembali|lanjut)[.!]*$/i

/** The answer to "really stop?"; undefined when it is something else. */
function readStopAnswer(talk: GroupTalk): boolean | undefined {
  if (talk.choice !== undefined) {
    if (talk.choice === STOP_CHOICE_IDS.yes) return true
    return talk.choice === STOP_CHOICE_IDS.no ? false : undefined
  }
  const text = talk.text.trim()
  if (STOP_YES.test(text)) return true
  return STOP_NO.test(text) ? false : undefined
}

export type Membership = ReturnType<typeof createMembership>

/** Groups subscribe, change and stop here. Only the group's admins change anything; the platform is asked each time. */
export function createMembership({ storage, clock, logger, hashPerson }: MembershipDeps) {
  const { chats, dialogues, gazetteer } = storage
  const adminNoticeAt = new Map<string, number>()

  /** Undefined for an admin; else what to say. A group hears "admins only" at most once an hour. */
  async function refusal({ chat, isAdmin }: GroupRequest): Promise<MembershipReply | undefined> {
    try {
      if (await isAdmin()) return undefined
    } catch (error) {
      logger.warn({ err: error, channel: chat.channel }, 'the platform did not say who is an admin')
      return { type: 'admin_unknown' }
    }
    const now = clock.now().getTime()
    for (const [key, at] of adminNoticeAt) {
      if (now - at >= ADMIN_NOTICE_INTERVAL_MS) adminNoticeAt.delete(key)
    }
    const key = `${chat.channel}/${chat.account}/${chat.chatId}`
    if (adminNoticeAt.has(key)) return { type: 'silent' }
    adminNoticeAt.set(key, now)
    return { type: 'admins_only' }
  }

  async function openDialogue(chat: ChatAddress) {
    const stored = await dialogues.find(chat)
    const open = storedDialogue.safeParse(stored?.state)
    if (stored === undefined || !open.success) return undefined
    const isExpired = clock.now().getTime() - stored.updatedAt.getTime() >= DIALOGUE_LIFETIME_MS
    return { open: open.data, adminKey: stored.adminKey, isExpired }
  }

  const save = (chat: ChatAddress, adminKey: string, open: OpenDialogue) =>
    dialogues.save(chat, adminKey, open)

  /** Stores where the dialogue stands, or carries it out when it is over. */
  async function carryOut(
    step: DialogueStep,
    talk: GroupRequest,
    adminKey: string,
  ): Promise<MembershipReply> {
    const { chat } = talk
    if (step.type === 'ask') {
      await save(chat, adminKey, { type: 'subscribe', state: step.state })
      return { type: 'question', question: step.question }
    }
    if (step.type === 'cancelled') {
      await dialogues.remove(chat)
      return { type: 'cancelled' }
    }
    const refused = await refusal(talk)
    if (refused !== undefined) return refused
    const { areaCode, topics } = step
    const before = await chats.find(chat)
    await chats.subscribe(chat, { title: talk.title, areaCodes: [areaCode], topics })
    await dialogues.remove(chat)
    logger.info({ channel: chat.channel, areaCode, topics }, 'a group subscribed')
    return {
      type: 'subscribed',
      area: areaOr(gazetteer, areaCode),
      topics,
      isChange: before?.status === 'active',
    }
  }

  async function carryOutStop(talk: GroupTalk, isYes: boolean): Promise<MembershipReply> {
    const refused = await refusal(talk)
    if (refused !== undefined) return refused
    if (isYes) await chats.setStatus(talk.chat, 'paused')
    await dialogues.remove(talk.chat)
    if (isYes) logger.info({ channel: talk.chat.channel }, 'a group stopped its subscription')
    return { type: isYes ? 'stopped' : 'kept' }
  }

  /** Whether what somebody said is meant for the open dialogue. Ordinary talk in the group never is. */
  function isMeant(talk: GroupTalk, state: DialogueState, isOwner: boolean): boolean {
    if (talk.choice !== undefined) return isMembershipChoice(talk.choice)
    if (readsAsAnswer(talk.text, state, gazetteer)) return isOwner || talk.isAddressed
    return isOwner && talk.isAddressed && talk.text.trim() !== '' && talk.text.length <= 80
  }

  async function talkAfterTheEnd(talk: GroupTalk): Promise<MembershipReply | undefined> {
    if (talk.choice === undefined || !isMembershipChoice(talk.choice)) return undefined
    return (await refusal(talk)) ?? { type: 'expired' }
  }

  return {
    /** `/langganan`, with or without the name of an area: asks where the group is. */
    async subscribe(request: GroupRequest, areaName = ''): Promise<MembershipReply> {
      const refused = await refusal(request)
      if (refused !== undefined) return refused
      const chat = await chats.find(request.chat)
      const step =
        areaName.trim() === ''
          ? askAgain(FIRST_STATE, gazetteer)
          : advance(FIRST_STATE, { text: areaName }, gazetteer)
      const adminKey = hashPerson(request.chat.channel, request.senderId)
      const reply = await carryOut(step, request, adminKey)
      if (reply.type !== 'question' || chat?.status !== 'active') return reply
      return { ...reply, current: { area: areaOr(gazetteer, chat.areaCodes[0] ?? ''), topics: chat.topics } }
    },

    /** `/status`: anyone may ask. */
    async status({ chat }: Pick<GroupRequest, 'chat'>): Promise<MembershipReply> {
      const known = await chats.find(chat)
      if (known === undefined) return { type: 'status' }
      return { type: 'status', chat: known, area: areaOr(gazetteer, known.areaCodes[0] ?? '') }
    },

    /** `/berhenti`: asks once more before the announcements stop. */
    async stop(request: GroupRequest): Promise<MembershipReply> {
      const known = await chats.find(request.chat)
      if (known?.status !== 'active') return { type: 'not_subscribed' }
      const refused = await refusal(request)
      if (refused !== undefined) return refused
      const adminKey = hashPerson(request.chat.channel, request.senderId)
      await save(request.chat, adminKey, { type: 'stop' })
      return { type: 'confirm_stop' }
    },

    /** Takes what was said or tapped into the open dialogue. Undefined when it is not meant for one. */
    async talk(talk: GroupTalk): Promise<MembershipReply | undefined> {
      const dialogue = await openDialogue(talk.chat)
      if (dialogue === undefined) return talkAfterTheEnd(talk)
      const { open, adminKey, isExpired } = dialogue
      const isOwner = adminKey === hashPerson(talk.chat.channel, talk.senderId)
      const stopAnswer = open.type === 'stop' ? readStopAnswer(talk) : undefined
      const isTapElsewhere = talk.choice !== undefined && isMembershipChoice(talk.choice)
      const isMine =
        open.type === 'stop'
          ? isTapElsewhere || (stopAnswer !== undefined && (isOwner || talk.isAddressed))
          : isMeant(talk, open.state, isOwner)
      if (!isMine) return undefined
      if (isExpired) {
        await dialogues.remove(talk.chat)
        // Someone who types a number a day later is probably talking to somebody else.
        return talk.choice !== undefined || talk.isAddressed ? { type: 'expired' } : undefined
      }
      if (open.type === 'stop') {
        return stopAnswer === undefined ? talkAfterTheEnd(talk) : carryOutStop(talk, stopAnswer)
      }
      const refused = isOwner ? undefined : await refusal(talk)
      if (refused !== undefined) return refused
      const { text, choice } = talk
      const input = choice === undefined ? { text } : { text, choice }
      return carryOut(advance(open.state, input, gazetteer), talk, adminKey)
    },
  }
}
