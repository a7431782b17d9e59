const VOWEL = /^[aiueo]/
const MINIMUM_ROOT = 4

/** Endings that add emphasis or a possessor: `rumahnya` → `rumah`. */
function withoutClitic(word: string): string {
  for (const ending of ['lah', 'kah', 'nya', 'pun']) {
    if (word.endsWith(ending) && word.length - ending.length >= MINIMUM_ROOT)
      return word.slice(0, -ending.length)
  }
  return word
}

/** `me-` and `pe-` change the first letter of the root: `menyebar` → `sebar`, `memakai` → `pakai`. */
function withoutNasalPrefix(word: string): string | undefined {
  // As people speak: `ngandung` for `mengandung`, `nyebarin` for `menyebarkan`.
  if (word.startsWith('ng') && VOWEL.test(word.slice(2))) return word.slice(2)
  if (word.startsWith('ny') && VOWEL.test(word.slice(2))) return `s${word.slice(2)}`
  const start = word.startsWith('me') || word.startsWith('pe') ? word.slice(2) : undefined
  if (start === undefined) return undefined
  if (start.startsWith('ny')) return `s${start.slice(2)}`
  if (start.startsWith('ng')) return start.slice(2)
  if (start.startsWith('m')) return VOWEL.test(start.slice(1)) ? `p${start.slice(1)}` : start.slice(1)
  if (start.startsWith('n')) return VOWEL.test(start.slice(1)) ? `t${start.slice(1)}` : start.slice(1)
  return /^[lrwy]/.test(start) ? start : undefined
}

function withoutPrefix(word: string): string {
  const root = withoutNasalPrefix(word)
  if (root !== undefined && root.length >= MINIMUM_ROOT) return root
  for (const prefix of ['ber', 'ter', 'per', 'di', 'ke']) {
    if (word.startsWith(prefix) && word.length - prefix.length >= MINIMUM_ROOT)
      return word.slice(prefix.length)
  }
  return word
}

/** Borrowed endings: `magnetik` → `magnet`, `autisme` → `autis`, `teroris` → `teror`. */
function withoutBorrowedEnding(word: string): string {
  const bare = word.endsWith('isme') ? word.slice(0, -2) : word
  return /.{5}i[ks]$/.test(bare) ? bare.slice(0, -2) : bare
}

function withoutSuffix(word: string): string {
  for (const suffix of ['kan', 'an', 'in', 'i']) {
    if (word.endsWith(suffix) && word.length - suffix.length >= MINIMUM_ROOT)
      return word.slice(0, -suffix.length)
  }
  return word
}

/**
 * A rough root of an Indonesian word, in lower case: the forms of one verb meet (`menyebarkan`, `disebarkan`, `sebaran`).
 * It need not be a word of the dictionary; both sides of a comparison pass through the same cut.
 */
export function stem(word: string): string {
  if (word.length <= MINIMUM_ROOT) return word
  const bare = withoutBorrowedEnding(withoutClitic(word))
  let root = withoutPrefix(bare)
  // A second prefix: `memperbaiki`, `diberlakukan`, `keberhasilan`.
  if (root !== bare && /^(?:per|ber|ter)/.test(root)) root = withoutPrefix(root)
  return withoutSuffix(root)
}
