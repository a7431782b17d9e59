/** What stands in the place of personal data. */
export const MASK = {
  phone: '[nomor telepon]',
  nik: '[NIK]',
  account: '[nomor rekening]',
  email: '[email]',
  plate: '[nomor kendaraan]',
  passport: '[nomor paspor]',
  npwp: '[NPWP]',
  bpjs: '[nomor BPJS]',
  birth: '[tanggal lahir]',
  address: '[alamat]',
} as const

export type PersonalDataKind = keyof typeof MASK

/** A part of a text; `end` is exclusive. */
export interface Span {
  start: number
  end: number
}

export interface PersonalData extends Span {
  kind: PersonalDataKind
}

/** Which places of a text are dealt with: what is found first keeps its place. */
export class Taken {
  readonly #places: Uint8Array

  constructor(length: number) {
    this.#places = new Uint8Array(length)
  }

  /** Is any place of it taken? */
  has({ start, end }: Span): boolean {
    return this.#places.subarray(start, end).includes(1)
  }

  add({ start, end }: Span): void {
    this.#places.fill(1, start, end)
  }
}
