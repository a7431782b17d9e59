import type { Clock } from '../clock.ts'
import type { Claim } from '../domain/claim.ts'
import type { Clarification } from '../domain/clarification.ts'
import { decide } from '../factcheck/decide.ts'
import { createSearchIndex, type SearchDocument, type SearchIndex } from '../factcheck/search.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { guessHarm } from './harm.ts'

/** A referred claim still gathers questions for so long; after that it may be worth another look. */
const REFERRED_GATHERS_MS = 30 * 24 * 3_600_000
/** So many different wordings tell what a claim is about; more would only cost memory. */
const WORDINGS = 12
/**
 * So many clarifications stand in the index beside the claims: without them each word would look rare, and whatever
 * shares a few of them would look like the same claim.
 */
const BACKGROUND = 1_000
const HEADLINE_LENGTH = 160
/** How often the table is asked for what others did to the claims. */
const LOOK_INTERVAL_MS = 1_000
/** Tells claims from the clarifications beside them. */
const PREFIX = 'claim:'

/** A stored question that nobody could answer. */
export interface OpenQuestion {
  inquiryId: string
  /** Scrubbed. */
  text: string
  askedAt: Date
}

export interface GatheringDeps {
  storage: Pick<Storage, 'claims' | 'clarifications'>
  clock: Clock
  logger: Logger
}

const asBackground = ({ id, claimReviewed, circulatingTexts, verdict }: Clarification): SearchDocument => ({
  id,
  claimReviewed,
  circulatingTexts,
  explanation: '',
  verdict,
})

function asDocument(claimId: string, texts: string[]): SearchDocument {
  const headline = (texts[0] ?? '').replaceAll(/\s+/g, ' ').slice(0, HEADLINE_LENGTH)
  const id = PREFIX + claimId
  return { id, claimReviewed: headline, circulatingTexts: texts, explanation: '', verdict: 'unproven' }
}

/** The claim that a text is about; undefined when it is about none. */
function claimOf(text: string, known: SearchIndex): string | undefined {
  const answer = decide(known.search(text))
  const id = answer.type === 'clarified' ? answer.match.clarificationId : ''
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined
}

/**
 * Puts questions about the same thing together, in whatever words they come: a question belongs to an open claim when the
 * matcher would firmly answer it with the claim's other wordings.
 */
export function createGathering({ storage, clock, logger }: GatheringDeps) {
  const { claims, clarifications } = storage
  let index: SearchIndex | undefined
  let revision: string | undefined
  let lookedAt = -Infinity
  const texts = new Map<string, string[]>()
  /** Claims are looked for one after another: two questions alike must not open two. */
  let last: Promise<unknown> = Promise.resolve()

  async function load(): Promise<SearchIndex> {
    const known =
      index ??
      createSearchIndex(
        (await clarifications.list({ status: 'published', limit: BACKGROUND })).map(asBackground),
      )
    index = known
    if (clock.now().getTime() - lookedAt < LOOK_INTERVAL_MS) return known
    lookedAt = clock.now().getTime()
    const current = await claims.revision()
    if (current === revision) return known
    const since = new Date(clock.now().getTime() - REFERRED_GATHERS_MS)
    const gathering = await claims.listGathering(since)
    const kept = new Set(gathering.map(({ claim }) => claim.id))
    for (const id of texts.keys()) {
      if (kept.has(id)) continue
      known.remove(PREFIX + id)
      texts.delete(id)
    }
    for (const { claim, texts: wordings } of gathering) {
      if (texts.has(claim.id) || wordings.length === 0) continue
      texts.set(claim.id, wordings)
      known.upsert(asDocument(claim.id, wordings))
    }
    revision = current
    return known
  }

  function learn(claimId: string, text: string, known: SearchIndex): void {
    const wordings = texts.get(claimId) ?? []
    if (wordings.length >= WORDINGS || wordings.includes(text)) return
    wordings.push(text)
    texts.set(claimId, wordings)
    known.upsert(asDocument(claimId, wordings))
  }

  async function open({ inquiryId, text, askedAt }: OpenQuestion): Promise<Claim> {
    const claim = await claims.open(inquiryId, text, guessHarm(text), askedAt)
    logger.info({ claim: claim.number, harm: claim.harm }, 'a new claim is asked about')
    return claim
  }

  /** The claim that a question is about, and whether it was made of it. */
  async function place(question: OpenQuestion): Promise<{ claimId: string; isNew: boolean }> {
    const { text } = question
    const known = await load()
    const claimId = claimOf(text, known)
    if (claimId !== undefined) {
      learn(claimId, text, known)
      return { claimId, isNew: false }
    }
    const claim = await open(question)
    learn(claim.id, text, known)
    // Our own claim is known already; what others did at the same moment is found with their next step.
    revision = await claims.revision()
    return { claimId: claim.id, isNew: true }
  }

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  return {
    /**
     * Puts a question under the claim that it is about, or makes a new one of it. Resolves with the claim's id; with
     * undefined for a text that was not kept.
     */
    async gather(question: OpenQuestion): Promise<string | undefined> {
      const { inquiryId, text, askedAt } = question
      // A text that could not be scrubbed was not kept: there is nothing to compare.
      if (text === '') return undefined
      for (;;) {
        const { claimId, isNew } = await inTurn(() => place(question))
        if (isNew || (await claims.attach(inquiryId, claimId, askedAt))) return claimId
        // It was answered or deleted in the meantime.
        index?.remove(PREFIX + claimId)
        texts.delete(claimId)
      }
    },
  }
}
