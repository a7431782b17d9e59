import { hash } from './hash.ts'

/**
 * Ways in which people and spammers deform a text, other than those of the evaluation data:
 * a model that has seen only one kind of noise is fooled by the next.
 */
const BOLD_CAPITAL = 0x1_d5_d4
const BOLD_SMALL = 0x1_d5_ee

/** Letters in mathematical bold, as apps for "fonts" make them. */
const styled = (text: string) =>
  text
    .replaceAll(/[A-Z]/g, (letter) => String.fromCodePoint(BOLD_CAPITAL + letter.charCodeAt(0) - 65))
    .replaceAll(/[a-z]/g, (letter) => String.fromCodePoint(BOLD_SMALL + letter.charCodeAt(0) - 97))

const CYRILLIC: Record<string, string> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і' }
const LEET: Record<string, string> = { a: '4', i: '1', e: '3', o: '0', s: '5' }

/** A stable choice: true for about one in `of` positions. */
const picks = (seed: string, position: number, of: number) => hash(`${seed}/${position}`) % of === 0

const byLetter = (text: string, change: (letter: string, position: number) => string) =>
  Array.from(text, change).join('')

const byWord = (text: string, change: (word: string, position: number) => string) =>
  text.split(' ').map(change).join(' ')

const homoglyphs = (text: string, seed: string) =>
  byLetter(text, (letter, at) => (picks(seed, at, 3) ? (CYRILLIC[letter] ?? letter) : letter))

const leet = (text: string, seed: string) =>
  byWord(text, (word, at) =>
    picks(seed, at, 4) && word.length > 4
      ? word[0] + byLetter(word.slice(1), (letter) => LEET[letter] ?? letter)
      : word,
  )

/** Two neighbouring letters change places, or one is lost. */
const typos = (text: string, seed: string) =>
  byWord(text, (word, at) => {
    if (word.length < 5 || !picks(seed, at, 5)) return word
    const place = 1 + (hash(`${seed}:${at}`) % (word.length - 2))
    const swapped = `${word.slice(0, place)}${word[place + 1] ?? ''}${word[place] ?? ''}${word.slice(place + 2)}`
    return at % 2 === 0 ? swapped : word.slice(0, place) + word.slice(place + 1)
  })

/** Every eighth space is forgotten. */
const glued = (text: string, seed: string) =>
  text.split(' ').reduce((all, word, at) => `${all}${picks(seed, at, 8) ? '' : ' '}${word}`)

/** `r e z e k i`, every tenth word. */
const spaced = (text: string, seed: string) =>
  byWord(text, (word, at) => (picks(seed, at, 10) && word.length > 3 ? Array.from(word).join(' ') : word))

const words = (text: string) => text.split(/\s+/)
const tail = (text: string) =>
  words(text)
    .slice(Math.floor(words(text).length / 3))
    .join(' ')
const head = (text: string) =>
  words(text)
    .slice(0, Math.max(12, Math.ceil(words(text).length * 0.55)))
    .join(' ')

const OPENINGS = [
  'Assalamualaikum wr wb, izin share dari grup pengajian ibu-ibu:',
  'Barusan dapat dari sepupu di kampung, katanya beneran. Ini isinya 👇👇',
  'PENTING!!! Jangan berhenti di kamu, kirim ke semua kontak ‼️',
  'Selamat sore semuanya, mau tanya soal ini dong:',
  'Fwd: Fwd: Fwd:',
]
const CLOSINGS = [
  'Semoga kita semua dilindungi Allah SWT, aamiin ya rabbal alamin 🤲🤲',
  'Sumber: status teman. Wallahu a’lam.',
  'Ayo bantu viralkan supaya sampai ke yang berwenang 🙏🇮🇩',
  'Gimana menurut kalian? Baca selengkapnya https://s.id/xYz12',
  'Sekian dan terima kasih, maaf kalau dobel.',
]
const wrapped = (text: string, seed: string) =>
  `${OPENINGS[hash(`o${seed}`) % OPENINGS.length] ?? ''}\n\n${text}\n\n${CLOSINGS[hash(`c${seed}`) % CLOSINGS.length] ?? ''}`

const KINDS: ((text: string, seed: string) => string)[] = [
  styled,
  homoglyphs,
  leet,
  typos,
  glued,
  spaced,
  tail,
  head,
  wrapped,
  (text, seed) => wrapped(typos(head(text), seed), seed),
]

/** The text deformed in one of these ways; the same seed gives the same. */
export function deform(text: string, seed: string): string {
  const kind = KINDS[hash(`kind ${seed}`) % KINDS.length]
  return kind === undefined ? text : kind(text, seed)
}
