/** The bot as it serves people, in this process: the real router, responder and readers on a database of its own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/clock.ts'
import { createRouter } from '../src/conversation/router.ts'
import type { IncomingAttachment } from '../src/domain/message.ts'
import { importClarifications } from '../src/factcheck/import.ts'
import { createResponder } from '../src/factcheck/responder.ts'
import type { FactCheckReply } from '../src/factcheck/judging.ts'
import { createLiteracyPreference } from '../src/literacy/preference.ts'
import { createQuizGame } from '../src/literacy/quiz-game.ts'
import { createLogger } from '../src/logger.ts'
import { createKimCodes } from '../src/membership/kim-codes.ts'
import { createMembership } from '../src/membership/membership.ts'
import { createKimCodeHash, createPersonKey } from '../src/person-key.ts'
import { readDocument } from '../src/reading/document-text.ts'
import { hashPicture } from '../src/reading/picture-hash.ts'
import { createPictureReader } from '../src/reading/picture-text.ts'
import { openStorage } from '../src/storage/storage.ts'
import { createMemoryChannel } from '../test/support/memory-channel.ts'

const SECRET = 'only for measuring, thirty-two characters'

/** What a message brought. `reply` is undefined when the bot had nothing to check. */
export interface Heard {
  reply: FactCheckReply | undefined
  /** What was read in its picture, or written. */
  read: string
  isUnsure: boolean
  /** The last thing that the bot said. */
  said: string
  /** From the message to the answer. */
  ms: number
}

export type PictureBot = Awaited<ReturnType<typeof startBot>>

export async function startBot(clarificationsFile: string) {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-pictures-'))
  const logger = createLogger('silent')
  const clock = systemClock
  const storage = await openStorage(`file:${join(folder, 'bench.db')}`, () => clock.now())
  await importClarifications(await readFile(clarificationsFile, 'utf8'), storage)
  const hash = createPersonKey(SECRET)
  const responder = createResponder({ storage, clock, logger, hashAsker: hash })
  await responder.refresh()
  const published = new Set((await storage.clarifications.listPublished()).map(({ id }) => id))
  const heardBy = new Map<string, Pick<Heard, 'reply' | 'read' | 'isUnsure'>>()
  const kimCodes = createKimCodes({ storage, clock, hashCode: createKimCodeHash(SECRET) })
  const pictures = createPictureReader({ logger })
  const channel = createMemoryChannel()
  const router = createRouter({
    storage,
    clock,
    logger,
    channels: [channel],
    rules: { retentionDays: 365 },
    hash,
    membership: createMembership({
      storage,
      clock,
      logger,
      hashPerson: hash,
      redeemCode: (by, typed) => kimCodes.redeem(by, typed),
    }),
    responder: {
      ...responder,
      async answer(question) {
        const reply = await responder.answer(question)
        heardBy.set(question.senderId, { reply, read: question.text, isUnsure: question.isUnsure === true })
        return reply
      },
    },
    quizGame: createQuizGame({ storage, logger, hashPerson: hash }),
    literacyPreference: createLiteracyPreference({ storage, clock, logger }),
    readers: {
      readPicture: (bytes) => pictures.read(bytes),
      hashPicture,
      readDocument,
      // Nothing is fetched: what a link says would be no achievement of the reader.
      readPage: () => Promise.resolve({ type: 'failed', because: 'dns' }),
    },
  })
  await channel.start((event) => router.receive(event))
  let people = 0

  async function send(text: string, attachments: IncomingAttachment[]): Promise<Heard> {
    const senderId = `warga-${(people += 1)}`
    const startedAt = performance.now()
    await channel.receive({
      type: 'message',
      message: {
        id: `in-${people}`,
        chat: { channel: 'simulator', account: 'simulator', chatId: senderId },
        chatType: 'private',
        chatTitle: 'Warga',
        senderId,
        text,
        attachments,
        forwarded: true,
        mentionsBot: false,
        sentAt: clock.now(),
      },
    })
    const ms = performance.now() - startedAt
    const said = channel.sent.findLast(({ chatId }) => chatId === senderId)?.text ?? ''
    const heard = heardBy.get(senderId) ?? { reply: undefined, read: '', isUnsure: false }
    return { ...heard, said, ms }
  }

  /** Asks as if some clarifications were not in the database. */
  async function without<T>(ids: readonly string[], ask: () => Promise<T>): Promise<T> {
    const kept = (await storage.clarifications.listPublished()).filter(({ id }) => ids.includes(id))
    for (const { id } of kept) await storage.clarifications.retract(id, { by: 'bench', note: 'bench' })
    await responder.refresh()
    const result = await ask()
    await storage.clarifications.save(kept)
    await responder.refresh()
    return result
  }

  return {
    sendText: (text: string) => send(text, []),
    sendPicture: (bytes: Uint8Array) => send('', [{ type: 'image', download: async () => bytes }]),
    without,
    isPublished: (clarificationId: string) => published.has(clarificationId),
    async stop() {
      await pictures.stop()
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
