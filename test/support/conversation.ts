import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createGathering } from '../../src/claims/gathering.ts'
import { createComparing, openAnnouncements } from '../../src/conversation/comparing.ts'
import { createRouter } from '../../src/conversation/router.ts'
import type { Chat } from '../../src/domain/community.ts'
import type { ChannelName, ChatAddress, IncomingMessage, QuotedMessage } from '../../src/domain/message.ts'
import { createResponder, type ResponderDeps } from '../../src/factcheck/responder.ts'
import type { LinkDeps } from '../../src/conversation/linked.ts'
import type { PageResult } from '../../src/links/fetch-page.ts'
import { createLiteracyPreference } from '../../src/literacy/preference.ts'
import { createQuizGame } from '../../src/literacy/quiz-game.ts'
import { createKimCodes } from '../../src/membership/kim-codes.ts'
import { createMembership } from '../../src/membership/membership.ts'
import { readDocument } from '../../src/reading/document-text.ts'
import { hashPicture } from '../../src/reading/picture-hash.ts'
import { createPictureReader } from '../../src/reading/picture-text.ts'
import { CLARIFICATIONS } from './clarifications.ts'
import { createMemoryChannel } from './memory-channel.ts'
import { temporaryStorage } from './temporary-storage.ts'
import { createTestClock } from './test-clock.ts'

/** No page can be read. */
const nothingThere = (): Promise<PageResult> => Promise.resolve({ type: 'failed', because: 'dns' })

/** What people forward about one of the clarifications. */
export const SALT_MESSAGE =
  'PENTING!! Segera borong garam dapur sebanyak-banyaknya, mulai bulan depan garam hilang dari semua pasar karena pabrik tutup serentak'
/** About none of them. */
export const OFF_TOPIC = 'lowongan pramugari kereta gantung antariksa dibuka lusa'

/** Offers every clarification instead of deciding. */
export const hesitant: ResponderDeps['decide'] = () => ({
  type: 'suggested',
  candidates: CLARIFICATIONS.map(({ id }) => ({ clarificationId: id, score: 0.2 })),
})

/** Stands for a keyed hash: different people, different keys. */
export const hashForTest = (channel: ChannelName, id: string) =>
  `key:${channel}:${Buffer.from(id).toString('base64')}`

export const simulatorChat = (chatId: string): ChatAddress => ({
  channel: 'simulator',
  account: 'simulator',
  chatId,
})

export const quote = (text: string, fromBot = false): QuotedMessage => ({ id: 'q-1', text, fromBot })

/** The whole conversation on a database of its own: what people write goes in, what the bot sends comes out. */
export async function startConversation(
  options: {
    decide?: ResponderDeps['decide']
    logTo?: string[]
    databaseUrl?: string
    readPage?: LinkDeps['readPage']
    hash?: typeof hashForTest
  } = {},
) {
  const clock = createTestClock({ wakesAtOnce: true })
  const { hash = hashForTest } = options
  const storage = await temporaryStorage(() => clock.now(), options.databaseUrl)
  await storage.clarifications.save(CLARIFICATIONS)
  const channel = createMemoryChannel()
  const logger = pino({ level: 'info' }, { write: (line) => void options.logTo?.push(line) })
  const comparing = createComparing({ announcements: openAnnouncements(storage, clock), storage, logger })
  const gathering = createGathering({ storage, clock, logger })
  const responder = createResponder({
    storage,
    clock,
    logger,
    hashAsker: hash,
    gather: (question) => comparing.gather(question, (open) => gathering.gather(open)),
    ...(options.decide === undefined ? {} : { decide: options.decide }),
  })
  await responder.refresh()
  const kimCodes = createKimCodes({ storage, clock, hashCode: (code) => hashForTest('simulator', code) })
  const membership = createMembership({
    storage,
    clock,
    logger,
    hashPerson: hash,
    redeemCode: (by, typed) => kimCodes.redeem(by, typed),
  })
  const quizGame = createQuizGame({ storage, logger, hashPerson: hash })
  const literacyPreference = createLiteracyPreference({ storage, clock, logger })
  const pictures = createPictureReader({ logger })
  onTestFinished(() => pictures.stop())
  const deps = {
    storage,
    clock,
    logger,
    channels: [channel],
    membership,
    responder,
    comparing,
    hash,
    release: async (chat: Chat) => (await storage.deliveries.release(chat)).count,
    quizGame,
    literacyPreference,
    rules: { retentionDays: 365 },
    readers: {
      readPicture: (bytes: Uint8Array) => pictures.read(bytes),
      hashPicture,
      readDocument,
      readPage: options.readPage ?? nothingThere,
    },
  }
  const router = createRouter(deps)
  await channel.start((event) => router.receive(event))

  let lastId = 0
  const receive = async (overrides: Partial<IncomingMessage> & { chat: ChatAddress }) => {
    const before = channel.sent.length
    const message: IncomingMessage = {
      id: `in-${(lastId += 1)}`,
      chatType: 'private',
      chatTitle: 'Warga',
      senderId: 'warga',
      text: '',
      attachments: [],
      forwarded: false,
      mentionsBot: false,
      sentAt: clock.now(),
      ...overrides,
    }
    await channel.receive({ type: 'message', message })
    return channel.sent.slice(before)
  }
  return {
    clock,
    storage,
    channel,
    deps,
    kimCodes,
    /** A resident writes to the bot. Resolves with what the bot sent meanwhile. */
    inPrivate: (text: string, overrides: Partial<IncomingMessage> = {}) =>
      receive({ chat: simulatorChat('warga-1'), text, ...overrides }),
    /** Somebody writes in a group; `senderId: 'admin'` administers it. */
    inGroup: (text: string, overrides: Partial<IncomingMessage> = {}) =>
      receive({
        chat: simulatorChat('grup-1'),
        chatType: 'group',
        chatTitle: 'KIM contoh',
        text,
        ...overrides,
      }),
  }
}
