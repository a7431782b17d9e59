import { createSimulatorChannel } from '../../../src/channels/simulator/simulator.ts'
import type { PersonRole, SimulatedMessage } from '../../../src/channels/simulator/controls.ts'
import { toPlainText } from '../../../src/channels/formatting.ts'
import type { ChannelEvent, ChannelMemory } from '../../../src/domain/channel.ts'
import { createLogger } from '../../../src/logger.ts'
import { Markup } from '../../../src/http/simulator/markup.tsx'
import { createChannelMemory } from '../../support/channel-memory.ts'
import { createTestClock } from '../../support/test-clock.ts'
import { readFile } from 'node:fs/promises'
import { unable, type Bench, type Cause, type Place, type Platform, type Seen, type Who } from './bench.ts'

const ROLES: Record<Who, PersonRole> = { resident: 'warga', admin: 'admin', member: 'anggota' }

/** A memory whose disk can be full. */
function createBreakableMemory(): ChannelMemory & { isFull: boolean } {
  const memory = createChannelMemory()
  const breakable = {
    ...memory,
    isFull: false,
    set: (entries: Parameters<ChannelMemory['set']>[0]) =>
      breakable.isFull ? Promise.reject(new Error('disk is full')) : memory.set(entries),
  }
  return breakable
}

const placeOf = (chatId: string, title: string): Place => ({
  address: { channel: 'simulator', account: 'simulator', chatId },
  title,
})

async function open(): Promise<Bench> {
  const memory = createBreakableMemory()
  const clock = createTestClock({ startAt: new Date().toISOString() })
  const simulator = createSimulatorChannel({ memory, clock, logger: createLogger('silent') })
  const events: ChannelEvent[] = []
  function seenFrom(message: SimulatedMessage): Seen {
    const { id, text, blocks, choices, quoted, hasPicture, edited, deleted } = message
    return {
      id,
      text: toPlainText(text),
      source: (Markup({ blocks }) as { toString(): string }).toString(),
      choices: choices.map(({ label }) => label),
      ...(quoted === undefined ? {} : { replyTo: quoted.id }),
      ...(hasPicture ? { picture: () => readFile(simulator.picture(id) ?? unable()) } : {}),
      edited,
      deleted,
    }
  }

  const bench: Bench = {
    channel: simulator,
    clock,
    events,
    onEvent: () => Promise.resolve(),
    home: placeOf('warga-1', 'Warga'),
    strangerId: 'warga-1',

    newGroup: async (title) => placeOf((await simulator.createGroup(title)).chatId, title),
    async says(who, { address }, { text, replyTo, forwarded = false, mentionsBot = false }) {
      const { id } = await simulator.write({
        chatId: address.chatId,
        personRole: ROLES[who],
        text: mentionsBot ? `@KabarKIM ${text}` : text,
        forwarded,
        ...(replyTo === undefined ? {} : { replyTo }),
      })
      return id
    },
    shows: unable,
    otherBotSays: unable,
    seen: ({ address }) =>
      simulator
        .messages(address.chatId)
        .filter(({ author }) => author === 'bot')
        .map(seenFrom),
    async picks(who, { address }, shown, index) {
      const message = simulator.messages(address.chatId).find(({ id }) => id === shown.id)
      const choice = message?.choices[index] ?? unable()
      await simulator.tap(address.chatId, shown.id, choice.id, ROLES[who])
    },
    confirms: unable,
    repeats: unable,
    promotes: unable,
    demotes: unable,
    addsBot: ({ address }) => simulator.inviteBot(address.chatId),
    removesBot: ({ address }) => simulator.removeBot(address.chatId),
    renames: unable,
    moves: unable,
    start: () =>
      simulator.start(async (event) => {
        events.push(event)
        await bench.onEvent(event)
      }),
    cut: unable,
    restore: unable,

    async cause(trouble, place): Promise<Cause> {
      if (trouble === 'rejected') return { message: { text: '  ' }, undo: () => Promise.resolve() }
      if (trouble === 'disconnected') {
        await simulator.stop()
        return { undo: () => bench.start() }
      }
      if (trouble === 'chat_gone') {
        await simulator.removeBot(place.address.chatId)
        return { undo: () => simulator.inviteBot(place.address.chatId) }
      }
      if (trouble !== 'unreachable') return unable()
      memory.isFull = true
      return {
        async undo() {
          memory.isFull = false
        },
      }
    },
    close: () => simulator.stop(),
  }
  await bench.start()
  return bench
}

const ONE_PROCESS = 'the platform runs inside the server, so there is no line between them'

export const simulatorPlatform: Platform = {
  name: 'the simulator',
  peer: 'simulator',
  open,
  sample:
    '<p><strong>Siaga banjir</strong> di <em>Loa Kulu</em>, lihat ' +
    '<a href="https://bmkg.go.id/info?a=1&amp;b=2" target="_blank" rel="noreferrer">BMKG</a>.</p>' +
    '<ul><li><p>bawa obat</p></li><li><p>matikan listrik</p></li></ul>',
  textLimit: Number.POSITIVE_INFINITY,
  triesOfFailing: 1,
  lacks: {
    'limit of a text': 'a bubble on the page holds any text',
    'attachments from people': 'people on the page write text only',
    'one person in two places': 'each simulated chat has people of its own',
    demotion: 'the admin of a simulated group stays its admin',
    'other bots': 'Kabar KIM is the only bot there',
    'being away': `${ONE_PROCESS}; while the server is off, nobody can write`,
    'repeating a message': 'only a crash repeats an event, see the tests of the simulator',
    renaming: 'a simulated group keeps its title',
    moving: 'a simulated group keeps its id',
    receipts: 'nobody is shown as having read on the page',
    throttled: 'the page takes any number of messages',
    'unreachable, and it may have gone out': `${ONE_PROCESS}; a message is stored or it is not`,
    chat_moved: 'a simulated group keeps its id',
    not_allowed: 'in a simulated group everybody may write',
    restricted: 'there is nobody who would restrict the bot',
  },
}
