import type { Harm } from '../domain/claim.ts'

/** Words of claims that can cost money, health, or peace. A first guess, which staff can change. */
const HIGH = [
  // Money and data
  /\b(?:otp|pin|kode verifikasi|rekening|transfer|pinjol|pinjaman|klik (?:link|tautan)|apk|hadiah|undian|dana (?:bantuan|hibah)|bansos|blt|pkh|bpnt|bsu|prakerja|kuota gratis|pendaftaran)\b/i,
  // Disasters
  /\b(?:gempa|tsunami|banjir bandang|longsor|evakuasi|bmkg|gunung meletus|erupsi|karhutla|kebakaran hutan|bendungan jebol)\b/i,
  // Health
  /\b(?:vaksin(?:asi)?|imunisasi|virus|wabah|keracunan|obat|menyembuhkan|sembuh total|kanker|stroke|stunting|bpom)\b/i,
  // Violence and hatred
  /\b(?:penculikan|culik anak|begal|kerusuhan|rusuh|dibakar|pembunuhan|tawuran|perang|suku|agama|pki|sara)\b/i,
  // Elections
  /\b(?:pemilu|pilkada|pilgub|pilpres|kpu|bawaslu|surat suara|tps|money politi[ck]|serangan fajar)\b/i,
]

/** How much harm a claim may do, by its words. */
export function guessHarm(text: string): Harm {
  return HIGH.some((words) => words.test(text.slice(0, 4_000))) ? 'high' : 'normal'
}
