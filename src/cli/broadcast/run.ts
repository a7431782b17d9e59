import { systemClock } from '../../clock.ts'
import { createDesk } from '../../dissemination/desk/desk.ts'
import { firstStartOf } from '../../dissemination/account-history.ts'
import { paceAtAge } from '../../dissemination/desk/duration.ts'
import { DEFAULT_PACE } from '../../dissemination/pace.ts'
import { reportRelay } from '../../relay/report.ts'
import { openRules } from '../../rules.ts'
import { renderFor } from '../../renderings.ts'
import { createAddressSeal } from '../../sealing.ts'
import { isServerRunning } from '../../storage/single-server.ts'
import type { Terminal } from '../terminal.ts'
import { withStorage } from '../with-storage.ts'
import { readArguments } from './arguments.ts'
import { carryOut } from './commands.ts'

/** `broadcast …`: what staff do with announcements. Rejects with `UsageError` or `AppError`. */
export async function runBroadcast(args: string[], terminal: Terminal): Promise<void> {
  const request = readArguments(['broadcast', ...args])
  await withStorage(terminal.env, async ({ storage, config, secretKey }) => {
    const desk = createDesk({
      storage,
      clock: systemClock,
      quietHours: (await openRules(storage.settings, config)).quietHours,
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
      print: terminal.print,
      isTerminal: terminal.isInteractive,
    })
  })
}
