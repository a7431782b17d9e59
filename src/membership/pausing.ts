import type { Clock } from '../clock.ts'
import type { Chat } from '../domain/community.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { isMembershipChoice } from './choices.ts'
import type { OpenDialogues } from './open-dialogues.ts'
import { readPause } from './pause.ts'
import type { GroupRequest, GroupTalk, MembershipReply } from './talk.ts'
import { readNumbers, readSteeringWord, tidy } from './words.ts'

/** The choices under "really stop?". */
export const STOP_CHOICE_IDS = { yes: 'm:stop:y', no: 'm:stop:n' } as const

/** The choices under "how long?", in their order, each with what could be typed instead. */
export const PAUSE_CHOICES = [
  { id: 'm:j:1', text: '1 hari' },
  { id: 'm:j:3', text: '3 hari' },
  { id: 'm:j:7', text: '1 minggu' },
  { id: 'm:j:14', text: '2 minggu' },
  { id: 'm:j:30', text: '1 bulan' },
] as const
export const PAUSE_CANCEL_ID = 'm:j:x'

export interface PausingDeps {
  storage: Pick<Storage, 'chats'>
  clock: Clock
  logger: Logger
  open: OpenDialogues
}

const STOP_YES = /^(?:1|ya|iya|y|yes|ok|oke|berhenti|ya berhenti)$/

/** The answer to "really stop?". `again`: asked for help. Undefined when it is something else. */
function readStopAnswer({ choice, text }: GroupTalk): 'yes' | 'no' | 'again' | undefined {
  if (choice !== undefined) {
    if (choice === STOP_CHOICE_IDS.yes) return 'yes'
    return choice === STOP_CHOICE_IDS.no ? 'no' : undefined
  }
  if (STOP_YES.test(tidy(text))) return 'yes'
  if (/^(?:2|tetap lanjut)$/.test(tidy(text))) return 'no'
  const word = readSteeringWord(text)
  if (word === 'help') return 'again'
  return word === 'cancel' || word === 'no' || word === 'back' || word === 'skip' || word === 'done'
    ? 'no'
    : undefined
}

/** The answer to "how long?": what was said in words, or a way out. Undefined when it is something else. */
function readPauseAnswer({ choice, text }: GroupTalk): { said: string } | 'cancel' | 'help' | undefined {
  if (choice !== undefined) {
    const picked = PAUSE_CHOICES.find(({ id }) => id === choice)
    if (picked !== undefined) return { said: picked.text }
    return choice === PAUSE_CANCEL_ID ? 'cancel' : undefined
  }
  const [number, more] = readNumbers(text) ?? []
  if (number !== undefined && more === undefined) {
    const picked = PAUSE_CHOICES[number - 1]
    if (picked !== undefined) return { said: picked.text }
    return number === PAUSE_CHOICES.length + 1 ? 'cancel' : undefined
  }
  const word = readSteeringWord(text)
  if (word === 'help') return 'help'
  if (word === 'cancel' || word === 'back' || word === 'skip' || word === 'no') return 'cancel'
  return undefined
}

/** A group that an admin stopped, or that has no subscription, has nothing to pause. */
const isRunning = (chat: Chat | undefined): chat is Chat =>
  chat !== undefined &&
  (chat.status === 'active' || (chat.status === 'paused' && chat.pausedUntil !== undefined))

/** Pausing for a while, stopping, and going on. */
export function createPausing({ storage, clock, logger, open }: PausingDeps) {
  const { chats } = storage

  async function ask(
    request: GroupRequest,
    notice?: 'too_long' | 'not_understood',
  ): Promise<MembershipReply> {
    await open.begin(request, { type: 'pause' })
    return { type: 'ask_pause', ...(notice === undefined ? {} : { notice }) }
  }

  async function pauseFor(request: GroupRequest, said: string, isOpen: boolean): Promise<MembershipReply> {
    const read = readPause(said, clock.now())
    if (read.type !== 'until') {
      return isOpen ? { type: 'ask_pause', notice: read.type } : ask(request, read.type)
    }
    if (!isRunning(await chats.find(request.chat))) return { type: 'not_subscribed' }
    await chats.pause(request.chat, read.until)
    if (isOpen) await open.end(request.chat)
    logger.info({ channel: request.chat.channel, until: read.until }, 'a group paused its announcements')
    return { type: 'paused', until: read.until }
  }

  return {
    async pause(request: GroupRequest, said: string): Promise<MembershipReply> {
      if (!isRunning(await chats.find(request.chat))) return { type: 'not_subscribed' }
      return said === '' ? ask(request) : pauseFor(request, said, false)
    },

    async resume({ chat }: GroupRequest): Promise<MembershipReply> {
      const known = await chats.find(chat)
      if (known === undefined) return { type: 'not_subscribed' }
      if (known.status === 'active') return { type: 'not_paused' }
      await chats.setStatus(chat, 'active')
      logger.info({ channel: chat.channel }, 'a group gets its announcements again')
      return { type: 'resumed' }
    },

    /** Asks once more before the announcements stop. */
    async stop(request: GroupRequest): Promise<MembershipReply> {
      if (!isRunning(await chats.find(request.chat))) return { type: 'not_subscribed' }
      await open.begin(request, { type: 'stop' })
      return { type: 'confirm_stop' }
    },

    /** Whether what was said is an answer to "how long?". */
    isMeantForPause(talk: GroupTalk, isOwner: boolean): boolean {
      if (talk.choice !== undefined) return isMembershipChoice(talk.choice)
      const isAnswer =
        readPauseAnswer(talk) !== undefined || readPause(talk.text, clock.now()).type !== 'not_understood'
      if (isAnswer) return isOwner || talk.isAddressed
      return isOwner && talk.isAddressed && talk.isCommand !== true && talk.text.length <= 80
    },

    async talkAboutPause(talk: GroupTalk): Promise<MembershipReply> {
      const answer = readPauseAnswer(talk)
      if (answer === 'cancel') {
        await open.end(talk.chat)
        return { type: 'cancelled' }
      }
      if (answer === 'help') return { type: 'ask_pause', notice: 'help' }
      if (answer === undefined && talk.choice !== undefined) return { type: 'expired' }
      return pauseFor(talk, answer?.said ?? talk.text, true)
    },

    /** Whether what was said is an answer to "really stop?". */
    isMeantForStop(talk: GroupTalk, isOwner: boolean): boolean {
      if (talk.choice !== undefined) return isMembershipChoice(talk.choice)
      return readStopAnswer(talk) !== undefined && (isOwner || talk.isAddressed)
    },

    async talkAboutStop(talk: GroupTalk): Promise<MembershipReply> {
      const answer = readStopAnswer(talk)
      if (answer === undefined) return { type: 'expired' }
      if (answer === 'again') return { type: 'confirm_stop' }
      if (answer === 'yes') {
        await chats.setStatus(talk.chat, 'paused')
        logger.info({ channel: talk.chat.channel }, 'a group stopped its subscription')
      }
      await open.end(talk.chat)
      return { type: answer === 'yes' ? 'stopped' : 'kept' }
    },
  }
}
