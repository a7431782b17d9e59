import type { IncomingMessage, OutgoingMessage } from '../domain/message.ts'
import { isFactCheckChoice } from '../factcheck/offers.ts'
import { answerChoice, answerQuestion, type Addressing, type AnsweringDeps } from './answering.ts'
import type { Personal } from './personal.ts'
import { readBareCommand, readSlashCommand, type Command, type CommandName } from './commands.ts'
import { ownOf, quotedIn } from './pointed-at.ts'
import { isRemark } from './remarks.ts'
import { askInTurn, type GroupFeature, type GroupMessage } from './features.ts'
import * as factcheck from './replies/factcheck.ts'
import * as general from './replies/general.ts'
import { say, type Response } from './reply.ts'
import { readSmallTalk } from './small-talk.ts'

export interface GroupDeps extends AnsweringDeps {
  /** Asked in turn, before a message counts as something to check. */
  features: GroupFeature[]
  personal: Personal
}

async function check(
  message: IncomingMessage,
  typed: string,
  addressing: Addressing,
  deps: GroupDeps,
): Promise<Response> {
  const { text, attachments } = quotedIn(message) ?? ownOf(message, typed)
  // A photo under an announcement is for everyone, and so is "benarkah?".
  const isAside = attachments.length > 0 ? text.trim() === '' : isRemark(text)
  if (isAside && addressing === 'reply') return { type: 'silent', because: 'not_addressed' }
  if (attachments.length === 0 && isRemark(text)) return say(factcheck.howToCheckInGroup())
  return answerQuestion(deps, { ...message, attachments }, text, addressing)
}

const GENERAL: Partial<Record<CommandName, (deps: GroupDeps) => OutgoingMessage>> = {
  start: general.helpInGroup,
  help: general.helpInGroup,
  about: general.about,
  privacy: ({ rules }) => general.privacy(rules.retentionDays),
}

/** The commands that belong to no feature. */
async function answerGeneral(
  message: IncomingMessage,
  { name, argument }: Command,
  deps: GroupDeps,
): Promise<Response> {
  const sentence = GENERAL[name]
  if (sentence !== undefined) return say(sentence(deps))
  if (name === 'forget') return deps.personal.forget(message)
  if (name === 'live') return deps.personal.live(message, argument)
  if (name === 'news' || name === 'no_news') return deps.personal.hearBack(message, name === 'news')
  if (name !== 'check') return { type: 'ordinary' }
  // A text after the command is what to check; a bare command, or "/cek ini benar?", points at the quoted message.
  return argument === '' || isRemark(argument)
    ? check(message, argument, 'command', deps)
    : answerQuestion(deps, message, argument, 'command')
}

async function answerCommand(to: GroupMessage, command: Command, deps: GroupDeps): Promise<Response> {
  const answered = await askInTurn(deps.features, (feature) => feature.command?.(to, command))
  return answered ?? answerGeneral(to.message, command, deps)
}

async function respondToTap(to: GroupMessage, choice: string, deps: GroupDeps): Promise<Response> {
  const { message } = to
  const shown = isFactCheckChoice(choice)
    ? await answerChoice(deps, message, { choice, text: message.text })
    : await askInTurn(deps.features, (feature) => feature.tap?.(to, choice))
  return shown ?? { type: 'silent', because: 'not_understood' }
}

async function respondWhenAddressed(message: IncomingMessage, deps: GroupDeps): Promise<Response> {
  const { text, mentionsBot } = message
  const picked = await answerChoice(deps, message, { text })
  if (picked !== undefined) return picked
  if (quotedIn(message) === undefined) {
    const talk = readSmallTalk(text)
    // Thanks under an announcement are for everyone; only who names the bot expects a word back.
    if (talk !== undefined)
      return mentionsBot ? say(general.smallTalk(talk)) : { type: 'silent', because: 'not_addressed' }
    if (mentionsBot && text.trim() === '' && message.attachments.length === 0) {
      return say(factcheck.howToCheckInGroup())
    }
  }
  return check(message, text, mentionsBot ? 'mention' : 'reply', deps)
}

/** In a group the bot speaks only when it is spoken to. */
export async function respondInGroup(to: GroupMessage, deps: GroupDeps): Promise<Response> {
  const { message, isAddressed } = to
  const first = await askInTurn(deps.features, (feature) => feature.first?.(to))
  if (first !== undefined) return first
  if (message.choice !== undefined) return respondToTap(to, message.choice, deps)
  const slash = readSlashCommand(message.text)
  if (slash === 'unknown') return message.mentionsBot ? say(general.helpInGroup()) : { type: 'ordinary' }
  if (slash !== undefined) return answerCommand(to, slash, deps)
  const bare = isAddressed ? readBareCommand(message.text) : undefined
  // An answer to an open question comes first: "stop" there is no command.
  const answered = message.forwarded
    ? undefined
    : await askInTurn(deps.features, (feature) => feature.talk?.(to, bare !== undefined))
  if (answered !== undefined) return answered
  if (bare !== undefined) return answerCommand(to, bare, deps)
  return isAddressed ? respondWhenAddressed(message, deps) : { type: 'ordinary' }
}
