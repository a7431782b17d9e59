import { access } from 'node:fs/promises'
import { SendError } from '../../domain/error.ts'
import type { OutgoingMessage } from '../../domain/message.ts'

/** Telegram's limit for callback data; the simulator is no more generous. */
const CHOICE_ID_BYTES = 64

function checkWords({ text, choices = [] }: OutgoingMessage, hasPicture: boolean): void {
  if (text.trim() === '' && !hasPicture) {
    throw new SendError('rejected', 'A message must have a text or a picture.')
  }
  for (const { id } of choices) {
    const bytes = Buffer.byteLength(id)
    if (bytes === 0 || bytes > CHOICE_ID_BYTES) {
      throw new SendError('rejected', `A choice id must have 1 to ${CHOICE_ID_BYTES} bytes.`)
    }
  }
}

/** Throws `SendError('rejected')` for what no platform would take: no words, a picture that is not there. */
export async function checkNew(message: OutgoingMessage): Promise<void> {
  const { attachment } = message
  checkWords(message, attachment !== undefined)
  if (attachment === undefined) return
  try {
    await access(attachment.path)
  } catch {
    throw new SendError('rejected', 'The picture could not be read.')
  }
}

/** The same for new words; the picture stays. Throws `SendError('rejected')`. */
export function checkEdited(message: OutgoingMessage): void {
  checkWords(message, false)
}
