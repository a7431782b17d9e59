import { expect, it } from 'vitest'
import { createDecisions } from '../../src/dissemination/decisions.ts'
import { SendError } from '../../src/domain/error.ts'
import { setUpBroadcaster } from '../support/broadcaster-bench.ts'

async function uncertain() {
  const bench = await setUpBroadcaster({ channel: 'telegram', groups: ['a', 'b'] })
  bench.peer.after = () => {
    throw new SendError('unreachable', 'the answer got lost', { uncertain: true })
  }
  const runId = await bench.openRun()
  const broadcaster = bench.process()
  await broadcaster.start()
  await bench.runBecomes(runId, 'finished')
  expect(await bench.states()).toEqual({ a: 'uncertain', b: 'uncertain' })
  bench.peer.after = () => undefined
  return { bench, runId, broadcaster, decisions: createDecisions(bench) }
}

it('sends an uncertain message again when staff say that it is not there', async () => {
  const { bench, runId, broadcaster, decisions } = await uncertain()
  const [first] = await bench.storage.deliveries.list({ runId })
  const scope = { runId, statuses: ['uncertain' as const], deliveryIds: [first?.id ?? ''] }
  expect(await decisions.sendAgain(scope)).toEqual({ changed: 1 })
  await bench.runBecomes(runId, 'running')
  expect((await bench.storage.broadcasts.find('posyandu'))?.status).toBe('running')
  broadcaster.wake()
  await bench.runBecomes(runId, 'finished')
  expect(Object.values(await bench.states()).toSorted()).toEqual(['sent', 'uncertain'])
  expect(new Set(bench.peer.tried.map(({ id }) => id)).size).toBe(3)
})

it('counts an uncertain message as sent when staff say that it is there', async () => {
  const { bench, runId, decisions } = await uncertain()
  expect(await decisions.countAsSent({ runId, statuses: ['uncertain'] })).toEqual({ changed: 2 })
  expect(await bench.states()).toEqual({ a: 'sent', b: 'sent' })
  expect(bench.peer.tried).toHaveLength(2)
  expect(await decisions.countAsSent({ runId, statuses: ['uncertain'] })).toEqual({ changed: 0 })
})

it('decides nothing about what is known', async () => {
  const { bench, runId, decisions } = await uncertain()
  await decisions.countAsSent({ runId, statuses: ['uncertain'] })
  expect(await decisions.sendAgain({ runId, statuses: ['sent'] })).toEqual({ changed: 0 })
  expect(await bench.states()).toEqual({ a: 'sent', b: 'sent' })
})
