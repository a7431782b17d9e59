import { PROVINCE_CODE } from '../domain/area.ts'
import type { Chat } from '../domain/community.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { isMembershipChoice } from './choices.ts'
import { advance, readsAsAnswer } from './dialogue.ts'
import { draftOf, type Draft } from './draft.ts'
import type { OpenDialogue, OpenDialogues } from './open-dialogues.ts'
import { ask, type DialogueStep } from './question.ts'
import { FIRST_STATE, listIn, stateAt, type DialogueState, type PlainStep } from './state.ts'
import type { GroupRequest, GroupTalk, MembershipReply } from './talk.ts'

type Subscribing = OpenDialogue & { type: 'subscribe' }

export interface SubscribingDeps {
  storage: Pick<Storage, 'chats' | 'gazetteer' | 'topics'>
  logger: Logger
  open: OpenDialogues
}

/** Longer text is a message, not an answer. */
const MAXIMUM_ANSWER_LENGTH = 80

/** The dialogue in which an admin chooses what the group gets. */
export function createSubscribing({ storage, logger, open }: SubscribingDeps) {
  const { chats, gazetteer } = storage

  async function save(request: GroupRequest, draft: Draft, staysPaused: boolean): Promise<MembershipReply> {
    const { chat, title } = request
    const before = await chats.find(chat)
    const saved = await chats.subscribe(chat, { title, ...draft, staysPaused })
    await open.end(chat)
    const { areaCodes, topics, hours } = saved
    logger.info({ channel: chat.channel, areaCodes, topics, hours }, 'a group subscribed')
    return { type: 'subscribed', chat: saved, isChange: before !== undefined && before.status !== 'gone' }
  }

  /** Begins at a state, with what was typed after the command as the first answer. */
  async function begin(
    request: GroupRequest,
    state: DialogueState,
    { text, current, staysPaused }: { text: string; current?: Chat; staysPaused: boolean },
  ): Promise<MembershipReply> {
    const step = text === '' ? ask(state, gazetteer) : advance(state, { text }, storage)
    if (step.type === 'cancelled') return { type: 'cancelled' }
    const { question } = step.type === 'ask' ? step : ask({ step: 'confirm', draft: step.draft }, gazetteer)
    const isTakenOver = await open.begin(request, { type: 'subscribe', state: question.state, staysPaused })
    return {
      type: 'question',
      question,
      ...(current === undefined || text !== '' ? {} : { current }),
      ...(isTakenOver ? { isTakenOver } : {}),
    }
  }

  async function carryOut(
    step: DialogueStep,
    talk: GroupTalk,
    { adminKey, staysPaused }: { adminKey: string; staysPaused: boolean },
  ): Promise<MembershipReply> {
    if (step.type === 'save') return save(talk, step.draft, staysPaused)
    if (step.type === 'cancelled') {
      await open.end(talk.chat)
      return { type: 'cancelled' }
    }
    const { question } = step
    await open.goOn(talk.chat, adminKey, { type: 'subscribe', state: question.state, staysPaused })
    return { type: 'question', question }
  }

  return {
    /** From the beginning; for a group that is subscribed, from what it has. `names`: areas that were typed with it. */
    async subscribe(request: GroupRequest, names: string): Promise<MembershipReply> {
      const current = await chats.find(request.chat)
      if (current === undefined) return begin(request, FIRST_STATE, { text: names, staysPaused: false })
      const draft = draftOf(current)
      const state: DialogueState =
        names === '' ? { step: 'confirm', draft } : listIn(PROVINCE_CODE, draft, true)
      return begin(request, state, { text: names, current, staysPaused: false })
    },

    /** Changes one thing of a subscribed group. Undefined for a group that is not subscribed. */
    async change(request: GroupRequest, step: PlainStep, text: string): Promise<MembershipReply | undefined> {
      const current = await chats.find(request.chat)
      if (current === undefined) return undefined
      return begin(request, stateAt(step, draftOf(current), storage.topics), {
        text,
        current,
        staysPaused: true,
      })
    },

    /** Whether what was said is meant for the dialogue. Ordinary talk in the group never is. */
    isMeant({ state }: Subscribing, talk: GroupTalk, isOwner: boolean): boolean {
      if (talk.choice !== undefined) return isMembershipChoice(talk.choice)
      if (readsAsAnswer(talk.text, state, gazetteer)) return isOwner || talk.isAddressed
      const isShort = talk.text.trim() !== '' && talk.text.length <= MAXIMUM_ANSWER_LENGTH
      return isOwner && talk.isAddressed && talk.isCommand !== true && isShort
    },

    /** Takes an answer of the admin whose dialogue it is. */
    talk({ state, staysPaused }: Subscribing, talk: GroupTalk, adminKey: string): Promise<MembershipReply> {
      const { text, choice } = talk
      const step = advance(state, choice === undefined ? { text } : { text, choice }, storage)
      return carryOut(step, talk, { adminKey, staysPaused })
    },
  }
}
