import { IMPORT, type AuditEntry } from '../../domain/audit.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { broadcastPath } from '../broadcasts/words.tsx'
import { claimPath, clarificationPath, placeName } from '../fact-checks/words.ts'
import { kimPath } from '../kims/words.ts'
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

/** The page of what an entry is about; undefined for what has none. */
function pageOf({ subject, subjectId }: AuditEntry): string | undefined {
  if (subjectId === IMPORT) return undefined
  if (subject === 'broadcast') return broadcastPath(subjectId)
  if (subject === 'claim' && /^\d+$/.test(subjectId)) return claimPath(Number(subjectId))
  if (subject === 'clarification') return clarificationPath(subjectId)
  if (subject === 'kim') return kimPath(subjectId)
  return undefined
}

/** What an entry is about, by its name, with the way there. */
export function Subject({ entry, names }: { entry: AuditEntry; names: SubjectNames }) {
  const { subject, subjectId } = entry
  if (subject === 'village') return <>{placeName(subjectId, names.gazetteer)}</>
  const page = pageOf(entry)
  const name = subject === 'staff' ? (names.staff.get(subjectId) ?? subjectId) : subjectId
  return (
    <>
      {SUBJECT_LABEL[subject]} {page === undefined ? name : <a href={to(page)}>{name}</a>}
    </>
  )
}
