import { describe, expect, it } from 'vitest'
import { createClaimDesk } from '../../src/claims/claim-desk.ts'
import { createGathering } from '../../src/claims/gathering.ts'
import { guessHarm } from '../../src/claims/harm.ts'
import { createResponder } from '../../src/factcheck/responder.ts'
import { createLogger } from '../../src/logger.ts'
import { createPersonKey } from '../../src/person-key.ts'
import { closeAddress, createAddressSeal } from '../../src/sealing.ts'
import { HOUR_MS, MONDAY_8 } from '../support/broadcast-builder.ts'
import { clarification, seedClarifications } from '../support/clarifications.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'
import { BRIDGE_WORDINGS, OTHER_RUMOURS } from './wordings.ts'

const SECRET = 'a secret of at least thirty-two characters'
const logger = createLogger('silent')

async function setUp() {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  await seedClarifications(storage)
  const seal = createAddressSeal(SECRET)
  const start = async () => {
    const gathering = createGathering({ storage, clock, logger })
    const responder = createResponder({
      storage,
      clock,
      logger,
      hashAsker: createPersonKey(SECRET),
      sealAddress: (address) => closeAddress(seal, address),
      gather: (question) => gathering.gather(question),
    })
    await responder.refresh()
    return responder
  }
  const responder = await start()
  const ask = async (senderId: string, text: string, by = responder) =>
    by.answer({
      channel: 'simulator',
      senderId,
      text,
      chat: { channel: 'simulator', account: 'simulator', chatId: senderId },
    })
  const desk = createClaimDesk({ storage, clock, say: ({ claimReviewed }) => ({ text: claimReviewed }) })
  return { clock, storage, desk, ask, start }
}

describe('questions that nobody can answer yet', () => {
  it('are one claim when they ask the same in different words, with everyone who asks counted once', async () => {
    const { desk, ask } = await setUp()
    for (const [index, text] of BRIDGE_WORDINGS.entries()) await ask(`warga-${index}`, text)
    await ask('warga-0', BRIDGE_WORDINGS[3] ?? '')
    for (const [index, text] of OTHER_RUMOURS.entries()) await ask(`lain-${index}`, text)
    const claims = await desk.list()
    expect(claims.map(({ askers }) => askers)).toEqual([BRIDGE_WORDINGS.length, 1, 1, 1, 1, 1])
    expect(claims[0]).toMatchObject({ status: 'new', recentAskers: BRIDGE_WORDINGS.length })
  })

  it('go on gathering under the same claim after a restart', async () => {
    const { desk, ask, start } = await setUp()
    await ask('ani', BRIDGE_WORDINGS[0] ?? '')
    const restarted = await start()
    await ask('budi', BRIDGE_WORDINGS[4] ?? '', restarted)
    expect((await desk.list()).map(({ askers }) => askers)).toEqual([2])
  })

  it('make one claim even when they arrive at the same moment', async () => {
    const { desk, ask } = await setUp()
    await Promise.all(BRIDGE_WORDINGS.slice(0, 6).map((text, index) => ask(`warga-${index}`, text)))
    expect((await desk.list()).map(({ askers }) => askers)).toEqual([6])
  })

  it('say where they come from, as far as people told, and warn of a district where several ask', async () => {
    const { storage, desk, ask } = await setUp()
    const key = createPersonKey(SECRET)
    const from = async (name: string, area: string, wording: number) => {
      await storage.askers.setArea(key('simulator', name), area)
      await ask(name, BRIDGE_WORDINGS[wording] ?? '')
    }
    await from('ani', '64.72.06', 0)
    await from('budi', '64.72.06', 1)
    await from('citra', '64.72.06', 2)
    await from('dedi', '64.02', 3)
    await ask('eka', BRIDGE_WORDINGS[4] ?? '')
    const [claim] = await desk.list()
    expect(claim).toMatchObject({
      askers: 5,
      regencies: { '64.72': 3, '64.02': 1 },
      districts: { '64.72.06': 3 },
      alarms: ['64.72.06'],
    })
    expect(await desk.list({ within: '64.02' })).toHaveLength(1)
    expect(await desk.list({ within: '64.71' })).toEqual([])
  })

  it('open a new claim once the old one is answered', async () => {
    const { storage, desk, ask } = await setUp()
    await ask('ani', BRIDGE_WORDINGS[0] ?? '')
    await desk.refer('1', 'Petugas', 'Dinas PUPR Kaltim')
    await desk.reopen('1', 'Petugas')
    const draft = { ...clarification({ id: 'lain' }), publishedAt: MONDAY_8 }
    const { id, status: _status, version: _version, ...content } = { ...draft, version: 1 }
    const [claim] = await storage.claims.list()
    await storage.clarificationDrafts.save({
      id,
      content,
      status: 'in_review',
      writtenBy: 'Penulis',
      corrects: false,
      claimId: claim?.id ?? '',
    })
    const saved = await storage.clarificationDrafts.find(id)
    await storage.clarificationDrafts.publish(id, saved?.updatedAt ?? MONDAY_8, { by: 'Pemeriksa' })
    await ask('budi', BRIDGE_WORDINGS[1] ?? '')
    expect((await desk.list()).map(({ number, status }) => [number, status])).toEqual([
      [1, 'answered'],
      [2, 'new'],
    ])
  })

  it('are overdue after three hours, and come first then', async () => {
    const { clock, desk, ask } = await setUp()
    await ask('ani', OTHER_RUMOURS[3] ?? '')
    clock.advance(2.5 * HOUR_MS)
    await ask('budi', OTHER_RUMOURS[4] ?? '')
    clock.advance(HOUR_MS)
    const claims = await desk.list({ statuses: ['new'] })
    expect(claims.map(({ number, isOverdue }) => [number, isOverdue])).toEqual([
      [1, true],
      [2, false],
    ])
  })
})

it.each([
  ['Klik link ini untuk dapat bansos, isi rekening', 'high'],
  ['Akan ada gempa besar besok', 'high'],
  ['Artis pindah rumah ke Samarinda', 'normal'],
])('guesses the harm of "%s"', (text, harm) => {
  expect(guessHarm(text)).toBe(harm)
})
