import { createHash } from 'node:crypto'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import {
  contentOf,
  KEBAB_CASE,
  readAnnouncement,
  type AnnouncementContext,
  type AnnouncementValues,
} from './announcement.ts'
import { readSource } from './front-matter.ts'
import type { FieldProblem, Problem } from './problem.ts'

/**
 * How far a file may go without staff: a sample reaches no real group; a second person's name is on it; it is an
 * emergency, with the reason; or it waits for somebody who approves it.
 */
export type Clearance =
  | { type: 'sample' }
  | { type: 'approved'; by: string }
  | { type: 'emergency'; reason: string }
  | { type: 'staff' }

/** An announcement as its file says it. Status and settling belong to the database. */
export type ParsedBroadcast = Omit<StoredBroadcast, 'status' | 'settledAt'> & {
  sourceFile: string
  contentHash: string
  clearance: Clearance
}

export interface ParseContext extends AnnouncementContext {
  /** The broadcasts folder, absolute: pictures are found from here. */
  folder: string
}

export interface ParsedFile {
  file: string
  /** Missing when it cannot be read. */
  id?: string
  /** Present when there are no `problems`. */
  broadcast?: ParsedBroadcast
  /** The picture's path inside the folder; whether it is there is not looked at. */
  attachment?: string
  problems: Problem[]
  /** Its time is over: a problem unless it went out already. */
  staleProblems: Problem[]
}

/** The id as written, or the file's name; a name that cannot be an id is a problem of the file's name. */
function idOf(file: string, written: string | undefined, problems: FieldProblem[]): string | undefined {
  if (written !== undefined) return written
  if (problems.some(({ field }) => field === 'id')) return undefined
  const name = file.replace(/\.md$/i, '')
  if (KEBAB_CASE.test(name)) return name
  problems.push({
    field: 'id',
    reason:
      'Nama berkas hanya boleh huruf kecil, angka, dan tanda hubung, misalnya imunisasi-campak.md. Ganti namanya, atau isi id.',
  })
  return undefined
}

function clearanceOf({ sample, approved_by, emergency_reason }: AnnouncementValues): Clearance {
  if (sample === true) return { type: 'sample' }
  if (approved_by !== undefined) return { type: 'approved', by: approved_by }
  if (emergency_reason !== undefined) return { type: 'emergency', reason: emergency_reason }
  return { type: 'staff' }
}

/** Reads one file. Pure: looks at nothing but `bytes`, and never throws. Finds all problems, not just the first. */
export function parseBroadcast(file: string, bytes: Uint8Array, context: ParseContext): ParsedFile {
  const inFile = (problems: FieldProblem[]): Problem[] => problems.map((problem) => ({ file, ...problem }))
  const source = readSource(bytes)
  if (!source.ok) return { file, problems: inFile([source.problem]), staleProblems: [] }

  const reading = readAnnouncement(source.value, context)
  const { values, problems, stale } = reading
  const id = idOf(file, values.id, problems)
  const parsed = {
    file,
    ...(id === undefined ? {} : { id }),
    ...(values.attachment === undefined ? {} : { attachment: values.attachment }),
    problems: inFile(problems),
    staleProblems: inFile(stale === undefined ? [] : [stale]),
  }
  const content = id === undefined ? undefined : contentOf(reading, { id, folder: context.folder })
  if (content === undefined) return parsed
  return {
    ...parsed,
    broadcast: {
      ...content,
      kind: 'announcement',
      author: values.author ?? `berkas ${file}`,
      clearance: clearanceOf(values),
      sourceFile: file,
      contentHash: createHash('sha256').update(bytes).digest('hex'),
    },
  }
}
