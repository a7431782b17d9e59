import type { Clock } from '../clock.ts'
import { areaLabel, isWithin, type AreaCode } from '../domain/area.ts'
import type { Chat } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import type { Kim, KimChange, KimDetails, KimStatus } from '../domain/kim.ts'
import type { KimCode } from '../storage/kim-codes.ts'
import type { KimEntry, KimFilter } from '../storage/kims.ts'
import type { Storage } from '../storage/storage.ts'
import type { IssuedCode, KimCodes } from './kim-codes.ts'
import { detailsProblem, tidy } from './kim-details.ts'
import { exportKims, type ExportedKim } from './kim-files/export.ts'
import { importKims, type KimImport } from './kim-files/import.ts'

export interface KimDeskDeps {
  storage: Pick<Storage, 'kims' | 'kimCodes' | 'kimImport' | 'connectivity' | 'gazetteer' | 'topics'>
  clock: Pick<Clock, 'now'>
  codes: Pick<KimCodes, 'issue' | 'revoke'>
}

/** `open`: a group of a platform that has not used it may do so. */
export type KimCodeState = 'open' | 'expired' | 'revoked'

/** Everything that the registry knows about a KIM. */
export interface KimRecord {
  kim: Kim
  chats: Chat[]
  codes: (KimCode & { state: KimCodeState })[]
  history: KimChange[]
}

/** What staff write about a new KIM. It is `registered`, and gets all topics, unless they say otherwise. */
export type NewKim = Pick<KimDetails, 'name' | 'areaCode'> & Partial<KimDetails>

export type KimDesk = ReturnType<typeof createKimDesk>

/**
 * What staff do with the registry of KIMs. `scope` is the area that they look after: `64`, or their regency. Everything
 * rejects with `AppError('forbidden')` outside of it, with `AppError('not_found')` for a KIM or a group that does not
 * exist, and with `AppError('invalid')` for details that make no sense; each with a sentence for people.
 */
export function createKimDesk({ storage, clock, codes }: KimDeskDeps) {
  const { kims, kimCodes, gazetteer } = storage
  const labelOf = (code: AreaCode) => {
    const area = gazetteer.get(code)
    return area === undefined ? code : areaLabel(area)
  }

  function refuseOutside(scope: AreaCode, code: AreaCode, what: string): void {
    if (isWithin(code, scope)) return
    throw new AppError('forbidden', `${what} ada di luar ${labelOf(scope)}, jadi bukan urusan petugasnya.`)
  }

  async function kimIn(scope: AreaCode, id: string): Promise<Kim> {
    const kim = await kims.find(id)
    if (kim === undefined) throw new AppError('not_found', `KIM "${id}" tidak ada.`)
    refuseOutside(scope, kim.areaCode, `"${kim.name}"`)
    return kim
  }

  function checked<Details extends KimDetails>(scope: AreaCode, details: Details): Details {
    const clean = { ...details, name: tidy(details.name), contactRole: tidy(details.contactRole) }
    if (gazetteer.get(clean.areaCode) === undefined) {
      throw new AppError('invalid', `Wilayah "${clean.areaCode}" tidak dikenal.`)
    }
    refuseOutside(scope, clean.areaCode, labelOf(clean.areaCode))
    const problem = detailsProblem(clean)
    if (problem !== undefined) throw new AppError('invalid', problem)
    return clean
  }

  function stateOf({ revokedAt, expiresAt }: KimCode): KimCodeState {
    if (revokedAt !== undefined) return 'revoked'
    return expiresAt <= clock.now() ? 'expired' : 'open'
  }

  async function edit(scope: AreaCode, id: string, changes: Partial<KimDetails>, by: string): Promise<Kim> {
    const { name, areaCode, status, contactRole, topics } = checked(scope, {
      ...(await kimIn(scope, id)),
      ...changes,
    })
    return kims.update(id, { name, areaCode, status, contactRole, topics }, by)
  }

  return {
    /** The KIMs of the scope, by area and name. */
    list(scope: AreaCode, filter: Omit<KimFilter, 'within'> = {}): Promise<KimEntry[]> {
      return kims.list({ ...filter, within: scope })
    },

    async show(scope: AreaCode, id: string): Promise<KimRecord> {
      const kim = await kimIn(scope, id)
      const [chats, issued, history] = await Promise.all([
        kims.chats(id),
        kimCodes.list(id),
        kims.history(id),
      ])
      return { kim, chats, codes: issued.map((code) => ({ ...code, state: stateOf(code) })), history }
    },

    /** Rejects with `AppError('conflict')` when the area has a KIM of that name. */
    async add(scope: AreaCode, kim: NewKim, by: string): Promise<Kim> {
      const details = checked(scope, { status: 'registered', contactRole: '', topics: [], ...kim })
      return kims.create(details, by)
    },

    /** Changes what is given. Rejects with `AppError('conflict')` when the area has a KIM of that name. */
    edit,

    setStatus(scope: AreaCode, id: string, status: KimStatus, by: string): Promise<Kim> {
      return edit(scope, id, { status }, by)
    },

    /** Rejects with `AppError('conflict')` when the KIM has or had a group. */
    async remove(scope: AreaCode, id: string, by: string): Promise<Kim> {
      const kim = await kimIn(scope, id)
      if (await kims.remove(id, by)) return kim
      throw new AppError(
        'conflict',
        `"${kim.name}" punya grup, dan riwayatnya disimpan. Tandai saja sebagai tidak aktif.`,
      )
    },

    /** A new code, shown this once. Earlier ones that nobody used are void. */
    async issueCode(scope: AreaCode, id: string, by: string): Promise<IssuedCode & { kim: Kim }> {
      const kim = await kimIn(scope, id)
      return { kim, ...(await codes.issue(id, by)) }
    },

    /** Voids all codes; groups that are connected stay so. Returns how many there were. */
    async revokeCodes(scope: AreaCode, id: string, by: string): Promise<{ kim: Kim; revoked: number }> {
      const kim = await kimIn(scope, id)
      return { kim, revoked: await codes.revoke(id, by) }
    },

    /** Groups of the scope that subscribed by themselves and wait for somebody to say that they know them. */
    publicGroups(scope: AreaCode): Promise<Chat[]> {
      return kims.publicGroups(scope)
    },

    /**
     * Makes a public group, by our own id of it, one of the groups of a KIM. Rejects with `AppError('conflict')` when it
     * is no public one.
     */
    async verifyGroup(
      scope: AreaCode,
      { chatId, kimId }: { chatId: string; kimId: string },
      by: string,
    ): Promise<{ kim: Kim; chat: Chat }> {
      await kimIn(scope, kimId)
      const chat = await kims.findChat(chatId)
      if (chat === undefined) throw new AppError('not_found', `Grup "${chatId}" tidak ada.`)
      refuseOutside(scope, chat.areaCodes[0] ?? '', `Grup "${chat.title}"`)
      return kims.adopt(chatId, kimId, by)
    },

    /** Takes a CSV or XLSX file in: see `kim-files/import.ts`. */
    import(scope: AreaCode, file: Buffer, by: string): Promise<KimImport> {
      return importKims(file, { storage, scope, by })
    },

    /** The KIMs of the scope as they are given out; `toCsv` makes a table of them. */
    export(scope: AreaCode): Promise<ExportedKim[]> {
      return exportKims(scope, storage)
    },
  }
}
