import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import type { TopicList } from '../../domain/topic.ts'
import { checkAttachment } from './attachment.ts'
import { parseBroadcast, type ParseContext, type ParsedBroadcast, type ParsedFile } from './content.ts'
import { MAX_FILE_BYTES, TOO_BIG } from './front-matter.ts'
import { NO_HOLIDAYS, readHolidays, type Holidays } from './holidays.ts'
import { WHOLE_FILE, type Problem } from './problem.ts'

export interface FolderContext {
  gazetteer: Gazetteer
  topics: TopicList
  now: Date
  /** Whether a broadcast had a run: at an instant, or ever. What went out already is not reported as too late. */
  hasRun?: (broadcastId: string, at?: Date) => Promise<boolean>
}

export interface FolderReading {
  /** Every announcement without a problem. */
  broadcasts: ParsedBroadcast[]
  problems: Problem[]
  /** Files that were looked at, good and bad. */
  files: string[]
  /** False when the folder cannot be read: then nothing is known about its files. */
  isReadable: boolean
  holidays: Holidays
}

const isAnnouncement = (name: string) => /\.md$/i.test(name) && !/^(?:[_.]|readme\.md$)/i.test(name)

/** Names of the announcement files, sorted; undefined when the folder cannot be read. */
async function listFiles(folder: string): Promise<string[] | undefined> {
  try {
    return (await readdir(folder)).filter(isAnnouncement).toSorted()
  } catch {
    return undefined
  }
}

async function readOne(name: string, context: ParseContext): Promise<ParsedFile | undefined> {
  const path = join(context.folder, name)
  const failed = (field: string, reason: string): ParsedFile => ({
    file: name,
    problems: [{ file: name, field, reason }],
    staleProblems: [],
  })
  try {
    const info = await stat(path)
    if (!info.isFile()) return undefined
    if (info.size > MAX_FILE_BYTES) return failed(TOO_BIG.field, TOO_BIG.reason)
    return parseBroadcast(name, await readFile(path), context)
  } catch {
    return failed(WHOLE_FILE, 'Berkas ini tidak bisa dibuka. Periksa izin bacanya.')
  }
}

/** Problems that the file alone does not show: a taken id, the picture, a time that is over. */
async function outsideProblems(
  parsed: ParsedFile,
  { folder, owner, hasRun }: { folder: string; owner: string | undefined; hasRun: FolderContext['hasRun'] },
): Promise<Problem[]> {
  const { file, id, attachment, staleProblems, broadcast } = parsed
  const problems: Problem[] = []
  if (owner !== undefined && owner !== file) {
    problems.push({
      file,
      field: 'id',
      reason: `Tanda pengenal "${id}" sudah dipakai berkas ${owner}. Ganti salah satunya.`,
    })
  }
  const pictureProblem = attachment === undefined ? undefined : await checkAttachment(folder, attachment)
  if (pictureProblem !== undefined) problems.push({ file, ...pictureProblem })
  if (staleProblems.length > 0) {
    const schedule = broadcast?.schedule
    const at = schedule?.type === 'once' ? schedule.at : undefined
    const isDone = broadcast !== undefined && (await hasRun?.(broadcast.id, at)) === true
    if (!isDone) problems.push(...staleProblems)
  }
  return problems
}

/** Reads every announcement of a folder. Bad files are named with field and reason; the others are returned. */
export async function readBroadcastFolder(dir: string, context: FolderContext): Promise<FolderReading> {
  const folder = resolve(dir)
  const files = await listFiles(folder)
  if (files === undefined) {
    const reason = `Folder siaran tidak ada atau tidak bisa dibaca: ${dir}. Buat foldernya, atau perbaiki BROADCASTS_DIR.`
    return {
      broadcasts: [],
      problems: [{ file: '.', field: 'folder', reason }],
      files: [],
      isReadable: false,
      holidays: NO_HOLIDAYS,
    }
  }
  const { gazetteer, topics, now, hasRun } = context
  const owners = new Map<string, string>()
  const { problems: holidayProblems, ...holidays } = await readHolidays(folder)
  const reading: FolderReading = {
    broadcasts: [],
    problems: holidayProblems,
    files: [],
    isReadable: true,
    holidays,
  }
  for (const name of files) {
    const parsed = await readOne(name, { gazetteer, topics, now, folder, holidays })
    if (parsed === undefined) continue
    reading.files.push(name)
    const { id, broadcast } = parsed
    const owner = id === undefined ? undefined : owners.get(id)
    if (id !== undefined && owner === undefined) owners.set(id, name)
    const problems = [...parsed.problems, ...(await outsideProblems(parsed, { folder, owner, hasRun }))]
    reading.problems.push(...problems)
    if (broadcast !== undefined && problems.length === 0) reading.broadcasts.push(broadcast)
  }
  return reading
}
