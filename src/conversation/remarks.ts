/** Words of a remark about another message, in chat spelling. */
const REMARK_WORDS = new Set(
  (
    'apa apakah ini itu bener benar betul bnr btl benarkah betulkah beneran benaran hoax hoaks hoak asli palsu nyata ' +
    'fakta info infonya kabar kabarnya berita beritanya ya yah kah nih nya gak ga nggak enggak tidak tdk bukan atau ' +
    'atw apaan gimana gmn bagaimana min admin kak kakak pak bu bapak ibu bang mas mbak tolong tlg mohon mhn cek dicek ' +
    'check cekkan cekin kan lho loh sih dong deh masa masak valid sumber sumbernya darimana dari mana mau nanya tanya ' +
    'bertanya maaf permisi assalamualaikum halo hai selamat pagi siang sore malam yang yg pesan pesannya tersebut tsb ' +
    'resmi bisa dipercaya percaya sudah sdh ada pernah dengar denger link tautan gambar foto video diatas atas bawah'
  ).split(' '),
)
/** Words that make small words a question about truth: without one, "info" or "ada" alone is no remark. */
const TRUTH =
  /^(?:ben[ea]r|bnr|betul|btl|ben[ae]rkah|betulkah|ben[ea]ran|hoa(?:x|ks|k)|asli|palsu|nyata|fakta|cek\w*|dicek|check|valid|resmi|apaan|dipercaya|percaya|infonya|kabarnya)$/
/** Where a message came from: "info dari grup sebelah". */
const SOURCE_WORDS = new Set(
  'grup group wa sebelah tetangga teman keluarga rt dapat dpt kiriman terusan'.split(' '),
)
const ABOUT_THIS = /^(?:apa|apakah|gimana|gmn|bagaimana) (?:ini|itu|nih)\b/
const MAXIMUM_WORDS = 9

/** The words of a text that has no others than those of a remark, and where something came from; else none. */
function wordsOfRemark(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const isRemarkable = words.every((word) => REMARK_WORDS.has(word) || SOURCE_WORDS.has(word))
  return isRemarkable && words.length <= MAXIMUM_WORDS ? words : []
}

/** True for a text that only asks whether another message is true: "ini benar gak min?", "apa ini", "hoax bukan". */
export function isRemark(text: string): boolean {
  const words = wordsOfRemark(text)
  return words.some((word) => TRUTH.test(word)) || ABOUT_THIS.test(words.join(' '))
}

/** True for a line that says where a message came from: "Info dari grup sebelah". */
export const isIntroduction = (text: string): boolean =>
  wordsOfRemark(text).some((word) => SOURCE_WORDS.has(word))
