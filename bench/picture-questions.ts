/** Which claims are photographed, and in which style. */
import { fileURLToPath } from 'node:url'
import { seededRandom } from '../test/support/seeded-random.ts'
import { EVALUATION_FOLDER, readEvaluation, readLines, type EvaluationQuery } from './evaluation.ts'
import { LONGEST, STYLES, type Style } from './picture-posts.ts'

const SEED_FILE = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))
/** A claim shorter than this is not what people photograph. */
const SHORTEST = 40

export interface PictureQuestion {
  query: EvaluationQuery
  /** Which queries it comes from; `stranger`: there is no clarification for it. */
  kind: 'forwarded' | 'tweet' | 'paraphrase' | 'stranger'
  style: Style
}

/** For each kind, in the order in which they are used. */
type Queries = Record<PictureQuestion['kind'], EvaluationQuery[]>

/** In this order the kinds take turns. */
const TURNS: readonly PictureQuestion['kind'][] = [
  'forwarded',
  'paraphrase',
  'forwarded',
  'paraphrase',
  'tweet',
]

function shuffled<T>(values: T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

/** Where the evaluation folder is absent, the texts of the clarifications that come with the product. */
function fromSeed(random: () => number): Queries {
  const rows = readLines<{ id: string; circulatingTexts: string[] }>(SEED_FILE)
  const forwarded = rows.flatMap(({ id, circulatingTexts }) =>
    circulatingTexts.slice(0, 1).map((text) => ({ id, text, expected: [id], index: 'full' as const })),
  )
  return { forwarded: shuffled(forwarded, random), tweet: [], paraphrase: [], stranger: [] }
}

function readQueries(random: () => number): Queries {
  const evaluation = readEvaluation()
  if (evaluation === undefined) return fromSeed(random)
  const of = (name: string) => evaluation.queries.get(name) ?? []
  const answerable = of('paraphrase').filter(({ difficulty }) => difficulty !== 'hard')
  return {
    forwarded: shuffled(of('forwarded'), random),
    tweet: shuffled(of('tweet'), random),
    paraphrase: shuffled(answerable, random),
    stranger: shuffled(
      [...of('unseen'), ...of('lookalike'), ...shuffled(of('ordinary'), random).slice(0, 80)],
      random,
    ),
  }
}

/** A file in the product's import format: what the bot can answer with. */
export const clarificationsFile = (): string =>
  readEvaluation() === undefined ? SEED_FILE : `${EVALUATION_FOLDER}/clarifications.full.jsonl`

const styleAt = (index: number): Style => STYLES[index % STYLES.length] ?? 'whatsapp'

/**
 * `count` claims that have a clarification, each of another one, then `strangers` that have none. `isPublished` leaves
 * out the claims whose clarification the import refused for want of a source or a date: nobody could answer them.
 */
export function choosePictures(
  seed: number,
  count: number,
  strangers: number,
  isPublished: (clarificationId: string) => boolean,
): PictureQuestion[] {
  const queries = readQueries(seededRandom(seed))
  const used = new Set<string>()
  const take = (kind: PictureQuestion['kind'], style: Style): PictureQuestion | undefined => {
    const query = queries[kind].find(
      ({ id, text, expected }) =>
        !used.has(id) &&
        (kind === 'stranger' || expected.some(isPublished)) &&
        !expected.some((one) => used.has(one)) &&
        text.length >= SHORTEST &&
        text.length <= LONGEST[style],
    )
    if (query === undefined) return undefined
    used.add(query.id)
    for (const one of query.expected) used.add(one)
    return { query, kind, style }
  }
  const known = Array.from({ length: count }, (_, index) => {
    const style = styleAt(index)
    return take(TURNS[index % TURNS.length] ?? 'forwarded', style) ?? take('forwarded', style)
  })
  const others = Array.from({ length: strangers }, (_, index) => take('stranger', styleAt(index)))
  return [...known, ...others].filter((one) => one !== undefined)
}
