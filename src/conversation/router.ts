import type { Rules } from '../domain/rules.ts'
import type { Clock } from '../clock.ts'
import type { Channel, ChannelEvent } from '../domain/channel.ts'
import type { Chat } from '../domain/community.ts'
import type { SendErrorCode } from '../domain/error.ts'
import type { ChannelName, ChatAddress, IncomingMessage, OutgoingMessage } from '../domain/message.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { Responder } from '../factcheck/responder.ts'
import type { LiteracyPreference } from '../literacy/preference.ts'
import type { QuizGame } from '../literacy/quiz-game.ts'
import type { Logger } from '../logger.ts'
import { createConnectivityMarks } from '../membership/connectivity.ts'
import type { Membership } from '../membership/membership.ts'
import type { Storage } from '../storage/storage.ts'
import { createAcknowledging } from './acknowledging.ts'
import { createBursts } from './bursts.ts'
import type { Comparing } from './comparing.ts'
import { createConnectivityFeature } from './connectivity.ts'
import { createEvidenceReader, type EvidenceDeps } from './evidence.ts'
import type { GroupFeature } from './features.ts'
import { createGenuine } from './genuine.ts'
import { createGroupLife } from './group-life.ts'
import { respondInGroup } from './group.ts'
import { createMembershipFeature } from './group-membership.ts'
import { createLanes } from './lanes.ts'
import { createOutbox } from './outbox.ts'
import { createLiteracyFeature } from './quizzing.ts'
import { createSpeakers } from './speakers.ts'
import { createPersonal } from './personal.ts'
import { respondInPrivate } from './private.ts'
import { createRecentAnswers } from './recent-answers.ts'
import { mayNotPost, trouble } from './replies/general.ts'
import type { Response } from './reply.ts'

export interface RouterDeps {
  storage: Storage
  clock: Clock
  logger: Logger
  channels: Channel[]
  membership: Membership
  responder: Responder
  /** Missing: nothing is compared with our own announcements. */
  comparing?: Comparing
  /** Read pictures, documents and pages. */
  readers: Pick<EvidenceDeps, 'readPicture' | 'hashPicture' | 'readDocument' | 'readPage'>
  /** The public page of a clarification. */
  pageOf?: (clarificationId: string) => string | undefined
  quizGame: QuizGame
  literacyPreference: LiteracyPreference
  /** Turns a platform's id into a key for the logs that leads nowhere. */
  hash: (channel: ChannelName, id: string) => string
  /** Keeps replies within the platforms' limits, ahead of everything else. */
  turn?: (chat: ChatAddress) => Promise<() => void>
  /** What became of a sent message, for whoever sent it. */
  onReceipt?: (event: ChannelEvent & { type: 'receipt' }) => Promise<void>
  onSendFailed?: (event: ChannelEvent & { type: 'send_failed' }) => Promise<void>
  /** Sends what a group could not get as long as the bot might not write there. Resolves with how many messages. */
  release?: (chat: Chat) => Promise<number>
  quietHours?: QuietHours
  rules: Pick<Rules, 'retentionDays'>
}

const chatKey = ({ channel, account, chatId }: ChatAddress) => `${channel}/${account}/${chatId}`

/** Several numbers of the bot may hear one group: what the one has answered, the other finds answered. */
const laneOf = ({ channel, chatId }: ChatAddress) => `${channel}/${chatId}`

/** What may be logged of an error: its kind and where it happened, never its words, which may quote a message. */
function factsOf(error: unknown): { kind: string; at?: string } {
  if (!(error instanceof Error)) return { kind: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { kind: error.name, at: frames.slice(0, 6).join('\n') }
}

/**
 * Takes every event of every channel to the feature that it belongs to, and sends what is to be said.
 * One chat's events are handled in order, different chats side by side.
 */
export function createRouter(deps: RouterDeps) {
  const { storage, clock, logger, channels, membership, responder } = deps
  const { receivedMessages, messageTallies, gazetteer } = storage
  const outbox = createOutbox({
    clock,
    logger,
    channels,
    ...(deps.turn === undefined ? {} : { turn: deps.turn }),
    onMoved: (chat, movedTo) => groupLife.moved(chat, movedTo),
    registerOf: async (chat) => (await storage.chats.registerOf(chat)) ?? 'formal',
  })
  const connectivity = createConnectivityMarks({ storage, clock, logger, hashPerson: deps.hash })
  const acknowledge = createAcknowledging({ storage, clock, hashPerson: deps.hash })
  const speakers = createSpeakers(channels)
  const groupLife = createGroupLife({
    ...deps,
    ...speakers,
    say: (chat, message) => outbox.send(chat, message),
    release: deps.release ?? (() => Promise.resolve(0)),
  })
  /** Asked in this order. */
  const features: GroupFeature[] = [
    createLiteracyFeature(deps),
    { first: ({ message }) => acknowledge(message) },
    createConnectivityFeature(connectivity),
    createMembershipFeature(membership, {
      area: (code) => gazetteer.get(code),
      topic: (id) => storage.topics.labelOf(id),
    }),
  ]
  const recent = createRecentAnswers(clock)
  const answering = {
    responder,
    recent,
    genuine: createGenuine({ storage, clock, recent }),
    clock,
    ...(deps.comparing === undefined ? {} : { comparing: deps.comparing }),
    evidence: createEvidenceReader({ clock, logger, ...deps.readers }),
    notify: (chat: ChatAddress, message: OutgoingMessage) => outbox.send(chat, message),
    pageOf: deps.pageOf ?? (() => undefined),
    addressOf: (chat: ChatAddress) => outbox.channelOf(chat)?.publicAddress?.(),
    rules: deps.rules,
    personal: createPersonal({ storage, hash: deps.hash }),
  }
  const bursts = createBursts(clock)
  const lanes = createLanes()
  const inFlight = new Set<string>()

  async function respond(message: IncomingMessage): Promise<Response> {
    if (message.chatType === 'private') return respondInPrivate(message, answering)
    const channel = outbox.channelOf(message.chat)
    return respondInGroup(
      {
        message,
        isAddressed: message.mentionsBot || message.quoted?.fromBot === true,
        isAdmin: async () => (await channel?.isAdmin(message.chat, message.senderId)) ?? false,
      },
      { ...answering, features },
    )
  }

  /** Resolves with why the answer did not go out, when it did not. */
  async function carryOut(
    response: Response & { type: 'reply' },
    message: IncomingMessage,
  ): Promise<SendErrorCode | undefined> {
    const { chat, chatType, choice, quoted } = message
    const tapped = choice !== undefined && quoted?.fromBot === true ? quoted.id : undefined
    if (response.inPlace === true && tapped !== undefined) {
      return outbox.replace(chat, tapped, response.message)
    }
    // A tap is no message that could be answered, but the one with the button is: it keeps a forum's topic.
    const answered = choice === undefined ? message.id : tapped
    const isAnswer = chatType === 'group' && answered !== undefined
    const reply = isAnswer ? { ...response.message, replyTo: answered } : response.message
    const problem = await outbox.send(chat, reply, `${chatKey(chat)}/${message.id}`)
    // Where the bot may not write, whoever spoke to it would wait for ever: it tells them in private.
    if (chatType === 'group' && (problem === undefined || problem === 'not_allowed')) {
      await groupLife.posting.answered(chat, problem === undefined)
    }
    if (problem === 'not_allowed' && chatType === 'group') {
      await outbox.send({ ...chat, chatId: message.senderId }, mayNotPost(message.chatTitle))
    }
    return problem
  }

  /** Where a message is recorded. A private chat is a person. */
  const recordedChat = ({ chat, chatType }: IncomingMessage): ChatAddress =>
    chatType === 'private' ? { ...chat, chatId: deps.hash(chat.channel, chat.chatId) } : chat

  async function handleMessage(message: IncomingMessage): Promise<void> {
    const { chat, id } = message
    const place = recordedChat(message)
    if ((await receivedMessages.find(place, id)) !== undefined)
      return messageTallies.count(chat.channel, 'duplicate')
    const response = await respond(message)
    if (response.type === 'ordinary') return messageTallies.count(chat.channel, 'not_addressed')
    if (response.type === 'silent') return receivedMessages.add(place, id, response.because)
    const problem = await carryOut(response, message)
    // The bot is being ended: whoever kept the message brings it again at the next start.
    if (problem !== undefined && outbox.channelOf(chat)?.status().state === 'stopped') return
    // Only now: after a crash in between, the person is answered again instead of never.
    await receivedMessages.add(place, id, problem === undefined ? undefined : 'undelivered')
  }

  /** Says sorry where somebody waits for an answer. */
  async function apologise({ chat, chatType }: IncomingMessage): Promise<void> {
    if (chatType !== 'private') return
    try {
      await outbox.send(chat, trouble())
    } catch (error) {
      logger.error({ channel: chat.channel, ...factsOf(error) }, 'an apology did not go out')
    }
  }

  async function receiveMessage(message: IncomingMessage, onWaiting?: () => void): Promise<void> {
    const { chat, id } = message
    const key = `${chatKey(chat)}/${id}`
    if (!speakers.isMeantFor(message)) return
    if (inFlight.has(key)) return
    inFlight.add(key)
    try {
      const whole = await bursts.gather(message, onWaiting)
      await lanes.run(laneOf(chat), () =>
        // Another message took this one in, and is answered for both.
        whole === undefined ? receivedMessages.add(recordedChat(message), id) : handleMessage(whole),
      )
    } catch (error) {
      const where = { channel: chat.channel, chat: deps.hash(chat.channel, chat.chatId) }
      logger.error({ ...where, ...factsOf(error) }, 'a message could not be handled')
      await apologise(message)
    } finally {
      inFlight.delete(key)
    }
  }

  async function receiveOther(event: Exclude<ChannelEvent, { type: 'message' }>): Promise<void> {
    // Receipts need no order, and must not wait behind an answer that is being retried.
    if (event.type === 'receipt') return deps.onReceipt?.(event)
    if (event.type === 'send_failed') return deps.onSendFailed?.(event)
    return lanes.run(laneOf(event.chat), () => groupLife.happened(event))
  }

  /** Runs what nobody waits for. */
  async function inSilence(what: { channel: ChannelName; event: string }, work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      logger.error({ ...what, ...factsOf(error) }, 'an event could not be handled')
    }
  }

  return {
    /** Deals with one event. Resolves when that is done, and never rejects. `onWaiting`: see `ReceiveEvent`. */
    async receive(event: ChannelEvent, onWaiting?: () => void): Promise<void> {
      if (event.type === 'message') return receiveMessage(event.message, onWaiting)
      return inSilence({ channel: event.chat.channel, event: event.type }, () => receiveOther(event))
    },

    /** An announcement arrived in a group in which the bot could not write before. Never rejects. */
    announced: (chat: ChatAddress): Promise<void> =>
      inSilence({ channel: chat.channel, event: 'announced' }, () =>
        lanes.run(laneOf(chat), () => groupLife.posting.announced(chat)),
      ),

    /** Asks about groups in which the bot may not write. Returns in how many milliseconds to ask again. */
    recheckGroups: () => groupLife.posting.recheck(),
  }
}
