import type { AnswerTally, Quiz } from '../domain/literacy.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { DeliveredQuiz, RoundRules, RoundStep } from '../storage/quiz-rounds.ts'
import type { Storage } from '../storage/storage.ts'
import { readAnswer, wantsToGoOn } from './answer-reading.ts'
import { QUESTIONS } from './content.ts'
import { readQuizChoice, readQuizMessage, type QuestionPlace } from './wording.ts'

export interface QuizGameDeps {
  storage: Pick<Storage, 'literacy' | 'quizRounds'>
  logger: Logger
  /** Turns a person into a key that leads nowhere. */
  hashPerson: (channel: ChannelName, senderId: string) => string
}

/** A tap on a choice of a quiz, or a reply to one of its messages. */
export interface QuizTalk {
  chat: ChatAddress
  messageId: string
  senderId: string
  text: string
  choice?: string
  /** The words of the bot's message that is replied to. */
  repliesTo: string
  /** Asks the platform, now. May reject. */
  isAdmin: () => Promise<boolean>
}

/** What to say. `silent`: it was dealt with, and nothing is said; `aside`: it is about the quiz, and no answer. */
export type QuizReply =
  | {
      type: 'revealed'
      broadcastId: string
      quiz: Quiz
      /** Counted from 1. */
      question: number
      tally: AnswerTally
      /** After the last question. */
      total?: AnswerTally
    }
  | { type: 'noted'; broadcastId: string; question: number }
  | { type: 'over'; broadcastId: string }
  | { type: 'silent' | 'aside' }

/** Answers to a quiz count for so long after the group got it. */
export const QUIZ_LIFETIME_MS = 7 * 24 * 3_600_000
/** So many people reveal the answer when nobody was right. */
export const REVEAL_AFTER = 5
/** Three reveals, and one word about answers that count, or come too late. */
const MOST_MESSAGES = QUESTIONS + 1

interface Meant extends Required<QuestionPlace> {
  quiz: Quiz
  delivered: DeliveredQuiz
}

const rulesOf = ({ delivered }: Meant): RoundRules => ({
  questions: QUESTIONS,
  revealAfter: REVEAL_AFTER,
  mostMessages: MOST_MESSAGES,
  endsAt: new Date(delivered.deliveredAt.getTime() + QUIZ_LIFETIME_MS),
})

function toReply(step: RoundStep, { broadcastId, quiz, question }: Meant): QuizReply {
  switch (step.type) {
    case 'revealed':
      return { ...step, broadcastId, quiz }
    case 'noted':
      return { type: 'noted', broadcastId, question }
    case 'over':
      return { type: 'over', broadcastId }
    case 'silent':
    default:
      return { type: 'silent' }
  }
}

export type QuizGame = ReturnType<typeof createQuizGame>

/** Plays quizzes in groups. Who answered what is known by keyed hash only; where a round stands is in the database. */
export function createQuizGame({ storage, logger, hashPerson }: QuizGameDeps) {
  const { literacy, quizRounds } = storage

  /** The quiz that is meant, when this group has got it. */
  async function find(chat: ChatAddress, place: Required<QuestionPlace>): Promise<Meant | undefined> {
    const issue = await literacy.findIssue(place.broadcastId)
    const delivered = await quizRounds.delivered(chat, place.broadcastId)
    if (issue?.kind !== 'quiz' || delivered === undefined) return undefined
    return { ...place, quiz: issue.item, delivered }
  }

  async function answer(talk: QuizTalk, meant: Meant, option: number): Promise<QuizReply> {
    const { chat, senderId, messageId } = talk
    const asked = meant.quiz.questions[meant.question - 1]
    if (asked === undefined || option > asked.options.length) return { type: 'silent' }
    const given = {
      question: meant.question,
      option,
      isRight: option === asked.right,
      personKey: hashPerson(chat.channel, senderId),
      messageId,
    }
    return toReply(await quizRounds.answer(meant.delivered, given, rulesOf(meant)), meant)
  }

  async function goOn({ chat, messageId, isAdmin }: QuizTalk, meant: Meant): Promise<QuizReply> {
    try {
      if (!(await isAdmin())) return { type: 'silent' }
    } catch (error) {
      logger.warn({ err: error, channel: chat.channel }, 'the platform did not say who is an admin')
      return { type: 'silent' }
    }
    const wish = { question: meant.question, messageId }
    return toReply(await quizRounds.goOn(meant.delivered, wish, rulesOf(meant)), meant)
  }

  return {
    /** Takes a tap or a reply into the quiz that it belongs to. Undefined when it belongs to none. */
    async play(talk: QuizTalk): Promise<QuizReply | undefined> {
      if (talk.choice !== undefined) {
        const tapped = readQuizChoice(talk.choice)
        const meant = tapped === undefined ? undefined : await find(talk.chat, tapped)
        if (tapped === undefined || meant === undefined) return undefined
        return answer(talk, meant, tapped.option)
      }
      const place = readQuizMessage(talk.repliesTo)
      if (place === undefined) return undefined
      const { broadcastId, question } = place
      if (question === undefined) return { type: 'aside' }
      const meant = await find(talk.chat, { broadcastId, question })
      if (meant === undefined) return undefined
      if (wantsToGoOn(talk.text)) return goOn(talk, meant)
      const option = readAnswer(talk.text, meant.quiz.questions[question - 1]?.options ?? [])
      return option === undefined ? { type: 'aside' } : answer(talk, meant, option)
    },
  }
}
