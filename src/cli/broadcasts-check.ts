/** `npm run broadcasts:check [-- FOLDER]`: says what each announcement would do, and what is wrong with the bad ones. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, type Config } from '../config.ts'
import { runHistory } from '../dissemination/files/broadcast-files.ts'
import type { ParsedBroadcast } from '../dissemination/files/content.ts'
import { readBroadcastFolder } from '../dissemination/files/folder.ts'
import { HOLIDAYS_FILE, type Holidays } from '../dissemination/files/holidays.ts'
import { nextOccurrences } from '../dissemination/schedule/occurrences.ts'
import { selectChats } from '../dissemination/plan.ts'
import type { Problem } from '../dissemination/files/problem.ts'
import { areaLabel, type AreaCode } from '../domain/area.ts'
import type { Chat } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { CHANNEL_NAMES, type ChannelName } from '../domain/message.ts'
import { formatWita, witaDay } from '../domain/wita.ts'
import { databasePath } from '../storage/database.ts'
import { openStorage, type Storage } from '../storage/storage.ts'

const OCCURRENCES_SHOWN = 3
const CHANNEL_LABEL: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  simulator: 'Simulator',
}

/** Runs `use` with the product's database, or with an empty one when there is none yet: areas are known anyway. */
async function withStorage<Result>(
  { databaseUrl }: Config,
  use: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const isThere = existsSync(databasePath(databaseUrl))
  const temporary = isThere ? undefined : await mkdtemp(join(tmpdir(), 'kabar-kim-check-'))
  const url = temporary === undefined ? databaseUrl : `file:${join(temporary, 'empty.db')}`
  const storage = await openStorage(url, () => new Date())
  try {
    return await use(storage)
  } finally {
    await storage.close()
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
  }
}

function placesOf({ areaCodes, except }: ParsedBroadcast['audience'], gazetteer: Gazetteer): string {
  const labels = (codes: AreaCode[]) =>
    codes.map((code) => {
      const area = gazetteer.get(code)
      return area === undefined ? code : areaLabel(area)
    })
  const exceptions = except.length === 0 ? '' : `, kecuali ${labels(except).join(', ')}`
  return `${labels(areaCodes).join(', ')}${exceptions}`
}

function reachOf(audience: ParsedBroadcast['audience'], chats: Chat[]): string {
  const reached = selectChats(audience, chats)
  const channels = CHANNEL_NAMES.filter(
    (name) => audience.channels.length === 0 || audience.channels.includes(name),
  )
  const counts = channels.map(
    (name) => `${CHANNEL_LABEL[name]} ${reached.filter(({ channel }) => channel === name).length}`,
  )
  return counts.join(', ')
}

function clearanceOf({ clearance, author }: ParsedBroadcast): string {
  switch (clearance.type) {
    case 'sample':
      return 'tidak perlu, hanya contoh'
    case 'approved':
      return `ditulis ${author}, disetujui ${clearance.by}`
    case 'emergency':
      return `darurat, tanpa orang kedua: ${clearance.reason}`
    case 'staff':
    default:
      return `menunggu persetujuan orang lain (ditulis ${author})`
  }
}

/** Years in which occurrences may fall on a holiday that is not in the list yet. */
function unknownYears(occurrences: Date[], { schedule }: ParsedBroadcast, holidays: Holidays): number[] {
  if (schedule.type === 'once' || schedule.exceptDates === undefined) return []
  const isAboutHolidays = schedule.exceptDates.some((date) => holidays.dates.includes(date))
  const years = occurrences.map((at) => Number(witaDay(at).slice(0, 4)))
  return isAboutHolidays ? [...new Set(years)].filter((year) => !holidays.completeYears.includes(year)) : []
}

function printBroadcast(
  broadcast: ParsedBroadcast,
  { gazetteer, chats, now, holidays }: { gazetteer: Gazetteer; chats: Chat[]; now: Date; holidays: Holidays },
): void {
  const { sourceFile, title, schedule, audience, expiresAt, priority } = broadcast
  const useful = nextOccurrences(schedule, now, OCCURRENCES_SHOWN).filter(
    (at) => expiresAt === undefined || at < expiresAt,
  )
  const isSample = audience.channels.length === 1 && audience.channels[0] === 'simulator'
  console.log(`✔ ${sourceFile}`)
  console.log(`  Judul    : ${title}${priority === 'emergency' ? ' (darurat)' : ''}`)
  if (useful.length === 0) console.log('  Jadwal   : tidak ada lagi')
  for (const [index, at] of useful.entries()) {
    console.log(`  ${index === 0 ? 'Jadwal   :' : '          '} ${formatWita(at)}`)
  }
  for (const year of unknownYears(nextOccurrences(schedule, now, 50), broadcast, holidays)) {
    console.log(`             Perhatian: daftar hari libur ${year} belum lengkap di ${HOLIDAYS_FILE}.`)
  }
  console.log(`  Setuju   : ${clearanceOf(broadcast)}`)
  console.log(`  Wilayah  : ${placesOf(audience, gazetteer)}`)
  console.log(
    `  Penerima : ${reachOf(audience, chats)} (grup saat ini${isSample ? '; contoh, tidak ke grup sungguhan' : ''})`,
  )
  if (broadcast.wantsAcknowledgement === true) {
    console.log('  Jawaban  : grup diminta mengabari bila sudah disampaikan ke warga')
  }
  console.log('')
}

function printProblems(problems: Problem[]): void {
  for (const file of new Set(problems.map((problem) => problem.file))) {
    console.log(`✘ ${file}`)
    for (const problem of problems) {
      if (problem.file === file) console.log(`  ${problem.field}: ${problem.reason}`)
    }
    console.log('')
  }
}

/** Prints the report. Returns whether everything is well. */
async function check(folder: string, storage: Storage): Promise<boolean> {
  const now = new Date()
  const { gazetteer, topics } = storage
  const reading = await readBroadcastFolder(folder, { gazetteer, topics, now, hasRun: runHistory(storage) })
  const chats = await storage.chats.listActive()
  const { holidays } = reading
  for (const broadcast of reading.broadcasts) printBroadcast(broadcast, { gazetteer, chats, now, holidays })
  printProblems(reading.problems)
  const badFiles = new Set(reading.problems.map(({ file }) => file)).size
  console.log(
    badFiles === 0
      ? `Semua baik: ${reading.broadcasts.length} pengumuman siap dijadwalkan.`
      : `${reading.broadcasts.length} pengumuman siap, ${badFiles} berkas perlu diperbaiki (${reading.problems.length} masalah).`,
  )
  return badFiles === 0
}

try {
  const config = loadConfig()
  const folder = process.argv[2] ?? config.broadcastsDir
  const isWell = await withStorage(config, (storage) => check(folder, storage))
  process.exitCode = isWell ? 0 : 1
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
