import { describe, expect, it } from 'vitest'
import { reportQuizzes } from '../../src/literacy/report.ts'
import type { RoundRules } from '../../src/storage/quiz-rounds.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { DAY_MS, later } from '../support/broadcast-builder.ts'
import { simulatorChat } from '../support/conversation.ts'
import { aQuiz, deliverQuiz, QUIZ_ID } from '../support/literacy.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

const NOW = new Date('2026-12-06T00:00:00Z')
const RULES: RoundRules = { questions: 3, revealAfter: 5, mostMessages: 4, endsAt: later(NOW, DAY_MS) }
const rightOf = (question: number) => aQuiz.questions[question - 1]?.right ?? 0

async function setUp(groups = ['grup-1']) {
  const storage = await temporaryStorage(() => NOW)
  await deliverQuiz(storage, groups.map(simulatorChat), { at: NOW })
  const quizIn = async (group: string) => {
    const quiz = await storage.quizRounds.delivered(simulatorChat(group), QUIZ_ID)
    if (quiz === undefined) throw new Error(`${group} has no quiz.`)
    return quiz
  }
  return { storage, quizIn, quiz: await quizIn(groups[0] ?? '') }
}

type Quiz = Awaited<ReturnType<typeof setUp>>['quiz']

const answer = (
  storage: Storage,
  quiz: Quiz,
  question: number,
  option: number,
  person: string,
  message = `${person}/${question}/${option}`,
) =>
  storage.quizRounds.answer(
    quiz,
    { question, option, isRight: option === rightOf(question), personKey: person, messageId: message },
    RULES,
  )

describe('a round of a quiz', () => {
  it('reveals once when many are right in the same moment', async () => {
    const { storage, quiz } = await setUp()
    const people = Array.from({ length: 8 }, (_, index) => `orang-${index}`)
    const steps = await Promise.all(people.map((person) => answer(storage, quiz, 1, 2, person)))
    expect(steps.filter(({ type }) => type === 'revealed')).toEqual([
      { type: 'revealed', question: 1, tally: { answers: 1, right: 1 } },
    ])
    expect(steps.filter(({ type }) => type === 'silent')).toHaveLength(7)
  })

  it('goes on once when two admins want it in the same moment', async () => {
    const { storage, quiz } = await setUp()
    const steps = await Promise.all(
      ['a', 'b'].map((messageId) => storage.quizRounds.goOn(quiz, { question: 1, messageId }, RULES)),
    )
    expect(steps.map(({ type }) => type).toSorted()).toEqual(['revealed', 'silent'])
  })

  it('tells the same reveal again for the message that led to it, as after a crash', async () => {
    const { storage, quiz } = await setUp()
    const first = await answer(storage, quiz, 1, 2, 'a', 'pesan-1')
    expect(await answer(storage, quiz, 1, 2, 'a', 'pesan-1')).toEqual(first)
    expect(await answer(storage, quiz, 1, 2, 'a', 'pesan-2')).toEqual({ type: 'silent' })
  })

  it('is not there for a group that has not got the quiz', async () => {
    const { storage } = await setUp()
    expect(await storage.quizRounds.delivered(simulatorChat('lain'), QUIZ_ID)).toBeUndefined()
    expect(await storage.quizRounds.delivered(simulatorChat('grup-1'), 'kuis-2026-11')).toBeUndefined()
  })

  it.each([1, 2, 3, 4, 5])(
    'never reveals twice nor says too much, whoever answers what (seed %i)',
    async (seed) => {
      const { storage, quiz } = await setUp()
      const random = seededRandom(seed)
      const upTo = (count: number) => 1 + Math.floor(random() * count)
      const reveals: number[] = []
      let messages = 0
      for (let turn = 0; turn < 40; turn += 1) {
        const steps = await Promise.all(
          Array.from({ length: upTo(4) }, () => {
            const wish = { question: upTo(3), messageId: `lanjut-${turn}` }
            return random() < 0.05
              ? storage.quizRounds.goOn(quiz, wish, RULES)
              : answer(storage, quiz, upTo(3), upTo(4), `orang-${upTo(9)}`, `m-${turn}-${random()}`)
          }),
        )
        for (const step of steps) {
          if (step.type !== 'silent') messages += 1
          if (step.type === 'revealed') reveals.push(step.question)
        }
      }
      expect(reveals).toEqual([1, 2, 3])
      expect(messages).toBeLessThanOrEqual(4)
    },
  )
})

it('reports groups, answers and shares as an independent count does', async () => {
  const groups = ['grup-1', 'grup-2', 'grup-3']
  const { storage, quizIn } = await setUp(groups)
  await answer(storage, await quizIn('grup-1'), 1, 1, 'a')
  await answer(storage, await quizIn('grup-1'), 1, 2, 'b')
  await answer(storage, await quizIn('grup-1'), 2, 3, 'a')
  await answer(storage, await quizIn('grup-2'), 1, 3, 'a')
  const sent = await storage.deliveries.list({})
  const steps = sent.slice(0, 2).map((delivery) => ({
    was: 'queued' as const,
    delivery: { ...delivery, status: 'sent' as const, sentAt: NOW },
  }))
  await storage.deliveries.commit({ settled: steps, starting: [] })
  expect(await reportQuizzes(storage, NOW)).toEqual([
    {
      broadcastId: QUIZ_ID,
      title: 'Contoh',
      dueAt: NOW,
      reached: 2,
      played: 2,
      answers: 4,
      questions: [
        { text: aQuiz.questions[0]?.text, answers: 3, right: 1, rightShare: 1 / 3 },
        { text: aQuiz.questions[1]?.text, answers: 1, right: 1, rightShare: 1 },
        { text: aQuiz.questions[2]?.text, answers: 0, right: 0, rightShare: null },
      ],
    },
  ])
  expect(await reportQuizzes(storage, later(NOW, -1))).toEqual([])
})
