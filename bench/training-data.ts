import { FEATURES, type Features } from '../src/factcheck/features.ts'
import { TELLING_NAMES } from '../src/factcheck/names.ts'
import { foldLetters } from '../src/factcheck/normalize.ts'
import { toVector } from '../src/factcheck/model.ts'
import { createSearchIndex, type SearchIndex } from '../src/factcheck/search.ts'
import type { EvaluationData, EvaluationQuery } from './evaluation.ts'
import { hash } from './hash.ts'
import { deform } from './noise.ts'

/** A query with the measurements of its candidates. */
export interface Example {
  set: string
  query: EvaluationQuery
  /** How much it counts in training; 0: only for judging. */
  weight: number
  /** Examples about one clarification share a group, and a group is never split between training and judging. */
  group: string
  ids: string[]
  /** One row of `FEATURES.length` values for each of `ids`; an id may have several rows, one a passage. */
  rows: Float32Array
}

/** Of a long message only the rows that could win are kept. */
const MAXIMUM_ROWS = 90

const scoreOf = ({ wordScore, gramScore, claimCover }: Features) => wordScore + gramScore + claimCover / 2

function measureExample(index: SearchIndex, set: string, query: EvaluationQuery, weight: number): Example {
  const isExpected = (id: string) => query.expected.includes(id)
  const kept = index
    .inspect(query.text, { without: new Set(query.without) })
    .toSorted((a, b) => scoreOf(b.features) - scoreOf(a.features))
    .filter(({ id }, position) => position < MAXIMUM_ROWS || isExpected(id))
  const rows = new Float32Array(kept.length * FEATURES.length)
  for (const [position, { features }] of kept.entries())
    rows.set(toVector(features), position * FEATURES.length)
  const group = query.group ?? query.expected[0] ?? query.without?.[0] ?? query.id
  return { set, query, weight, group, ids: kept.map(({ id }) => id), rows }
}

/** Each answerable query again with its clarifications taken away: a hoax that the database does not know. */
function unknownHoaxes(data: EvaluationData): EvaluationQuery[] {
  // These are known to have another version of the hoax in the database.
  const related = new Set(
    [...(data.queries.get('variant') ?? []), ...(data.queries.get('lookalike') ?? [])].flatMap(
      (query) => query.without ?? [],
    ),
  )
  return ['paraphrase', 'forwarded']
    .flatMap((name) => data.queries.get(name) ?? [])
    .filter((query) => !query.expected.some((id) => related.has(id)))
    .map((query) => ({
      ...query,
      id: `left-out:${query.id}`,
      index: 'full',
      expected: [],
      without: query.expected,
    }))
}

/** The same against a database without circulating texts: there, too, most claims are unknown. */
const leftOutOfBare = (data: EvaluationData) =>
  unknownHoaxes(data)
    .filter(({ id }) => id.startsWith('left-out:q'))
    .map((query) => ({ ...query, id: `bare-${query.id}`, index: 'bare' as const }))

/** Prayers, greetings and calls to share, as chains have them. */
const CHAIN_LINES = [
  'Assalamualaikum warahmatullahi wabarakatuh, selamat pagi sahabat semua, semoga sehat selalu 🙏',
  'Ya Allah, lapangkanlah rezeki kami, sembuhkanlah yang sakit, ampunilah dosa kedua orang tua kami. Aamiin.',
  'Sebarkan ke 10 grup, insyaallah besok pagi ada kabar baik. Jangan diputus ya!',
  'Renungan pagi: hidup ini singkat, maka berbuat baiklah kepada siapa saja.',
  'Info untuk warga: iuran kebersihan bulan ini paling lambat tanggal 10, bisa ke bendahara RT.',
  'Selamat ulang tahun untuk Pak RW, semoga panjang umur dan berkah.',
]

/** About 4,500 characters of ordinary messages, with `texts` somewhere among them. */
function chainAround(texts: string[], fillers: string[], seed: string): string {
  const parts: string[] = []
  for (let step = 0; parts.join('\n').length < 4500; step += 1) {
    const pick = hash(`${seed}/${step}`)
    const lines = pick % 7 === 0 ? CHAIN_LINES : fillers
    parts.push(lines[(pick >>> 3) % lines.length] ?? '')
  }
  for (const [number, text] of texts.entries()) {
    const place = [0, parts.length, hash(`${seed}#${number}`) % parts.length][hash(`place ${seed}`) % 3] ?? 0
    parts.splice(place, 0, text)
  }
  return parts.join('\n')
}

const isFindable = ({ expected }: EvaluationQuery) => expected.length > 0

/** Claims hidden in chains: known ones, ones that the database lacks, and chains without any claim. */
function chains(data: EvaluationData): EvaluationQuery[] {
  const fillers = data.queries.get('ordinary')?.map(({ text }) => text) ?? []
  if (fillers.length === 0) return []
  return (data.queries.get('paraphrase') ?? [])
    .filter((query) => query.difficulty !== 'hard')
    .flatMap((query) => {
      const pick = hash(query.id) % 8
      if (pick > 3) return []
      if (pick === 3) {
        const text = chainAround([], fillers, query.id)
        return [{ ...query, id: `empty:${query.id}`, text, expected: [], group: query.id }]
      }
      const text = chainAround([query.text], fillers, query.id)
      const found = { ...query, id: `chain:${query.id}`, text }
      if (pick > 0) return [found]
      return [{ ...found, id: `unknown:${query.id}`, expected: [], without: query.expected }]
    })
}

const HEADLINES = [
  'Heboh! Beredar kabar',
  'Viral!! Benarkah',
  'Astaga, ternyata',
  'Waspada,',
  'Baca deh:',
  'Parah ini',
  '',
]
const LINKS = [
  'https://t.co/aB3dEfGh1',
  'http://dlvr.it/Qx7Yz',
  '#viral #indonesia',
  'via @kabar_kini',
  '',
  '',
]

/** Short messages in the claim's own words, some of them missing: as people mention a rumour in passing. */
function headlines(data: EvaluationData): EvaluationQuery[] {
  return data.full
    .filter(({ id }) => hash(`headline ${id}`) % 3 === 0)
    .flatMap(({ id, claimReviewed }) => {
      const words = claimReviewed.split(/\s+/)
      if (words.length < 4) return []
      const kept = words.filter((_, at) => hash(`${id}/${at}`) % 10 < 7)
      const pick = hash(`form ${id}`)
      const text = [HEADLINES[pick % HEADLINES.length], ...kept, LINKS[(pick >>> 4) % LINKS.length]].join(' ')
      const query = { id: `headline:${id}`, text, index: 'full' as const, group: id }
      if (pick % 2 === 0) return [{ ...query, expected: [], without: [id] }]
      return [{ ...query, expected: [id] }]
    })
}

/** Circulating texts deformed in ways that the evaluation does not know; every third. */
function deformed(data: EvaluationData): EvaluationQuery[] {
  return (data.queries.get('paraphrase') ?? [])
    .filter(({ id }) => hash(`deform ${id}`) % 3 === 0)
    .map((query) => ({
      ...query,
      id: `deformed:${query.id}`,
      text: deform(query.text, query.id),
      index: 'full' as const,
    }))
}

/** The same message about another bank, employer or year, made by changing one word in both spellings. */
function lookalikes(data: EvaluationData): EvaluationQuery[] {
  const claims = new Map(data.full.map(({ id, claimReviewed }) => [id, foldLetters(claimReviewed)]))
  // Another country in a rumour about a war is seldom another rumour; another bank in a vacancy always is.
  const names = [...TELLING_NAMES].filter(([, kind]) => kind !== 'place')
  return (data.queries.get('forwarded') ?? []).flatMap((query) => {
    const claim = claims.get(query.expected[0] ?? '') ?? ''
    const text = foldLetters(query.text)
    const claimWords = new Set(claim.match(/[\p{L}\d]+/gu))
    const told = names.find(([name]) => claimWords.has(name) && text.includes(name))
    const year = /\b20[12]\d\b/.exec(claim)?.[0]
    const old = told?.[0] ?? (year !== undefined && text.includes(year) ? year : undefined)
    if (old === undefined) return []
    const same = names.filter(([name, kind]) => kind === told?.[1] && name !== old)
    const pick = hash(query.id)
    // Every second name is one that no list holds: the model must not lean on lists alone.
    const made = `${'bdgklmnprst'[pick % 11] ?? ''}a${'bdgklmnprst'[(pick >>> 4) % 11] ?? ''}o${'rnlks'[(pick >>> 8) % 5] ?? ''}indo`
    const listed = same[pick % Math.max(1, same.length)]?.[0] ?? String(2011 + (pick % 18))
    const fresh = told !== undefined && pick % 2 === 0 ? made : listed === old ? '2009' : listed
    return [
      {
        ...query,
        id: `swapped:${query.id}`,
        text: text.replaceAll(old, fresh),
        expected: [],
        without: [],
        group: query.expected[0],
      },
    ]
  })
}

const pickOf = <T>(list: readonly T[], seed: string): T | undefined => list[hash(seed) % list.length]

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/** The first or last few words of somebody's ordinary message: what people say about a rumour. */
function remark(fillers: string[], seed: string): string {
  const words = wordsOf(pickOf(fillers, `filler ${seed}`) ?? '')
  const length = 2 + (hash(`length ${seed}`) % 9)
  return (hash(`end ${seed}`) % 2 === 0 ? words.slice(0, length) : words.slice(-length)).join(' ')
}

const VERDICTS = ['[HOAX]', 'CEK FAKTA:', 'Tidak benar', 'Hoaks!', 'Itu hoax ya,']

/** Rumours as people speak of them in short messages: the claim or its beginning, and a remark before or after it. */
function remarks(data: EvaluationData): EvaluationQuery[] {
  const fillers = data.queries.get('ordinary')?.map(({ text }) => text) ?? []
  return data.full.flatMap(({ id, claimReviewed, circulatingTexts }) => {
    const seed = `remark ${id}`
    const pick = hash(seed)
    if (pick % 3 === 0) return []
    const [text] = circulatingTexts
    const isOfText = text !== undefined && (pick >>> 3) % 2 === 0
    const words = wordsOf(isOfText ? text : claimReviewed)
    if (words.length < 3) return []
    const start = isOfText && words.length > 24 ? (pick >>> 5) % (words.length - 12) : 0
    const core = words
      .slice(start, start + 8 + ((pick >>> 9) % 10))
      .filter((_, at) => hash(`${seed}/${at}`) % 10 !== 0)
    const verdict = (pick >>> 13) % 8 === 0 ? pickOf(VERDICTS, seed) : undefined
    const opening = (pick >>> 16) % 2 === 0 ? pickOf(HEADLINES, `h${seed}`) : remark(fillers, `o${seed}`)
    const closing = (pick >>> 18) % 2 === 0 ? pickOf(LINKS, `l${seed}`) : remark(fillers, `c${seed}`)
    const query = {
      id: `remark:${id}`,
      text: [verdict, opening, ...core, closing].filter(Boolean).join(' '),
      index: 'full' as const,
      group: id,
    }
    const isKnown = (pick >>> 21) % 3 !== 0
    return [isKnown ? { ...query, expected: [id] } : { ...query, expected: [], without: [id] }]
  })
}

/** Pieces out of the middle of long circulating texts, as tweets and second parts of messages are. */
function excerpts(data: EvaluationData): EvaluationQuery[] {
  return (data.queries.get('paraphrase') ?? []).flatMap((query) => {
    const words = wordsOf(query.text)
    const pick = hash(`excerpt ${query.id}`)
    if (words.length < 24 || pick % 2 === 0) return []
    const length = 10 + ((pick >>> 4) % 25)
    const start = (pick >>> 9) % 3 === 0 ? 0 : (pick >>> 12) % Math.max(1, words.length - length)
    const text = [...words.slice(start, start + length), pickOf(LINKS, query.id)].join(' ')
    const piece = { ...query, id: `excerpt:${query.id}`, text, index: 'full' as const }
    const isKnown = (pick >>> 21) % 3 !== 0
    return [isKnown ? piece : { ...piece, expected: [], without: query.expected, group: query.expected[0] }]
  })
}

/** A database in which half of the clarifications lack the circulating text that `versions` asks for. */
function withoutSomeTexts(data: EvaluationData, half: number): EvaluationData['full'] {
  const bare = new Map(data.bare.map((document) => [document.id, document]))
  return data.full.map((document) => {
    if (hash(`half ${document.id}`) % 2 !== half) return document
    const explanation = bare.get(document.id)?.explanation ?? document.explanation
    return { ...document, explanation, circulatingTexts: document.circulatingTexts.slice(1) }
  })
}

/** Texts that circulated as other versions of what the database of that half has. */
function versions(data: EvaluationData, half: number): EvaluationQuery[] {
  return data.full
    .filter(({ id }) => hash(`half ${id}`) % 2 === half)
    .flatMap(({ id, circulatingTexts: [text] }) =>
      text === undefined || wordsOf(text).length < 4
        ? []
        : [{ id: `version:${id}`, text, expected: [id], index: 'full' as const, group: id }],
    )
}

const WEIGHTS: Record<string, number> = { topical: 0, tweet: 2, lookalike: 6, variant: 2.5, ordinary: 1 }

/** Measures every query of the evaluation, and the ones made from it. */
export function collectExamples(data: EvaluationData): Example[] {
  const index = { full: createSearchIndex(data.full), bare: createSearchIndex(data.bare) }
  const examples: Example[] = []
  const add = (set: string, queries: EvaluationQuery[], weight: number) => {
    for (const query of queries) {
      const own = query.difficulty === 'hard' ? weight * 0.6 : weight
      examples.push(measureExample(index[query.index], set, query, own))
    }
  }
  for (const [name, queries] of data.queries) add(name, queries, WEIGHTS[name] ?? 1)
  add('left-out', unknownHoaxes(data), 0.6)
  const made = chains(data)
  add('chain', made.filter(isFindable), 1)
  add(
    'empty-chain',
    made.filter((query) => !isFindable(query)),
    0.6,
  )
  add('headline', headlines(data), 0.5)
  add('deformed', deformed(data), 0.5)
  add('swapped', lookalikes(data), 0.2)
  add('left-out-bare', leftOutOfBare(data), 0.3)
  add('remark', remarks(data), 0.5)
  add('excerpt', excerpts(data), 0.5)
  for (const half of [0, 1]) {
    const reduced = createSearchIndex(withoutSomeTexts(data, half))
    for (const query of versions(data, half)) examples.push(measureExample(reduced, 'version', query, 0.5))
  }
  return examples
}
