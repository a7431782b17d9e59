import type { Clarification, ClarificationSource, Verdict } from '../../domain/clarification.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { ChatType, Choice, OutgoingMessage } from '../../domain/message.ts'
import { shown } from './shown.ts'
import { firstSentences, indonesianDate, oneLine } from './wording.ts'

/** The unmistakable first line of an answer. */
export const VERDICT_LABEL: Record<Verdict, string> = {
  false: '❌ **HOAKS**',
  misleading: '⚠️ **MENYESATKAN**',
  scam: '🚫 **PENIPUAN**',
  satire: '😄 **SATIRE**',
  unproven: '❔ **BELUM TERBUKTI**',
  true: '✅ **BENAR**',
}

/** The choice that makes an answer a text to pass on. */
export const FORWARD_LABEL = 'Teruskan jawaban ini'

/** A caution that belongs to the verdict, where one helps. */
const ADVICE: Partial<Record<Verdict, string>> = {
  scam: 'Jangan buka tautannya dan jangan kirim data pribadi, kode OTP, atau uang.',
  satire: 'Ini lelucon, bukan berita.',
  unproven: 'Sebaiknya jangan diteruskan dulu sampai jelas.',
}

/** A phone shows about this much without scrolling. */
const CLAIM_LENGTH = 200
const EXPLANATION_LENGTH = 700
const CHOICE_LENGTH = 70
const PUBLISHER_LENGTH = 120
const SHOWN_SOURCES = 2

/** Parentheses would end a Markdown link too early. */
function sourceLink({ url, publisher }: ClarificationSource): string {
  const label = escapeMarkup(oneLine(publisher, PUBLISHER_LENGTH))
  if (!URL.canParse(url)) return label
  const href = new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29')
  return `[${label}](${href})`
}

/**
 * Before the verdict, when the message itself seems to deny the claim: the verdict is about the claim, and must not be
 * read as one about the message.
 */
const ABOUT_THE_CLAIM =
  '🔎 Kabar yang dibahas pesan ini sudah kami periksa. Kalau pesannya **meluruskan** kabar itu, isinya sejalan dengan hasil kami:'

/** What belongs to an answer besides its clarification. */
export interface AnswerOptions {
  /** The message itself seems to deny the claim. */
  isDenied?: boolean | undefined
  /** What people may do with the answer; without any it only asks to be passed on. */
  choices?: Choice[]
}

/** Verdict, claim, explanation, source with its date, and how to pass it on. */
export function clarified(clarification: Clarification, options: AnswerOptions = {}): OutgoingMessage {
  const { verdict, claimReviewed, explanation, sources, publishedAt } = shown(clarification)
  const { isDenied = false, choices = [] } = options
  const links = sources.slice(0, SHOWN_SOURCES).map(sourceLink).join(' dan ')
  const advice = ADVICE[verdict]
  const paragraphs = [
    ...(isDenied ? [ABOUT_THE_CLAIM] : []),
    `${VERDICT_LABEL[verdict]}\n“${escapeMarkup(oneLine(claimReviewed, CLAIM_LENGTH))}”`,
    escapeMarkup(firstSentences(explanation, EXPLANATION_LENGTH)),
    ...(advice === undefined ? [] : [advice]),
    ...(links === '' ? [] : [`Sumber: ${links}, ${indonesianDate(publishedAt)}`]),
    ...(choices.length > 0
      ? []
      : ['_Teruskan jawaban ini ke grup tempat pesannya beredar, supaya yang lain ikut tahu._']),
  ]
  return { text: paragraphs.join('\n\n'), ...(choices.length === 0 ? {} : { choices }) }
}

const FORWARDED_LENGTH = 280

/** Where an answer can be read again, and where the next one is to be had. */
export interface Whereabouts {
  /** The public page of the clarification. */
  page?: string | undefined
  /** The address of the bot on this platform. */
  bot?: string | undefined
}

/** Short and complete in itself: a text to pass on. */
export function forwardable(clarification: Clarification, { page, bot }: Whereabouts): OutgoingMessage {
  const { verdict, claimReviewed, explanation, sources, publishedAt } = shown(clarification)
  const [source] = sources
  const lines = [
    `${VERDICT_LABEL[verdict]}: “${escapeMarkup(oneLine(claimReviewed, CLAIM_LENGTH))}”`,
    escapeMarkup(firstSentences(explanation, FORWARDED_LENGTH)),
    ...(source === undefined ? [] : [`Sumber: ${sourceLink(source)}, ${indonesianDate(publishedAt)}`]),
    ...(page === undefined ? [] : [`Selengkapnya: ${page}`]),
    `Dicek oleh Kabar KIM, Diskominfo Kalimantan Timur.${bot === undefined ? '' : ` Tanya sendiri: ${bot}`}`,
  ]
  return { text: lines.join('\n') }
}

/** After "did this help?". */
export function rated(hasHelped: boolean): OutgoingMessage {
  return {
    text: hasHelped
      ? 'Syukurlah. Terima kasih, Bapak/Ibu 🙏'
      : 'Terima kasih sudah memberi tahu. Petugas kami akan melihat pertanyaan ini lagi.',
  }
}

/** A clarification as a choice, with the id that picks it. */
export interface OfferedClarification {
  choiceId: string
  clarification: Clarification
}

/** A fact in which a message and the nearest clarification differ; names in lower case. */
interface Difference {
  kind: string
  /** Empty when the message does not say whom it is about. */
  message: string[]
  clarification: string[]
}

const NAMED: Record<string, string> = {
  bank: 'bank ',
  year: 'tahun ',
  amount: 'jumlah ',
  magnitude: 'kekuatan ',
  date: 'tanggal ',
}
const SHOWN_NAMES = 3

/** `bca` → `BCA`, `permata` → `Permata`. */
const nameOf = (name: string) =>
  name.length <= 3 ? name.toUpperCase() : name.replace(/^./, (letter) => letter.toUpperCase())

const listOf = (names: string[]) => escapeMarkup(names.slice(0, SHOWN_NAMES).map(nameOf).join(', '))

/** How a message and the nearest clarification belong together. */
interface Likeness {
  difference?: Difference | undefined
  /** The message follows the wording of a text that circulated. */
  isPattern?: boolean | undefined
}

function differs({ kind, message, clarification }: Difference): string {
  const what = NAMED[kind] ?? ''
  const said = message.length === 0 ? 'tidak menyebutnya' : `menyebut ${what}${listOf(message)}`
  return `klarifikasinya tentang ${what}${listOf(clarification)}, sedangkan pesan ini ${said}`
}

/** What is alike, and what is not. For a known scam with a new name, the pattern is what helps. */
function likeness({ difference, isPattern }: Likeness, verdict: Verdict | undefined): string[] {
  const isScam = verdict === 'scam' && (isPattern === true || difference !== undefined)
  if (difference === undefined && isPattern !== true) return []
  const alike = isScam
    ? '🚫 Hati-hati, polanya sama dengan **penipuan** yang sudah kami periksa'
    : isPattern === true
      ? 'Polanya sama dengan pesan yang sudah kami periksa'
      : 'Mirip, tetapi berbeda'
  return [difference === undefined ? `${alike}.` : `${alike}: ${differs(difference)}.`]
}

/** Not sure: what it might be, to choose from. `like` is between the message and the first. */
export function suggested(
  offered: OfferedClarification[],
  noneChoiceId: string,
  like: Likeness = {},
): OutgoingMessage {
  const lines = [
    'Belum ada klarifikasi yang persis sama dengan pesan itu.',
    ...likeness(like, offered[0]?.clarification.verdict),
    'Mungkin yang {sapaan} maksud salah satu dari ini?',
  ]
  return {
    text: lines.join(' '),
    choices: [
      ...offered.map(({ choiceId, clarification }) => ({
        id: choiceId,
        label: oneLine(shown(clarification).claimReviewed, CHOICE_LENGTH),
      })),
      { id: noneChoiceId, label: 'Bukan salah satu dari ini' },
    ],
  }
}

const TOLD_HERE: Record<ChatType, string> = {
  private: 'kami kabari di sini',
  group: 'kami balas di sini',
}

/** Honest: there is no clarification yet, and what happens next. */
export function unknown(chatType: ChatType = 'private'): OutgoingMessage {
  return {
    text: [
      'Kami **belum punya klarifikasi** untuk pesan ini. Artinya belum tentu benar, dan belum tentu salah.',
      `Petugas Diskominfo akan menelusurinya, diusahakan dalam **tiga jam** (pertanyaan malam: besok paginya). Begitu ada jawabannya, ${TOLD_HERE[chatType]}.`,
      'Sambil menunggu, {mohon} jangan diteruskan dulu ya, {sapaan}.',
    ].join('\n\n'),
  }
}

/** After "none of these". */
export function noneOfThese(): OutgoingMessage {
  return {
    text: 'Baik, terima kasih sudah melihat. Pertanyaan {sapaan} kami catat untuk ditelusuri petugas. Sampai jelas, {mohon} jangan diteruskan dulu ya.',
  }
}

/** The picked clarification is not published any more. */
export function noLongerThere(): OutgoingMessage {
  return { text: '{Maaf}, pilihan itu sudah tidak berlaku. Silakan kirim lagi pesan yang ingin dicek.' }
}

/** Somebody asks whether something is true, and nothing came with it. */
export function whatIsMeant(): OutgoingMessage {
  return {
    text: 'Pesan yang mana, Bapak/Ibu? Teruskan pesan, gambar, atau tautannya ke sini, nanti kami carikan klarifikasinya.',
  }
}

/** Too little to search with. */
export function tooShort(): OutgoingMessage {
  return {
    text: 'Pesannya terlalu pendek untuk dicek. Kirimkan atau teruskan pesan lengkapnya ya, {sapaan}, biar kami carikan klarifikasinya.',
  }
}

/** In a group, `/cek` without anything to check. */
export function howToCheckInGroup(): OutgoingMessage {
  return {
    text: 'Ingin mengecek pesan? Balas pesan itu dengan **/cek**, atau ketik **/cek** lalu isi pesannya.',
    expectsReply: true,
  }
}

/** Said once, then silence until the flood ends. */
export function tooMany(): OutgoingMessage {
  return {
    text: 'Banyak sekali pertanyaannya 🙏 Kami istirahat sebentar ya, {sapaan}. Silakan kirim lagi sekitar 10 menit lagi.',
  }
}
