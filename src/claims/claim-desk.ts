import type { Clock } from '../clock.ts'
import { isWithin, PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import type { Broadcast } from '../domain/broadcast.ts'
import { withCodeLine } from '../domain/broadcast-code.ts'
import {
  isOpenClaim,
  OPEN_CLAIM_STATUSES,
  urgencyOf,
  type Claim,
  type ClaimAction,
  type ClaimEvent,
  type ClaimReach,
  type ClaimStatus,
  type Harm,
} from '../domain/claim.ts'
import type { Clarification } from '../domain/clarification.ts'
import { AppError } from '../domain/error.ts'
import type { OutgoingMessage } from '../domain/message.ts'
import type { Storage } from '../storage/storage.ts'
import { CLAIM_STATUS_LABEL } from './labels.ts'

/** From so many people of one district on, staff are told that it goes around there. */
export const DISTRICT_ALARM = 3

export interface ClaimDeskDeps {
  storage: Pick<
    Storage,
    'claims' | 'claimOverview' | 'clarifications' | 'notices' | 'broadcasts' | 'gazetteer'
  >
  clock: Clock
  /** How an answer reads. */
  say: (clarification: Clarification) => OutgoingMessage
}

/** A claim in the list of what is to be answered. */
export interface ClaimSummary extends ClaimReach {
  isOverdue: boolean
  /** Districts in which several people ask about it. */
  alarms: AreaCode[]
}

export interface ClaimPageFilter {
  /** Either open ones or closed ones. */
  statuses: ClaimStatus[]
  /** The province: also claims of which nobody knows where they are asked. */
  within: AreaCode
  /** Counted from 1. */
  page: number
  size: number
}

export interface ClaimPage {
  claims: ClaimSummary[]
  hasMore: boolean
}

export interface ClaimDetails extends ClaimSummary {
  texts: string[]
  events: ClaimEvent[]
  /** What became of telling those who asked, by state. */
  notices: Record<string, number>
}

const requireName = (by: string): string => {
  const name = by.trim()
  if (name === '') throw new AppError('invalid', 'Tulis siapa yang melakukannya.')
  return name
}

const requireNote = (note: string | undefined, what: string): string => {
  const text = note?.trim() ?? ''
  if (text === '') throw new AppError('invalid', what)
  return text
}

export type ClaimDesk = ReturnType<typeof createClaimDesk>

/** What staff do about questions that nobody has answered yet. All errors are `AppError`, in plain Indonesian. */
export function createClaimDesk({ storage, clock, say }: ClaimDeskDeps) {
  const { claims, claimOverview, clarifications, notices, broadcasts, gazetteer } = storage

  const summaryOf = (claim: ClaimReach): ClaimSummary => ({
    ...claim,
    isOverdue: isOpenClaim(claim.status) && claim.dueAt < clock.now(),
    alarms: Object.entries(claim.districts)
      .filter(([, people]) => people >= DISTRICT_ALARM)
      .toSorted((a, b) => b[1] - a[1])
      .map(([code]) => code),
  })

  async function require(idOrNumber: string): Promise<Claim> {
    const claim = await claims.find(idOrNumber)
    if (claim === undefined) throw new AppError('not_found', `Pertanyaan "${idOrNumber}" tidak ada.`)
    return claim
  }

  async function step(
    idOrNumber: string,
    action: ClaimAction,
    details: { by: string; note?: string; harm?: Harm },
  ): Promise<Claim> {
    const result = await claims.step(idOrNumber, action, { ...details, by: requireName(details.by) })
    if (result.type === 'done') return result.claim
    if (result.type === 'not_found') throw new AppError('not_found', `Pertanyaan "${idOrNumber}" tidak ada.`)
    const state = CLAIM_STATUS_LABEL[result.status].toLowerCase()
    throw new AppError('conflict', `Pertanyaan ini sudah ${state}, jadi langkah itu tidak bisa dilakukan.`)
  }

  return {
    /** The most urgent first. */
    async list(filter: { statuses?: ClaimStatus[]; within?: AreaCode } = {}): Promise<ClaimSummary[]> {
      const { within = PROVINCE_CODE, ...rest } = filter
      const now = clock.now()
      const all = await claims.list(rest)
      const here =
        within === PROVINCE_CODE
          ? all
          : all.filter(({ regencies, districts }) =>
              Object.keys({ ...regencies, ...districts }).some((code) => isWithin(code, within)),
            )
      return here.toSorted((a, b) => urgencyOf(b, now) - urgencyOf(a, now)).map(summaryOf)
    },

    /** How many claims wait for an answer in an area. */
    waiting: (within: AreaCode) => claimOverview.counts({ statuses: OPEN_CLAIM_STATUSES, within }),

    /**
     * A page of the claims in given states that somebody in an area asks about: open ones by urgency, others from the
     * one that was closed last on. `page` counts from 1.
     */
    async page({ statuses, within, page, size }: ClaimPageFilter): Promise<ClaimPage> {
      const offset = (page - 1) * size
      const ids = statuses.every(isOpenClaim)
        ? (await claimOverview.heads({ statuses, within }))
            .map(({ id, ...head }) => ({ id, urgency: urgencyOf(head, clock.now()) }))
            .toSorted((a, b) => b.urgency - a.urgency || a.id.localeCompare(b.id))
            .slice(offset, offset + size + 1)
            .map(({ id }) => id)
        : await claimOverview.closedLast({ statuses, within }, { limit: size + 1, offset })
      const found = new Map((await claims.list({ ids })).map((claim) => [claim.id, claim]))
      const inOrder = ids.slice(0, size).flatMap((id) => found.get(id) ?? [])
      return { claims: inOrder.map(summaryOf), hasMore: ids.length > size }
    },

    async show(idOrNumber: string): Promise<ClaimDetails> {
      const claim = await require(idOrNumber)
      const subject = claim.status === 'answered' ? claim.clarificationId : claim.id
      return {
        ...summaryOf(await claims.reachOf(claim)),
        texts: await claims.textsOf(claim.id),
        events: await claims.events(claim.id),
        notices: subject === undefined ? {} : await notices.tally(subject),
      }
    },

    /** Somebody works on it from now on. */
    take: (idOrNumber: string, by: string) => step(idOrNumber, 'take', { by }),
    release: (idOrNumber: string, by: string) => step(idOrNumber, 'release', { by }),
    reopen: (idOrNumber: string, by: string) => step(idOrNumber, 'reopen', { by }),

    /** It waits for an agency's word: which, and what for. */
    wait: async (idOrNumber: string, by: string, note: string | undefined) =>
      step(idOrNumber, 'wait', { by, note: requireNote(note, 'Tulis menunggu siapa dan apa.') }),

    /** Others are to answer it; everyone who asked is told whom to ask. */
    refer: async (idOrNumber: string, by: string, note: string | undefined) =>
      step(idOrNumber, 'refer', {
        by,
        note: requireNote(note, 'Tulis ke mana penanya diarahkan, misalnya "Mafindo (turnbackhoax.id)".'),
      }),

    rateHarm: (idOrNumber: string, by: string, harm: Harm) => step(idOrNumber, 'rate_harm', { by, harm }),

    /**
     * An answered claim as an announcement to the groups of an area, waiting for somebody's approval.
     * Resolves with its id; a second call for the same area gives the same one.
     */
    async broadcast(idOrNumber: string, areaCode: AreaCode, by: string): Promise<string> {
      const claim = await require(idOrNumber)
      const clarification = await clarifications.find(claim.clarificationId ?? '')
      if (claim.status !== 'answered' || clarification?.status !== 'published') {
        throw new AppError('conflict', 'Pertanyaan ini belum punya klarifikasi yang terbit.')
      }
      const area = gazetteer.get(areaCode)
      if (area === undefined) throw new AppError('invalid', `Wilayah "${areaCode}" tidak dikenal.`)
      const id = `klarifikasi-${claim.number}-${areaCode.replaceAll('.', '')}`
      if ((await broadcasts.find(id)) !== undefined) return id
      const now = clock.now()
      const answer = say(clarification)
      const broadcast: Broadcast = {
        id,
        kind: 'announcement',
        title: `Klarifikasi untuk ${area.name}`,
        programme: 'Cek fakta',
        message: { ...answer, text: withCodeLine(id, answer.text) },
        audience: { areaCodes: [areaCode], except: [], topics: [], communityKinds: [], channels: [] },
        schedule: { type: 'once', at: now },
        priority: 'normal',
        author: requireName(by),
        status: 'draft',
      }
      const settledAt = new Date(now.getTime() - 1)
      await broadcasts.save({ ...broadcast, settledAt }, [{ action: 'submit', by }])
      await claims.step(claim.id, 'broadcast', { by, note: id })
      return id
    },
  }
}
