import type { IncomingMessage } from '../domain/message.ts'
import type { Command } from './commands.ts'
import type { Response } from './reply.ts'

/** A message in a group, and what is known about it. */
export interface GroupMessage {
  message: IncomingMessage
  /** True for a mention of the bot or a reply to it. */
  isAddressed: boolean
  /** Asks the platform whether the sender may administer the group. May reject. */
  isAdmin: () => Promise<boolean>
}

/**
 * Something that people in a group can do with the bot. Features are asked in turn: each answers what is its own, and
 * gives undefined for everything else.
 */
export interface GroupFeature {
  /** Asked before anything else is tried: for what is surely the feature's own, such as a reply to its message. */
  first?(to: GroupMessage): Promise<Response | undefined>
  command?(to: GroupMessage, command: Command): Promise<Response | undefined>
  /** A choice was tapped. */
  tap?(to: GroupMessage, choiceId: string): Promise<Response | undefined>
  /**
   * Something was typed that may answer a question of the feature. With `isCommand` it reads as a command too: then only
   * a clear answer counts.
   */
  talk?(to: GroupMessage, isCommand: boolean): Promise<Response | undefined>
}

/** What the first feature answers that knows what to do. */
export async function askInTurn(
  features: GroupFeature[],
  question: (feature: GroupFeature) => Promise<Response | undefined> | undefined,
): Promise<Response | undefined> {
  for (const feature of features) {
    const response = await question(feature)
    if (response !== undefined) return response
  }
  return undefined
}
