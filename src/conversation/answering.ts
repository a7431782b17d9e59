import type { Rules } from '../domain/rules.ts'
import type { Clock } from '../clock.ts'
import type { ChatAddress, Choice, IncomingMessage, OutgoingMessage } from '../domain/message.ts'
import type { Clarification } from '../domain/clarification.ts'
import {
  clarificationChoiceId,
  forwardChoiceId,
  HELPED_CHOICE_ID,
  NONE_CHOICE_ID,
  NOT_HELPED_CHOICE_ID,
} from '../factcheck/offers.ts'
import type { Comparison } from '../factcheck/announcements.ts'
import type { FactCheckReply } from '../factcheck/judging.ts'
import type { FactCheckChoice, Responder } from '../factcheck/responder.ts'
import { comparedMessage, type Comparing } from './comparing.ts'
import type { EvidenceReader, Remarks } from './evidence.ts'
import type { Genuine } from './genuine.ts'
import type { RecentAnswers } from './recent-answers.ts'
import * as announcements from './replies/announcements.ts'
import { imitation, officialSite } from './replies/reading.ts'
import * as factcheck from './replies/factcheck.ts'
import { say, type Response } from './reply.ts'

/** How a question reached the bot: a mere reply to it is not always meant for it, so a misfit stays unanswered. */
export type Addressing = 'private' | 'command' | 'mention' | 'reply'

export interface AnsweringDeps {
  responder: Responder
  recent: RecentAnswers
  evidence: EvidenceReader
  genuine: Genuine
  /** Missing: nothing is compared with our own announcements. */
  comparing?: Comparing
  clock: Clock
  /** Says something while the answer is on its way. */
  notify: (chat: ChatAddress, message: OutgoingMessage) => Promise<unknown>
  /** The public page of a clarification; undefined where there is none. */
  pageOf: (clarificationId: string) => string | undefined
  /** How people reach the bot on a platform; undefined when it is not known. */
  addressOf: (chat: ChatAddress) => string | undefined
  rules: Pick<Rules, 'retentionDays'>
}

type Asked = Pick<
  IncomingMessage,
  'id' | 'chat' | 'chatType' | 'senderId' | 'attachments' | 'quoted' | 'hiddenLinks'
>

/** What people may do with an answer. The question whether it helps comes once in a while. */
function answerChoices({ id }: Clarification, isFirstAnswer: boolean): Choice[] {
  const feedback = [
    { id: HELPED_CHOICE_ID, label: '👍 Jawaban ini membantu' },
    { id: NOT_HELPED_CHOICE_ID, label: '👎 Belum membantu' },
  ]
  return [{ id: forwardChoiceId(id), label: factcheck.FORWARD_LABEL }, ...(isFirstAnswer ? feedback : [])]
}

async function sayAnswer(
  { responder, recent }: AnsweringDeps,
  { chat, chatType, senderId }: Asked,
  { answer, clarifications: [best], isFirstAnswer }: FactCheckReply,
): Promise<Response> {
  if (best === undefined) return say(factcheck.unknown(chatType))
  const isDenied = answer.type === 'clarified' && answer.isDenied === true
  if (chatType === 'group') {
    if (!recent.isNew(chat, best.id)) return { type: 'silent', because: 'answered_lately' }
    return say(factcheck.clarified(best, { isDenied }))
  }
  const choices = answerChoices(best, isFirstAnswer === true)
  await responder.offer(
    chat,
    senderId,
    choices.map(({ id }) => id),
  )
  return say(factcheck.clarified(best, { isDenied, choices }))
}

async function sayCandidates(
  { responder }: AnsweringDeps,
  { chat, chatType, senderId }: Asked,
  { answer, clarifications, difference }: FactCheckReply,
): Promise<Response> {
  // A list in a group would be read by hundreds who did not ask.
  const shown = chatType === 'group' ? clarifications.slice(0, 1) : clarifications
  const offered = shown.map((clarification) => ({
    choiceId: clarificationChoiceId(clarification.id),
    clarification,
  }))
  await responder.offer(chat, senderId, [...offered.map(({ choiceId }) => choiceId), NONE_CHOICE_ID])
  const isPattern = answer.type === 'suggested' ? answer.isPattern : undefined
  return say(factcheck.suggested(offered, NONE_CHOICE_ID, { difference, isPattern }))
}

/** Asks the responder, and says what it found. `text`: what the person typed, or the message that they point at. */
export async function answerQuestion(
  deps: AnsweringDeps,
  asked: Asked,
  text: string,
  addressing: Addressing,
): Promise<Response> {
  const { id, chat, chatType, senderId } = asked
  const ofCode = await deps.genuine.answer(asked, text)
  if (ofCode !== undefined) return ofCode
  const reading = await deps.evidence.read(asked, text, (message) => deps.notify(chat, message))
  if (reading.type === 'say') return say(reading.message)
  const { evidence } = reading
  const ask = () =>
    deps.responder.answer({
      channel: chat.channel,
      senderId,
      chat: chatType === 'group' ? { ...chat, replyTo: id } : chat,
      ...evidence,
    })
  const message = comparedMessage(asked, asked.attachments.length > 0 ? evidence.text : text)
  const { reply, comparison } =
    deps.comparing === undefined
      ? { reply: await ask(), comparison: undefined }
      : await deps.comparing.answer(message, ask)
  const ownWord = sayComparison(deps, asked, comparison)
  if (ownWord !== undefined) return ownWord
  const response = remarkOn(await respondWith(deps, asked, reply, addressing), reading.remarks ?? {}, reply)
  return comparison === undefined ? response : mentionSimilar(response, comparison)
}

/** What our own announcements say about a message; undefined when they decide nothing. */
function sayComparison(
  { recent, clock }: AnsweringDeps,
  { chat, chatType }: Asked,
  comparison: Comparison | undefined,
): Response | undefined {
  if (comparison === undefined || comparison.type === 'similar') return undefined
  const { announced, type } = comparison
  if (chatType === 'group' && !recent.isNew(chat, `${type}:${announced.broadcast.id}`)) {
    return { type: 'silent', because: 'answered_lately' }
  }
  return comparison.type === 'confirmed'
    ? say(announcements.confirmed(announced, clock.now()))
    : say(announcements.altered(announced, comparison.alterations))
}

/** Points at our own announcement about the same thing, below an answer that leaves the message open. */
function mentionSimilar(response: Response, { announced }: Comparison): Response {
  if (response.type !== 'reply') return response
  const { message } = response
  const text = `${message.text}\n\n${announcements.similarAnnouncement(announced)}`
  return { ...response, message: { ...message, text } }
}

/** Adds what the links of the message tell. */
function remarkOn(response: Response, { imitates, official }: Remarks, { answer }: FactCheckReply): Response {
  if (response.type !== 'reply') return response
  const { message } = response
  const isUnknown = answer.type === 'unknown'
  const text = [
    ...(imitates === undefined ? [] : [imitation(imitates)]),
    message.text,
    ...(official === undefined || imitates !== undefined || !isUnknown ? [] : [officialSite(official)]),
  ].join('\n\n')
  return { ...response, message: { ...message, text } }
}

async function respondWith(
  deps: AnsweringDeps,
  asked: Asked,
  reply: FactCheckReply,
  addressing: Addressing,
): Promise<Response> {
  const { answer, claimId } = reply
  const { chat, chatType } = asked
  if (chatType === 'group' && claimId !== undefined && !deps.recent.isNew(chat, claimId)) {
    return { type: 'silent', because: 'answered_lately' }
  }
  switch (answer.type) {
    case 'clarified':
      return sayAnswer(deps, asked, reply)
    case 'suggested':
      return sayCandidates(deps, asked, reply)
    case 'unknown':
      return say(factcheck.unknown(chatType))
    case 'ignored':
    default:
      if (answer.because === 'flood' || answer.because === 'blocked') {
        return reply.isFirstFlood === true
          ? say(factcheck.tooMany())
          : { type: 'silent', because: answer.because }
      }
      if (addressing === 'reply') return { type: 'silent', because: answer.because }
      if (addressing === 'private') return say(factcheck.tooShort())
      return say(answer.because === 'empty' ? factcheck.howToCheckInGroup() : factcheck.tooShort())
  }
}

function sayChoice(choice: FactCheckChoice, chat: ChatAddress, deps: AnsweringDeps): Response {
  switch (choice.type) {
    case 'clarification':
      return say(factcheck.clarified(choice.clarification))
    case 'forward': {
      const page = deps.pageOf(choice.clarification.id)
      return say(factcheck.forwardable(choice.clarification, { page, bot: deps.addressOf(chat) }))
    }
    case 'rated':
      return say(factcheck.rated(choice.hasHelped))
    case 'none':
      return say(factcheck.noneOfThese())
    case 'gone':
    default:
      return say(factcheck.noLongerThere())
  }
}

/** Does what was picked from what was offered. Undefined when nothing was. */
export async function answerChoice(
  deps: AnsweringDeps,
  { chat, senderId }: Pick<IncomingMessage, 'chat' | 'senderId'>,
  input: { choice?: string; text: string },
): Promise<Response | undefined> {
  const choice = await deps.responder.choose(chat, senderId, input)
  return choice === undefined ? undefined : sayChoice(choice, chat, deps)
}
