import type { ConnectivityMarks, ConnectivityReply } from '../membership/connectivity.ts'
import type { GroupTalk } from '../membership/registry.ts'
import { readSlashCommand } from './commands.ts'
import { connectivity as sayConnectivity } from './replies/connectivity.ts'
import type { Response } from './reply.ts'

function respondWith(reply: ConnectivityReply, isTap: boolean): Response {
  const message = sayConnectivity(reply)
  if (message === undefined) return { type: 'silent', because: 'not_understood' }
  const isRefusal = reply.type === 'admins_only' || reply.type === 'admin_unknown'
  return { type: 'reply', message, inPlace: isTap && !isRefusal }
}

/** `/sinyal`, with or without words for how it is. */
export async function markConnectivity(
  talk: GroupTalk,
  words: string,
  marks: ConnectivityMarks,
): Promise<Response> {
  return respondWith(await marks.mark(talk, words), false)
}

/** Takes a tap under the question of `/sinyal`, or an answer to it. Undefined when a message is something else. */
export async function respondAboutConnectivity(
  talk: GroupTalk,
  marks: ConnectivityMarks,
): Promise<Response | undefined> {
  const slash = readSlashCommand(talk.text)
  const isWord = slash !== undefined && slash !== 'unknown' && slash.name === 'dialogue_word'
  // Bots in private groups see an answer that is written as a command: `/batal`.
  const answer = isWord ? { ...talk, text: slash.argument, isAddressed: true } : talk
  const reply = await marks.talk(answer)
  return reply === undefined ? undefined : respondWith(reply, talk.choice !== undefined)
}
