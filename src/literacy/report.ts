import type { AnswerTally } from '../domain/literacy.ts'
import type { Storage } from '../storage/storage.ts'

/** What came of one quiz. */
export interface QuizReport {
  broadcastId: string
  title: string
  dueAt: Date
  /** Groups that have the quiz. */
  reached: number
  /** Groups where somebody answered. */
  played: number
  answers: number
  questions: (AnswerTally & {
    text: string
    /** From 0 to 1; null without answers. */
    rightShare: number | null
  })[]
}

/** What came of every quiz whose time has come, the oldest first. */
export async function reportQuizzes(
  { literacy }: Pick<Storage, 'literacy'>,
  now: Date,
): Promise<QuizReport[]> {
  const reports: QuizReport[] = []
  for (const { kind, item, broadcastId, dueAt } of await literacy.listIssues({ kind: 'quiz' })) {
    if (kind !== 'quiz' || dueAt > now) continue
    const { reached, played, questions } = await literacy.resultOf(broadcastId)
    const asked = item.questions.map(({ text }, index) => {
      const { answers, right } = questions.get(index + 1) ?? { answers: 0, right: 0 }
      return { text, answers, right, rightShare: answers === 0 ? null : right / answers }
    })
    const answers = asked.reduce((sum, one) => sum + one.answers, 0)
    reports.push({ broadcastId, title: item.title, dueAt, reached, played, answers, questions: asked })
  }
  return reports
}
