/** Longer texts are talk, not an answer. */
const LONGEST_ANSWER = 80

const NUMBER_WORDS: Record<string, number> = {
  satu: 1,
  pertama: 1,
  kesatu: 1,
  dua: 2,
  kedua: 2,
  tiga: 3,
  ketiga: 3,
  empat: 4,
  keempat: 4,
}

/** Words that people put around their answer. */
const AROUND = new Set(
  'jawab jawaban jawabannya jawabanku pilih pilihan saya aku nomor nomer no opsi huruf yang yg menurut kayaknya mungkin adalah kak pak bu min admin ya deh dong aja saja sih'.split(
    ' ',
  ),
)
const DENIALS = new Set('bukan jangan tidak gak nggak ga enggak ndak kecuali selain'.split(' '))
/** Shorter words say too little to tell options apart. */
const SHORTEST_TELLING_WORD = 4

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** The option that a single word names: `2`, `b`, `dua`. Counted from 1. */
function namedBy(word: string, count: number): number | undefined {
  const letter = /^[a-d]$/.test(word) ? word.charCodeAt(0) - 96 : undefined
  const digit = /^[1-9]$/.test(word) ? Number(word) : undefined
  const option = digit ?? letter ?? (Object.hasOwn(NUMBER_WORDS, word) ? NUMBER_WORDS[word] : undefined)
  return option !== undefined && option <= count ? option : undefined
}

const isInside = (inner: string[], outer: string[]) => inner.every((word) => outer.includes(word))

/** The only option for which something holds, counted from 1. */
function onlyOption(options: string[][], holds: (option: string[]) => boolean): number | undefined {
  const fitting = options.flatMap((option, index) => (holds(option) ? [index + 1] : []))
  return fitting.length === 1 ? fitting[0] : undefined
}

/** Words of one option and of no other; a denial must be part of the option itself. */
function readWords(said: string[], options: string[][]): number | undefined {
  const exact = onlyOption(options, (option) => option.join(' ') === said.join(' '))
  if (exact !== undefined) return exact
  if (said.every((word) => word.length < SHORTEST_TELLING_WORD)) return undefined
  const denials = said.filter((word) => DENIALS.has(word))
  const isFitting = (option: string[]) => isInside(denials, option)
  return (
    onlyOption(options, (option) => isFitting(option) && isInside(said, option)) ??
    onlyOption(options, (option) => isFitting(option) && isInside(option, said))
  )
}

/**
 * The option that somebody means, counted from 1: by its number, its letter or its words. Undefined when it names none
 * or more than one. Pure.
 */
export function readAnswer(text: string, options: string[]): number | undefined {
  if (text.length > LONGEST_ANSWER) return undefined
  const said = wordsOf(text)
  const optionWords = options.map(wordsOf)
  const byWords = readWords(said, optionWords)
  if (byWords !== undefined) return byWords
  const core = said.filter((word) => !AROUND.has(word))
  const [first] = core
  if (first === undefined) return undefined
  const named = core.map((word) => namedBy(word, options.length))
  if (named.every((option) => option !== undefined && option === named[0])) return named[0]
  // `2. tahan dulu`: the number and words of the same option.
  const option = named[0]
  const rest = core.slice(1)
  if (option !== undefined) return isInside(rest, optionWords[option - 1] ?? []) ? option : undefined
  return readWords(core, optionWords)
}

/** True for the word by which an admin goes on to the next question. */
export const wantsToGoOn = (text: string): boolean =>
  /^(?:lanjut|lanjutkan|lanjutt?|terus|next|skip)[.!]*$/i.test(text.trim())
