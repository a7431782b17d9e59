import { looksLikeKimCode } from '../domain/kim-code.ts'
import type { IncomingMessage } from '../domain/message.ts'
import type { Responder } from '../factcheck/responder.ts'
import { isMembershipChoice } from '../membership/choices.ts'
import { answerChoice, answerQuestion } from './answering.ts'
import { readBareCommand, readSlashCommand, type Command } from './commands.ts'
import { connectivityInGroup } from './replies/connectivity.ts'
import * as general from './replies/general.ts'
import { say, type Response } from './reply.ts'
import { readSmallTalk } from './small-talk.ts'

/** "Ini benar?" under a quoted message is about the quoted message. */
const COMMENT_WORDS = 8

/** What is to be checked: the text, or the quoted message that a short comment is about. */
function questionOf({ text, quoted }: IncomingMessage): string {
  const isComment = text.trim().split(/\s+/).length <= COMMENT_WORDS
  const hasQuote = quoted !== undefined && !quoted.fromBot && quoted.text.trim() !== ''
  return hasQuote && isComment ? quoted.text : text
}

async function answerCommand(
  responder: Responder,
  message: IncomingMessage,
  command: Command,
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
      return say(general.privacy())
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
    case 'check':
    default: {
      const text = command.argument === '' ? (message.quoted?.text ?? '') : command.argument
      return answerQuestion(responder, message, text, 'private')
    }
  }
}

/** A private chat always gets an answer. */
export async function respondInPrivate(responder: Responder, message: IncomingMessage): Promise<Response> {
  const { choice, forwarded, attachments } = message
  const text = message.text.trim()
  if (choice !== undefined) {
    if (isMembershipChoice(choice)) return say(general.subscribeInGroup())
    return (await answerChoice(responder, message, { choice, text })) ?? say(general.helpInPrivate())
  }
  // What was forwarded is always something to check, also when it begins with "/".
  if (!forwarded && text !== '') {
    const slash = readSlashCommand(text)
    if (slash === 'unknown') return say(general.unknownCommand())
    const command = slash ?? readBareCommand(text)
    if (command !== undefined) return answerCommand(responder, message, command)
    const picked = await answerChoice(responder, message, { text })
    if (picked !== undefined) return picked
    const talk = readSmallTalk(text)
    if (talk !== undefined) return say(general.smallTalk(talk))
  }
  const [attachment] = attachments
  if (text === '' && attachment !== undefined) return say(general.needsText(attachment.type))
  return answerQuestion(responder, message, questionOf(message), 'private')
}
