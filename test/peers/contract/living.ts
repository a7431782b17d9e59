import { expect } from 'vitest'
import type { ChannelEvent } from '../../../src/domain/channel.ts'
import { AppError } from '../../../src/domain/error.ts'
import { failureOf, heard, heardIn, newsOf, seenAs, send, until, type Bench, type Place } from './bench.ts'
import { endsByItself } from './leaving.ts'
import { sentence, type Chapter } from './sentence.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

async function told(
  bench: Bench,
  place: Place,
  type: ChannelEvent['type'],
): Promise<ChannelEvent | undefined> {
  const find = () => newsOf(bench, place).find((event) => event.type === type)
  await until(() => find() !== undefined)
  return find()
}

/** What happens to groups and to what the bot wrote. */
export function describeNews(chapter: Chapter): void {
  sentence(chapter, 'when it is taken out of a group, and when it comes back', async (bench) => {
    const group = await bench.newGroup('KIM Pintu')
    const count = newsOf(bench, group).length
    await bench.removesBot(group)
    await until(() => newsOf(bench, group).length > count)
    await bench.addsBot(group)
    await until(() => newsOf(bench, group).length > count + 1)
    const chat = group.address
    expect(newsOf(bench, group).slice(count)).toMatchObject([
      { type: 'bot_removed', chat },
      { type: 'bot_added', chat, title: 'KIM Pintu' },
    ])
  })

  sentence(
    chapter,
    'the new name of a group, and sees it on later messages',
    async (bench) => {
      const group = await bench.newGroup('KIM Lama')
      await bench.says('member', group, { text: '/cek satu' })
      expect((await heard(bench, group, '/cek satu')).chatTitle).toBe('KIM Lama')
      bench.renames(group, 'KIM Baru')
      const event = { type: 'chat_renamed', chat: group.address, title: 'KIM Baru' }
      expect(await told(bench, group, 'chat_renamed')).toEqual(event)
      await bench.says('member', group, { text: '/cek dua' })
      expect((await heard(bench, group, '/cek dua')).chatTitle).toBe('KIM Baru')
    },
    'renaming',
  )

  sentence(
    chapter,
    'the new id of a group',
    async (bench) => {
      const group = await bench.newGroup('KIM Pindah')
      const movedTo = bench.moves(group)
      const event = { type: 'chat_moved', chat: group.address, movedTo }
      expect(await told(bench, group, 'chat_moved')).toEqual(event)
    },
    'moving',
  )

  sentence(
    chapter,
    'that its message was received and read, each once',
    async (bench) => {
      const group = await bench.newGroup('KIM Tanda')
      const externalId = await send(bench, group, { text: 'Pengumuman' })
      const shown = await seenAs(bench, group, externalId)
      const receipts = () => newsOf(bench, group).filter(({ type }) => type === 'receipt')
      for (const status of ['delivered', 'read'] as const) {
        await bench.confirms(group, shown, status)
        await until(() =>
          receipts().some((receipt) => receipt.type === 'receipt' && receipt.status === status),
        )
      }
      // Each person once of each kind, and who read it had received it.
      const told = receipts().map((receipt) => JSON.stringify(receipt))
      expect(new Set(told).size).toBe(told.length)
      const receipt = { type: 'receipt', chat: group.address, externalId }
      expect(receipts()[0]).toMatchObject({ ...receipt, status: 'delivered' })
      expect(receipts().at(-1)).toMatchObject({ ...receipt, status: 'read' })
    },
    'receipts',
  )
}

/** What holds over lost connections, stops and starts. */
export function describeLife(chapter: Chapter): void {
  sentence(
    chapter,
    'may be lost: nothing of what came meanwhile is lost, told twice or out of order',
    async (bench) => {
      const [one, other] = [await bench.newGroup('KIM Putus'), await bench.newGroup('KIM Lain')]
      await bench.says('member', one, { text: '/cek sebelum' })
      await heard(bench, one, '/cek sebelum')
      await bench.cut()
      const { senderId } = await heard(bench, one, '/cek sebelum')
      const failures = [
        await failureOf(send(bench, one, { text: 'halo' })),
        await failureOf(bench.channel.isAdmin(one.address, senderId)),
      ]
      for (const failure of failures) {
        expect(['disconnected', 'unreachable']).toContain(failure.code)
        expect(failure).toMatchObject({ retryable: true, uncertain: false })
      }
      const said = numbers(10).map((number) => `/cek ${number}`)
      for (const text of said) {
        await bench.says('member', one, { text })
        await bench.says('admin', other, { text })
      }
      await bench.restore()
      // People go on writing while the bot still catches up.
      for (const group of [one, other]) await bench.says('admin', group, { text: '/cek sesudah' })
      for (const group of [one, other]) await heard(bench, group, '/cek sesudah')
      const textsIn = (group: Place) => heardIn(bench, group).map(({ text }) => text)
      expect(textsIn(one)).toEqual(['/cek sebelum', ...said, '/cek sesudah'])
      expect(textsIn(other)).toEqual([...said, '/cek sesudah'])
      expect(new Set(heardIn(bench, one).map(({ id }) => id)).size).toBe(said.length + 2)
      await seenAs(bench, one, await send(bench, one, { text: 'sudah kembali' }))
    },
    'being away',
  )

  sentence(chapter, 'cannot be started twice', async (bench) => {
    const error: unknown = await bench.start().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'conflict' })
    expect(bench.channel.status().state).toBe('connected')
  })

  sentence(chapter, 'can be ended twice, and begun again', async (bench) => {
    const { channel } = bench
    const group = await bench.newGroup('KIM Jeda')
    await Promise.all([channel.stop(), channel.stop()])
    await channel.stop()
    expect(channel.status().state).toBe('stopped')
    expect(await failureOf(send(bench, group, { text: 'halo' }))).toMatchObject({
      code: 'disconnected',
      retryable: true,
      uncertain: false,
    })
    await bench.start()
    await bench.says('member', group, { text: '/cek lagi' })
    await heard(bench, group, '/cek lagi')
    await seenAs(bench, group, await send(bench, group, { text: 'halo' }))
  })

  sentence(
    chapter,
    'tells nothing after it was ended, and everything after it was begun again',
    async (bench) => {
      const group = await bench.newGroup('KIM Jeda')
      await bench.says('member', group, { text: '/cek sebelum' })
      await heard(bench, group, '/cek sebelum')
      await bench.channel.stop()
      const count = bench.events.length
      const said = numbers(5).map((number) => `/cek ${number}`)
      for (const text of said) await bench.says('member', group, { text })
      expect(bench.events).toHaveLength(count)
      await bench.start()
      await heard(bench, group, '/cek 5')
      expect(heardIn(bench, group).map(({ text }) => text)).toEqual(['/cek sebelum', ...said])
    },
    'being away',
  )

  sentence(chapter, 'does not keep the process alive after it was ended', async () => {
    expect(await endsByItself(chapter.platform.peer)).toBe(true)
  })
}
