import type { Clock } from '../clock.ts'
import { withoutCodeLine } from '../domain/broadcast-code.ts'
import type { Clarification } from '../domain/clarification.ts'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'
import { isStanding, type Announced } from '../storage/announced.ts'
import type { Storage } from '../storage/storage.ts'
import { decide } from './decide.ts'
import {
  foreignFigures,
  isMadeFrom,
  isSameText,
  numbersOf,
  readableForms,
  tokensOf,
} from './same-announcement.ts'
import { createSearchIndex, type SearchDocument, type SearchIndex } from './search.ts'

/** What is older says little about today. */
const LIFETIME_MS = 180 * 24 * 3_600_000
const REFRESH_INTERVAL_MS = 5_000
/** So many clarifications stand beside the announcements: without them each word of a programme would look rare. */
const BACKGROUND = 1_000
/** Tells announcements from the clarifications beside them. */
const PREFIX = 'announcement:'
/** No announcement is as long; a message that is longer holds something else too. */
const LONGEST = 12_000

/** A link, as far as announcements are compared by it. */
export interface ComparedLink {
  canonical: string
  host: string
}

export interface AnnouncementDeps {
  storage: Pick<Storage, 'announced' | 'clarifications'>
  clock: Clock
  linksOf: (text: string) => ComparedLink[]
  /** Whether a host belongs to an authority. */
  isOfficialHost: (host: string) => boolean
  /** The texts of an announcement as it goes to groups. */
  formsOf: (message: OutgoingMessage) => string[]
}

/** A message that somebody asks about. */
export interface ComparedMessage {
  text: string
  /** Addresses behind its words and buttons. */
  hiddenLinks: readonly string[]
  /** There is nothing else to it: no picture or file, and nothing was read by a machine. */
  isWhole: boolean
  channel: ChannelName
}

/** In what a message differs from the announcement that it was made from. */
export type Alteration = 'link' | 'number' | 'figure'

/**
 * How a message compares with what Diskominfo announced.
 *
 * - `confirmed`: it is that announcement, word for word, and leads nowhere else
 * - `altered`: it is about the same, with other links, numbers or figures
 * - `similar`: it is about the same, in other words: people must compare
 */
export type Comparison =
  | { type: 'confirmed'; announced: Announced }
  | { type: 'similar'; announced: Announced }
  | { type: 'altered'; announced: Announced; alterations: Alteration[] }

const asBackground = ({ id, claimReviewed, circulatingTexts, verdict }: Clarification): SearchDocument => ({
  id,
  claimReviewed,
  circulatingTexts,
  explanation: '',
  verdict,
})

const asDocument = ({ broadcast, message }: Announced): SearchDocument => ({
  id: PREFIX + broadcast.id,
  claimReviewed: broadcast.title,
  circulatingTexts: readableForms(message.text),
  explanation: '',
  verdict: 'unproven',
})

/** The announcement that the search finds for a message, when it is about one. */
function nearestOf(text: string, known: SearchIndex): string | undefined {
  const answer = decide(known.search(text))
  const id =
    answer.type === 'clarified'
      ? answer.match.clarificationId
      : answer.type === 'suggested' && answer.isPattern === true
        ? (answer.candidates[0]?.clarificationId ?? '')
        : ''
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined
}

/** What is looked at of an announcement, also of its RALAT. */
function contentOf({ broadcast, message, notices }: Announced, { formsOf, linksOf }: AnnouncementDeps) {
  const markdown = [message, ...notices].flatMap((one) => [
    one.text,
    withoutCodeLine(broadcast.id, one).text,
    ...formsOf(one),
  ])
  const forms = markdown.flatMap((text) => readableForms(text))
  return {
    tokens: forms.map((form) => tokensOf(form)),
    links: new Set(markdown.flatMap((text) => linksOf(text).map(({ canonical }) => canonical))),
    numbers: numbersOf(forms.join('\n')),
  }
}

/** Compares a message with one announcement. Pure. */
function compareWith(announced: Announced, given: ComparedMessage, deps: AnnouncementDeps): Comparison {
  const official = contentOf(announced, deps)
  const said = tokensOf(given.text)
  const links = [given.text, ...given.hiddenLinks].flatMap((text) => deps.linksOf(text))
  const foreignLinks = links.filter(({ canonical }) => !official.links.has(canonical))
  const isSame = official.tokens.some((tokens) => isSameText(tokens, said))
  const leadsElsewhere = foreignLinks.length > 0 || hasUnreadable(given, deps)
  if (isSame && !leadsElsewhere) return { type: given.isWhole ? 'confirmed' : 'similar', announced }
  const everything = official.tokens.flat()
  const isCopy = official.tokens.some((tokens) => isMadeFrom(tokens, said))
  const found: [Alteration, boolean][] = [
    [
      'link',
      foreignLinks.some(({ host }) => isCopy || !deps.isOfficialHost(host)) || (isSame && leadsElsewhere),
    ],
    ['number', [...numbersOf(given.text)].some((number) => !official.numbers.has(number))],
    ['figure', isCopy && foreignFigures(everything, said).length > 0],
  ]
  const alterations = found.filter(([, applies]) => applies).map(([alteration]) => alteration)
  return alterations.length > 0 ? { type: 'altered', announced, alterations } : { type: 'similar', announced }
}

/** A hidden address that is none of the web: `tg://`, `intent:`. Nobody knows where it leads. */
const hasUnreadable = ({ hiddenLinks }: ComparedMessage, { linksOf }: AnnouncementDeps) =>
  hiddenLinks.some((link) => linksOf(link).length === 0)

export type Announcements = ReturnType<typeof createAnnouncements>

/**
 * Compares messages with the announcements of the last 180 days that groups really got and Diskominfo still stands
 * behind. A wrong confirmation is the worst that can happen: only the very same words are confirmed.
 */
export function createAnnouncements(deps: AnnouncementDeps) {
  const { storage, clock } = deps
  let index: SearchIndex | undefined
  let known = new Map<string, Announced>()
  let revision: string | undefined
  let lookedAt = 0
  /** One after another: two at once would fill the index twice. */
  let loading: Promise<unknown> = Promise.resolve()

  async function load(): Promise<SearchIndex> {
    const { announced, clarifications } = storage
    const current =
      index ??
      createSearchIndex(
        (await clarifications.list({ status: 'published', limit: BACKGROUND })).map(asBackground),
      )
    index = current
    const now = clock.now().getTime()
    if (revision !== undefined && now - lookedAt < REFRESH_INTERVAL_MS) return current
    lookedAt = now
    const newest = await announced.revision()
    if (newest === revision) return current
    const all = await announced.listCounting(new Date(now - LIFETIME_MS))
    const next = new Map(all.map((one) => [one.broadcast.id, one]))
    for (const id of known.keys()) if (!next.has(id)) current.remove(PREFIX + id)
    for (const [id, one] of next) {
      if (known.get(id)?.message.text !== one.message.text) current.upsert(asDocument(one))
    }
    known = next
    revision = newest
    return current
  }

  /** As it is at this moment: it may have been taken back since the index was filled. */
  async function standing(id: string, channel: ChannelName): Promise<Announced | undefined> {
    const announced = await storage.announced.find(id)
    if (announced === undefined || !isStanding(announced)) return undefined
    if (clock.now().getTime() - announced.sentAt.getTime() > LIFETIME_MS) return undefined
    const isPublic = announced.channels.some((name) => name !== 'simulator' || channel === 'simulator')
    return isPublic ? announced : undefined
  }

  return {
    /** Undefined when a message is about none of them. */
    async compare(given: ComparedMessage): Promise<Comparison | undefined> {
      if (given.text.length > LONGEST) return undefined
      const loaded = loading.then(load)
      loading = loaded.catch(() => undefined)
      const current = await loaded
      if (known.size === 0) return undefined
      const id = nearestOf(given.text, current)
      const announced = id === undefined ? undefined : await standing(id, given.channel)
      return announced === undefined ? undefined : compareWith(announced, given, deps)
    },
  }
}
