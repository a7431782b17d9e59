import type { IncomingMessage } from '../domain/message.ts'
import { isFactCheckChoice } from '../factcheck/offers.ts'
import type { Responder } from '../factcheck/responder.ts'
import type { GroupTalk, Membership, MembershipReply } from '../membership/registry.ts'
import { answerChoice, answerQuestion, type Addressing } from './answering.ts'
import { readBareCommand, readSlashCommand, type Command } from './commands.ts'
import * as factcheck from './replies/factcheck.ts'
import * as general from './replies/general.ts'
import { membership as sayMembership, type AreaLookup } from './replies/membership.ts'
import { say, type Response } from './reply.ts'
import { readSmallTalk } from './small-talk.ts'

export interface GroupDeps {
  membership: Membership
  responder: Responder
  lookUpArea: AreaLookup
  /** Asks the platform whether the sender may administer the group. */
  isAdmin: () => Promise<boolean>
  /** Hears whether an announcement was passed on; undefined when a message is about something else. */
  acknowledge: (message: IncomingMessage) => Promise<Response | undefined>
}

const isAddressed = ({ mentionsBot, quoted }: IncomingMessage) => mentionsBot || quoted?.fromBot === true

function toTalk(message: IncomingMessage, { isAdmin }: GroupDeps): GroupTalk {
  const { chat, chatTitle, senderId, text, choice } = message
  return {
    chat,
    title: chatTitle,
    senderId,
    text,
    isAdmin,
    isAddressed: isAddressed(message),
    ...(choice === undefined ? {} : { choice }),
  }
}

function respondWith(reply: MembershipReply, { lookUpArea }: GroupDeps, isTap: boolean): Response {
  const message = sayMembership(reply, lookUpArea)
  if (message === undefined) return { type: 'silent', because: 'not_understood' }
  const isRefusal = reply.type === 'admins_only' || reply.type === 'admin_unknown'
  return { type: 'reply', message, inPlace: isTap && !isRefusal }
}

/** The message that somebody asks about by answering it; empty when there is none. */
const quotedText = ({ quoted }: IncomingMessage) =>
  quoted === undefined || quoted.fromBot ? '' : quoted.text.trim()

async function check(
  message: IncomingMessage,
  typed: string,
  addressing: Addressing,
  { responder }: GroupDeps,
): Promise<Response> {
  const text = quotedText(message) === '' ? typed : quotedText(message)
  const [attachment] = message.attachments
  // A photo under an announcement is for everyone.
  if (text.trim() === '' && attachment !== undefined && addressing !== 'reply') {
    return say(general.needsText(attachment.type))
  }
  return answerQuestion(responder, message, text, addressing)
}

async function answerCommand(message: IncomingMessage, command: Command, deps: GroupDeps): Promise<Response> {
  const { membership } = deps
  const talk = toTalk(message, deps)
  switch (command.name) {
    case 'start':
    case 'help':
      return say(general.helpInGroup())
    case 'about':
      return say(general.about())
    case 'privacy':
      return say(general.privacy())
    case 'check':
      // A text after the command is what to check; a bare command points at the quoted message.
      return command.argument === ''
        ? check(message, '', 'command', deps)
        : answerQuestion(deps.responder, message, command.argument, 'command')
    case 'subscribe':
      return respondWith(await membership.subscribe(talk, command.argument), deps, false)
    case 'status':
      return respondWith(await membership.status(talk), deps, false)
    case 'stop':
      return respondWith(await membership.stop(talk), deps, false)
    case 'dialogue_word':
    default: {
      const reply = await membership.talk({ ...talk, text: command.argument, isAddressed: true })
      return reply === undefined ? { type: 'ordinary' } : respondWith(reply, deps, false)
    }
  }
}

async function respondToTap(message: IncomingMessage, choice: string, deps: GroupDeps): Promise<Response> {
  if (isFactCheckChoice(choice)) {
    const shown = await answerChoice(deps.responder, message, { choice, text: message.text })
    return shown ?? { type: 'silent', because: 'not_understood' }
  }
  const reply = await deps.membership.talk(toTalk(message, deps))
  return reply === undefined ? { type: 'silent', because: 'not_understood' } : respondWith(reply, deps, true)
}

async function respondWhenAddressed(message: IncomingMessage, deps: GroupDeps): Promise<Response> {
  const { text, mentionsBot } = message
  const picked = await answerChoice(deps.responder, message, { text })
  if (picked !== undefined) return picked
  if (quotedText(message) === '') {
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
export async function respondInGroup(message: IncomingMessage, deps: GroupDeps): Promise<Response> {
  const acknowledged = await deps.acknowledge(message)
  if (acknowledged !== undefined) return acknowledged
  if (message.choice !== undefined) return respondToTap(message, message.choice, deps)
  const addressed = isAddressed(message)
  const slash = readSlashCommand(message.text)
  if (slash === 'unknown') return message.mentionsBot ? say(general.helpInGroup()) : { type: 'ordinary' }
  const command = slash ?? (addressed ? readBareCommand(message.text) : undefined)
  if (command !== undefined) return answerCommand(message, command, deps)
  const dialogue = message.forwarded ? undefined : await deps.membership.talk(toTalk(message, deps))
  if (dialogue !== undefined) return respondWith(dialogue, deps, false)
  return addressed ? respondWhenAddressed(message, deps) : { type: 'ordinary' }
}
