import type { ConnectivityMarks, ConnectivityReply } from '../membership/connectivity.ts'
import type { GroupTalk } from '../membership/talk.ts'
import type { GroupFeature } from './features.ts'
import { toTalk } from './group-membership.ts'
import { readBareCommand, readSlashCommand } from './commands.ts'
import { connectivity as sayConnectivity } from './replies/connectivity.ts'
import type { Response } from './reply.ts'

function respondWith(reply: ConnectivityReply, isTap: boolean): Response {
  const message = sayConnectivity(reply)
  if (message === undefined) return { type: 'silent', because: 'not_understood' }
  const isRefusal = reply.type === 'admins_only' || reply.type === 'admin_unknown'
  return { type: 'reply', message, inPlace: isTap && !isRefusal }
}

/** `/sinyal`, with or without words for how it is. */
async function markConnectivity(talk: GroupTalk, words: string, marks: ConnectivityMarks): Promise<Response> {
  return respondWith(await marks.mark(talk, words), false)
}

/** What may answer a question: anything but a command. Bots in private groups see words of a dialogue as `/batal`. */
function asAnswer(talk: GroupTalk): GroupTalk | undefined {
  const slash = readSlashCommand(talk.text)
  if (slash === undefined) {
    return talk.isAddressed && readBareCommand(talk.text) !== undefined ? undefined : talk
  }
  const isWord = slash !== 'unknown' && slash.name === 'dialogue_word'
  return isWord ? { ...talk, text: slash.argument, isAddressed: true } : undefined
}

/** Takes a tap under the question of `/sinyal`, or an answer to it. Undefined when a message is something else. */
async function respondAboutConnectivity(
  talk: GroupTalk,
  marks: ConnectivityMarks,
): Promise<Response | undefined> {
  const answer = talk.choice === undefined ? asAnswer(talk) : talk
  const reply = answer === undefined ? undefined : await marks.talk(answer)
  return reply === undefined ? undefined : respondWith(reply, talk.choice !== undefined)
}

/** Marks of how well messages get to the villages of a group. */
export function createConnectivityFeature(marks: ConnectivityMarks): GroupFeature {
  return {
    first: async (to) => (to.message.forwarded ? undefined : respondAboutConnectivity(toTalk(to), marks)),
    command: async (to, { name, argument }) =>
      name === 'signal' ? markConnectivity(toTalk(to), argument, marks) : undefined,
  }
}
