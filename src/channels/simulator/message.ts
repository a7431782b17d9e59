import type { ChatAddress } from '../../domain/message.ts'
import { parseMarkup, toPlainText, type Block } from '../formatting.ts'
import type { SimulatedMessage } from './controls.ts'
import type { StoredMessage } from './platform.ts'

export const SIMULATOR_ACCOUNT = 'simulator'

/** The address of a simulated chat. */
export function simulatorAddress(chatId: string): ChatAddress {
  return { channel: 'simulator', account: SIMULATOR_ACCOUNT, chatId }
}

/** What a reply shows of the message it answers: the words without marks. */
export function quoteOf(message: StoredMessage) {
  const text = message.author === 'bot' ? toPlainText(message.text) : message.text
  return { id: message.id, author: message.author, text }
}

/** Turns stored messages into what the page shows. Caches the trees: the same messages are shown again and again. */
export function createPresenter() {
  const trees = new WeakMap<StoredMessage, Block[]>()
  const blocksOf = (message: StoredMessage): Block[] => {
    const blocks = trees.get(message) ?? parseMarkup(message.text)
    trees.set(message, blocks)
    return blocks
  }
  return (message: StoredMessage): SimulatedMessage => {
    const { id, chatId, order, author, quoted } = message
    const isDeleted = message.deleted === true
    const choices = isDeleted ? [] : (message.choices ?? [])
    return {
      id,
      chatId,
      order,
      author,
      text: isDeleted ? '' : message.text,
      blocks: author === 'bot' && !isDeleted ? blocksOf(message) : [],
      sentAt: new Date(message.sentAt),
      edited: message.edited === true,
      deleted: isDeleted,
      forwarded: message.forwarded === true,
      ...(quoted === undefined || isDeleted ? {} : { quoted }),
      choices: choices.map((choice) => ({
        ...choice,
        tapped: message.tapped?.includes(choice.id) === true,
      })),
      hasPicture: message.picturePath !== undefined && !isDeleted,
      expectsReply: message.expectsReply === true && !isDeleted,
    }
  }
}
