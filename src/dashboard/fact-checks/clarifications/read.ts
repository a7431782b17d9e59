import { problemsOf, type ClarificationDetails } from '../../../claims/clarification-desk.ts'
import type { AreaCode } from '../../../domain/area.ts'
import type {
  ClarificationContent,
  ClarificationDraft,
  ClarificationVersion,
} from '../../../domain/clarification.ts'
import type { Desks } from '../../desks.ts'
import type { Visit } from '../../visit.tsx'
import { concernsVisitor } from '../claims/read.ts'
import { placeName } from '../words.ts'
import { changesBetween, type FieldChange } from './compare.ts'
import { typedOf, type Typed } from './typed.ts'

const VERSIONS_SHOWN = 20

/** The residents' question that a draft answers. */
export interface AnsweredClaim {
  number: number
  /** Undefined when nobody of the person's own area asks about it. */
  texts?: string[]
}

/** A version with what made it differ from the one before. */
export interface VersionView extends ClarificationVersion {
  /** Undefined for the first that is known. */
  changes?: FieldChange[]
}

export interface ClarificationView extends Omit<ClarificationDetails, 'versions'> {
  id: string
  claim?: AnsweredClaim
  /** What keeps the draft from being published. */
  problems: string[]
  /** What the draft changes about the published version. */
  changes: FieldChange[]
  /** The newest first. */
  versions: VersionView[]
  nameOf: (code: AreaCode) => string
}

async function claimOf({ storage }: Desks, visit: Visit, id: string): Promise<AnsweredClaim | undefined> {
  const claim = await storage.claims.find(id)
  if (claim === undefined) return undefined
  const { number } = claim
  const isConcerned = concernsVisitor(visit, await storage.claims.reachOf(claim))
  return isConcerned ? { number, texts: await storage.claims.textsOf(id) } : { number }
}

function withChanges(versions: ClarificationVersion[], nameOf: (code: AreaCode) => string): VersionView[] {
  const shown = versions.slice(-VERSIONS_SHOWN - 1)
  return shown
    .map((version, place) => {
      const before = shown[place - 1]
      return before === undefined
        ? version
        : { ...version, changes: changesBetween(before.content, version.content, nameOf) }
    })
    .slice(-VERSIONS_SHOWN)
    .toReversed()
}

/** A clarification and its draft, with all that the page shows of them. */
export async function readClarification(desks: Desks, visit: Visit, id: string): Promise<ClarificationView> {
  const { versions, ...details } = await desks.clarifications.show(id)
  const { draft, published } = details
  const nameOf = (code: AreaCode) => placeName(code, desks.storage.gazetteer)
  const claim = draft?.claimId === undefined ? undefined : await claimOf(desks, visit, draft.claimId)
  return {
    ...details,
    id,
    problems: draft === undefined ? [] : problemsOf(draft),
    changes:
      draft === undefined || published === undefined ? [] : changesBetween(published, draft.content, nameOf),
    versions: withChanges(versions, nameOf),
    nameOf,
    ...(claim === undefined ? {} : { claim }),
  }
}

const isOther = (before: ClarificationContent, after: ClarificationContent) =>
  before.verdict !== after.verdict || before.explanation !== after.explanation

function correctingOf({ draft, published }: ClarificationView): Typed['correcting'] {
  if (draft === undefined || published === undefined) return ''
  if (draft.corrects === isOther(published, draft.content)) return ''
  return draft.corrects ? 'ya' : 'tidak'
}

/** What the form begins with: the draft, else what is published. */
export function typedFrom(view: ClarificationView, { storage }: Desks): Typed | undefined {
  const content = view.draft?.content ?? view.published
  if (content === undefined) return undefined
  return typedOf(content, storage.gazetteer, { correcting: correctingOf(view), note: view.draft?.note })
}

/** Tells whether a draft is still the one that somebody has looked at. */
export const stampOf = (draft: ClarificationDraft | undefined): string => draft?.updatedAt.toISOString() ?? ''
