/** What the literacy programme brings into the groups: a tip every week, a quiz every month. */
export const LITERACY_KINDS = ['tip', 'quiz'] as const
export type LiteracyKind = (typeof LITERACY_KINDS)[number]

export interface Tip {
  id: string
  title: string
  /** Markdown, as in an `OutgoingMessage`. */
  text: string
  /** An https address for what the text claims. */
  source?: string
  /** The day on which somebody last saw to it that it is true: `2026-11-26`. */
  date: string
}

export interface QuizQuestion {
  /** Plain text, as are the options and the explanation. */
  text: string
  /** Three or four, shown in this order. */
  options: string[]
  /** The place of the right option, counted from 1 as people see it. */
  right: number
  /** One sentence. */
  explanation: string
  source?: string
}

export interface Quiz {
  id: string
  title: string
  questions: QuizQuestion[]
  /** As with a tip. */
  date: string
}

/** A tip or a quiz with the broadcast that carries it. */
export type LiteracyIssue = { broadcastId: string; dueAt: Date } & (
  { kind: 'tip'; item: Tip } | { kind: 'quiz'; item: Quiz }
)

/** How many answers there were, and how many of them were right. */
export interface AnswerTally {
  answers: number
  right: number
}
