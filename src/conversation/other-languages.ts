const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Common words of other languages, without any that an Indonesian sentence has too ("air", "data", "no"). */
const FOREIGN = words(
  'the a an is are was were am be been do does did what when where who why how this that these those it its i you your we they he she my me his her and or but not of to in on at for from with about please help hello hi hey can could would will should have has had there here true false real fake message english speak know ' +
    'good morning afternoon evening night thanks thank sorry yes any some someone tell ano ito totoo ba ang mga hindi salamat',
)
/** Words that only an Indonesian sentence has, in chat spelling too. */
const INDONESIAN = words(
  'yang yg di ke dari dan atau apa apakah ini itu ada tidak tdk gak nggak bukan benar betul untuk dengan akan sudah sdh bisa kami kita saya aku kamu anda pak bu bapak ibu min kak tolong mohon pesan berita kabar hoaks karena krn jika kalau warga besok hari harga gratis',
)
const MOST_WORDS = 25
const FEWEST_WORDS = 2
/** So much of a sentence is made of common words, in any language. */
const ENOUGH = 0.6
const OTHER_LETTERS =
  /[\p{Script=Han}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Devanagari}]/gu

/** True for a short text in another language: it can be answered kindly, but not checked. */
export function isOtherLanguage(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const foreign = text.match(OTHER_LETTERS)?.length ?? 0
  if (letters > 0 && foreign / letters > 0.5) return true
  const said =
    text
      .toLowerCase()
      .replaceAll(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  if (said.length < FEWEST_WORDS || said.length > MOST_WORDS) return false
  if (said.some((word) => INDONESIAN.has(word) && !FOREIGN.has(word))) return false
  return said.filter((word) => FOREIGN.has(word)).length / said.length >= ENOUGH
}
