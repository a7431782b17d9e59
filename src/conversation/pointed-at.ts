import type { IncomingAttachment, IncomingMessage } from '../domain/message.ts'
import { isRemark } from './remarks.ts'

/** What is to be checked: a text and what came with it. */
export interface PointedAt {
  text: string
  attachments: IncomingAttachment[]
}

/** The message that somebody asks about by answering it; undefined when there is none, or nothing in it. */
export function quotedIn({ quoted }: Pick<IncomingMessage, 'quoted'>): PointedAt | undefined {
  if (quoted === undefined || quoted.fromBot) return undefined
  const { attachments = [] } = quoted
  const text = quoted.text.trim()
  return text === '' && attachments.length === 0 ? undefined : { text, attachments }
}

/** What a message itself has to check: "ini benar?" under a picture asks about the picture. */
export function ownOf({ attachments }: Pick<IncomingMessage, 'attachments'>, typed: string): PointedAt {
  return { text: attachments.length > 0 && isRemark(typed) ? '' : typed, attachments }
}
