import { expect, it } from 'vitest'
import { createClarificationDesk } from '../../src/claims/clarification-desk.ts'
import { runClarifications } from '../../src/cli/clarifications/commands.ts'
import { createTestClock } from '../support/test-clock.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

it('takes the day of a source as it is written, from midnight in WITA on', async () => {
  const storage = await temporaryStorage()
  const draft = (...options: string[]) =>
    runClarifications(['draft', 'garam', '--oleh', 'Sari', ...options], {
      desk: createClarificationDesk({ storage, clock: createTestClock() }),
      gazetteer: storage.gazetteer,
      hashPicture: async () => undefined,
      print: () => undefined,
    })
  await draft('--tanggal', '2026-11-20')
  const saved = await storage.clarificationDrafts.find('garam')
  expect(saved?.content.publishedAt).toEqual(new Date('2026-11-19T16:00:00Z'))
  await expect(draft('--tanggal', '2026-02-31')).rejects.toThrow(/tidak dapat dibaca/)
})
