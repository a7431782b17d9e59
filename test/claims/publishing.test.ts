import { describe, expect, it } from 'vitest'
import { createClaimDesk } from '../../src/claims/claim-desk.ts'
import { createClarificationDesk } from '../../src/claims/clarification-desk.ts'
import { createGathering } from '../../src/claims/gathering.ts'
import { createNotices } from '../../src/conversation/notices.ts'
import { clarified } from '../../src/conversation/replies/factcheck.ts'
import type { ClarificationContent } from '../../src/domain/clarification.ts'
import { DEFAULT_QUIET_HOURS } from '../../src/domain/quiet-hours.ts'
import { createResponder } from '../../src/factcheck/responder.ts'
import { createLogger } from '../../src/logger.ts'
import { createPersonKey } from '../../src/person-key.ts'
import { closeAddress, createAddressSeal, openAddress } from '../../src/sealing.ts'
import { MONDAY_8 } from '../support/broadcast-builder.ts'
import { seedClarifications } from '../support/clarifications.ts'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'
import { BRIDGE_WORDINGS } from './wordings.ts'

const SECRET = 'a secret of at least thirty-two characters'
const logger = createLogger('silent')
const hash = createPersonKey(SECRET)
const SOURCE = { publisher: 'Dinas PUPR Kaltim', url: 'https://dpupr.kaltimprov.go.id' }
const CONTENT: Partial<ClarificationContent> = {
  claimReviewed: 'Jembatan Mahulu ditutup total selama tiga bulan karena tiangnya retak',
  verdict: 'false',
  explanation: 'Jembatan tetap dibuka. Pemeriksaan rutin tidak menemukan tiang yang retak.',
  sources: [SOURCE],
}

/** A bot, its staff, and people who ask about the bridge: each in private, or in a group. */
async function setUp() {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  await seedClarifications(storage)
  const seal = createAddressSeal(SECRET)
  const gathering = createGathering({ storage, clock, logger })
  const responder = createResponder({
    storage,
    clock,
    logger,
    hashAsker: hash,
    sealAddress: (address) => closeAddress(seal, address),
    gather: (question) => gathering.gather(question),
  })
  await responder.refresh()
  const channel = createMemoryChannel('simulator')
  const notices = createNotices({
    storage,
    channels: [channel],
    clock,
    logger,
    quietHours: DEFAULT_QUIET_HOURS,
    openAddress: (sealed) => openAddress(seal, sealed),
    pacing: { waitMs: () => 0, begin: () => () => undefined },
  })
  const ask = async (senderId: string, wording = 0, group?: string) => {
    const address = { channel: 'simulator', account: 'simulator' } as const
    const chat =
      group === undefined
        ? { ...address, chatId: senderId }
        : { ...address, chatId: group, replyTo: `message of ${senderId}` }
    const text = BRIDGE_WORDINGS[wording % BRIDGE_WORDINGS.length] ?? ''
    return responder.answer({ channel: 'simulator', senderId, text, chat })
  }
  const claims = createClaimDesk({ storage, clock, say: (clarification) => clarified(clarification) })
  const clarifications = createClarificationDesk({ storage, clock })
  const publish = async (content: object = CONTENT, options: object = {}) => {
    await clarifications.draft('jembatan', 'Penulis', { content, ...options })
    await clarifications.review('jembatan', 'Penulis')
    const result = await clarifications.publish('jembatan', 'Pemeriksa')
    await responder.refresh()
    return result
  }
  const heard = () => channel.sent.splice(0).map(({ chatId }) => chatId)
  return { clock, storage, channel, notices, responder, ask, claims, clarifications, publish, heard }
}

describe('publishing a clarification', () => {
  it('tells everyone who asked, once in each chat, and answers the next question at once', async () => {
    const { notices, ask, publish, channel, claims } = await setUp()
    for (let person = 0; person < 25; person += 1) await ask(`warga-${person}`, person)
    await ask('warga-3', 7)
    await ask('ani', 1, 'grup RT')
    await ask('budi', 2, 'grup RT')
    expect(await claims.list()).toMatchObject([{ askers: 27 }])
    expect(await publish(CONTENT, { claim: '1' })).toMatchObject({ answered: 26, corrected: 0 })
    await notices.work()
    await notices.work()
    const told = channel.sent.map(({ chatId }) => chatId)
    expect(told.toSorted()).toEqual(
      ['grup RT', ...Array.from({ length: 25 }, (_, person) => `warga-${person}`)].toSorted(),
    )
    const inGroup = channel.sent.find(({ chatId }) => chatId === 'grup RT')
    expect(inGroup).toMatchObject({ replyTo: 'message of budi' })
    expect(inGroup?.text).toMatch(/sudah selesai ditelusuri[\s\S]*HOAKS[\s\S]*Dinas PUPR Kaltim/)
    expect((await ask('baru', 5)).answer.type).toBe('clarified')
    expect(await claims.show('1')).toMatchObject({ status: 'answered', notices: { sent: 26 } })
  })

  it('corrects everyone who got the old answer, those who asked first and those who came later', async () => {
    const { notices, ask, publish, channel, heard } = await setUp()
    await ask('ani', 0)
    await ask('budi', 1, 'grup RT')
    await publish(CONTENT, { claim: '1' })
    await notices.work()
    await ask('citra', 2)
    await ask('dedi', 3, 'grup desa')
    heard()
    const result = await publish({ verdict: 'misleading', explanation: 'Satu lajur ditutup dua malam.' })
    expect(result).toMatchObject({ answered: 0, corrected: 4, clarification: { version: 2 } })
    await notices.work()
    expect(channel.sent.every(({ text }) => text.startsWith('**RALAT**'))).toBe(true)
    expect(channel.sent.find(({ chatId }) => chatId === 'grup desa')?.replyTo).toBe('message of dedi')
    expect(heard().toSorted()).toEqual(['ani', 'citra', 'grup RT', 'grup desa'])
    await notices.work()
    expect(heard()).toEqual([])
  })

  it('says nothing after a small change, unless the author wants to', async () => {
    const { notices, ask, publish, heard } = await setUp()
    await ask('ani', 0)
    await publish(CONTENT, { claim: '1' })
    await notices.work()
    heard()
    expect(await publish({ sources: [SOURCE, { ...SOURCE, publisher: 'Antara' }] })).toMatchObject({
      corrected: 0,
    })
    expect(await publish({}, { corrects: true })).toMatchObject({ corrected: 1 })
  })

  it('takes two people and at least one source, and records who did what', async () => {
    const { clarifications, ask } = await setUp()
    await ask('ani', 0)
    const { sources: _sources, ...unsourced } = CONTENT
    await clarifications.draft('jembatan', 'Penulis', { claim: '1', content: unsourced })
    await expect(clarifications.publish('jembatan', 'Pemeriksa')).rejects.toThrow(/belum diajukan/)
    await expect(clarifications.review('jembatan', 'Penulis')).rejects.toThrow(/Belum ada sumber/)
    await clarifications.draft('jembatan', 'Penulis', { content: { sources: [SOURCE] } })
    await clarifications.review('jembatan', 'Penulis')
    await expect(clarifications.publish('jembatan', ' penulis ')).rejects.toThrow(/orang lain/)
    await clarifications.publish('jembatan', 'Pemeriksa')
    await clarifications.retract('jembatan', 'Pemeriksa', 'Sumbernya keliru')
    const { versions, published } = await clarifications.show('jembatan')
    expect(published?.status).toBe('retracted')
    expect(versions.map(({ version, action, by }) => [version, action, by])).toEqual([
      [1, 'published', 'Pemeriksa'],
      [2, 'retracted', 'Pemeriksa'],
    ])
  })

  it('does not tell people who said no, nor twice when staff publish in two places at once', async () => {
    const { storage, clarifications, notices, ask, heard } = await setUp()
    await ask('ani', 0)
    await ask('budi', 1)
    await storage.askers.setWantsNews(hash('simulator', 'budi'), false)
    await clarifications.draft('jembatan', 'Penulis', { claim: '1', content: CONTENT })
    await clarifications.review('jembatan', 'Penulis')
    const results = await Promise.allSettled([
      clarifications.publish('jembatan', 'Pemeriksa'),
      clarifications.publish('jembatan', 'Pemeriksa lain'),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await notices.work()
    expect(heard()).toEqual(['ani'])
  })
})

describe('a claim that others are to answer', () => {
  it('is told to everyone who asked, also to whoever asks later', async () => {
    const { notices, claims, ask, channel, heard } = await setUp()
    await ask('ani', 0)
    await expect(claims.refer('1', 'Petugas', ' ')).rejects.toThrow(/ke mana/)
    await claims.refer('1', 'Petugas', 'BPBD Kota Samarinda, telepon 112')
    await notices.work()
    expect(channel.sent[0]?.text).toMatch(/di luar yang bisa kami periksa[\s\S]*BPBD Kota Samarinda/)
    expect(heard()).toEqual(['ani'])
    await ask('budi', 1)
    await notices.work()
    expect(heard()).toEqual(['budi'])
    await expect(claims.wait('1', 'Petugas', 'BPBD')).rejects.toThrow(/sudah diarahkan/)
  })
})

describe('a published answer', () => {
  it('becomes an announcement for one area that somebody else must approve', async () => {
    const { storage, claims, ask, publish } = await setUp()
    await ask('ani', 0)
    await expect(claims.broadcast('1', '64.72.06', 'Penulis')).rejects.toThrow(/belum punya klarifikasi/)
    await publish(CONTENT, { claim: '1' })
    const id = await claims.broadcast('1', '64.72.06', 'Penulis')
    expect(await claims.broadcast('1', '64.72.06', 'Penulis')).toBe(id)
    const broadcast = await storage.broadcasts.find(id)
    expect(broadcast).toMatchObject({
      status: 'awaiting_approval',
      author: 'Penulis',
      audience: { areaCodes: ['64.72.06'] },
    })
    expect(broadcast?.message.text).toMatch(/HOAKS/)
  })
})

describe('a person who wants to be forgotten', () => {
  it('leaves nothing behind, and the claims of others stay', async () => {
    const { storage, claims, ask } = await setUp()
    const ani = hash('simulator', 'ani')
    await ask('ani', 0)
    await ask('budi', 1)
    await claims.refer('1', 'Petugas', 'Mafindo')
    expect(await storage.askers.forget(ani)).toBe(1)
    expect(await claims.list()).toMatchObject([{ askers: 1 }])
    const rest = await storage.inquiries.list({ limit: 10 })
    expect(rest.map(({ askerKey }) => askerKey)).not.toContain(ani)
    const queued = await storage.notices.listQueued(['simulator'], 10)
    expect(queued.map(({ askerKey }) => askerKey)).not.toContain(ani)
  })
})
