import { expect } from 'vitest'
import type { AppOverrides } from '../../src/app.ts'
import type { Environment } from '../../src/config.ts'
import type { AttachmentType } from '../../src/domain/message.ts'
import { DEFAULT_PACE } from '../../src/dissemination/pace.ts'
import { openTelegramSide } from './residents-telegram.ts'
import { openWhatsAppSide } from './residents-whatsapp.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import type { Platform } from './town.ts'

/** What the bot said, as a person sees it. */
export interface Line {
  id: string
  text: string
  /** The buttons, or the numbered choices. */
  choices: string[]
  /** The message that it answers. */
  replyTo?: string
}

/** Something that is sent besides words. */
export interface Thing {
  type: AttachmentType
  bytes?: Uint8Array
  caption?: string
}

export interface Manner {
  forwarded?: boolean
  mentionsBot?: boolean
  /** The id of a message in the same chat. */
  replyTo?: string
}

/** One chat with the bot in it, as one person has it. */
export interface Talk {
  /** Resolves with the id of the message. */
  writes: (text: string, manner?: Manner) => Promise<string>
  sends: (thing: Thing, manner?: Manner) => Promise<string>
  /** Taps the button, or sends the number, of the last line whose choice begins so. */
  picks: (label: string) => Promise<void>
  /** Everything that the bot said here. */
  heard: () => Line[]
  /** Resolves when `isIt` holds for a line. */
  hears: (isIt: (line: Line) => boolean) => Promise<Line>
}

/** A place of a platform in which the bot is a member. */
export interface Group {
  title: string
  id: string
}

export interface Resident {
  inPrivate: Talk
  in: (group: Group) => Talk
}

/** A platform on the loopback with people on it. */
export interface Side {
  env: Environment
  overrides: Partial<AppOverrides>
  /** Resolves when the bot can be written to. */
  ready: () => Promise<void>
  resident: (name: string) => Promise<Resident>
  /** A group of these people and the bot, which has said hello. */
  group: (title: string, members: Resident[]) => Promise<Group>
}

/** A person in one chat, and what comes of it in turn: nothing is overheard. */
export function conversation(talk: Talk) {
  let taken = 0
  const next = async (): Promise<Line> => {
    taken += 1
    await talk.hears(() => talk.heard().length >= taken)
    return talk.heard()[taken - 1] ?? { id: '', text: '', choices: [] }
  }
  return {
    next,
    /** How many lines were not taken yet. */
    pending: () => talk.heard().length - taken,
    writes: talk.writes,
    async says(text: string, manner?: Manner): Promise<Line> {
      await talk.writes(text, manner)
      return next()
    },
    async sends(thing: Thing, manner?: Manner): Promise<Line> {
      await talk.sends(thing, manner)
      return next()
    },
    /** Sends what takes a while to read. Resolves with the answer, past the word that it is being read. */
    shows: async (what: Thing | string, manner?: Manner): Promise<string> => {
      await (typeof what === 'string' ? talk.writes(what, manner) : talk.sends(what, manner))
      const { text } = await next()
      return text.startsWith('Sedang dibaca') ? (await next()).text : text
    },
    async picks(label: string): Promise<Line> {
      await talk.picks(label)
      return next()
    },
  }
}

/** A person in a group: what is asked there is answered by a reply. */
export function groupTalk(talk: Talk) {
  const answerTo = (id: string) => talk.hears(({ replyTo }) => replyTo === id)
  return {
    answerTo,
    heard: talk.heard,
    writes: talk.writes,
    sends: talk.sends,
    picks: talk.picks,
    says: async (text: string, manner?: Manner) => answerTo(await talk.writes(text, manner)),
    /** Resolves when everything that was written before is dealt with, and was answered as far as it ever will be. */
    async settles(): Promise<void> {
      await answerTo(await talk.writes('/tentang'))
    },
    answers: (id: string) => talk.heard().filter(({ replyTo }) => replyTo === id).length,
  }
}

const OPEN: Record<Platform, () => Promise<Side>> = {
  Telegram: openTelegramSide,
  WhatsApp: openWhatsAppSide,
}

export interface Residents extends TestApp {
  sides: Side[]
}

/** Starts the server on one platform or several, with people on them. It ends with the test. */
export async function startResidents(
  platforms: Platform[],
  overrides: Partial<AppOverrides> = {},
): Promise<Residents> {
  const sides = await Promise.all(platforms.map((platform) => OPEN[platform]()))
  const env = Object.assign(
    { PUBLIC_URL: 'https://kabar.example' },
    ...sides.map((side) => side.env),
  ) as Environment
  const pace = { ...DEFAULT_PACE, telegram: {}, whatsapp: {} }
  const all: Partial<AppOverrides> = Object.assign(
    { pace },
    ...sides.map((side) => side.overrides),
    overrides,
  )
  const app = await startTestApp(env, all)
  for (const side of sides) await side.ready()
  return { ...app, sides }
}

/** The same on one platform. */
export async function startSide(platform: Platform, overrides: Partial<AppOverrides> = {}) {
  const { sides, ...app } = await startResidents([platform], overrides)
  const [side] = sides
  if (side === undefined) throw new Error('There is no platform.')
  return { ...side, app }
}

/** Waits until something is so. */
/* oxlint-disable-next-line vitest/require-awaited-expect-poll -- whoever calls it awaits what it expects */
export const eventually = (read: () => unknown) => expect.poll(read, { timeout: 20_000, interval: 50 })
