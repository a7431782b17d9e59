import { createAskerDesk } from '../../claims/asker-desk.ts'
import { createClaimDesk } from '../../claims/claim-desk.ts'
import { createClarificationDesk } from '../../claims/clarification-desk.ts'
import { findResembling } from '../../claims/resembling.ts'
import { systemClock } from '../../clock.ts'
import { clarified } from '../../conversation/replies/factcheck.ts'
import { createSearchIndex } from '../../factcheck/search.ts'
import type { Terminal } from '../terminal.ts'
import { withStorage } from '../with-storage.ts'
import { runInquiries } from './commands.ts'

/** `inquiries …`: what residents ask and nobody has answered. Rejects with `UsageError` or `AppError`. */
export const runInquiryCommands = (args: string[], { env, print }: Terminal): Promise<void> =>
  withStorage(env, async ({ storage }) => {
    const clarifications = createClarificationDesk({ storage, clock: systemClock })
    await runInquiries(args, {
      askers: createAskerDesk({ storage, clock: systemClock }),
      desk: createClaimDesk({
        storage,
        clock: systemClock,
        say: (clarification) => clarified(clarification),
      }),
      startDraft: async (claim, id, by) => (await clarifications.draft(id, by, { claim })).id,
      async findResembling(texts) {
        const published = await storage.clarifications.listPublished()
        const byId = new Map(published.map((one) => [one.id, one]))
        const index = createSearchIndex(published)
        return findResembling(texts, { search: (text) => index.search(text), get: (id) => byId.get(id) })
      },
      gazetteer: storage.gazetteer,
      print,
      now: () => systemClock.now(),
    })
  })
