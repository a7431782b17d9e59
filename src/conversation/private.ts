import { looksLikeKimCode } from '../domain/kim-code.ts'
import type { IncomingMessage } from '../domain/message.ts'
import { isMembershipChoice } from '../membership/choices.ts'
import { answerChoice, answerQuestion, type AnsweringDeps } from './answering.ts'
import { readBareCommand, readLiteracyCommand, readSlashCommand, type Command } from './commands.ts'
import type { Personal } from './personal.ts'
import { ownOf, quotedIn, type PointedAt } from './pointed-at.ts'
import { connectivityInGroup } from './replies/connectivity.ts'
import { isRemark } from './remarks.ts'
import * as factcheck from './replies/factcheck.ts'
import * as general from './replies/general.ts'
import { say, type Response } from './reply.ts'
import { readSmallTalk } from './small-talk.ts'

/** "Ini benar?" under a quoted message is about the quoted message. */
const COMMENT_WORDS = 8

/** What is to be checked: what came, or the quoted message that a short comment is about. */
function questionOf(message: IncomingMessage): PointedAt {
  const isComment = message.text.trim().split(/\s+/).length <= COMMENT_WORDS
  const quoted = message.attachments.length === 0 && isComment ? quotedIn(message) : undefined
  return quoted ?? ownOf(message, message.text)
}

export interface PrivateDeps extends AnsweringDeps {
  personal: Personal
}

async function answerCommand(
  message: IncomingMessage,
  command: Command,
  deps: PrivateDeps,
): Promise<Response> {
  switch (command.name) {
    case 'start':
      return say(general.welcome())
    case 'help':
    case 'dialogue_word':
      return say(general.helpInPrivate())
    case 'about':
      return say(general.about())
    case 'privacy':
      return say(general.privacy(deps.rules.retentionDays))
    case 'subscribe':
      return say(looksLikeKimCode(command.argument) ? general.codeInGroup() : general.subscribeInGroup())
    case 'areas':
    case 'topics':
    case 'hours':
    case 'register':
    case 'status':
    case 'history':
    case 'pause':
    case 'resume':
    case 'stop':
      return say(general.subscribeInGroup())
    case 'signal':
      return say(connectivityInGroup())
    case 'forget':
      return deps.personal.forget(message)
    case 'live':
      return deps.personal.live(message, command.argument)
    case 'no_news':
    case 'news':
      return deps.personal.hearBack(message, command.name === 'news')
    case 'check':
    default: {
      const { argument } = command
      const pointed = argument === '' || isRemark(argument) ? quotedIn(message) : undefined
      if (pointed === undefined && (argument === '' || isRemark(argument)))
        return say(factcheck.whatIsMeant())
      const { text, attachments } = pointed ?? { text: argument, attachments: [] }
      return answerQuestion(deps, { ...message, attachments }, text, 'private')
    }
  }
}

/** A private chat always gets an answer. */
export async function respondInPrivate(message: IncomingMessage, deps: PrivateDeps): Promise<Response> {
  const { choice, forwarded, attachments } = message
  const text = message.text.trim()
  if (choice !== undefined) {
    if (isMembershipChoice(choice)) return say(general.subscribeInGroup())
    return (await answerChoice(deps, message, { choice, text })) ?? say(general.helpInPrivate())
  }
  // What was forwarded is always something to check, also when it begins with "/".
  if (!forwarded && text !== '' && attachments.length === 0) {
    // Tips and quizzes are for groups. "Kuis berhadiah" without "/" is something to check.
    if (readLiteracyCommand(text, !/\s/.test(text)) !== undefined) return say(general.subscribeInGroup())
    const slash = readSlashCommand(text)
    if (slash === 'unknown') return say(general.unknownCommand())
    const command = slash ?? readBareCommand(text)
    if (command !== undefined) return answerCommand(message, command, deps)
    const picked = await answerChoice(deps, message, { text })
    if (picked !== undefined) return picked
    const talk = readSmallTalk(text)
    if (talk !== undefined) return say(general.smallTalk(talk))
    if (isRemark(text) && quotedIn(message) === undefined) return say(factcheck.whatIsMeant())
  }
  const asked = questionOf(message)
  return answerQuestion(deps, { ...message, attachments: asked.attachments }, asked.text, 'private')
}
