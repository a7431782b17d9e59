import type { OutgoingMessage } from '../../domain/message.ts'
import { clarificationChoiceId, forwardChoiceId, NONE_CHOICE_ID } from '../../factcheck/offers.ts'
import type { FactCheckReply } from '../../factcheck/judging.ts'
import { speak } from '../register.ts'
import * as factcheck from './factcheck.ts'

function written({ answer, clarifications, difference }: FactCheckReply): OutgoingMessage {
  const [best] = clarifications
  if (answer.type === 'clarified' && best !== undefined) {
    const choices = [{ id: forwardChoiceId(best.id), label: factcheck.FORWARD_LABEL }]
    return factcheck.clarified(best, { isDenied: answer.isDenied, choices })
  }
  if (answer.type === 'suggested') {
    const offered = clarifications.map((clarification) => ({
      choiceId: clarificationChoiceId(clarification.id),
      clarification,
    }))
    return factcheck.suggested(offered, NONE_CHOICE_ID, { difference, isPattern: answer.isPattern })
  }
  return answer.type === 'ignored' ? factcheck.tooShort() : factcheck.unknown()
}

/** What a resident would read in a private chat. */
export const triedOut = (reply: FactCheckReply): OutgoingMessage => speak(written(reply), 'formal')
