import { readFile } from 'node:fs/promises'
import type { Clock } from '../../clock.ts'
import type { Desk, RunReport } from '../../dissemination/desk/desk.ts'
import { STATUS_LABEL } from '../../dissemination/desk/labels.ts'
import { AppError } from '../../domain/error.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { relayInWords } from '../../relay/in-words.ts'
import type { RelayReport } from '../../relay/report.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { Request } from './arguments.ts'
import { tallyInWords } from '../../dissemination/desk/words.ts'
import { detailLines, obstacleLines, previewLines, summaryLines } from './print.ts'
import { relayCsv, relayLines } from './relay.ts'

const LOOK_AGAIN_MS = 1_000
const TRIAL_PATIENCE_MS = 30_000

export interface CommandDeps {
  desk: Desk
  gazetteer: Pick<Gazetteer, 'get'>
  /** How far an announcement was passed on to people. */
  reportRelay: (broadcast: StoredBroadcast) => Promise<RelayReport>
  clock: Clock
  /** Whether somebody will carry out what is written now. */
  isServerRunning: () => boolean
  print: (line: string) => void
  /** On a terminal, progress overwrites itself. */
  isTerminal: boolean
}

/** What to say about a change, and about when it takes effect. */
function changed(broadcast: StoredBroadcast, what: string, deps: CommandDeps): string[] {
  const { id, status } = broadcast
  const waits = deps.isServerRunning()
    ? []
    : ['Server sedang tidak berjalan: yang tercatat ini dikerjakan saat server dinyalakan.']
  return [`${what} Siaran "${id}" sekarang ${STATUS_LABEL[status]}.`, ...waits]
}

async function bodyOf({ body, bodyFile }: Request): Promise<string> {
  if (bodyFile === undefined) return body ?? ''
  try {
    return await readFile(bodyFile, 'utf8')
  } catch {
    throw new AppError('invalid', `Berkas ${bodyFile} tidak dapat dibaca.`)
  }
}

/** True when nothing is left of a run but what waits for the hours of some groups, for up to a day. */
const onlyWaits = ({ tally, waiting }: RunReport) => waiting > 0 && tally.queued + tally.sending === waiting

/** Shows how far a broadcast is until it is over, or waits for staff or for the hours of some groups. */
async function follow(id: string, { desk, clock, print, isTerminal }: CommandDeps): Promise<void> {
  let shown = ''
  for (;;) {
    const { broadcast, runs } = await desk.show(id)
    const [latest] = runs
    const progress = latest === undefined ? 'belum ada kiriman' : tallyInWords(latest.tally, latest.waiting)
    const line = `${STATUS_LABEL[broadcast.status]}: ${progress}`
    if (line !== shown) print(isTerminal ? `\u001B[1A\u001B[2K${line}` : line)
    shown = line
    const isGoing = broadcast.status === 'running' || latest?.run.status === 'running'
    if (!isGoing || (latest !== undefined && onlyWaits(latest))) return
    await clock.sleep(LOOK_AGAIN_MS)
  }
}

async function trial(request: Request, deps: CommandDeps): Promise<object> {
  const { desk, clock, isServerRunning } = deps
  const { id, by, to } = request
  if (to === undefined) throw new AppError('invalid', 'Tulis chat tujuannya.')
  const trialId = await desk.tryOut(id, { ...to, by })
  const givingUpAtMs = clock.now().getTime() + TRIAL_PATIENCE_MS
  while (isServerRunning() && clock.now().getTime() < givingUpAtMs) {
    const found = await desk.trial(trialId)
    if (found !== undefined && found.status !== 'queued') return found
    await clock.sleep(LOOK_AGAIN_MS)
  }
  return { status: 'queued' }
}

function trialLines(result: { status?: string; reason?: string }): string[] {
  if (result.status === 'sent') return ['Uji coba sudah dikirim ke chat itu.']
  if (result.status === 'failed') return [`Uji coba gagal: ${result.reason ?? ''}`]
  return ['Uji coba tercatat. Server mengirimnya begitu berjalan dan terhubung.']
}

/** Does one command. Returns what came of it, for machines, and in words, for people. */
async function perform(request: Request, deps: CommandDeps): Promise<{ result: unknown; lines: string[] }> {
  const { desk, gazetteer } = deps
  const { command, id, by, reason, isEmergency } = request
  const actor = { by, ...(reason === undefined ? {} : { reason }) }
  const change = async (work: Promise<StoredBroadcast>, what: string) => {
    const result = await work
    return { result, lines: changed(result, what, deps) }
  }
  switch (command) {
    case 'list': {
      const result = await desk.list()
      const lines = result.length === 0 ? ['Belum ada siaran.'] : result.flatMap(summaryLines)
      return { result, lines }
    }
    case 'show': {
      const result = await desk.show(id)
      const amending = [result.broadcast, ...result.amendments.map(({ broadcast }) => broadcast)]
      const obstacles = (
        await Promise.all(
          amending.filter(({ kind }) => kind !== 'announcement').map((one) => desk.obstacles(one.id)),
        )
      ).flat()
      const relayed = (await deps.reportRelay(result.broadcast)).total
      const relay = relayInWords(relayed)
      const lines = [
        ...detailLines(result),
        ...(relay === undefined ? [] : [`  Sampai   : disampaikan oleh ${relay}`]),
        ...(obstacles.length === 0 ? [] : ['  Tidak bisa di tempat:', ...obstacleLines(obstacles)]),
      ]
      return { result: { ...result, obstacles, relayed }, lines }
    }
    case 'preview': {
      const result = await desk.preview(id)
      return { result, lines: previewLines(result, (code) => gazetteer.get(code)?.name ?? code) }
    }
    case 'test': {
      const result = await trial(request, deps)
      return { result, lines: trialLines(result) }
    }
    case 'submit':
      return change(desk.submit(id, actor), 'Diajukan.')
    case 'return':
      return change(desk.return(id, actor), 'Dikembalikan ke penulisnya.')
    case 'approve':
      return isEmergency
        ? change(desk.expedite(id, actor), 'Diloloskan sebagai darurat.')
        : change(desk.approve(id, actor), 'Disetujui.')
    case 'pause':
      return change(desk.pause(id, actor), 'Dijeda.')
    case 'resume':
      return change(desk.resume(id, actor), 'Dilanjutkan.')
    case 'cancel':
      return change(desk.cancel(id, actor), 'Dibatalkan.')
    case 'retry': {
      const result = await desk.retry(id, request.uncertain)
      const lines = [
        `${result.failed} pesan gagal dikirim ulang, ${result.uncertain} yang belum pasti diputuskan.`,
      ]
      return { result, lines }
    }
    case 'correct': {
      const body = await bodyOf(request)
      return change(desk.correct(id, { ...actor, body, isEmergency }), 'Ralat ditulis.')
    }
    case 'recall':
      return change(desk.recall(id, actor), 'Penarikan dimulai.')
    case 'acknowledgements': {
      const { broadcast } = await desk.show(id)
      const result = await deps.reportRelay(broadcast)
      return { result, lines: request.isCsv ? relayCsv(result) : relayLines(result) }
    }
  }
}

/** Carries out a command line and prints what came of it. Rejects with `AppError` when it cannot be done. */
export async function carryOut(request: Request, deps: CommandDeps): Promise<void> {
  const { result, lines } = await perform(request, deps)
  if (request.isJson) deps.print(JSON.stringify(result, undefined, 2))
  else for (const line of lines) deps.print(line)
  if (request.isFollowing && !request.isJson) await follow(request.id, deps)
}
