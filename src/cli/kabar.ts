/** `npm run kabar -- broadcast COMMAND …`, `-- clarification retract ID`: what staff do, also while the server runs. */
import { randomBytes } from 'node:crypto'
import { systemClock } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { createDesk } from '../dissemination/desk/desk.ts'
import { firstStartOf } from '../dissemination/account-history.ts'
import { paceAtAge } from '../dissemination/desk/duration.ts'
import { DEFAULT_PACE } from '../dissemination/pace.ts'
import { AppError } from '../domain/error.ts'
import { reportRelay } from '../relay/report.ts'
import { renderFor } from '../renderings.ts'
import { createAddressSeal } from '../sealing.ts'
import { isServerRunning } from '../storage/single-server.ts'
import { openStorage } from '../storage/storage.ts'
import { readArguments, UsageError } from './broadcast/arguments.ts'
import { carryOut } from './broadcast/commands.ts'

/** Withdraws a clarification: the server tells everyone who was answered with it. */
async function retractClarification(id: string | undefined): Promise<void> {
  if (id === undefined) throw new UsageError('Cara pakai: npm run kabar -- clarification retract ID')
  const storage = await openStorage(loadConfig().databaseUrl, () => systemClock.now())
  try {
    if (!(await storage.clarifications.retract(id))) {
      throw new AppError('not_found', `Klarifikasi "${id}" tidak ada, atau sudah ditarik.`)
    }
    console.log('Ditarik. Bot tidak memakainya lagi, dan yang pernah menerimanya dikabari.')
  } finally {
    await storage.close()
  }
}

async function main(args: string[]): Promise<void> {
  if (args[0] === 'clarification' && args[1] === 'retract') return retractClarification(args[2])
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
      reportRelay: (broadcast) => reportRelay(storage, broadcast),
      clock: systemClock,
      isServerRunning: () => isServerRunning(config.databaseUrl),
      print: (line) => console.log(line),
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
