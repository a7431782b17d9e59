import { describe, expect, it } from 'vitest'
import { quote, simulatorChat, startConversation } from '../support/conversation.ts'
import { makeKims } from '../support/kim-groups.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'

const CHAT = simulatorChat('grup-1')
const VILLAGE = '64.02.02.2004'
const NEIGHBOUR = '64.02.02.2005'
const ADMIN = { senderId: 'admin' }
const HOUR_MS = 3_600_000

/** A conversation with a KIM's group that is subscribed to these areas. */
async function startWithKim(areaCodes = [VILLAGE]) {
  const databaseUrl = await temporaryDatabase()
  const conversation = await startConversation({ databaseUrl })
  await conversation.storage.chats.subscribe(CHAT, { title: 'KIM contoh', areaCodes, topics: [] })
  makeKims(databaseUrl)
  const markOf = async (code: string) => (await conversation.storage.connectivity.get(code))?.connectivity
  return { ...conversation, databaseUrl, markOf }
}

describe('/sinyal in a group of a KIM', () => {
  it.each([
    ['/sinyal baik', 'good'],
    ['/sinyal lemot', 'weak'],
    ['/sinyal putus-putus', 'weak'],
    ['/sinyal tidak ada', 'none'],
    ['/signal blank spot', 'none'],
    ['/sinyall hilang', 'none'],
  ])('%s marks the village', async (text, expected) => {
    const { inGroup, markOf, storage } = await startWithKim()
    const [reply, ...more] = await inGroup(text, ADMIN)
    expect(reply?.text).toContain('sudah dicatat')
    expect(more).toEqual([])
    expect(await markOf(VILLAGE)).toBe(expected)
    expect(await storage.connectivity.get(VILLAGE)).toMatchObject({ setBy: 'kim_admin' })
  })

  it('asks with three choices and takes a tap, in place', async () => {
    const { inGroup, markOf, channel } = await startWithKim()
    const [question] = await inGroup('/sinyal', ADMIN)
    expect(question?.choices?.map(({ label }) => label)).toEqual([
      'Baik',
      'Lemah, sering putus',
      'Tanpa sinyal',
      'Batal',
    ])
    const tap = {
      ...ADMIN,
      choice: 'signal:weak',
      quoted: { id: question?.externalId ?? '', text: '', fromBot: true },
    }
    expect(await inGroup('', tap)).toEqual([])
    expect(channel.edited.at(-1)?.text).toContain('**lemah**')
    expect(await markOf(VILLAGE)).toBe('weak')
    expect((await inGroup('/sinyal', ADMIN))[0]?.text).toContain('Sekarang tercatat: **lemah**')
  })

  it.each([
    ['3', 'none'],
    ['1.', 'good'],
    ['lemot', 'weak'],
    ['gak ada', 'none'],
  ])('takes %j typed by whoever was asked', async (text, expected) => {
    const { inGroup, markOf } = await startWithKim()
    await inGroup('/sinyal', ADMIN)
    expect((await inGroup(text, ADMIN))[0]?.text).toContain('sudah dicatat')
    expect(await markOf(VILLAGE)).toBe(expected)
    expect(await inGroup(text, ADMIN)).toEqual([])
  })

  it('asks again after words that it does not know, and hears "batal"', async () => {
    const { inGroup, markOf } = await startWithKim()
    expect((await inGroup('/sinyal lumayanlah', ADMIN))[0]?.text).toContain('belum kami pahami')
    const reply = { ...ADMIN, quoted: quote('Bagaimana sinyal', true) }
    expect((await inGroup('entah ya', reply))[0]?.text).toContain('belum kami pahami')
    expect((await inGroup('/batal', ADMIN))[0]?.text).toContain('dibatalkan')
    expect(await inGroup('1', ADMIN)).toEqual([])
    expect(await markOf(VILLAGE)).toBeUndefined()
  })

  it('leaves ordinary talk alone while its question is open', async () => {
    const { inGroup, markOf } = await startWithKim()
    await inGroup('/sinyal', ADMIN)
    expect(await inGroup('2', { senderId: 'warga' })).toEqual([])
    expect(await inGroup('besok kerja bakti jam 8', ADMIN)).toEqual([])
    expect((await inGroup('/status', ADMIN))[0]?.text).toContain('Grup ini menerima kabar')
    expect(await markOf(VILLAGE)).toBeUndefined()
  })

  it('is only for admins, asked at every step', async () => {
    const { inGroup, markOf, channel } = await startWithKim()
    expect((await inGroup('/sinyal baik', { senderId: 'warga' }))[0]?.text).toContain('hanya admin')
    expect(await inGroup('/sinyal baik', { senderId: 'warga' })).toEqual([])
    await inGroup('/sinyal', ADMIN)
    channel.admins.delete('admin')
    expect(await inGroup('1', ADMIN)).toEqual([])
    channel.adminFailure = new Error('the platform is away')
    expect((await inGroup('', { ...ADMIN, choice: 'signal:good' }))[0]?.text).toContain(
      'belum bisa memastikan',
    )
    expect(await markOf(VILLAGE)).toBeUndefined()
  })

  it('marks every village that the group is subscribed to, and none of the wider areas', async () => {
    const { inGroup, storage } = await startWithKim([VILLAGE, '64.02', NEIGHBOUR])
    expect((await inGroup('/sinyal lemah', ADMIN))[0]?.text).toContain(' dan **Desa')
    const marks = await storage.connectivity.list('64')
    expect(marks.map(({ areaCode }) => areaCode)).toEqual([VILLAGE, NEIGHBOUR])
  })

  it.each(['/sinyal', '/sinyal baik'])('tells a group of a wider area kindly, after %s', async (text) => {
    const { inGroup, storage } = await startWithKim(['64.02.02'])
    const [reply] = await inGroup(text, ADMIN)
    expect(reply?.text).toContain('per desa atau kelurahan')
    expect(reply?.choices).toBeUndefined()
    expect(await storage.connectivity.list('64')).toEqual([])
  })

  it('survives a restart in the middle', async () => {
    const before = await startWithKim()
    await before.inGroup('/sinyal', ADMIN)
    const after = await startConversation({ databaseUrl: before.databaseUrl })
    expect((await after.inGroup('2', { ...ADMIN, id: 'after-restart' }))[0]?.text).toContain('sudah dicatat')
    expect(await before.markOf(VILLAGE)).toBe('weak')
  })

  it('does not take "baik" for an answer an hour later', async () => {
    const { inGroup, markOf, clock } = await startWithKim()
    await inGroup('/sinyal', ADMIN)
    clock.advance(HOUR_MS)
    expect(await inGroup('baik', ADMIN)).toEqual([])
    expect(await markOf(VILLAGE)).toBeUndefined()
  })

  it('leaves a subscription dialogue open that is under way', async () => {
    const { inGroup } = await startWithKim()
    await inGroup('/langganan', ADMIN)
    await inGroup('/sinyal lemah', ADMIN)
    expect((await inGroup('2', ADMIN))[0]?.choices?.length).toBeGreaterThan(0)
  })
})

describe('/sinyal elsewhere', () => {
  it('tells a group that is not subscribed what to do first', async () => {
    const { inGroup } = await startConversation()
    expect((await inGroup('/sinyal baik', ADMIN))[0]?.text).toContain('/langganan')
  })

  it('is not for a public group, which anybody could make', async () => {
    const { inGroup, storage } = await startConversation()
    await storage.chats.subscribe(CHAT, { title: 'Grup', areaCodes: [VILLAGE], topics: [] })
    expect((await inGroup('/sinyal baik', ADMIN))[0]?.text).toContain('grup KIM')
    expect(await storage.connectivity.list('64')).toEqual([])
  })

  it('points to the group in a private chat', async () => {
    const { inPrivate } = await startConversation()
    expect((await inPrivate('/sinyal lemah'))[0]?.text).toContain('grup KIM')
  })

  it('does not take a question about signals for the command', async () => {
    const { inGroup, storage } = await startWithKim()
    const [answer] = await inGroup('sinyal 5g bikin sakit?', { ...ADMIN, mentionsBot: true })
    expect(answer?.text).not.toContain('Bagaimana sinyal')
    await inGroup('sinyal lemot', { ...ADMIN, mentionsBot: true })
    expect(await storage.connectivity.get(VILLAGE)).toMatchObject({ connectivity: 'weak' })
  })
})
