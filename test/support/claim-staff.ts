import { createClaimDesk } from '../../src/claims/claim-desk.ts'
import { createClarificationDesk } from '../../src/claims/clarification-desk.ts'
import { systemClock } from '../../src/clock.ts'
import { clarified } from '../../src/conversation/replies/factcheck.ts'
import type { ClarificationContent } from '../../src/domain/clarification.ts'
import { temporaryStorage } from './temporary-storage.ts'

/** Staff of Diskominfo at work on the database of a running server, as their commands are: over a connection of their own. */
export async function openOffice(databaseUrl: string) {
  const clock = systemClock
  const storage = await temporaryStorage(() => clock.now(), databaseUrl)
  const claims = createClaimDesk({ storage, clock, say: (clarification) => clarified(clarification) })
  const clarifications = createClarificationDesk({ storage, clock })
  return {
    claims,
    clarifications,
    inquiries: storage.inquiries,
    /** One person writes, another one publishes. `claim`: the number of the claim that it answers. */
    async publish(id: string, content: Partial<ClarificationContent>, claim?: string) {
      await clarifications.draft(id, 'Penulis', { content, ...(claim === undefined ? {} : { claim }) })
      await clarifications.review(id, 'Penulis')
      return clarifications.publish(id, 'Pemeriksa')
    },
  }
}
