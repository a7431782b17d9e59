import { expect } from 'vitest'
import type { SendErrorCode } from '../../../src/domain/error.ts'
import { failureOf, heard, seenAs, send, TROUBLES, type Trouble } from './bench.ts'
import { sentence, type Chapter } from './sentence.ts'

interface Expected {
  code: SendErrorCode
  retryable: boolean
  uncertain: boolean
}

const EXPECTED: Record<Trouble, Expected> = {
  throttled: { code: 'throttled', retryable: true, uncertain: false },
  disconnected: { code: 'disconnected', retryable: true, uncertain: false },
  unreachable: { code: 'unreachable', retryable: true, uncertain: false },
  'unreachable, and it may have gone out': { code: 'unreachable', retryable: false, uncertain: true },
  chat_gone: { code: 'chat_gone', retryable: false, uncertain: false },
  chat_moved: { code: 'chat_moved', retryable: true, uncertain: false },
  not_allowed: { code: 'not_allowed', retryable: false, uncertain: false },
  rejected: { code: 'rejected', retryable: false, uncertain: false },
  restricted: { code: 'restricted', retryable: false, uncertain: false },
}

/** What the bot hears when a message does not go out. */
export function describeFailing(chapter: Chapter): void {
  for (const trouble of TROUBLES) {
    sentence(
      chapter,
      `is ${trouble}, and the next one goes out after that`,
      async (bench) => {
        const group = await bench.newGroup('KIM Gagal')
        const before = await send(bench, group, { text: 'sebelum' })
        await seenAs(bench, group, before)
        const { message = { text: 'gagal' }, undo } = await bench.cause(trouble, group)
        const error = await failureOf(send(bench, group, message))
        await undo()
        bench.clock.advance(error.retryAfterMs ?? 0)
        expect(error).toMatchObject(EXPECTED[trouble])
        expect((error.retryAfterMs ?? 0) > 0).toBe(trouble === 'throttled')
        expect(error.movedTo !== undefined).toBe(trouble === 'chat_moved')
        const chatId = error.movedTo ?? group.address.chatId
        const place = { ...group, address: { ...group.address, chatId } }
        await seenAs(bench, place, await send(bench, place, { text: 'sesudah' }))
      },
      trouble,
    )
  }

  sentence(chapter, 'fails in the same way when it is to be changed or deleted', async (bench) => {
    const { channel } = bench
    const group = await bench.newGroup('KIM Gagal')
    const id = await send(bench, group, { text: 'Halo' })
    const attempt = async () => {
      const edited = await failureOf(channel.edit?.(group.address, id, { text: 'Lain' }))
      const deleted = await failureOf(channel.delete?.(group.address, id))
      expect([edited.uncertain, deleted.uncertain]).toEqual([false, false])
      return [edited.code, deleted.code]
    }
    const { undo } = await bench.cause('chat_gone', group)
    expect(await attempt()).toEqual(['chat_gone', 'chat_gone'])
    await undo()
    await channel.stop()
    expect(await attempt()).toEqual(['disconnected', 'disconnected'])
    await bench.start()
    await bench.says('admin', group, { text: '/cek akhir' })
    await heard(bench, group, '/cek akhir')
  })
}
