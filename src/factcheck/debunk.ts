import { cutText, foldLetters } from './normalize.ts'

/** How people say that something is not true. */
const DENIAL =
  /\[(?:salah|hoax|hoaks|disinformasi|misinformasi|klarifikasi|penipuan)\]|\b(?:cek ?fakta|tempocekfakta|(?<!\()turnbackhoax|faktanya|(?:adalah|itu|ternyata|cuma|hanya|dipastikan|kabar|berita|informasi|isu|soal) (?:cuma |hanya |adalah )?(?:hoax|hoaks|bohong)|tidak benar|tidaklah benar|tdk benar|membantah|dibantah|bantah|keliru|menyesatkan|jangan percaya|mengklarifikasi|klarifikasi)\b/
/** How people ask whether it is. */
const QUESTION =
  /\b(?:apakah|apa (?:ini |itu )?(?:benar|bener|betul)|benarkah|betulkah|(?:benar|bener|betul) (?:gak|ga|nggak|ngga|tidak|kah|nih|ini)|mohon (?:cek|dicek|pencerahan)|hoax (?:bukan|atau|kah|gak|ga))\b/

/**
 * True when a text itself says that a claim is false: a correction that is passed on, not the hoax.
 * A question whether something is a hoax is no correction.
 */
export function isDebunk(text: string): boolean {
  const plain = foldLetters(cutText(text))
  return DENIAL.test(plain) && !QUESTION.test(plain)
}
