import type { AnswerTally, QuizQuestion } from '../../domain/literacy.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import { LITERACY_CHOICE_IDS, type PreferenceReply } from '../../literacy/preference.ts'
import type { QuizReply } from '../../literacy/quiz-game.ts'
import { askedQuestion, questionHeading, quizHeading, sourceLine } from '../../literacy/wording.ts'

/** Begins the answer to `/literasi`: a reply to it is found by these words. */
const PREFERENCE_HEADING = 'Tip dan kuis literasi digital'

/** True for the words of the bot's question whether a group wants tips and quizzes. */
export const isPreferenceQuestion = (text: string): boolean =>
  text.replaceAll(/[*_]/g, '').startsWith(`${PREFERENCE_HEADING} untuk grup ini`)

const PLAIN = {
  not_subscribed:
    'Grup ini belum berlangganan, jadi belum menerima tip dan kuis. Admin grup bisa mulai dengan **/langganan**.',
  admins_only:
    'Mohon maaf, hanya admin grup yang bisa mengatur tip dan kuis. Silakan minta bantuan admin grup ya, Bapak/Ibu.',
  admin_unknown: 'Maaf, kami belum bisa memastikan siapa admin grup ini. Mohon coba lagi sebentar lagi.',
} as const

function state(hasLiteracy: boolean): OutgoingMessage {
  return {
    text: [
      `**${PREFERENCE_HEADING}** untuk grup ini sekarang **${hasLiteracy ? 'menyala' : 'mati'}**.`,
      'Isinya satu tip pendek seminggu sekali, dan satu kuis tiga pertanyaan sebulan sekali. Pilih salah satu, atau ketik **/literasi nyala** atau **/literasi mati**.',
    ].join('\n\n'),
    choices: [
      { id: LITERACY_CHOICE_IDS.on, label: 'Ya, terima tip dan kuis' },
      { id: LITERACY_CHOICE_IDS.off, label: 'Tidak usah dulu' },
    ],
  }
}

/** What `/literasi` has to say; undefined when it stays silent. */
export function preference(reply: PreferenceReply): OutgoingMessage | undefined {
  switch (reply.type) {
    case 'state':
      return state(reply.hasLiteracy)
    case 'changed':
      return {
        text: reply.hasLiteracy
          ? 'Baik, grup ini menerima tip tiap minggu dan kuis tiap bulan. Mematikannya bisa kapan saja dengan **/literasi mati**.'
          : 'Baik, tip dan kuis tidak kami kirim ke grup ini. Kabar yang lain tetap masuk seperti biasa. Ingin lagi? Admin tinggal mengetik **/literasi nyala**.',
      }
    case 'silent':
      return undefined
    case 'not_subscribed':
    case 'admins_only':
    case 'admin_unknown':
    default:
      return { text: PLAIN[reply.type] }
  }
}

const tallyInWords = ({ answers, right }: AnswerTally): string =>
  answers === 0 ? 'Belum ada yang menjawab.' : `${right} dari ${answers} jawaban benar.`

function answerText(
  { options, right, explanation, source }: QuizQuestion,
  question: number,
  tally: AnswerTally,
) {
  return [
    `✅ Jawaban nomor ${question}: **${right}. ${escapeMarkup(options[right - 1] ?? '')}**`,
    escapeMarkup(explanation),
    ...(source === undefined ? [] : [sourceLine(source)]),
    tallyInWords(tally),
  ].join('\n')
}

function revealed({
  broadcastId,
  quiz,
  question,
  tally,
  total,
}: QuizReply & { type: 'revealed' }): OutgoingMessage {
  const asked = quiz.questions[question - 1]
  const next = quiz.questions[question]
  const told = [
    quizHeading(broadcastId),
    ...(asked === undefined ? [] : [answerText(asked, question, tally)]),
  ]
  if (next !== undefined) {
    const coming = askedQuestion(broadcastId, question + 1, next)
    return { text: [...told, coming.text].join('\n\n'), choices: coming.choices }
  }
  const result =
    total === undefined || total.answers === 0
      ? 'Kuisnya selesai. Sampai jumpa di kuis bulan depan 🙏'
      : `Kuisnya selesai: **${total.right} dari ${total.answers} jawaban benar**. Terima kasih sudah ikut, Bapak/Ibu 🙏 Sampai jumpa di kuis bulan depan.`
  return { text: [...told, result].join('\n\n') }
}

/** What a quiz has to say; undefined when it stays silent. */
export function quiz(reply: QuizReply): OutgoingMessage | undefined {
  switch (reply.type) {
    case 'revealed':
      return revealed(reply)
    case 'noted':
      return {
        text: `${quizHeading(reply.broadcastId)}\n${questionHeading(reply.question)}\n\nJawaban sudah tercatat 👍 Siapa lagi? Kuncinya kami buka begitu ada yang tepat, sesudah lima orang menjawab, atau kalau admin membalas **lanjut**.`,
      }
    case 'over':
      return {
        text: `Kuis ini sudah selesai, jadi jawabannya tidak dihitung lagi. Terima kasih, Bapak/Ibu 🙏 Tunggu kuis bulan depan, ya.`,
      }
    case 'silent':
    case 'aside':
    default:
      return undefined
  }
}
