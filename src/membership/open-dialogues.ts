import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import type { DialogueStore } from '../storage/dialogues.ts'
import { dialogueState } from './state.ts'
import type { GroupRequest } from './talk.ts'

/** What an admin and the bot are talking about. */
const openDialogue = z.discriminatedUnion('type', [
  /** `staysPaused`: saving does not begin announcements again. */
  z.object({ type: z.literal('subscribe'), state: dialogueState, staysPaused: z.boolean() }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('stop') }),
])
export type OpenDialogue = z.infer<typeof openDialogue>

/** After a day without an answer a dialogue is over. */
const LIFETIME_MS = 24 * 60 * 60 * 1000

export interface OpenDialogueDeps {
  dialogues: DialogueStore
  clock: Clock
  /** Turns a person into a key that leads nowhere. */
  hashPerson: (channel: ChannelName, senderId: string) => string
}

export type OpenDialogues = ReturnType<typeof createOpenDialogues>

/** The dialogue of each group: one at a time, with one admin, kept over restarts. */
export function createOpenDialogues({ dialogues, clock, hashPerson }: OpenDialogueDeps) {
  const keyOfPerson = ({ channel }: ChatAddress, senderId: string) => hashPerson(channel, senderId)

  /** Who writes in the group's name may be any of its admins, the one who began too. */
  const isSame = ({ chat, senderId }: GroupRequest, adminKey: string) =>
    adminKey === keyOfPerson(chat, senderId) ||
    senderId === chat.chatId ||
    adminKey === keyOfPerson(chat, chat.chatId)

  async function find(request: GroupRequest) {
    const stored = await dialogues.find(request.chat)
    const parsed = openDialogue.safeParse(stored?.state)
    if (stored === undefined || !parsed.success) return undefined
    return {
      open: parsed.data,
      isOwner: isSame(request, stored.adminKey),
      adminKey: stored.adminKey,
      isExpired: clock.now().getTime() - stored.updatedAt.getTime() >= LIFETIME_MS,
    }
  }

  return {
    /** The dialogue of the group; undefined when there is none that can be read. */
    find,

    /** Opens a dialogue with whoever asks. Returns whether another admin was in one. */
    async begin(request: GroupRequest, open: OpenDialogue): Promise<boolean> {
      const before = await find(request)
      await dialogues.save(request.chat, keyOfPerson(request.chat, request.senderId), open)
      return before !== undefined && !before.isOwner && !before.isExpired
    },

    /** The same dialogue goes on. */
    goOn: (chat: ChatAddress, adminKey: string, open: OpenDialogue) => dialogues.save(chat, adminKey, open),

    end: (chat: ChatAddress) => dialogues.remove(chat),
  }
}
