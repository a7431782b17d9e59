import type { IncomingMessage, OutgoingMessage } from '../domain/message.ts'
import {
  isLiteracyChoice,
  readPreference,
  type LiteracyPreference,
  type PreferenceReply,
} from '../literacy/preference.ts'
import { wantsToGoOn } from '../literacy/answer-reading.ts'
import type { QuizGame } from '../literacy/quiz-game.ts'
import { isQuizChoice } from '../literacy/wording.ts'
import { readBareCommand, readLiteracyCommand } from './commands.ts'
import type { GroupFeature } from './features.ts'
import * as literacy from './replies/literacy.ts'
import { say, type Response } from './reply.ts'

interface QuizzingDeps {
  quizGame: QuizGame
  literacyPreference: LiteracyPreference
  /** Asks the platform whether the sender may administer the group. */
  isAdmin: () => Promise<boolean>
}

/** Among people who play, so short a reply is talk about the quiz and no question to the bot. */
const LONGEST_ASIDE = 120

const NOT_UNDERSTOOD: Response = { type: 'silent', because: 'not_understood' }

const sayOrNot = (message: OutgoingMessage | undefined): Response =>
  message === undefined ? NOT_UNDERSTOOD : say(message)

/** The bot's message that somebody replies to, in their own words; empty when there is none. */
const botsWords = ({ quoted, choice, forwarded }: IncomingMessage) =>
  choice === undefined && !forwarded && quoted?.fromBot === true ? quoted.text : ''

function respondWith(reply: PreferenceReply, isTap: boolean): Response {
  const message = literacy.preference(reply)
  return message === undefined
    ? NOT_UNDERSTOOD
    : { type: 'reply', message, inPlace: isTap && reply.type === 'changed' }
}

/** `/literasi`, alone or with `nyala` or `mati` after it. */
async function respondToCommand(
  { chat }: IncomingMessage,
  argument: string,
  { literacyPreference, isAdmin }: QuizzingDeps,
): Promise<Response> {
  const wish = readPreference({ text: argument })
  const request = { chat, isAdmin }
  return respondWith(
    await (wish === undefined ? literacyPreference.show(request) : literacyPreference.change(request, wish)),
    false,
  )
}

async function respondToPreference(
  { chat, choice, text }: IncomingMessage,
  { literacyPreference, isAdmin }: QuizzingDeps,
): Promise<Response | undefined> {
  const wish = readPreference({ text, ...(choice === undefined ? {} : { choice }) })
  if (wish === undefined) return choice === undefined ? undefined : NOT_UNDERSTOOD
  return respondWith(await literacyPreference.change({ chat, isAdmin }, wish), choice !== undefined)
}

async function respondToQuiz(message: IncomingMessage, deps: QuizzingDeps): Promise<Response | undefined> {
  const { chat, id, senderId, text, choice, mentionsBot } = message
  const reply = await deps.quizGame.play({
    chat,
    messageId: id,
    senderId,
    text,
    repliesTo: botsWords(message),
    isAdmin: deps.isAdmin,
    ...(choice === undefined ? {} : { choice }),
  })
  if (reply === undefined) return choice === undefined ? undefined : NOT_UNDERSTOOD
  if (reply.type !== 'aside') return sayOrNot(literacy.quiz(reply))
  // "Lanjut" to a quiz is about the quiz, though it is a command elsewhere.
  const isCommand = readBareCommand(text) !== undefined && !wantsToGoOn(text)
  const isTalk = !mentionsBot && text.length <= LONGEST_ASIDE && !isCommand
  return isTalk ? NOT_UNDERSTOOD : undefined
}

/**
 * Takes `/literasi`, a tap on its choices or on a quiz, and replies to their messages. A number that replies to neither is never
 * theirs. Undefined when the message is for somebody else.
 */
async function respondToLiteracy(
  message: IncomingMessage,
  deps: QuizzingDeps,
): Promise<Response | undefined> {
  const { choice, text, mentionsBot, forwarded } = message
  if (choice !== undefined) {
    if (isLiteracyChoice(choice)) return respondToPreference(message, deps)
    return isQuizChoice(choice) ? respondToQuiz(message, deps) : undefined
  }
  const words = botsWords(message)
  const argument = forwarded ? undefined : readLiteracyCommand(text, mentionsBot || words !== '')
  if (argument !== undefined) return respondToCommand(message, argument, deps)
  if (words === '' || text.trim().startsWith('/')) return undefined
  return literacy.isPreferenceQuestion(words)
    ? respondToPreference(message, deps)
    : respondToQuiz(message, deps)
}

/** Tips and quizzes: switching them, and playing. */
export function createLiteracyFeature(
  deps: Pick<QuizzingDeps, 'quizGame' | 'literacyPreference'>,
): GroupFeature {
  const { quizGame, literacyPreference } = deps
  return {
    first: ({ message, isAdmin }) => respondToLiteracy(message, { quizGame, literacyPreference, isAdmin }),
  }
}
