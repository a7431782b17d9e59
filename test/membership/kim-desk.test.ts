import { describe, expect, it } from 'vitest'
import { createKimCodes } from '../../src/membership/kim-codes.ts'
import { createKimDesk } from '../../src/membership/kim-desk.ts'
import { createKimCodeHash } from '../../src/person-key.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const PROVINCE = '64'
const KUTAI_KARTANEGARA = '64.02'
const PASER = '64.01'
const LOA_KULU = '64.02.02'
const BY = 'Petugas'
const DAY_MS = 24 * 60 * 60 * 1000

const address = (chatId: string, channel: ChannelName = 'telegram') => ({ channel, account: 'bot', chatId })

async function setUp() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const codes = createKimCodes({ storage, clock, hashCode: createKimCodeHash('rahasia') })
  const desk = createKimDesk({ storage, clock, codes })
  const kim = await desk.add(PROVINCE, { name: ' KIM  Loa Kulu ', areaCode: LOA_KULU }, BY)
  const publicGroup = (areaCode: string, topics: 'kesehatan'[] = []) =>
    storage.chats.subscribe(address('-1'), { title: 'Warga Loa Kulu', areaCodes: [areaCode], topics })
  return { clock, storage, codes, desk, kim, publicGroup }
}

describe('the registry of KIMs', () => {
  it('adds, shows, changes and removes a KIM, and knows who did', async () => {
    const { clock, desk, kim } = await setUp()
    expect(kim).toMatchObject({ name: 'KIM Loa Kulu', status: 'registered', contactRole: '', topics: [] })
    expect(kim.updatedAt).toBeUndefined()
    clock.advance(DAY_MS)
    const changed = await desk.edit(PROVINCE, kim.id, { contactRole: 'Ketua', topics: ['bencana'] }, 'Lain')
    expect(changed).toMatchObject({ contactRole: 'Ketua', topics: ['bencana'], updatedAt: clock.now() })
    clock.advance(DAY_MS)
    // Nothing is different: nothing is written down.
    expect(await desk.edit(PROVINCE, kim.id, { contactRole: ' Ketua ' }, 'Lain')).toEqual(changed)
    expect(await desk.setStatus(PROVINCE, kim.id, 'dormant', BY)).toMatchObject({ status: 'dormant' })
    const { history } = await desk.show(PROVINCE, kim.id)
    expect(history.map(({ action, by }) => `${by} ${action}`)).toEqual([
      'Petugas changed',
      'Lain changed',
      'Petugas added',
    ])
    await desk.remove(PROVINCE, kim.id, BY)
    expect(await desk.list(PROVINCE)).toEqual([])
    await expect(desk.show(PROVINCE, kim.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('has no two KIMs of one name in one area, whatever the capitals', async () => {
    const { desk, kim } = await setUp()
    const twin = { name: 'kim LOA kulu', areaCode: LOA_KULU }
    await expect(desk.add(PROVINCE, twin, BY)).rejects.toMatchObject({ code: 'conflict' })
    const elsewhere = await desk.add(PROVINCE, { ...twin, areaCode: PASER }, BY)
    await expect(desk.edit(PROVINCE, elsewhere.id, { areaCode: LOA_KULU }, BY)).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await desk.edit(PROVINCE, kim.id, { name: 'KIM LOA KULU' }, BY)).toMatchObject({
      name: 'KIM LOA KULU',
    })
    const both = await Promise.allSettled([1, 2].map(() => desk.add(PROVINCE, { ...twin, name: 'Baru' }, BY)))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('lists by area, status and a part of the name', async () => {
    const { desk } = await setUp()
    await desk.add(PROVINCE, { name: 'KIM Éntah', areaCode: PASER, status: 'dormant' }, BY)
    const names = async (...args: Parameters<typeof desk.list>) =>
      (await desk.list(...args)).map(({ name }) => name)
    expect(await names(PROVINCE)).toEqual(['KIM Éntah', 'KIM Loa Kulu'])
    expect(await names(KUTAI_KARTANEGARA)).toEqual(['KIM Loa Kulu'])
    expect(await names(PROVINCE, { status: 'dormant' })).toEqual(['KIM Éntah'])
    expect(await names(PROVINCE, { q: ' éntah' })).toEqual(['KIM Éntah'])
    expect(await names('64.0')).toEqual([])
  })

  it.each([
    [{ name: '' }, 'Nama KIM wajib diisi.'],
    [{ name: '12' }, 'huruf'],
    [{ name: 'x'.repeat(101) }, 'paling panjang'],
    [{ name: 'KIM 081234567890' }, 'nomor telepon'],
    [{ contactRole: 'Ketua 6402011212900001' }, 'NIK'],
    [{ contactRole: 'orang@example.org' }, 'email'],
    [{ contactRole: 'x'.repeat(61) }, 'paling panjang'],
    [{ areaCode: '64' }, 'kabupaten atau kota'],
    [{ areaCode: '64.99' }, 'tidak dikenal'],
    [{ areaCode: '' }, 'tidak dikenal'],
  ])('refuses %j', async (wrong, words) => {
    const { desk, kim } = await setUp()
    const refusal = { code: 'invalid', message: expect.stringContaining(words) }
    const good = { name: 'KIM Baru', areaCode: LOA_KULU, contactRole: 'Ketua' }
    await expect(desk.add(PROVINCE, { ...good, ...wrong }, BY)).rejects.toMatchObject(refusal)
    await expect(desk.edit(PROVINCE, kim.id, wrong, BY)).rejects.toMatchObject(refusal)
    expect(await desk.list(PROVINCE)).toHaveLength(1)
  })

  it('lets groups follow their KIM, unless they chose for themselves', async () => {
    const { storage, codes, desk, kim } = await setUp()
    const { code } = await codes.issue(kim.id, BY)
    const redeem = (chatId: string, channel: ChannelName) =>
      codes.redeem({ chat: address(chatId, channel), title: 'KIM', personKey: 'p' }, code)
    await redeem('-1', 'telegram')
    await redeem('1@g.us', 'whatsapp')
    const chosen = { title: 'KIM', areaCodes: [`${LOA_KULU}.2001`], topics: ['kesehatan' as const] }
    await storage.chats.subscribe(address('1@g.us', 'whatsapp'), chosen)
    await desk.edit(PROVINCE, kim.id, { areaCode: '64.02.03', topics: ['bencana'] }, BY)
    const { chats } = await desk.show(PROVINCE, kim.id)
    expect(chats.map(({ areaCodes, topics }) => ({ areaCodes, topics }))).toEqual([
      { areaCodes: ['64.02.03'], topics: ['bencana'] },
      { areaCodes: [`${LOA_KULU}.2001`], topics: ['kesehatan'] },
    ])
    expect(await desk.list(PROVINCE)).toMatchObject([{ channels: ['telegram', 'whatsapp'] }])
    await storage.chats.setStatus(address('-1'), 'gone')
    expect(await desk.list(PROVINCE)).toMatchObject([{ channels: ['whatsapp'] }])
    await expect(desk.remove(PROVINCE, kim.id, BY)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('shows what became of each code, never the code', async () => {
    const { clock, codes, desk, kim } = await setUp()
    const first = await desk.issueCode(PROVINCE, kim.id, 'A')
    await codes.redeem({ chat: address('-1'), title: 'KIM', personKey: 'p' }, first.code)
    clock.advance(DAY_MS)
    const second = await desk.issueCode(PROVINCE, kim.id, 'B')
    clock.advance(DAY_MS)
    const third = await desk.issueCode(PROVINCE, kim.id, 'C')
    const states = async () =>
      (await desk.show(PROVINCE, kim.id)).codes.map(({ state, usedOn }) => [state, usedOn.join()])
    expect(await states()).toEqual([
      ['open', ''],
      ['revoked', ''],
      ['open', 'telegram'],
    ])
    expect(JSON.stringify(await desk.show(PROVINCE, kim.id))).not.toContain(third.code.slice(-4))
    expect(second.code).not.toBe(third.code)
    clock.advance(90 * DAY_MS)
    expect((await states()).map(([state]) => state)).toEqual(['expired', 'revoked', 'expired'])
    expect(await desk.revokeCodes(PROVINCE, kim.id, 'D')).toMatchObject({ revoked: 2 })
    expect((await states()).map(([state]) => state)).toEqual(['revoked', 'revoked', 'revoked'])
  })
})

describe('a public group', () => {
  it('becomes a group of a KIM, which is verified by that', async () => {
    const { storage, desk, kim, publicGroup } = await setUp()
    const chat = await publicGroup(LOA_KULU)
    await storage.chats.pause(address('-1'))
    expect((await desk.publicGroups(KUTAI_KARTANEGARA)).map(({ id }) => id)).toEqual([chat.id])
    expect(await desk.publicGroups(PASER)).toEqual([])
    const result = await desk.verifyGroup(PROVINCE, { chatId: chat.id, kimId: kim.id }, BY)
    expect(result).toMatchObject({
      kim: { status: 'verified' },
      chat: { id: chat.id, communityKind: 'kim', communityId: kim.id, status: 'paused' },
    })
    expect(await desk.publicGroups(PROVINCE)).toEqual([])
    expect((await storage.chats.listAll()).map(({ communityId }) => communityId)).toEqual([kim.id])
    // Again: nothing more happens.
    await desk.verifyGroup(PROVINCE, { chatId: chat.id, kimId: kim.id }, BY)
    const { history } = await desk.show(PROVINCE, kim.id)
    expect(history.map(({ action }) => action)).toEqual(['group_verified', 'added'])
  })

  it('cannot be taken from another KIM', async () => {
    const { desk, kim, publicGroup } = await setUp()
    const chat = await publicGroup(LOA_KULU)
    await desk.verifyGroup(PROVINCE, { chatId: chat.id, kimId: kim.id }, BY)
    const other = await desk.add(PROVINCE, { name: 'KIM Lain', areaCode: LOA_KULU }, BY)
    await expect(desk.verifyGroup(PROVINCE, { chatId: chat.id, kimId: other.id }, BY)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('KIM Loa Kulu'),
    })
  })

  it('must exist, and so must the KIM', async () => {
    const { desk, kim, publicGroup } = await setUp()
    const chat = await publicGroup(LOA_KULU)
    const missing = { code: 'not_found' }
    await expect(desk.verifyGroup(PROVINCE, { chatId: 'x', kimId: kim.id }, BY)).rejects.toMatchObject(
      missing,
    )
    await expect(desk.verifyGroup(PROVINCE, { chatId: chat.id, kimId: 'x' }, BY)).rejects.toMatchObject(
      missing,
    )
    // A public community is no KIM.
    await expect(
      desk.verifyGroup(PROVINCE, { chatId: chat.id, kimId: chat.communityId }, BY),
    ).rejects.toMatchObject(missing)
  })
})

describe('the staff of a regency', () => {
  it('does everything in its own', async () => {
    const { desk, kim } = await setUp()
    await desk.edit(KUTAI_KARTANEGARA, kim.id, { contactRole: 'Ketua' }, BY)
    await desk.issueCode(KUTAI_KARTANEGARA, kim.id, BY)
    expect(await desk.export(KUTAI_KARTANEGARA)).toHaveLength(1)
    await desk.remove(KUTAI_KARTANEGARA, kim.id, BY)
  })

  it('does nothing outside of it', async () => {
    const { storage, desk, kim, publicGroup } = await setUp()
    const own = await desk.add(PASER, { name: 'KIM Paser', areaCode: PASER }, BY)
    const chat = await publicGroup(LOA_KULU)
    const attempts = [
      () => desk.show(PASER, kim.id),
      () => desk.add(PASER, { name: 'KIM Baru', areaCode: LOA_KULU }, BY),
      () => desk.edit(PASER, kim.id, { contactRole: 'Ketua' }, BY),
      () => desk.edit(PASER, own.id, { areaCode: LOA_KULU }, BY),
      () => desk.setStatus(PASER, kim.id, 'dormant', BY),
      () => desk.remove(PASER, kim.id, BY),
      () => desk.issueCode(PASER, kim.id, BY),
      () => desk.revokeCodes(PASER, kim.id, BY),
      () => desk.verifyGroup(PASER, { chatId: chat.id, kimId: own.id }, BY),
      () => desk.verifyGroup(PASER, { chatId: chat.id, kimId: kim.id }, BY),
    ]
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('di luar Kabupaten Paser'),
      })
    }
    expect(await desk.list(PASER)).toMatchObject([{ id: own.id }])
    expect(await desk.export(PASER)).toMatchObject([{ id: own.id, regency: 'Paser' }])
    expect(await storage.kims.list()).toHaveLength(2)
    const file = Buffer.from(`nama,wilayah\nKIM A,${LOA_KULU}\nKIM B,Paser\n`)
    expect(await desk.import(PASER, file, BY)).toMatchObject({ added: 1, errors: 1 })
  })
})
