import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { ChatAddress } from '../src/domain/message.ts'
import { startBotApi, type ApiCall } from '../test/support/telegram/bot-api.ts'
import { DOCUMENTED_LIMITS } from '../test/support/telegram/flood-limits.ts'
import { witaMinute } from '../test/support/test-app.ts'
import { makeFolderWithGroups } from './broadcast-groups.ts'
import { peakMemoryMb, startPart, stopPart, told } from './broadcast-process.ts'

const TOKEN = '123456789:AAbenchBENCHbenchBENCHbenchBENCHbenchBE'
const SECRET = 'a secret of at least 32 characters, for the benchmark only'
/** Residents ask so often while the run goes, each in a chat of their own. */
const QUESTION_EVERY_MS = 400
const QUESTION = 'Apakah benar ada pendaftaran CPNS IKN lewat tautan?'
/** The beginning and the end of a run are not its pace. */
const SETTLING_MS = 2_000

/** How a run went through the whole server, real HTTP and the Bot API emulator. */
export interface TelegramResult {
  groups: number
  /** Messages a second that Telegram took, announcements and replies together. */
  perSecond: number
  calls: number
  /** How many calls were answered with 429. */
  throttled: number
  /** From the question to the answer in the chat, in milliseconds. */
  replyMs: { count: number; p50: number; p99: number; max: number }
  peakMemoryMb: number
}

const announcement = (at: Date) =>
  [
    '---',
    'title: Pengumuman',
    'programme: Program contoh',
    'topic: umum',
    'author: Penulis',
    'approved_by: Pemeriksa',
    'audience:',
    '  areas: ["64.02"]',
    'schedule:',
    `  at: ${witaMinute(at)}`,
    '---',
    'Posyandu buka hari Senin pukul 08.00. Bawa buku KIA.',
    '',
  ].join('\n')

function percentile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** Messages a second that were taken, away from the beginning and the end. */
function paceOf(calls: ApiCall[]): number {
  const taken = calls.filter(({ status }) => status === 200).map(({ at }) => at)
  const from = (taken[0] ?? 0) + SETTLING_MS
  const to = (taken.at(-1) ?? 0) - SETTLING_MS
  const within = taken.filter((at) => at >= from && at < to).length
  return (within / (to - from)) * 1_000
}

/** Sends one announcement to so many groups. `limited`: with Telegram's limits, at the pace of the product. */
export async function runOverTelegram(groups: number, limited: boolean): Promise<TelegramResult> {
  const api = await startBotApi({ token: TOKEN, ...(limited ? { limits: DOCUMENTED_LIMITS } : {}) })
  const addresses: ChatAddress[] = Array.from({ length: groups }, (_, number) => {
    const { id } = api.group({ title: `KIM ${number}`, members: [api.bot] })
    return { channel: 'telegram', account: String(api.bot.id), chatId: String(id) }
  })
  const folder = await makeFolderWithGroups(addresses)
  await writeFile(join(folder.broadcastsDir, 'pengumuman.md'), announcement(new Date()))
  const server = startPart('broadcast-server.ts', {
    DATABASE_URL: folder.databaseUrl,
    BROADCASTS_DIR: folder.broadcastsDir,
    QUIET_HOURS: 'off',
    LOG_LEVEL: 'fatal',
    SECRET_KEY: SECRET,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.url,
    ...(limited ? {} : { BENCH_NO_LIMITS: 'true' }),
  })
  await told(server)
  const sends = () => api.callsOf('sendMessage')
  const db = new Database(folder.databaseUrl.slice('file:'.length), { readonly: true })
  const open = db.prepare(`SELECT count(*) AS open FROM Delivery WHERE status IN ('queued', 'sending')`)
  const isOver = () => sends().length >= groups && (open.get() as { open: number }).open === 0

  const replies: number[] = []
  const asking: Promise<void>[] = []
  async function ask(number: number): Promise<void> {
    const resident = api.user({ id: 500_000 + number, firstName: `Warga ${number}` })
    const home = api.privateChat(resident)
    const askedAt = performance.now()
    api.sendText(resident, home, QUESTION)
    await api.until(() => api.messages(home).length > 0)
    replies.push(performance.now() - askedAt)
  }
  // Not while the server looks for its first words.
  await api.until(() => sends().length > 0)
  for (let number = 0; !isOver(); number += 1) {
    // Without limits the machine is busy with nothing but the run: what residents notice then says nothing.
    if (limited) asking.push(ask(number))
    await sleep(QUESTION_EVERY_MS)
  }
  await Promise.all(asking)
  const memory = peakMemoryMb(server)
  await stopPart(server)
  db.close()
  const calls = sends()
  await api.stop()
  await folder.remove()
  if (api.violations.length > 0) throw new Error(`The emulator objects: ${api.violations[0]}`)
  const sorted = replies.toSorted((left, right) => left - right)
  return {
    groups,
    perSecond: paceOf(calls),
    calls: calls.length,
    throttled: calls.filter(({ status }) => status === 429).length,
    replyMs: {
      count: sorted.length,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      max: sorted.at(-1) ?? 0,
    },
    peakMemoryMb: memory,
  }
}
