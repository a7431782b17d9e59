import { withCodeLine } from '../domain/broadcast-code.ts'
import type { LiteracyIssue, Quiz, QuizQuestion, Tip } from '../domain/literacy.ts'
import { escapeMarkup } from '../domain/markup.ts'
import type { Choice, OutgoingMessage } from '../domain/message.ts'
import { QUESTIONS } from './content.ts'

const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
]
const QUIZ_NAME = 'Kuis Literasi Digital'
const HOW_TO_TURN_OFF = '_Tidak ingin tip ini? Admin grup bisa mematikannya dengan /literasi._'

/** Which question of which quiz is meant. */
export interface QuestionPlace {
  broadcastId: string
  /** Counted from 1. Missing on a message of the quiz that asks nothing. */
  question?: number
}

/** `Sumber: turnbackhoax.id`, as a link. */
export function sourceLine(source: string): string {
  return `Sumber: [${new URL(source).hostname.replace(/^www\./, '')}](${source})`
}

/** `Desember 2026`, of the broadcast `kuis-2026-12`. */
function monthOf(broadcastId: string): string {
  const [, year = '', month = ''] = /^kuis-(\d{4})-(\d{2})$/.exec(broadcastId) ?? []
  return `${MONTHS[Number(month) - 1] ?? ''} ${year}`
}

/** The first line of every message of a quiz: from it a reply finds its way back. */
export const quizHeading = (broadcastId: string): string => `🧩 **${QUIZ_NAME} · ${monthOf(broadcastId)}**`

/** The line that says which question is meant. */
export const questionHeading = (question: number): string => `**Pertanyaan ${question} dari ${QUESTIONS}**`

const choiceId = (broadcastId: string, question: number, option: number) =>
  `q:${broadcastId}:${question}:${option}`

/** True for the id of a choice of a quiz. */
export const isQuizChoice = (id: string): boolean => id.startsWith('q:')

/** Reads the id of a tapped choice; undefined for what no quiz has offered. */
export function readQuizChoice(
  id: string,
): { broadcastId: string; question: number; option: number } | undefined {
  const [, broadcastId, question, option] = /^q:(kuis-\d{4}-\d{2}):([1-9]):([1-9])$/.exec(id) ?? []
  if (broadcastId === undefined) return undefined
  return { broadcastId, question: Number(question), option: Number(option) }
}

/** Finds the quiz, and the question, in the words of a message of the bot. Marks and line breaks do not matter. */
export function readQuizMessage(text: string): QuestionPlace | undefined {
  const plain = text.replaceAll(/[*_·\s]+/g, ' ')
  const heading = new RegExp(`${QUIZ_NAME} (${MONTHS.join('|')}) (\\d{4})(?!\\d)`).exec(plain)
  if (heading === null) return undefined
  const [, month = '', year = ''] = heading
  const broadcastId = `kuis-${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}`
  const asked = new RegExp(`Pertanyaan ([1-${QUESTIONS}]) dari ${QUESTIONS}`).exec(plain)?.[1]
  return { broadcastId, ...(asked === undefined ? {} : { question: Number(asked) }) }
}

/** A question with its options as choices; `question` counts from 1. */
export function askedQuestion(
  broadcastId: string,
  question: number,
  { text, options }: QuizQuestion,
): { text: string; choices: Choice[] } {
  return {
    text: `${questionHeading(question)}\n${escapeMarkup(text)}`,
    choices: options.map((label, index) => ({ id: choiceId(broadcastId, question, index + 1), label })),
  }
}

function tipMessage({ title, text, source }: Tip): OutgoingMessage {
  return {
    text: [
      `💡 **${escapeMarkup(title)}**`,
      text,
      ...(source === undefined ? [] : [sourceLine(source)]),
      HOW_TO_TURN_OFF,
    ].join('\n\n'),
  }
}

function quizMessage(broadcastId: string, { title, questions }: Quiz): OutgoingMessage {
  const [first] = questions
  const asked = first === undefined ? { text: '' } : askedQuestion(broadcastId, 1, first)
  return {
    ...asked,
    text: [
      `${quizHeading(broadcastId)}\n${escapeMarkup(title)}`,
      asked.text,
      'Semua boleh menjawab: tekan pilihannya, atau **balas pesan ini** dengan angkanya. Yang dihitung jawaban pertama tiap orang. Nama tidak dicatat.',
    ].join('\n\n'),
  }
}

/** How an issue reads in the groups. */
export function messageOf(issue: LiteracyIssue): OutgoingMessage {
  const { broadcastId } = issue
  const message = issue.kind === 'tip' ? tipMessage(issue.item) : quizMessage(broadcastId, issue.item)
  return { ...message, text: withCodeLine(broadcastId, message.text) }
}
