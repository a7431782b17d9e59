import { z } from 'zod'
import type { Area } from '../domain/area.ts'
import type { Connectivity } from '../domain/community.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { createAdmission } from './admission.ts'
import { CONNECTIVITY_ORDER, readConnectivity } from './connectivity-words.ts'
import type { GroupRequest, GroupTalk } from './talk.ts'

/** What to say. `silent`: it was dealt with, and nothing is said. */
export type ConnectivityReply =
  | { type: 'ask'; villages: Area[]; isMisunderstood: boolean; current?: Connectivity }
  | { type: 'marked'; villages: Area[]; connectivity: Connectivity }
  /** The group is subscribed to these, and none of them is a village. */
  | { type: 'too_wide'; areas: Area[] }
  | { type: 'not_subscribed' | 'kim_only' | 'cancelled' }
  | { type: 'admins_only' | 'admin_unknown' | 'silent' }

/** The choices under the question. */
export const CONNECTIVITY_CHOICE_IDS = {
  good: 'signal:good',
  weak: 'signal:weak',
  none: 'signal:none',
  cancel: 'signal:cancel',
} as const

/** After this, "baik" in the group is talk among people and no answer. */
const QUESTION_LIFETIME_MS = 60 * 60 * 1000
/** Longer text is a message, not an answer. */
const MAXIMUM_ANSWER_LENGTH = 40
const CANCEL = /^(?:4|batal(?:kan)?|cancel|keluar|tidak jadi|gak jadi|kembali|lewati|stop)[.!]*$/i

const openQuestion = z.object({ type: z.literal('connectivity') })

type Answer = Connectivity | 'cancel'

function readChoice(choiceId: string): Answer | undefined {
  if (choiceId === CONNECTIVITY_CHOICE_IDS.cancel) return 'cancel'
  return CONNECTIVITY_ORDER.find((one) => CONNECTIVITY_CHOICE_IDS[one] === choiceId)
}

/** A typed answer: its number, or words for it. */
function readAnswer(text: string): Answer | undefined {
  if (CANCEL.test(text.trim())) return 'cancel'
  const number = /^\s*([1-3])[.)]?\s*$/.exec(text)?.[1]
  return number === undefined ? readConnectivity(text) : CONNECTIVITY_ORDER[Number(number) - 1]
}

/** Short words to the bot: from whoever was asked they are meant as an answer. */
const isReplyInWords = ({ text, isAddressed }: GroupTalk) =>
  isAddressed && text.trim() !== '' && text.length <= MAXIMUM_ANSWER_LENGTH

const isVillage = ({ level }: Area) => level === 'village' || level === 'urban_village'

interface ConnectivityDeps {
  storage: Pick<Storage, 'chats' | 'connectivity' | 'dialogues' | 'gazetteer'>
  clock: Clock
  logger: Logger
  /** Turns a person into a key that leads nowhere. */
  hashPerson: (channel: ChannelName, senderId: string) => string
}

export type ConnectivityMarks = ReturnType<typeof createConnectivityMarks>

/** Admins of a KIM's group say how well messages get to its villages. The platform is asked each time who is one. */
export function createConnectivityMarks({ storage, clock, logger, hashPerson }: ConnectivityDeps) {
  const { chats, connectivity: marks, dialogues, gazetteer } = storage
  const { refusal } = createAdmission({ clock, logger })

  async function readQuestion(chat: ChatAddress) {
    const stored = await dialogues.find(chat)
    if (stored === undefined || !openQuestion.safeParse(stored.state).success) return undefined
    const isExpired = clock.now().getTime() - stored.updatedAt.getTime() >= QUESTION_LIFETIME_MS
    return { adminKey: stored.adminKey, isExpired }
  }

  async function closeQuestion(chat: ChatAddress): Promise<void> {
    if ((await readQuestion(chat)) !== undefined) await dialogues.remove(chat)
  }

  /** The villages that a group may mark; else why it may not. */
  async function villagesOf(chat: ChatAddress): Promise<Area[] | ConnectivityReply> {
    const known = await chats.find(chat)
    if (known === undefined || known.status === 'gone') return { type: 'not_subscribed' }
    if (known.communityKind !== 'kim') return { type: 'kim_only' }
    const areas = known.areaCodes.flatMap((code) => gazetteer.get(code) ?? [])
    const villages = areas.filter(isVillage)
    return villages.length === 0 ? { type: 'too_wide', areas } : villages
  }

  async function ask(
    request: GroupRequest,
    villages: Area[],
    isMisunderstood: boolean,
  ): Promise<ConnectivityReply> {
    const { chat, senderId } = request
    const known = await Promise.all(villages.map(({ code }) => marks.get(code)))
    const current = known[0]?.connectivity
    const isShared = known.every((mark) => mark?.connectivity === current)
    await dialogues.save(chat, hashPerson(chat.channel, senderId), { type: 'connectivity' })
    return {
      type: 'ask',
      villages,
      isMisunderstood,
      ...(isShared && current !== undefined ? { current } : {}),
    }
  }

  /** Marks the group's villages, or asks how. `isMisunderstood`: something was said that is no answer. */
  async function carryOut(
    request: GroupRequest,
    answer: Connectivity | undefined,
    isMisunderstood: boolean,
  ): Promise<ConnectivityReply> {
    const refused = await refusal(request)
    if (refused !== undefined) return refused
    const villages = await villagesOf(request.chat)
    if (!Array.isArray(villages)) return villages
    if (answer === undefined) return ask(request, villages, isMisunderstood)
    const codes = villages.map(({ code }) => code)
    await marks.set(codes, answer, 'kim_admin')
    await closeQuestion(request.chat)
    const { channel } = request.chat
    logger.info({ channel, areaCodes: codes, connectivity: answer }, 'a group marked the connectivity')
    return { type: 'marked', villages, connectivity: answer }
  }

  async function cancel(request: GroupRequest): Promise<ConnectivityReply> {
    const refused = await refusal(request)
    if (refused !== undefined) return refused
    await closeQuestion(request.chat)
    return { type: 'cancelled' }
  }

  return {
    /** `/sinyal`, with or without words for how it is. */
    mark: (request: GroupRequest, words = ''): Promise<ConnectivityReply> =>
      carryOut(request, readConnectivity(words), words.trim() !== ''),

    /** Takes what was said or tapped as the answer to the open question. Undefined when it is not meant for it. */
    async talk(talk: GroupTalk): Promise<ConnectivityReply | undefined> {
      if (talk.choice !== undefined) {
        const chosen = readChoice(talk.choice)
        if (chosen === undefined) return undefined
        return chosen === 'cancel' ? cancel(talk) : carryOut(talk, chosen, false)
      }
      const answer = readAnswer(talk.text)
      if (answer === undefined && !isReplyInWords(talk)) return undefined
      const question = await readQuestion(talk.chat)
      if (question === undefined) return undefined
      const isOwner = question.adminKey === hashPerson(talk.chat.channel, talk.senderId)
      if (!isOwner && (answer === undefined || !talk.isAddressed)) return undefined
      if (question.isExpired) {
        await dialogues.remove(talk.chat)
        return answer !== undefined && talk.isAddressed ? carryOut(talk, undefined, false) : undefined
      }
      return answer === 'cancel' ? cancel(talk) : carryOut(talk, answer, answer === undefined)
    },
  }
}
