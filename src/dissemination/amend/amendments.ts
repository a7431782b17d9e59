import type { Clock } from '../../clock.ts'
import { SYSTEM, type Actor } from '../../domain/broadcast-life.ts'
import { AppError } from '../../domain/error.ts'
import type { ChannelName, OutgoingMessage } from '../../domain/message.ts'
import type { PlannedStep, StoredBroadcast } from '../../storage/broadcasts.ts'
import type { Storage } from '../../storage/storage.ts'
import { noSuchBroadcast } from '../desk/refusal.ts'
import { settledBefore } from '../plan.ts'
import { announcementText, ralatNotice, saysTheSame } from '../wording.ts'

export interface AmendmentDeps {
  storage: Pick<Storage, 'amendments' | 'broadcasts' | 'broadcastControl' | 'chats'>
  clock: Clock
  onChange: () => void
}

/** Who corrects what, and why. */
export interface Correction extends Actor {
  /** The whole text of the announcement as it should read, without its title. */
  body: string
  /** Lets it out without a second person: only for a reason that cannot wait. */
  isEmergency?: boolean
}

/** A group whose message was not amended in place, or not at all. */
export interface Obstacle {
  title: string
  channel: ChannelName
  reason: string
}

/** Statuses of a correction that nobody has approved yet. */
const isOpen = ({ kind, status }: StoredBroadcast) =>
  kind === 'correction' && (status === 'awaiting_approval' || status === 'draft')

const writtenAt = ({ schedule }: StoredBroadcast) => (schedule.type === 'once' ? schedule.at.getTime() : 0)

export type Amendments = ReturnType<typeof createAmendments>

/** Corrections and recalls of broadcasts that were sent. */
export function createAmendments({ storage, clock, onChange }: AmendmentDeps) {
  const { amendments, broadcasts, broadcastControl } = storage

  const get = async (id: string): Promise<StoredBroadcast> => {
    const broadcast = await broadcasts.find(id)
    if (broadcast === undefined) throw noSuchBroadcast(id)
    if (broadcast.kind !== 'announcement') {
      throw new AppError('conflict', `"${id}" sendiri adalah ralat atau penarikan. Pakai siaran asalnya.`)
    }
    return broadcast
  }

  /** `posyandu-ralat-1`, the next that is free. */
  const freeId = async (id: string, word: string): Promise<string> => {
    for (let number = 1; ; number += 1) {
      const candidate = `${id}-${word}-${number}`
      if ((await broadcasts.find(candidate)) === undefined) return candidate
    }
  }

  /** The amending broadcast, before anybody approved it. */
  const draft = async (
    original: StoredBroadcast,
    fields: Pick<StoredBroadcast, 'kind' | 'message' | 'author' | 'priority'> &
      Partial<Pick<StoredBroadcast, 'corrected' | 'emergencyReason'>>,
  ): Promise<StoredBroadcast> => {
    const at = clock.now()
    const word = fields.kind === 'recall' ? 'tarik' : 'ralat'
    return {
      id: await freeId(original.id, word),
      amends: original.id,
      title: `${fields.kind === 'recall' ? 'Penarikan' : 'Ralat'}: ${original.title}`,
      programme: original.programme,
      audience: original.audience,
      schedule: { type: 'once', at },
      settledAt: settledBefore(at, at),
      status: 'draft',
      ...(fields.corrected?.asksAcknowledgement === true ? { wantsAcknowledgement: true } : {}),
      ...fields,
    }
  }

  const saveCorrection = async (
    original: StoredBroadcast,
    corrected: OutgoingMessage,
    sentAt: Date,
    { by, reason, isEmergency = false }: Actor & { isEmergency?: boolean },
  ): Promise<StoredBroadcast> => {
    const correction = await draft(original, {
      kind: 'correction',
      author: by,
      corrected,
      message: ralatNotice({ title: original.title, sentAt }, corrected),
      priority: isEmergency ? 'emergency' : original.priority,
      ...(isEmergency && reason !== undefined ? { emergencyReason: reason } : {}),
    })
    const why = reason === undefined ? {} : { reason }
    const steps: PlannedStep[] = [
      isEmergency ? { action: 'expedite', by, ...why } : { action: 'submit', by, ...why },
    ]
    await broadcasts.save(correction, steps)
    onChange()
    return (await broadcasts.find(correction.id)) ?? correction
  }

  return {
    /**
     * Writes a correction: it waits for a second person, like any broadcast. Approved, it is edited in place where the
     * platform allows, else sent as a RALAT to exactly the groups that got the first version.
     * Rejects with `AppError('conflict')` when nothing was sent yet, or when a file owns the text.
     */
    async correct(id: string, { body, isEmergency, ...actor }: Correction): Promise<StoredBroadcast> {
      const original = await get(id)
      if (original.sourceFile !== undefined) {
        const reason = `Isi siaran "${id}" milik berkas ${original.sourceFile}. Ubah berkasnya: usulan ralatnya dibuat sendiri, lalu setujui.`
        throw new AppError('conflict', reason)
      }
      if (body.trim() === '') throw new AppError('invalid', 'Tulis isi yang benar.')
      if ((actor.reason ?? '').trim() === '') throw new AppError('invalid', 'Tulis alasan ralatnya.')
      if (actor.by.trim() === '') throw new AppError('invalid', 'Tulis nama yang meralat.')
      const version = await amendments.sentVersion(id)
      const sentAt = version?.runs[0]?.scheduledFor
      if (version === undefined || sentAt === undefined) {
        throw new AppError('conflict', `Siaran "${id}" belum pernah dikirim, jadi tidak ada yang diralat.`)
      }
      const corrected = { ...version.message, text: announcementText(original, body.trim()) }
      if (saysTheSame(id, corrected, version.message)) {
        throw new AppError('conflict', 'Isinya sama dengan yang sudah dikirim.')
      }
      return saveCorrection(original, corrected, sentAt, {
        ...actor,
        ...(isEmergency === undefined ? {} : { isEmergency }),
      })
    },

    /**
     * A file says something else than what was sent: keeps that as a correction for staff to approve, in place of an
     * older proposal. A file that says again what was sent takes its proposal back. Returns the new proposal.
     */
    async propose(id: string, message: OutgoingMessage): Promise<StoredBroadcast | undefined> {
      const original = await get(id)
      const version = await amendments.sentVersion(id)
      const sentAt = version?.runs[0]?.scheduledFor
      if (version === undefined || sentAt === undefined) return undefined
      const corrections = (await broadcasts.list({ amends: id }))
        .filter(({ kind }) => kind === 'correction')
        .toSorted((a, b) => writtenAt(a) - writtenAt(b))
      const inForce = corrections.findLast((one) => !isOpen(one) && one.status !== 'cancelled')?.corrected
      const isSaid = saysTheSame(id, message, inForce ?? version.message)
      const proposals = corrections.filter(isOpen)
      if (proposals.some(({ corrected }) => corrected !== undefined && saysTheSame(id, corrected, message)))
        return undefined
      const reason = isSaid
        ? 'Berkasnya kembali seperti yang sudah dikirim.'
        : 'Berkasnya berubah lagi, ada usulan yang lebih baru.'
      for (const proposal of proposals) {
        await broadcastControl.cancel(proposal.id, { by: SYSTEM, reason })
      }
      if (isSaid) return undefined
      return saveCorrection(original, message, sentAt, {
        by: original.author,
        reason: 'Berkasnya diubah sesudah pengumumannya dikirim.',
      })
    },

    /**
     * Takes a broadcast back: nothing more of it is sent, and what was sent is deleted where the platform allows.
     * One person may do that, with a reason. Returns the recall; `obstacles` says later where it was not possible.
     */
    async recall(id: string, { by, reason = '' }: Actor): Promise<StoredBroadcast> {
      const original = await get(id)
      if (reason.trim() === '') throw new AppError('invalid', 'Tulis alasan penarikannya.')
      if (by.trim() === '') throw new AppError('invalid', 'Tulis nama yang menariknya.')
      if ((await amendments.sentVersion(id)) === undefined) {
        throw new AppError('conflict', `Siaran "${id}" belum pernah dikirim. Batalkan saja.`)
      }
      // Refused when it is over: then there is nothing to stop.
      await broadcastControl.cancel(id, { by, reason })
      for (const one of await broadcasts.list({ amends: id })) {
        await broadcastControl.cancel(one.id, { by, reason: 'Siaran asalnya ditarik.' })
      }
      const recall = await draft(original, {
        kind: 'recall',
        message: original.message,
        author: by,
        priority: original.priority,
      })
      await broadcasts.save(recall, [
        { action: 'accept', by: SYSTEM, reason: `Ditarik oleh ${by}: ${reason}` },
      ])
      onChange()
      return (await broadcasts.find(recall.id)) ?? recall
    },

    /** Where a correction or a recall could not be made in place, or not at all, and why. */
    async obstacles(amendingId: string): Promise<Obstacle[]> {
      const rows = await amendments.list({ broadcastId: amendingId })
      const chats = new Map((await storage.chats.listAll()).map((chat) => [chat.id, chat]))
      return rows.flatMap(({ chatId, address, reason }) =>
        reason === undefined
          ? []
          : [{ title: chats.get(chatId)?.title ?? '?', channel: address.channel, reason }],
      )
    },
  }
}
