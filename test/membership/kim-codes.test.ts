import { describe, expect, it } from 'vitest'
import { createKimCodes, type KimCodes } from '../../src/membership/kim-codes.ts'
import { createKimCodeHash } from '../../src/person-key.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import type { KimDetails } from '../../src/domain/kim.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { temporaryDatabase, temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const KUTAI_KARTANEGARA = '64.02'
const LOA_KULU = '64.02.02'
const NOBODYS_CODE = 'KIM-64.02-2222'

const hashCode = createKimCodeHash('rahasia')
const group = (chatId: string, channel: ChannelName = 'telegram') => ({ channel, account: 'bot', chatId })

/** Somebody, somewhere: unless the test says otherwise, always the same. */
const by = (personKey = 'admin', chatId = '-1', channel: ChannelName = 'telegram') => ({
  chat: group(chatId, channel),
  title: 'KIM Loa Kulu',
  personKey,
})

async function aKim(storage: Storage, overrides: Partial<KimDetails> = {}) {
  const details: KimDetails = {
    name: 'KIM Loa Kulu',
    areaCode: LOA_KULU,
    status: 'registered',
    contactRole: 'Ketua',
    topics: ['bencana'],
  }
  return storage.kims.create({ ...details, ...overrides }, 'Petugas')
}

async function setUp() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const codes = createKimCodes({ storage, clock, hashCode })
  const kim = await aKim(storage)
  return { clock, storage, codes, kim }
}

/** What came of each of so many wrong codes. */
async function guess(codes: KimCodes, times: number, who = by()) {
  const results = []
  for (let count = 0; count < times; count += 1) results.push(await codes.redeem(who, NOBODYS_CODE))
  return results
}

describe('a code', () => {
  it('connects a new group with the KIM, its area and its topics', async () => {
    const { storage, codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    expect(await codes.redeem(by(), code.toLowerCase().replaceAll('-', ' '))).toMatchObject({
      type: 'connected',
      isNew: true,
      kim: { id: kim.id, status: 'verified' },
      chat: {
        communityId: kim.id,
        communityKind: 'kim',
        areaCodes: [LOA_KULU],
        topics: ['bencana'],
        status: 'active',
      },
    })
    expect(await storage.chats.find(group('-1'))).toMatchObject({ communityId: kim.id })
    expect(await storage.kims.find(kim.id)).toMatchObject({ status: 'verified' })
  })

  it('takes a public group over with what it chose, and leaves no empty community behind', async () => {
    const { storage, codes, kim } = await setUp()
    const before = await storage.chats.subscribe(group('-1'), {
      title: 'Warga Loa Kulu',
      areaCodes: ['64.71', `${LOA_KULU}.2001`],
      topics: ['kesehatan'],
    })
    await storage.chats.pause(group('-1'))
    const { code } = await codes.issue(kim.id, 'Petugas')
    const result = await codes.redeem(by(), code)
    expect(result).toMatchObject({
      isNew: true,
      chat: {
        id: before.id,
        areaCodes: [`${LOA_KULU}.2001`, '64.71'],
        topics: ['kesehatan'],
        status: 'active',
      },
    })
    expect((await storage.chats.listAll()).map(({ communityId }) => communityId)).toEqual([kim.id])
  })

  it('brings a group home that had chosen an area elsewhere', async () => {
    const { storage, codes, kim } = await setUp()
    const elsewhere = { title: 'Warga', areaCodes: ['64.71'], topics: [] }
    await storage.chats.subscribe(group('-1'), elsewhere)
    const { code } = await codes.issue(kim.id, 'Petugas')
    expect(await codes.redeem(by(), code)).toMatchObject({
      chat: { areaCodes: [LOA_KULU], topics: ['bencana'] },
    })
  })

  it('is used once on each platform, and again by the same group', async () => {
    const { storage, codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    expect(await codes.redeem(by('admin', '-1'), code)).toMatchObject({ type: 'connected', isNew: true })
    expect(await codes.redeem(by('admin', '-2'), code)).toEqual({ type: 'used' })
    expect(await codes.redeem(by('admin', '1@g.us', 'whatsapp'), code)).toMatchObject({ isNew: true })
    expect(await codes.redeem(by('other', '-1'), code)).toMatchObject({ type: 'connected', isNew: false })
    await storage.chats.move(group('-1'), '-1001')
    expect(await codes.redeem(by('admin', '-1001'), code)).toMatchObject({ isNew: false })
    expect(await storage.chats.listAll()).toHaveLength(2)
  })

  it('goes to one of two groups that use it at the same time', async () => {
    const { storage, codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    const results = await Promise.all(['-1', '-2', '-3'].map((chatId) => codes.redeem(by('a', chatId), code)))
    expect(results.map(({ type }) => type).toSorted()).toEqual(['connected', 'used', 'used'])
    expect(await storage.chats.listAll()).toHaveLength(1)
  })

  it('is void when it was revoked, also for the group that has used it', async () => {
    const { codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    await codes.redeem(by(), code)
    expect(await codes.revoke(kim.id, 'Petugas')).toBe(1)
    expect(await codes.redeem(by(), code)).toEqual({ type: 'revoked' })
    expect(await codes.redeem(by('admin', '1@g.us', 'whatsapp'), code)).toEqual({ type: 'revoked' })
  })

  it('ends an earlier one that nobody has used', async () => {
    const { codes, kim } = await setUp()
    const first = await codes.issue(kim.id, 'Petugas')
    const second = await codes.issue(kim.id, 'Petugas')
    expect(second.code).not.toBe(first.code)
    expect(await codes.redeem(by(), first.code)).toEqual({ type: 'revoked' })
    expect(await codes.redeem(by(), second.code)).toMatchObject({ type: 'connected' })
    await codes.issue(kim.id, 'Petugas')
    expect(await codes.redeem(by('a', '1@g.us', 'whatsapp'), second.code)).toMatchObject({ isNew: true })
  })

  it('is valid for 90 days', async () => {
    const { clock, codes, kim } = await setUp()
    const { code, expiresAt } = await codes.issue(kim.id, 'Petugas')
    expect(expiresAt.getTime() - clock.now().getTime()).toBe(90 * DAY_MS)
    clock.advance(90 * DAY_MS - 1)
    expect(await codes.redeem(by(), code)).toMatchObject({ isNew: true })
    clock.advance(1)
    expect(await codes.redeem(by('a', '1@g.us', 'whatsapp'), code)).toEqual({ type: 'expired' })
    expect(await codes.redeem(by(), code)).toMatchObject({ type: 'connected', isNew: false })
  })

  it('wakes a dormant KIM', async () => {
    const { storage, codes } = await setUp()
    const kim = await aKim(storage, { name: 'KIM Tidur', status: 'dormant' })
    const { code } = await codes.issue(kim.id, 'Petugas')
    expect(await codes.redeem(by(), code)).toMatchObject({ kim: { status: 'verified' } })
  })

  it('names the regency of the KIM, and is issued to none that does not exist', async () => {
    const { codes, kim } = await setUp()
    expect((await codes.issue(kim.id, 'Petugas')).code).toMatch(
      new RegExp(`^KIM-${KUTAI_KARTANEGARA}-[2-9A-Z]{4}$`),
    )
    await expect(codes.issue('tidak-ada', 'Petugas')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('guessing codes', () => {
  it('is over after five wrong codes, also for the right one, for an hour', async () => {
    const { clock, codes, kim, storage } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    const results = await guess(codes, 20)
    expect(results.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ type: 'wrong' })))
    const until = new Date(clock.now().getTime() + HOUR_MS)
    expect(results.slice(4)).toEqual(Array.from({ length: 16 }, () => ({ type: 'locked', until })))
    expect(await codes.redeem(by(), code)).toEqual({ type: 'locked', until })
    expect(await storage.chats.listAll()).toEqual([])
    clock.advance(HOUR_MS - 1)
    expect(await codes.redeem(by(), code)).toEqual({ type: 'locked', until })
    clock.advance(1)
    expect(await codes.redeem(by(), code)).toMatchObject({ type: 'connected' })
  })

  it('locks the person in every group, and the group for every person', async () => {
    const { codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    await guess(codes, 5, by('admin', '-1'))
    expect(await codes.redeem(by('admin', '-2'), code)).toMatchObject({ type: 'locked' })
    expect(await codes.redeem(by('someone', '-1'), code)).toMatchObject({ type: 'locked' })
    expect(await codes.redeem(by('someone', '-2'), code)).toMatchObject({ type: 'connected' })
  })

  it('counts what cannot be a code too', async () => {
    const { codes } = await setUp()
    for (const typed of ['', 'KIM', 'x'.repeat(5_000), "'; DROP TABLE Chat; --"]) {
      expect(await codes.redeem(by(), typed)).toEqual({ type: 'wrong' })
    }
    expect(await codes.redeem(by(), '🙂')).toMatchObject({ type: 'locked' })
  })

  it('locks for twice as long each time, up to a day, until a day was quiet', async () => {
    const { clock, codes } = await setUp()
    const hours: number[] = []
    for (let round = 0; round < 7; round += 1) {
      const last = (await guess(codes, 5)).at(-1)
      if (last?.type !== 'locked') throw new Error('not locked')
      const lockedMs = last.until.getTime() - clock.now().getTime()
      hours.push(lockedMs / HOUR_MS)
      clock.advance(lockedMs)
    }
    expect(hours).toEqual([1, 2, 4, 8, 16, 24, 24])
    clock.advance(DAY_MS)
    const until = new Date(clock.now().getTime() + HOUR_MS)
    expect((await guess(codes, 5)).at(-1)).toEqual({ type: 'locked', until })
  })

  it('forgives four mistakes an hour, and a person who then types the right one', async () => {
    const { clock, codes, kim } = await setUp()
    for (let round = 0; round < 3; round += 1) {
      expect((await guess(codes, 4)).at(-1)).toEqual({ type: 'wrong' })
      clock.advance(HOUR_MS)
    }
    const { code } = await codes.issue(kim.id, 'Petugas')
    await guess(codes, 4, by('admin', '-5'))
    expect(await codes.redeem(by('admin', '-6'), code)).toMatchObject({ type: 'connected' })
    expect((await guess(codes, 4, by('admin', '-7'))).at(-1)).toEqual({ type: 'wrong' })
  })

  it('does not begin anew for somebody who types the code of a connected group in between', async () => {
    const { codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    await codes.redeem(by('admin', '-9'), code)
    await guess(codes, 4, by('admin', '-1'))
    expect(await codes.redeem(by('admin', '-9'), code)).toMatchObject({ isNew: false })
    expect((await guess(codes, 1, by('admin', '-2'))).at(-1)).toMatchObject({ type: 'locked' })
  })

  it('is over for everybody when many guess together', async () => {
    const { clock, codes, kim } = await setUp()
    const { code } = await codes.issue(kim.id, 'Petugas')
    for (let count = 0; count < 199; count += 1) {
      expect(await codes.redeem(by(`p${count}`, `-${count}`), NOBODYS_CODE)).toEqual({ type: 'wrong' })
    }
    const until = new Date(clock.now().getTime() + 15 * MINUTE_MS)
    expect(await codes.redeem(by('p199', '-199'), NOBODYS_CODE)).toEqual({ type: 'locked', until })
    expect(await codes.redeem(by('honest', '-500'), code)).toEqual({ type: 'locked', until })
    clock.advance(15 * MINUTE_MS)
    expect(await codes.redeem(by('honest', '-500'), code)).toMatchObject({ type: 'connected' })
    // The hour is not over: one more is enough.
    expect(await codes.redeem(by('p200', '-200'), NOBODYS_CODE)).toMatchObject({ type: 'locked' })
  })

  it('stays locked when the server starts anew', async () => {
    const clock = createTestClock()
    const url = await temporaryDatabase()
    const run = async <Result>(work: (storage: Storage) => Promise<Result>) => {
      const storage = await openStorage(url, () => clock.now())
      try {
        return await work(storage)
      } finally {
        await storage.close()
      }
    }
    const code = await run(async (storage) => {
      const codes = createKimCodes({ storage, clock, hashCode })
      await guess(codes, 5)
      return (await codes.issue((await aKim(storage)).id, 'Petugas')).code
    })
    clock.advance(HOUR_MS / 2)
    const redeem = () => run((storage) => createKimCodes({ storage, clock, hashCode }).redeem(by(), code))
    expect(await redeem()).toMatchObject({ type: 'locked' })
    clock.advance(HOUR_MS / 2)
    expect(await redeem()).toMatchObject({ type: 'connected' })
  })
})
