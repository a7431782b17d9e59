import type { Clock } from '../clock.ts'
import { looksLikeKimCode, type RedeemResult } from '../domain/kim-code.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { createAdmission, keyOf } from './admission.ts'
import { isMembershipChoice } from './choices.ts'
import { createOpenDialogues, type OpenDialogue } from './open-dialogues.ts'
import { createPausing } from './pausing.ts'
import { createRecently } from './recently.ts'
import type { PlainStep } from './state.ts'
import { createSubscribing } from './subscribing.ts'
import type { GroupRequest, GroupTalk, MembershipReply } from './talk.ts'

export interface MembershipDeps {
  storage: Storage
  clock: Clock
  logger: Logger
  /** Turns a person into a key that leads nowhere. */
  hashPerson: (channel: ChannelName, senderId: string) => string
  /** Connects a group with the KIM whose code an admin typed. The code goes into no log. */
  redeemCode: (
    by: { chat: ChatAddress; title: string; personKey: string },
    typed: string,
  ) => Promise<RedeemResult>
}

const HISTORY_LENGTH = 5
/** Another admin is told this often that somebody is at it already. */
const BUSY_INTERVAL_MS = 60_000
/** A second tap on "save" is no question about what became of it. */
const DOUBLE_TAP_MS = 60_000

export type Membership = ReturnType<typeof createMembership>

/** Groups subscribe, change, pause and stop here. */
export function createMembership(deps: MembershipDeps) {
  const { storage, clock, logger, hashPerson } = deps
  const { chats, dialogues } = storage
  const admission = createAdmission({ clock, logger })
  const open = createOpenDialogues({ dialogues, clock, hashPerson })
  const subscribing = createSubscribing({ storage, logger, open })
  const pausing = createPausing({ storage, clock, logger, open })
  const toldBusy = createRecently(clock, BUSY_INTERVAL_MS)
  const ended = createRecently(clock, DOUBLE_TAP_MS)

  /** For admins only. */
  async function asAdmin(
    request: GroupRequest,
    work: () => Promise<MembershipReply>,
  ): Promise<MembershipReply> {
    return (await admission.refusal(request)) ?? work()
  }

  async function redeem({ chat, title, senderId }: GroupRequest, code: string): Promise<MembershipReply> {
    const personKey = hashPerson(chat.channel, senderId)
    const result = await deps.redeemCode({ chat, title, personKey }, code)
    if (result.type === 'connected') await open.end(chat)
    logger.info({ channel: chat.channel, result: result.type }, 'a group gave a code of a KIM')
    return { type: 'code', result }
  }

  /** Changes one thing of a subscribed group; a group that is not subscribed begins. */
  const change = (request: GroupRequest, step: PlainStep, text: string) =>
    asAdmin(
      request,
      async () =>
        (await subscribing.change(request, step, text)) ??
        subscribing.subscribe(request, step === 'areas' ? text : ''),
    )

  function isMeant(dialogue: OpenDialogue, talk: GroupTalk, isOwner: boolean): boolean {
    if (dialogue.type === 'subscribe') return subscribing.isMeant(dialogue, talk, isOwner)
    return dialogue.type === 'pause'
      ? pausing.isMeantForPause(talk, isOwner)
      : pausing.isMeantForStop(talk, isOwner)
  }

  function carryOn(dialogue: OpenDialogue, talk: GroupTalk, adminKey: string): Promise<MembershipReply> {
    if (dialogue.type === 'subscribe') return subscribing.talk(dialogue, talk, adminKey)
    return dialogue.type === 'pause' ? pausing.talkAboutPause(talk) : pausing.talkAboutStop(talk)
  }

  async function talkAfterTheEnd(talk: GroupTalk): Promise<MembershipReply | undefined> {
    if (talk.choice === undefined || !isMembershipChoice(talk.choice)) return undefined
    if (ended.has(keyOf(talk.chat))) return { type: 'silent' }
    return asAdmin(talk, async () => ({ type: 'expired' }))
  }

  async function tellBusy(talk: GroupTalk): Promise<MembershipReply> {
    const isNew = toldBusy.isFirst(`${keyOf(talk.chat)}/${talk.senderId}`)
    return { type: isNew ? 'busy' : 'silent' }
  }

  return {
    /** `/langganan`, with or without the names of areas, or with the code of a KIM. */
    subscribe: (request: GroupRequest, argument = '') =>
      asAdmin(request, () =>
        looksLikeKimCode(argument)
          ? redeem(request, argument)
          : subscribing.subscribe(request, argument.trim()),
      ),

    /** `/wilayah`, `/topik`, `/jam`, `/sapaan`. */
    changeAreas: (request: GroupRequest, argument = '') => change(request, 'areas', argument.trim()),
    changeTopics: (request: GroupRequest, argument = '') => change(request, 'topics', argument.trim()),
    changeHours: (request: GroupRequest, argument = '') => change(request, 'hours', argument.trim()),
    changeRegister: (request: GroupRequest, argument = '') => change(request, 'register', argument.trim()),

    /** `/status`: anyone may ask. */
    async status({ chat: address }: Pick<GroupRequest, 'chat'>): Promise<MembershipReply> {
      const chat = await chats.find(address)
      if (chat === undefined) return { type: 'status' }
      const kim = chat.communityKind === 'kim' ? await storage.kims.find(chat.communityId) : undefined
      return { type: 'status', chat, ...(kim === undefined ? {} : { kimName: kim.name }) }
    },

    /** `/riwayat`: anyone may ask. */
    async history({ chat }: Pick<GroupRequest, 'chat'>): Promise<MembershipReply> {
      return { type: 'history', entries: await storage.groupHistory.latest(chat, HISTORY_LENGTH) }
    },

    /** `/jeda`, with or without how long. */
    pause: (request: GroupRequest, argument = '') =>
      asAdmin(request, () => pausing.pause(request, argument.trim())),
    resume: (request: GroupRequest) => asAdmin(request, () => pausing.resume(request)),
    stop: (request: GroupRequest) => asAdmin(request, () => pausing.stop(request)),

    /** Takes what was said or tapped into the open dialogue. Undefined when it is not meant for one. */
    async talk(talk: GroupTalk): Promise<MembershipReply | undefined> {
      const dialogue = await open.find(talk)
      if (dialogue === undefined) return talkAfterTheEnd(talk)
      if (!isMeant(dialogue.open, talk, dialogue.isOwner)) return undefined
      if (dialogue.isExpired) {
        await open.end(talk.chat)
        // Someone who types a number a day later is probably talking to somebody else.
        return talk.choice !== undefined || talk.isAddressed ? { type: 'expired' } : undefined
      }
      return asAdmin(talk, async () => {
        if (!dialogue.isOwner) return tellBusy(talk)
        const reply = await carryOn(dialogue.open, talk, dialogue.adminKey)
        if (reply.type !== 'question' && reply.type !== 'ask_pause') ended.note(keyOf(talk.chat))
        return reply
      })
    },
  }
}
