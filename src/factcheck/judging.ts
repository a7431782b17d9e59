import type { Clarification } from '../domain/clarification.ts'
import type { Answer, IgnoredReason } from '../domain/inquiry.ts'
import { decide as decideCarefully } from './decide.ts'
import { differencesOf, type FactDifference } from './explain.ts'
import { explainFully, type FullExplanation } from './explain-fully.ts'
import { weigh } from './pictured.ts'
import type { createPublished } from './published.ts'
import type { SearchResult } from './search.ts'

const SUGGESTION_LIMIT = 3

const LINK = /https?:\/\/|\bwww\.|\b[\w-]{2,}\.(?:com|id|net|org|info|me|ly|gl|xyz|site|online)\b/i

/** What to say to a question. */
export interface FactCheckReply {
  answer: Answer
  /** With `clarified` the one that answers, with `suggested` up to three, best first. */
  clarifications: Clarification[]
  /** With `suggested`: a fact in which the first one differs from the message. Not for keeping: it quotes the message. */
  difference?: FactDifference
  /** With `ignored` because of `flood`: true once, so that the person is told, then silence. */
  isFirstFlood?: true
  /** The first answer that this person gets for a while: a good moment to ask whether it helps. */
  isFirstAnswer?: true
  /** The claim under which the question waits for an answer. */
  claimId?: string
}

/** An answer that nobody asked for, with all that led to it. */
export interface TriedOut {
  reply: FactCheckReply
  explanation: FullExplanation
}

/** What is known of a message. */
export interface Evidence {
  text: string
  /** Perceptual hash of the picture that came with it. */
  pictureHash?: string
  /** The text was read from a picture and may be wrong: it may suggest, but not answer firmly. */
  isUnsure?: true
}

/** Why a text cannot be checked; undefined when it can. */
function tooLittle(text: string): IgnoredReason | undefined {
  const words = text.slice(0, 1_000).match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  if (words === 0) return 'empty'
  return words < 2 && !LINK.test(text) ? 'too_short' : undefined
}

/** Finds what to say to a message among the published clarifications. Writes nothing. */
export function createJudging(
  published: Pick<ReturnType<typeof createPublished>, 'get' | 'search' | 'ofPicture'>,
  decide: (result: SearchResult) => Answer = decideCarefully,
) {
  const picturedIn = ({ pictureHash }: Evidence) =>
    pictureHash === undefined ? undefined : published.ofPicture(pictureHash)

  /** Drops candidates that are no longer published, and more than three. */
  function settle(answer: Answer): FactCheckReply {
    if (answer.type === 'clarified') {
      const clarification = published.get(answer.match.clarificationId)
      if (clarification !== undefined) return { answer, clarifications: [clarification] }
    }
    if (answer.type === 'suggested') {
      const candidates = answer.candidates.slice(0, SUGGESTION_LIMIT)
      const clarifications = candidates.flatMap((match) => published.get(match.clarificationId) ?? [])
      if (clarifications.length > 0) return { answer: { ...answer, candidates }, clarifications }
    }
    if (answer.type === 'ignored') return { answer, clarifications: [] }
    return { answer: { type: 'unknown' }, clarifications: [] }
  }

  function judge(evidence: Evidence): { reply: FactCheckReply; result: SearchResult } {
    const { text, isUnsure } = evidence
    const result = published.search(text)
    const pictured = picturedIn(evidence)?.id
    const reply = settle(weigh(decide(result), { pictured, isUnsure: isUnsure === true }))
    const [nearest] = reply.clarifications
    if (reply.answer.type !== 'suggested' || nearest === undefined) return { reply, result }
    const [difference] = differencesOf(text, nearest)
    return { reply: difference === undefined ? reply : { ...reply, difference }, result }
  }

  return {
    settle,
    judge,

    /** Why a message cannot be checked; undefined when it can. */
    tooLittle: (evidence: Evidence): IgnoredReason | undefined =>
      picturedIn(evidence) === undefined ? tooLittle(evidence.text) : undefined,

    /** What a text would be answered with, and why. */
    tryOut(text: string): TriedOut {
      const because = tooLittle(text)
      const { reply, result } = judge({ text })
      return {
        reply: because === undefined ? reply : settle({ type: 'ignored', because }),
        explanation: explainFully(text, result, (id) => published.get(id)),
      }
    },
  }
}
