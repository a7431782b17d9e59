import type { AreaCode } from './area.ts'

/** Anything that fits into JSON. */
export type Snapshot = Record<string, unknown>

/** What an entry is about. */
export interface AuditSubject {
  /** `broadcast`, `claim`, `clarification`, `kim`, `chat`, `channel`, `staff`, `setting`, `page` */
  subject: AuditSubjectType
  subjectId: string
}

/** The `subjectId` that stands for all that was imported at once. */
export const IMPORT = 'impor'

export type AuditSubjectType =
  | 'broadcast'
  | 'claim'
  | 'clarification'
  | 'kim'
  | 'chat'
  | 'village'
  | 'channel'
  | 'staff'
  | 'setting'
  | 'page'

/** One line of the record: who did what to what, when, and how it was before and after. */
export interface AuditEntry extends AuditSubject {
  id: number
  at: Date
  /** Undefined for somebody who was not signed in. */
  memberId?: string
  by: string
  /** A short Indonesian verb phrase, `menyetujui siaran`. */
  action: string
  areaCode: AreaCode
  before?: Snapshot
  after?: Snapshot
}

export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at'>
