import { isMembershipChoice } from '../membership/choices.ts'
import type { Membership } from '../membership/membership.ts'
import type { GroupTalk, MembershipReply } from '../membership/talk.ts'
import type { Command } from './commands.ts'
import type { GroupFeature, GroupMessage } from './features.ts'
import type { AreaLookup } from './replies/dialogue.ts'
import { membership as sayMembership } from './replies/membership.ts'
import type { Response } from './reply.ts'

/** What membership wants to know of a message. */
export function toTalk({ message, isAddressed, isAdmin }: GroupMessage): GroupTalk {
  const { chat, chatTitle, senderId, text, choice } = message
  return {
    chat,
    title: chatTitle,
    senderId,
    text,
    isAdmin,
    isAddressed,
    ...(choice === undefined ? {} : { choice }),
  }
}

/** What is said to somebody who is not at it: the tapped question stays for whoever is. */
const ASIDE: ReadonlySet<MembershipReply['type']> = new Set(['admins_only', 'admin_unknown', 'busy'])

/** Subscribing, changing, pausing and stopping, by commands and in dialogues. */
export function createMembershipFeature(membership: Membership, lookUpArea: AreaLookup): GroupFeature {
  function respond(reply: MembershipReply, isTap = false): Response {
    const message = sayMembership(reply, lookUpArea)
    if (message === undefined) return { type: 'silent', because: 'not_understood' }
    return { type: 'reply', message, inPlace: isTap && !ASIDE.has(reply.type) }
  }

  function carryOut(talk: GroupTalk, { name, argument }: Command): Promise<MembershipReply> | undefined {
    switch (name) {
      case 'subscribe':
        return membership.subscribe(talk, argument)
      case 'areas':
        return membership.changeAreas(talk, argument)
      case 'topics':
        return membership.changeTopics(talk, argument)
      case 'hours':
        return membership.changeHours(talk, argument)
      case 'register':
        return membership.changeRegister(talk, argument)
      case 'status':
        return membership.status(talk)
      case 'history':
        return membership.history(talk)
      case 'pause':
        return membership.pause(talk, argument)
      case 'resume':
        return membership.resume(talk)
      case 'stop':
        return membership.stop(talk)
      case 'start':
      case 'help':
      case 'about':
      case 'privacy':
      case 'check':
      case 'signal':
      case 'forget':
      case 'live':
      case 'news':
      case 'no_news':
      case 'dialogue_word':
      default:
        return undefined
    }
  }

  async function talk(said: GroupTalk): Promise<Response | undefined> {
    const reply = await membership.talk(said)
    return reply === undefined ? undefined : respond(reply, said.choice !== undefined)
  }

  return {
    async command(to, command) {
      const said = toTalk(to)
      // Whoever is in a dialogue is helped with it; the others with everything.
      if (command.name === 'help') return talk({ ...said, text: 'bantuan', isAddressed: false })
      if (command.name === 'dialogue_word') {
        return talk({ ...said, text: command.argument, isAddressed: true })
      }
      const reply = await carryOut(said, command)
      return reply === undefined ? undefined : respond(reply)
    },
    tap: async (to, choiceId) => (isMembershipChoice(choiceId) ? talk(toTalk(to)) : undefined),
    talk: (to, isCommand) => talk({ ...toTalk(to), isCommand }),
  }
}
