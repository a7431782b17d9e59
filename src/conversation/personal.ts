import { areaLabel, levelOfCode, parentCode } from '../domain/area.ts'
import type { IncomingMessage } from '../domain/message.ts'
import type { Storage } from '../storage/storage.ts'
import * as personal from './replies/personal.ts'
import { say, type Response } from './reply.ts'

export interface PersonalDeps {
  storage: Pick<Storage, 'askers' | 'inquiries' | 'dialogues' | 'receivedMessages' | 'gazetteer'>
  /** Turns a person into a key that leads nowhere. */
  hash: (channel: IncomingMessage['chat']['channel'], id: string) => string
}

type Asking = Pick<IncomingMessage, 'chat' | 'senderId' | 'chatType'>

/** What people may decide about themselves: being forgotten, where they live, whether they hear back. */
export function createPersonal({ storage, hash }: PersonalDeps) {
  const { askers, inquiries, dialogues, receivedMessages, gazetteer } = storage
  const keyOf = ({ chat, senderId }: Asking) => hash(chat.channel, senderId)

  return {
    /** `/hapus`: deletes everything about the person, in private and in groups. */
    async forget(asking: Asking): Promise<Response> {
      const { chat, chatType } = asking
      const count = await askers.forget(keyOf(asking))
      if (chatType === 'private') {
        await dialogues.remove(chat)
        await receivedMessages.forgetChat({ ...chat, chatId: hash(chat.channel, chat.chatId) })
      }
      return say(personal.forgotten(count))
    },

    /** `/daerah NAMA`: where the person lives, at most as close as a district. */
    async live(asking: Asking, name: string): Promise<Response> {
      if (name.trim() === '') return say(personal.askForArea())
      const area = gazetteer.resolve(name)
      if (area === undefined) return say(personal.areaNotFound())
      if (area === 'ambiguous') {
        const alike = gazetteer.find(name, { limit: 4 }).map((match) => match.area)
        return say(personal.areaAmbiguous(alike.map(areaLabel)))
      }
      const level = levelOfCode(area.code)
      const isVillage = level === 'village' || level === 'urban_village'
      const kept = isVillage ? (gazetteer.get(parentCode(area.code) ?? '') ?? area) : area
      await askers.setArea(keyOf(asking), kept.code)
      await inquiries.placeIn(keyOf(asking), kept.code)
      return say(personal.areaKept(areaLabel(kept)))
    },

    /** `/tidakusah`: no word any more about what they asked. `/kabari`: yes, please. */
    async hearBack(asking: Asking, wantsNews: boolean): Promise<Response> {
      await askers.setWantsNews(keyOf(asking), wantsNews)
      return say(personal.hearsBack(wantsNews))
    },
  }
}
export type Personal = ReturnType<typeof createPersonal>
