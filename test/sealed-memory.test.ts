import { expect, it } from 'vitest'
import { createSealedMemory } from '../src/sealed-memory.ts'
import { createChannelMemory } from './support/channel-memory.ts'

const WORDS = 'Apakah benar ada bansos? Hubungi 0811-0000-0001'

function open(secretKey: string, memory = createChannelMemory()) {
  return { memory, sealed: createSealedMemory(memory, { secretKey, collections: ['inbox'] }) }
}

it('gives back what was stored, which nobody else can read', async () => {
  const { memory, sealed } = open('secret')
  await sealed.set([{ collection: 'inbox', key: 'a', value: WORDS }])
  expect(await sealed.get('inbox', ['a', 'b'])).toEqual(new Map([['a', WORDS]]))
  expect(await sealed.list('inbox')).toEqual(new Map([['a', WORDS]]))
  const stored = (await memory.list('inbox')).get('a') ?? ''
  expect(Buffer.from(stored, 'base64').toString('latin1')).not.toContain('bansos')
  expect(stored).not.toContain('0811')
})

it('stores the same words differently each time', async () => {
  const { memory, sealed } = open('secret')
  await sealed.set(['a', 'b'].map((key) => ({ collection: 'inbox', key, value: WORDS })))
  const stored = await memory.list('inbox')
  expect(stored.get('a')).not.toBe(stored.get('b'))
})

it('misses what was sealed under another secret, was changed, or was never sealed', async () => {
  const { memory, sealed } = open('secret')
  await sealed.set([{ collection: 'inbox', key: 'a', value: WORDS }])
  const value = (await memory.list('inbox')).get('a') ?? ''
  await memory.set([
    { collection: 'inbox', key: 'changed', value: `${value.slice(0, 44)}AAAA${value.slice(48)}` },
    { collection: 'inbox', key: 'plain', value: WORDS },
    { collection: 'inbox', key: 'empty', value: '' },
  ])
  expect([...(await sealed.list('inbox')).keys()]).toEqual(['a'])
  expect(await open('another secret', memory).sealed.list('inbox')).toEqual(new Map())
})

it('leaves other collections as they are, and deletes', async () => {
  const { memory, sealed } = open('secret')
  await sealed.set([
    { collection: 'creds', key: 'creds', value: '{}' },
    { collection: 'inbox', key: 'a', value: WORDS },
  ])
  expect(await memory.list('creds')).toEqual(new Map([['creds', '{}']]))
  await sealed.set([{ collection: 'inbox', key: 'a', value: null }])
  expect(await sealed.list('inbox')).toEqual(new Map())
  await sealed.clear()
  expect(memory.collections()).toEqual([])
})
