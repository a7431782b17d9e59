import type { AnswerTally } from '../domain/literacy.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Database } from './database.ts'
import { isUniqueViolation } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** A quiz that a group has got. */
export interface DeliveredQuiz {
  deliveryId: string
  broadcastId: string
  /** Our own id of the chat. */
  chatId: string
  deliveredAt: Date
}

/** What is fixed about a round. */
export interface RoundRules {
  questions: number
  /** So many people reveal the answer, right or wrong. */
  revealAfter: number
  /** The bot writes no more messages than this. */
  mostMessages: number
  /** Answers after this instant come too late. */
  endsAt: Date
}

/** One person's answer to one question, both counted from 1. */
export interface GivenAnswer {
  question: number
  option: number
  isRight: boolean
  personKey: string
}

/**
 * What an answer, or the wish to go on, led to.
 *
 * - `revealed`: the answer to `question` is to be told, with the tally of all questions after the last one
 * - `noted`: the first answer that reveals nothing: the group is to hear that answers count
 * - `over`: it came too late, and the group is to hear that
 * - `silent`: it counts, or not; nothing is to be said
 */
export type RoundStep =
  | { type: 'revealed'; question: number; tally: AnswerTally; total?: AnswerTally }
  | { type: 'noted' | 'over' | 'silent' }

type Tx = Prisma.TransactionClient
type Round = Prisma.QuizRoundGetPayload<object>

async function tallyOf(tx: Tx, roundId: string, question?: number): Promise<AnswerTally> {
  const where = { roundId, ...(question === undefined ? {} : { question }) }
  const [answers, right] = [
    await tx.quizAnswer.count({ where }),
    await tx.quizAnswer.count({ where: { ...where, isRight: true } }),
  ]
  return { answers, right }
}

async function revealed(
  tx: Tx,
  round: Pick<Round, 'id'>,
  question: number,
  { questions }: RoundRules,
): Promise<RoundStep> {
  const tally = await tallyOf(tx, round.id, question)
  if (question < questions) return { type: 'revealed', question, tally }
  return { type: 'revealed', question, tally, total: await tallyOf(tx, round.id) }
}

/** Closes the open question. Nobody else can close it again. */
async function reveal(
  tx: Tx,
  round: Round,
  messageId: string,
  rules: RoundRules,
  now: Date,
): Promise<RoundStep> {
  const { id, question } = round
  const { count } = await tx.quizRound.updateMany({
    where: { id, question },
    data: {
      question: question + 1,
      messages: { increment: 1 },
      revealedBy: messageId,
      ...(question === rules.questions ? { finishedAt: now } : {}),
    },
  })
  return count === 0 ? { type: 'silent' } : revealed(tx, round, question, rules)
}

/** What to do when the round is over: say so, once, when there is a message left for it. */
async function tellOver(tx: Tx, { id, messages, isOverTold }: Round, rules: RoundRules): Promise<RoundStep> {
  if (isOverTold || messages >= rules.mostMessages) return { type: 'silent' }
  await tx.quizRound.update({ where: { id }, data: { isOverTold: true, messages: { increment: 1 } } })
  return { type: 'over' }
}

const openRound = (tx: Tx, { deliveryId, broadcastId, chatId, deliveredAt }: DeliveredQuiz): Promise<Round> =>
  tx.quizRound.upsert({
    where: { id: deliveryId },
    create: { id: deliveryId, broadcastId, chatId, openedAt: deliveredAt },
    update: {},
  })

/** A rehearsal on the simulator is a broadcast with a longer id: see `scheduleOnce` in `dissemination/scheduler.ts`. */
const isOrRehearses = (broadcastId: string): Prisma.StringFilter[] => [
  { equals: broadcastId },
  { startsWith: `${broadcastId}-latihan-` },
]

export type QuizRoundStore = ReturnType<typeof createQuizRoundStore>

/** Quizzes as they are played in groups: one round for each group that has one. */
export function createQuizRoundStore(db: Database, now: () => Date) {
  /** Does one step of a round in a transaction; what is over, closed or repeated is settled before `step`. */
  const inRound = (
    quiz: DeliveredQuiz,
    { question, messageId }: { question: number; messageId: string },
    rules: RoundRules,
    step: (tx: Tx, round: Round) => Promise<RoundStep>,
  ): Promise<RoundStep> =>
    db.$transaction(async (tx) => {
      const round = await openRound(tx, quiz)
      // The answer to this message was lost in a crash.
      if (round.revealedBy === messageId) return revealed(tx, round, round.question - 1, rules)
      if (round.question > rules.questions || now() > rules.endsAt) return tellOver(tx, round, rules)
      return round.question === question ? step(tx, round) : { type: 'silent' }
    })

  return {
    /** The newest delivery of a quiz in a group; undefined when the group did not get it. */
    async delivered(address: ChatAddress, broadcastId: string): Promise<DeliveredQuiz | undefined> {
      const { channel, chatId } = address
      const row = await db.delivery.findFirst({
        where: {
          chat: { channel, chatId },
          run: { OR: isOrRehearses(broadcastId).map((filter) => ({ broadcastId: filter })) },
        },
        orderBy: [{ run: { openedAt: 'desc' } }],
        include: { run: { select: { openedAt: true } } },
      })
      if (row === null) return undefined
      const deliveredAt = row.sentAt ?? row.triedAt ?? row.run.openedAt
      return { deliveryId: row.id, broadcastId, chatId: row.chatId, deliveredAt }
    },

    /**
     * Counts a person's first answer to the open question, and says what that leads to. `messageId` is the message that
     * it came with.
     */
    async answer(
      quiz: DeliveredQuiz,
      given: GivenAnswer & { messageId: string },
      rules: RoundRules,
    ): Promise<RoundStep> {
      const { messageId, ...answer } = given
      try {
        return await inRound(quiz, given, rules, async (tx, round) => {
          await tx.quizAnswer.create({ data: { roundId: round.id, ...answer, at: now() } })
          const count = await tx.quizAnswer.count({
            where: { roundId: round.id, question: answer.question },
          })
          if (answer.isRight || count >= rules.revealAfter) return reveal(tx, round, messageId, rules, now())
          if (round.isNoted) return { type: 'silent' }
          await tx.quizRound.update({
            where: { id: round.id },
            data: { isNoted: true, messages: { increment: 1 } },
          })
          return { type: 'noted' }
        })
      } catch (error) {
        // The person has answered before.
        if (isUniqueViolation(error)) return { type: 'silent' }
        throw error
      }
    },

    /** Reveals the open question although nobody was right yet. */
    goOn: (
      quiz: DeliveredQuiz,
      wish: { question: number; messageId: string },
      rules: RoundRules,
    ): Promise<RoundStep> =>
      inRound(quiz, wish, rules, (tx, round) => reveal(tx, round, wish.messageId, rules, now())),
  }
}
