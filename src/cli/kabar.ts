/** `npm run kabar -- broadcast|inquiries|clarifications COMMAND …`: what staff do, also while the server runs. */
import { randomBytes } from 'node:crypto'
import { createClaimDesk } from '../claims/claim-desk.ts'
import { createClarificationDesk } from '../claims/clarification-desk.ts'
import { systemClock } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { clarified } from '../conversation/replies/factcheck.ts'
import { createDesk } from '../dissemination/desk/desk.ts'
import { firstStartOf } from '../dissemination/account-history.ts'
import { paceAtAge } from '../dissemination/desk/duration.ts'
import { DEFAULT_PACE } from '../dissemination/pace.ts'
import { AppError } from '../domain/error.ts'
import { renderFor } from '../renderings.ts'
import { createAddressSeal } from '../sealing.ts'
import { isServerRunning } from '../storage/single-server.ts'
import { openStorage } from '../storage/storage.ts'
import { readArguments } from './broadcast/arguments.ts'
import { carryOut } from './broadcast/commands.ts'
import { runClarifications } from './clarifications/commands.ts'
import { runInquiries } from './inquiries/commands.ts'
import { UsageError } from './usage.ts'

const print = (line: string) => console.log(line)

/** What residents ask, and the clarifications that answer them. */
async function runFactChecking(noun: 'inquiries' | 'clarifications', args: string[]): Promise<void> {
  const storage = await openStorage(loadConfig().databaseUrl, () => systemClock.now())
  try {
    const { gazetteer } = storage
    const clarifications = createClarificationDesk({ storage, clock: systemClock })
    if (noun === 'clarifications')
      return await runClarifications(args, { desk: clarifications, gazetteer, print })
    const desk = createClaimDesk({
      storage,
      clock: systemClock,
      say: (clarification) => clarified(clarification),
    })
    const startDraft = async (claim: string, id: string, by: string) =>
      (await clarifications.draft(id, by, { claim })).id
    await runInquiries(args, { desk, startDraft, gazetteer, print, now: () => systemClock.now() })
  } finally {
    await storage.close()
  }
}

async function main(args: string[]): Promise<void> {
  const [noun, ...rest] = args
  if (noun === 'inquiries' || noun === 'clarifications') return runFactChecking(noun, rest)
  const request = readArguments(args)
  const config = loadConfig()
  const storage = await openStorage(config.databaseUrl, () => systemClock.now())
  try {
    const secretKey =
      config.secretKey ??
      (await storage.settings.getOrSet('secret_key', randomBytes(32).toString('base64url')))
    const desk = createDesk({
      storage,
      clock: systemClock,
      quietHours: config.quietHours,
      render: renderFor,
      paceOf: async (channel, account) => {
        const since =
          config.whatsapp?.accounts.find(({ name }) => channel === 'whatsapp' && name === account)?.since ??
          (await firstStartOf(storage, { channel, account })) ??
          systemClock.now()
        return paceAtAge(DEFAULT_PACE[channel], systemClock.now().getTime() - since.getTime())
      },
      seal: createAddressSeal(secretKey),
      // The server looks by itself: see `dissemination/change-watch.ts`.
      onChange: () => undefined,
    })
    await carryOut(request, {
      desk,
      gazetteer: storage.gazetteer,
      clock: systemClock,
      isServerRunning: () => isServerRunning(config.databaseUrl),
      print,
      isTerminal: process.stdout.isTTY,
    })
  } finally {
    await storage.close()
  }
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  // What we expect is said in one sentence; anything else keeps its stack.
  console.error(error instanceof AppError || error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
