import { expect, it } from 'vitest'
import { createSentMessages } from '../../../src/channels/whatsapp/sent-messages.ts'
import { createChannelMemory } from '../../support/channel-memory.ts'

const message = { chatId: '1@g.us', content: { conversation: 'halo' }, isTracked: true }

/** A clock that stands still at an instant. */
const at = (instant: string) => ({ now: () => new Date(instant), sleep: () => Promise.resolve() })

it('finds a message after a restart, for three days', async () => {
  const memory = createChannelMemory()
  await createSentMessages(memory, at('2026-03-01T23:59:00Z')).save('A', message)
  const later = createSentMessages(memory, at('2026-03-04T12:00:00Z'))
  expect(await later.find('A')).toMatchObject({ chatId: '1@g.us', isTracked: true })
  expect((await later.find('A'))?.content.conversation).toBe('halo')
  expect(await createSentMessages(memory, at('2026-03-05T00:00:00Z')).find('A')).toBeUndefined()
  expect(await later.find('B')).toBeUndefined()
})

it('forgets whole days that are too old, when a new day begins', async () => {
  const memory = createChannelMemory()
  for (const day of ['01', '02', '03']) {
    await createSentMessages(memory, at(`2026-03-${day}T08:00:00Z`)).save(day, message)
  }
  await createSentMessages(memory, at('2026-03-06T08:00:00Z')).save('06', message)
  expect(memory.collections().toSorted()).toEqual(['sent', 'sent:2026-03-03', 'sent:2026-03-06'])
})
