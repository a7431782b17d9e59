import type { AuditEntry } from '../../domain/audit.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { claimPath, clarificationPath } from '../fact-checks/words.ts'
import { to } from '../paths.ts'

export const SUBJECT_LABEL: Record<AuditEntry['subject'], string> = {
  broadcast: 'Siaran',
  claim: 'Pertanyaan warga',
  clarification: 'Klarifikasi',
  kim: 'KIM',
  chat: 'Grup',
  village: 'Desa',
  channel: 'Saluran',
  staff: 'Petugas',
  setting: 'Pengaturan',
  page: 'Halaman',
}

/** How an entry finds the names of what it is about. */
export interface SubjectNames {
  gazetteer: Gazetteer
  /** Names of staff by id. */
  staff: ReadonlyMap<string, string>
}

/** What stands for many at once. */
const SEVERAL = 'impor'

/** The page of what an entry is about; undefined for what has none. */
function pathOf({ subject, subjectId }: AuditEntry): string | undefined {
  if (subjectId === SEVERAL) return undefined
  if (subject === 'broadcast') return `/siaran/${encodeURIComponent(subjectId)}`
  if (subject === 'claim' && /^\d+$/.test(subjectId)) return claimPath(Number(subjectId))
  if (subject === 'clarification') return clarificationPath(subjectId)
  if (subject === 'kim') return `/kim/${encodeURIComponent(subjectId)}`
  return undefined
}

function nameOf({ subject, subjectId }: AuditEntry, { gazetteer, staff }: SubjectNames): string {
  if (subject === 'staff') return staff.get(subjectId) ?? subjectId
  if (subject === 'village') return gazetteer.get(subjectId)?.name ?? subjectId
  return subjectId
}

/** What an entry is about, by its name, with the way there. */
export function Subject({ entry, names }: { entry: AuditEntry; names: SubjectNames }) {
  const path = pathOf(entry)
  const name = nameOf(entry, names)
  return (
    <>
      {SUBJECT_LABEL[entry.subject]} {path === undefined ? name : <a href={to(path)}>{name}</a>}
    </>
  )
}
