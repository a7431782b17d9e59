import { isMembershipChoice } from '../membership/choices.ts'
import type { Membership } from '../membership/membership.ts'
import type { GroupTalk, MembershipReply } from '../membership/talk.ts'
import type { CommandName } from './commands.ts'
import type { GroupFeature, GroupMessage } from './features.ts'
import type { Names } from './replies/dialogue.ts'
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
export function createMembershipFeature(membership: Membership, names: Names): GroupFeature {
  function respond(reply: MembershipReply, isTap = false): Response {
    const message = sayMembership(reply, names)
    if (message === undefined) return { type: 'silent', because: 'not_understood' }
    return { type: 'reply', message, inPlace: isTap && !ASIDE.has(reply.type) }
  }

  const carryOut: Partial<
    Record<CommandName, (talk: GroupTalk, argument: string) => Promise<MembershipReply>>
  > = {
    subscribe: (talk, argument) => membership.subscribe(talk, argument),
    areas: (talk, argument) => membership.changeAreas(talk, argument),
    topics: (talk, argument) => membership.changeTopics(talk, argument),
    hours: (talk, argument) => membership.changeHours(talk, argument),
    register: (talk, argument) => membership.changeRegister(talk, argument),
    status: (talk) => membership.status(talk),
    history: (talk) => membership.history(talk),
    pause: (talk, argument) => membership.pause(talk, argument),
    resume: (talk) => membership.resume(talk),
    stop: (talk) => membership.stop(talk),
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
      const reply = await carryOut[command.name]?.(said, command.argument)
      return reply === undefined ? undefined : respond(reply)
    },
    tap: async (to, choiceId) => (isMembershipChoice(choiceId) ? talk(toTalk(to)) : undefined),
    talk: (to, isCommand) => talk({ ...toTalk(to), isCommand }),
  }
}
