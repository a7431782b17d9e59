/** Something in an announcement's file that its author must mend. */
export interface Problem {
  /** The file's name inside the broadcasts folder. */
  file: string
  /** The field as it is written in the file (`audience.areas`), or one of `WHOLE_FILE`, `FRONT_MATTER`, `BODY`. */
  field: string
  /** A plain Indonesian sentence that says what to do. */
  reason: string
}

export type FieldProblem = Omit<Problem, 'file'>

/** The field of a problem with the file as a whole: its size, its encoding. */
export const WHOLE_FILE = 'berkas'
/** The field of a problem with the part between the `---` lines as a whole. */
export const FRONT_MATTER = 'front matter'
/** The field of a problem with the text of the announcement. */
export const BODY = 'isi'
