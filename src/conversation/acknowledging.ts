import type { Clock } from '../clock.ts'
import {
  ACKNOWLEDGEMENT_ASKED,
  ACKNOWLEDGEMENT_METHODS,
  readAcknowledgementChoice,
  type AcknowledgementQuestion,
} from '../domain/acknowledgement.ts'
import type { ChannelName, IncomingMessage } from '../domain/message.ts'
import { createRelay, DIALOGUE_AGE_MS, type RelayReply } from '../relay/acknowledgements.ts'
import { PEOPLE_RANGES, readAnswer } from '../relay/answers.ts'
import type { Said } from '../relay/dialogue.ts'
import { isRemark, LONGEST_ANSWER, readReply, type Reading } from '../relay/reading.ts'
import type { AskedDelivery } from '../storage/acknowledgements.ts'
import type { Storage } from '../storage/storage.ts'
import { readBareCommand } from './commands.ts'
import { acknowledgement, METHODS_ASKED, PEOPLE_ASKED, STEP } from './replies/acknowledgement.ts'
import type { Response } from './reply.ts'
import { readSmallTalk } from './small-talk.ts'

/** So long an answer counts that replies to nothing: people on WhatsApp just write on. */
const LOOSE_ANSWER_MS = 30 * 60_000
/** A longer text is no failed answer, but something else. */
const LONGEST_SLIP = 80
/** A plain yes to the reminder, which asks nothing else. */
const YES = /^(?:y|ya+|iya+|yes|betul|benar)(?: (?:pak|bu|min|kak|bang))?[.!\s]*$/i
const NUMBERS = /^\d[\d\s,.;&]*(?:dan \d\s*)?$/

export interface AcknowledgingDeps {
  storage: Pick<Storage, 'acknowledgements' | 'acknowledgementReminders' | 'dialogues'>
  clock: Clock
  /** Turns a person into a key that leads nowhere. */
  hashPerson: (channel: ChannelName, senderId: string) => string
}

/** What a message is about: an announcement, and the question that is being answered. */
interface Subject {
  asked: AskedDelivery
  question?: AcknowledgementQuestion
  /** The message replies to that very question. */
  isDirect: boolean
}

/** What a tap says; undefined for a step that there is not. */
function saidByTap(step: string): Said | undefined {
  const [, kind, index] = /^([a-z]):(\d)$/.exec(step) ?? []
  const method = ACKNOWLEDGEMENT_METHODS[Number(index)]
  const range = PEOPLE_RANGES[Number(index)]
  if (step === '') return { type: 'done', methods: [], adds: true, isWhole: true }
  if (kind === STEP.method && method !== undefined) return { type: 'toggle', method }
  if (kind === STEP.people && range !== undefined) return { type: 'people', people: { count: range.people } }
  if (step === STEP.next) return { type: 'skip', question: 'methods' }
  return step === STEP.end ? { type: 'skip', question: 'people' } : undefined
}

const SILENT: Response = { type: 'silent', because: 'not_understood' }

function respondWith(
  reply: RelayReply,
  { chat }: IncomingMessage,
  { deliveryId }: AskedDelivery,
  inPlace = false,
): Response {
  const message = acknowledgement(reply, { channel: chat.channel, deliveryId })
  return message === undefined ? SILENT : { type: 'reply', message, inPlace }
}

/** The question that a message of ours asks, by its words. */
const questionIn = (text: string): AcknowledgementQuestion | undefined => {
  if (text.includes(METHODS_ASKED)) return 'methods'
  return text.includes(PEOPLE_ASKED) ? 'people' : undefined
}

/**
 * Hears what members of a group say about announcements that ask whether they were passed on. Anybody in the group may
 * say so. Undefined: the message is about something else.
 */
export function createAcknowledging({ storage, clock, hashPerson }: AcknowledgingDeps) {
  const { acknowledgements, dialogues } = storage
  const relay = createRelay({ storage, clock })
  const personOf = ({ chat, senderId }: IncomingMessage) => hashPerson(chat.channel, senderId)

  async function hearTap(message: IncomingMessage, choice: string): Promise<Response | undefined> {
    const read = readAcknowledgementChoice(choice)
    if (read === undefined) return undefined
    const asked = await acknowledgements.askedBy(message.chat, read.deliveryId)
    const said = saidByTap(read.step)
    if (asked === undefined || said === undefined) return SILENT
    // The announcement stays as it is; the question below it changes.
    return respondWith(await relay.hear(asked, personOf(message), said), message, asked, read.step !== '')
  }

  const lastAsked = (message: IncomingMessage) =>
    acknowledgements.lastAsked(message.chat, new Date(clock.now().getTime() - DIALOGUE_AGE_MS))

  /** What a reply or a mention is about. */
  async function subjectOf(message: IncomingMessage): Promise<Subject | undefined> {
    const { chat, quoted } = message
    if (quoted === undefined) {
      const asked = message.mentionsBot ? await lastAsked(message) : undefined
      return asked && { asked, isDirect: false }
    }
    const known = await acknowledgements.askedIn(chat, quoted.id)
    if (known !== undefined) return { asked: known, isDirect: false }
    if (!quoted.fromBot) return undefined
    const question = questionIn(quoted.text)
    if (question !== undefined) {
      const last =
        (await acknowledgements.lastSaid(chat, personOf(message))) ?? (await acknowledgements.lastSaid(chat))
      const asked = last && (await acknowledgements.askedBy(chat, last.deliveryId))
      return asked && { asked, question, isDirect: true }
    }
    // A later part of a long announcement has an id that nobody kept.
    const asked = quoted.text.includes(ACKNOWLEDGEMENT_ASKED) ? await lastAsked(message) : undefined
    return asked && { asked, isDirect: false }
  }

  async function hearReading(subject: Subject, message: IncomingMessage, reading: Reading) {
    const { asked } = subject
    const person = personOf(message)
    const reply =
      reading.type === 'not_yet'
        ? await relay.hearNotYet(asked, person)
        : await relay.hear(asked, person, reading)
    return respondWith(reply, message, asked)
  }

  /** A reply to us, or a message that names us. */
  async function hearAddressed(message: IncomingMessage, text: string): Promise<Response | undefined> {
    const { quoted } = message
    const reading = readReply(text)
    const isAnswer = (['methods', 'people'] as const).some((one) => readAnswer(text, one) !== undefined)
    const isToQuestion = quoted?.fromBot === true && questionIn(quoted.text) !== undefined
    if (reading === undefined && !isAnswer && !isToQuestion && !isRemark(text)) return undefined
    const subject = await subjectOf(message)
    if (subject === undefined) return undefined
    const { asked, isDirect } = subject
    const person = personOf(message)
    const before = await acknowledgements.find(asked.deliveryId, person)
    const question = subject.question ?? before?.asking
    const answer = question === undefined ? undefined : readAnswer(text, question)
    if (answer !== undefined) return respondWith(await relay.hear(asked, person, answer), message, asked)
    const isMissedNumber = question === 'methods' && NUMBERS.test(text)
    if (reading !== undefined && !isMissedNumber) return hearReading(subject, message, reading)
    if (asked.isReminder && YES.test(text)) {
      return hearReading(subject, message, { type: 'done', methods: [], adds: true, isWhole: true })
    }
    const isSlip = text.length <= LONGEST_SLIP && !text.includes('?') && readSmallTalk(text) === undefined
    // What people remark under an announcement is for everyone, and nothing to check.
    const isForEveryone = quoted !== undefined && isRemark(text) && readBareCommand(text) === undefined
    if (!isDirect) return isForEveryone ? SILENT : undefined
    if (question === undefined || !isSlip) return undefined
    const word = before ?? { methods: [] }
    return respondWith(
      { type: 'ask', question, word, isNew: false, notice: 'not_understood' },
      message,
      asked,
    )
  }

  /** Somebody whom we asked a moment ago writes on, without replying to us. */
  async function hearLoose(message: IncomingMessage, text: string): Promise<Response | undefined> {
    const { chat } = message
    const reading = readReply(text)
    const isAnswer =
      reading?.type === 'done' &&
      reading.isWhole &&
      (reading.methods.length > 0 || reading.people !== undefined)
    if (!NUMBERS.test(text) && !isAnswer) return undefined
    const person = personOf(message)
    const before = await acknowledgements.lastSaid(chat, person)
    if (before?.asking === undefined) return undefined
    if (clock.now().getTime() - before.at.getTime() > LOOSE_ANSWER_MS) return undefined
    // Of two open dialogues of one person, the later question is answered.
    const other = await dialogues.find(chat)
    if (other?.adminKey === person && other.updatedAt > before.at) return undefined
    const isMissedNumber = before.asking === 'methods' && NUMBERS.test(text)
    const said = readAnswer(text, before.asking) ?? (isAnswer && !isMissedNumber ? reading : undefined)
    const asked = await acknowledgements.askedBy(chat, before.deliveryId)
    if (said === undefined || asked === undefined) return undefined
    return respondWith(await relay.hear(asked, person, said), message, asked)
  }

  return async (message: IncomingMessage): Promise<Response | undefined> => {
    if (message.choice !== undefined) return hearTap(message, message.choice)
    const text = message.text.trim()
    if (message.forwarded || text === '' || text.startsWith('/') || text.length > LONGEST_ANSWER)
      return undefined
    return message.quoted !== undefined || message.mentionsBot
      ? hearAddressed(message, text)
      : hearLoose(message, text)
  }
}
