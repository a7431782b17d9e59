import type { Clock } from '../../clock.ts'
import { selectChats } from '../../dissemination/plan.ts'
import { AUDIENCE, type LiteracyProgramme } from '../../literacy/programme.ts'
import { reportQuizzes } from '../../literacy/report.ts'
import type { Storage } from '../../storage/storage.ts'
import type { LiteracyRequest } from './arguments.ts'
import { previewLines, reportLines, statusLines } from './print.ts'

export interface LiteracyCommandDeps {
  programme: LiteracyProgramme
  storage: Storage
  clock: Clock
  /** Whether somebody will carry out what is written now. */
  isServerRunning: () => boolean
  print: (line: string) => void
}

async function perform(
  request: LiteracyRequest,
  deps: LiteracyCommandDeps,
): Promise<{ result: unknown; lines: string[] }> {
  const { programme, storage, clock } = deps
  const waits = deps.isServerRunning()
    ? []
    : ['Server sedang tidak berjalan: siarannya disiapkan saat server dinyalakan.']
  switch (request.command) {
    case 'on': {
      const result = await programme.turnOn(request)
      const upcoming = await programme.upcoming()
      return { result, lines: [...statusLines(result, { upcoming, isApproved: true }), ...waits] }
    }
    case 'off': {
      const cancelled = await programme.turnOff(request.by)
      return {
        result: { cancelled },
        lines: [`Program literasi dimatikan. ${cancelled} siaran yang sudah disiapkan dibatalkan.`],
      }
    }
    case 'status': {
      const setting = await programme.setting()
      const upcoming = await programme.upcoming()
      const isApproved = await programme.isApproved()
      return {
        result: { setting: setting ?? null, isApproved, upcoming: upcoming.map(({ issue }) => issue) },
        lines: statusLines(setting, { upcoming, isApproved }),
      }
    }
    case 'preview': {
      const result = await programme.upcoming()
      const groups = selectChats(AUDIENCE, await storage.chats.listActive()).length
      return { result: { groups, upcoming: result }, lines: previewLines(result, groups) }
    }
    case 'report':
    default: {
      const result = await reportQuizzes(storage, clock.now())
      return { result, lines: reportLines(result) }
    }
  }
}

/** Carries out a command line and prints what came of it. Rejects with `AppError` when it cannot be done. */
export async function carryOutLiteracy(request: LiteracyRequest, deps: LiteracyCommandDeps): Promise<void> {
  const { result, lines } = await perform(request, deps)
  if (request.isJson) deps.print(JSON.stringify(result, undefined, 2))
  else for (const line of lines) deps.print(line)
}
