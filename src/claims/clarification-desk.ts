import type { Clock } from '../clock.ts'
import type {
  Clarification,
  ClarificationContent,
  ClarificationDraft,
  ClarificationVersion,
} from '../domain/clarification.ts'
import { isOpenClaim } from '../domain/claim.ts'
import { AppError } from '../domain/error.ts'
import type { Storage } from '../storage/storage.ts'

const MAXIMUM_CLAIM_LENGTH = 500
const MAXIMUM_EXPLANATION_LENGTH = 4_000

export interface ClarificationDeskDeps {
  storage: Pick<Storage, 'clarifications' | 'clarificationDrafts' | 'claims' | 'gazetteer'>
  clock: Clock
}

/** What an author says; what is missing stays as it is in the draft, or in the published version. */
export interface DraftChange {
  /** The claim that it answers, by id or number. */
  claim?: string
  content?: Partial<ClarificationContent>
  /** Perceptual hashes of pictures that circulate with the claim, beside those that are known. */
  addedPictures?: string[]
  /** Whoever was answered with an older version is told. With a published one: when verdict or explanation change. */
  corrects?: boolean
  note?: string
}

export interface ClarificationDetails {
  published?: Clarification
  draft?: ClarificationDraft
  versions: ClarificationVersion[]
}

const isSame = (left: string, right: string) => left.trim().toLowerCase() === right.trim().toLowerCase()

const nameOf = (by: string): string => {
  const name = by.trim()
  if (name === '') throw new AppError('invalid', 'Tulis siapa yang melakukannya.')
  return name
}

const missing = (id: string) => new AppError('not_found', `Klarifikasi atau draf "${id}" tidak ada.`)

const isLink = ({ url }: { url: string }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/** What keeps a draft from being published, in plain Indonesian; empty when nothing does. */
export function problemsOf({ content }: Pick<ClarificationDraft, 'content'>): string[] {
  const { claimReviewed, explanation, sources, circulatingTexts } = content
  return [
    ...(claimReviewed.trim() === '' ? ['Klaimnya belum ditulis.'] : []),
    ...(claimReviewed.length > MAXIMUM_CLAIM_LENGTH ? ['Klaimnya terlalu panjang; cukup satu kalimat.'] : []),
    ...(explanation.trim() === '' ? ['Penjelasannya belum ditulis.'] : []),
    ...(explanation.length > MAXIMUM_EXPLANATION_LENGTH ? ['Penjelasannya terlalu panjang.'] : []),
    ...(circulatingTexts.some((text) => text.trim() === '') ? ['Ada teks beredar yang kosong.'] : []),
    ...(sources.length === 0 ? ['Belum ada sumber. Tulis sedikitnya satu tautan ke sumbernya.'] : []),
    ...(sources.every(isLink) ? [] : ['Ada sumber yang alamatnya tidak diawali http:// atau https://.']),
  ]
}

function withPictures(content: ClarificationContent, added: string[] = []): ClarificationContent {
  if (added.length === 0) return content
  return { ...content, pictureHashes: [...new Set([...(content.pictureHashes ?? []), ...added])] }
}

export type ClarificationDesk = ReturnType<typeof createClarificationDesk>

/** From a draft to a published clarification, by two people. All errors are `AppError`, in plain Indonesian. */
export function createClarificationDesk({ storage, clock }: ClarificationDeskDeps) {
  const { clarifications, clarificationDrafts: drafts, claims, gazetteer } = storage

  async function requireDraft(id: string): Promise<ClarificationDraft> {
    const draft = await drafts.find(id)
    if (draft === undefined) throw missing(id)
    return draft
  }

  const emptyContent = (): ClarificationContent => ({
    claimReviewed: '',
    circulatingTexts: [],
    verdict: 'false',
    explanation: '',
    sources: [],
    areaCodes: [],
    publishedAt: clock.now(),
  })

  /** What a new draft starts from: the published version, or the claim that it is to answer. */
  async function start(claimId: string | undefined, published: Clarification | undefined) {
    if (published !== undefined) {
      const { id: _id, status: _status, version: _version, ...content } = published
      return content
    }
    const texts = claimId === undefined ? [] : await claims.textsOf(claimId)
    return { ...emptyContent(), claimReviewed: '', circulatingTexts: texts }
  }

  async function claimFor(idOrNumber: string | undefined): Promise<string | undefined> {
    if (idOrNumber === undefined) return undefined
    const claim = await claims.find(idOrNumber)
    if (claim === undefined) throw new AppError('not_found', `Pertanyaan "${idOrNumber}" tidak ada.`)
    if (!isOpenClaim(claim.status) && claim.status !== 'referred') {
      throw new AppError('conflict', 'Pertanyaan ini sudah terjawab.')
    }
    return claim.id
  }

  return {
    async list(filter: { text?: string; limit?: number } = {}) {
      const { text, limit = 50 } = filter
      return {
        drafts: await drafts.list(),
        clarifications: await clarifications.list({ limit, ...(text === undefined ? {} : { text }) }),
      }
    },

    async show(id: string): Promise<ClarificationDetails> {
      const published = await clarifications.find(id)
      const draft = await drafts.find(id)
      if (published === undefined && draft === undefined) throw missing(id)
      return {
        versions: await clarifications.versions(id),
        ...(published === undefined ? {} : { published }),
        ...(draft === undefined ? {} : { draft }),
      }
    },

    /** Starts a draft, or changes one: it goes back to its author's desk. */
    async draft(id: string, by: string, change: DraftChange): Promise<ClarificationDraft> {
      const writtenBy = nameOf(by)
      const strange = change.content?.areaCodes?.find((code) => gazetteer.get(code) === undefined)
      if (strange !== undefined) throw new AppError('invalid', `Wilayah "${strange}" tidak dikenal.`)
      const before = await drafts.find(id)
      const published = await clarifications.find(id)
      // Those that came with an import are called as their file wants.
      const isKnown = before !== undefined || published !== undefined
      if (!isKnown && !/^[\w.-]{1,60}$/.test(id)) {
        throw new AppError('invalid', 'Id hanya boleh berisi huruf, angka, titik, dan tanda hubung.')
      }
      const claimId = (await claimFor(change.claim)) ?? before?.claimId
      const base = before?.content ?? (await start(claimId, published))
      const content = withPictures({ ...base, ...change.content }, change.addedPictures)
      const isOther =
        published !== undefined &&
        (published.verdict !== content.verdict || published.explanation !== content.explanation)
      const note = change.note ?? before?.note
      await drafts.save({
        id,
        content,
        status: 'draft',
        writtenBy,
        corrects: change.corrects ?? isOther,
        ...(claimId === undefined ? {} : { claimId }),
        ...(note === undefined ? {} : { note }),
      })
      if (claimId !== undefined) await claims.step(claimId, 'take', { by: writtenBy })
      return requireDraft(id)
    },

    /** Hands a draft over to a second person. */
    async review(id: string, by: string): Promise<ClarificationDraft> {
      nameOf(by)
      const { updatedAt: _updatedAt, ...draft } = await requireDraft(id)
      const problems = problemsOf(draft)
      if (problems.length > 0) throw new AppError('invalid', problems.join(' '))
      await drafts.save({ ...draft, status: 'in_review' })
      return requireDraft(id)
    },

    /** Publishes what a second person has reviewed: whoever asked is told, and the next question is answered with it. */
    async publish(id: string, by: string, note?: string) {
      const reviewer = nameOf(by)
      const draft = await requireDraft(id)
      if (draft.status !== 'in_review') {
        throw new AppError('conflict', 'Draf ini belum diajukan untuk diperiksa.')
      }
      if (isSame(reviewer, draft.writtenBy)) {
        throw new AppError('forbidden', 'Yang menerbitkan harus orang lain dari yang menulis drafnya.')
      }
      const problems = problemsOf(draft)
      if (problems.length > 0) throw new AppError('invalid', problems.join(' '))
      const step = { by: reviewer, ...(note === undefined ? {} : { note }) }
      const result = await drafts.publish(id, draft.updatedAt, step)
      if (result.type === 'published') return result
      throw result.type === 'changed'
        ? new AppError('conflict', 'Draf ini baru saja diubah. Periksa lagi sebelum menerbitkan.')
        : missing(id)
    },

    /** Throws a draft away; what is published stays. */
    async discard(id: string): Promise<void> {
      if (!(await drafts.remove(id))) throw missing(id)
    },

    /** Withdraws a published clarification; whoever was answered with it is told. */
    async retract(id: string, by: string, note: string | undefined): Promise<void> {
      const reason = note?.trim() ?? ''
      if (reason === '') throw new AppError('invalid', 'Tulis alasan penarikannya.')
      if (!(await clarifications.retract(id, { by: nameOf(by), note: reason }))) {
        throw new AppError('not_found', `Klarifikasi "${id}" tidak ada, atau sudah ditarik.`)
      }
    },
  }
}
