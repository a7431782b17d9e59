/** Who speaks on the pages. */
export interface Agency {
  name: string
  /** Undefined where nobody chose a logo. */
  logoUrl?: string
}
