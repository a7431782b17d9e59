import { expect, it } from 'vitest'
import { createCachedMemory } from '../../../src/channels/whatsapp/cached-memory.ts'
import { createGate } from '../../../src/channels/whatsapp/gate.ts'
import type { ChannelMemory } from '../../../src/domain/channel.ts'
import { createChannelMemory } from '../../support/channel-memory.ts'

const SESSION = 'key:session'
const entry = (key: string, value: string | null) => ({ collection: SESSION, key, value })

/** A memory that counts what is read of it, and can be held up or made to fail. */
function setUp(mostEntries?: number) {
  const stored = createChannelMemory()
  const asked: string[][] = []
  const held: { read?: Promise<void>; write?: Promise<void> } = {}
  const memory: ChannelMemory = {
    ...stored,
    async get(collection, keys) {
      asked.push(keys)
      const found = await stored.get(collection, keys)
      await held.read
      return found
    },
    async set(entries) {
      await held.write
      await stored.set(entries)
    },
  }
  const cached = createCachedMemory(memory, mostEntries)
  const read = async (...keys: string[]) => Object.fromEntries(await cached.get(SESSION, keys))
  return { stored, asked, held, cached, read }
}

it('asks the database only for what it does not know yet', async () => {
  const { stored, asked, read } = setUp()
  await stored.set([entry('a', '1'), entry('b', '2')])
  expect(await read('a')).toEqual({ a: '1' })
  expect(await read('a', 'b')).toEqual({ a: '1', b: '2' })
  expect(await read('b', 'a')).toEqual({ a: '1', b: '2' })
  expect(asked).toEqual([['a'], ['b']])
})

it('remembers what is missing', async () => {
  const { asked, read } = setUp()
  expect(await read('a')).toEqual({})
  expect(await read('a')).toEqual({})
  expect(asked).toEqual([['a']])
})

it('knows what it wrote, and what it deleted', async () => {
  const { stored, asked, cached, read } = setUp()
  await cached.set([entry('a', '1'), entry('b', '2')])
  await cached.set([entry('b', null)])
  expect(await read('a', 'b')).toEqual({ a: '1' })
  expect(asked).toEqual([])
  expect(await stored.list(SESSION)).toEqual(new Map([['a', '1']]))
})

it('keeps the same key of two collections apart', async () => {
  const { cached, read } = setUp()
  await cached.set([entry('a', 'of a session'), { collection: 'key:pre-key', key: 'a', value: 'a pre-key' }])
  expect(await read('a')).toEqual({ a: 'of a session' })
  expect(await cached.get('key:pre-key', ['a'])).toEqual(new Map([['a', 'a pre-key']]))
})

it('does not keep what was read while something newer was written', async () => {
  const { stored, held, cached, read } = setUp()
  await stored.set([entry('a', 'old')])
  const gate = createGate()
  held.read = gate.passed()
  const reading = read('a')
  await cached.set([entry('a', 'new')])
  gate.open()
  await reading
  expect(await read('a')).toEqual({ a: 'new' })
})

it('tells what the database has while something is being written', async () => {
  const { held, cached, read } = setUp()
  await cached.set([entry('a', 'old')])
  const gate = createGate()
  held.write = gate.passed()
  const writing = cached.set([entry('a', 'new')])
  expect(await read('a')).toEqual({ a: 'old' })
  gate.open()
  await writing
  expect(await read('a')).toEqual({ a: 'new' })
})

it('believes the database after a write that failed', async () => {
  const { held, cached, read } = setUp()
  await cached.set([entry('a', 'old')])
  held.write = Promise.reject(new Error('The disk is full'))
  await expect(cached.set([entry('a', 'new')])).rejects.toThrow('The disk is full')
  expect(await read('a')).toEqual({ a: 'old' })
})

it('forgets with the database', async () => {
  const { cached, read } = setUp()
  await cached.set([entry('a', '1')])
  await cached.clear([SESSION])
  expect(await read('a')).toEqual({})
})

it('keeps no more than it may, the last used ones', async () => {
  const { asked, cached, read } = setUp(2)
  await cached.set([entry('a', '1'), entry('b', '2')])
  await read('a')
  await cached.set([entry('c', '3')])
  expect(await read('a', 'b', 'c')).toEqual({ a: '1', b: '2', c: '3' })
  expect(asked).toEqual([['b']])
})
