import type { IncomingMessage } from '../domain/message.ts'
import { clarificationChoiceId, NONE_CHOICE_ID } from '../factcheck/offers.ts'
import type { FactCheckChoice, Responder } from '../factcheck/responder.ts'
import * as factcheck from './replies/factcheck.ts'
import { say, type Response } from './reply.ts'

/** How a question reached the bot: a mere reply to it is not always meant for it, so a misfit stays unanswered. */
export type Addressing = 'private' | 'command' | 'mention' | 'reply'

/** Asks the responder, and says what it found. */
export async function answerQuestion(
  responder: Responder,
  { id, chat, chatType, senderId }: Pick<IncomingMessage, 'id' | 'chat' | 'chatType' | 'senderId'>,
  text: string,
  addressing: Addressing,
): Promise<Response> {
  const { answer, clarifications, difference, isFirstFlood } = await responder.answer({
    channel: chat.channel,
    senderId,
    text,
    chat: chatType === 'group' ? { ...chat, replyTo: id } : chat,
  })
  const [best] = clarifications
  switch (answer.type) {
    case 'clarified':
      return say(best === undefined ? factcheck.unknown() : factcheck.clarified(best, answer.isDenied))
    case 'suggested': {
      await responder.offer(chat, senderId, clarifications)
      const offered = clarifications.map((clarification) => ({
        choiceId: clarificationChoiceId(clarification.id),
        clarification,
      }))
      return say(factcheck.suggested(offered, NONE_CHOICE_ID, { difference, isPattern: answer.isPattern }))
    }
    case 'unknown':
      return say(factcheck.unknown())
    case 'ignored':
    default:
      if (answer.because === 'flood') {
        return isFirstFlood === true ? say(factcheck.tooMany()) : { type: 'silent', because: 'flood' }
      }
      if (addressing === 'reply') return { type: 'silent', because: answer.because }
      if (addressing === 'private') return say(factcheck.tooShort())
      return say(answer.because === 'empty' ? factcheck.howToCheckInGroup() : factcheck.tooShort())
  }
}

function sayChoice(choice: FactCheckChoice): Response {
  switch (choice.type) {
    case 'clarification':
      return say(factcheck.clarified(choice.clarification))
    case 'none':
      return say(factcheck.noneOfThese())
    case 'gone':
    default:
      return say(factcheck.noLongerThere())
  }
}

/** Shows what was picked from the offered clarifications. Undefined when nothing was. */
export async function answerChoice(
  responder: Responder,
  { chat, senderId }: Pick<IncomingMessage, 'chat' | 'senderId'>,
  input: { choice?: string; text: string },
): Promise<Response | undefined> {
  const choice = await responder.choose(chat, senderId, input)
  return choice === undefined ? undefined : sayChoice(choice)
}
