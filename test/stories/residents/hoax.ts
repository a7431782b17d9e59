/** Circulates in the seeded clarification of the fake recruitment by Otorita IKN. */
export const HOAX =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'

/** Nobody has checked this. */
export const STRANGE = 'Lowongan pramugari kereta gantung antariksa dibuka lusa di Loa Janan'
