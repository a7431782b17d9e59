import type { Claim } from '../../domain/claim.ts'
import type { Clarification } from '../../domain/clarification.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import { clarified } from './factcheck.ts'
import { shown } from './shown.ts'
import { indonesianDate, oneLine } from './wording.ts'

const CLAIM_LENGTH = 200
const NOTE_LENGTH = 300

const quoted = (claim: string) => `“${escapeMarkup(oneLine(claim, CLAIM_LENGTH))}”`

/** To everyone who asked about something that has a clarification now. */
export function answered(clarification: Clarification, askedAt: Date): OutgoingMessage {
  const answer = clarified(clarification)
  const greeting = `Pertanyaan Bapak/Ibu tanggal ${indonesianDate(askedAt)} sudah selesai ditelusuri. Terima kasih sudah menunggu 🙏`
  return { ...answer, text: `${greeting}\n\n${answer.text}` }
}

/** To everyone who asked about something that others are to answer. */
export function referred({ note = '' }: Pick<Claim, 'note'>, askedAt: Date): OutgoingMessage {
  return {
    text: [
      `Pertanyaan Bapak/Ibu tanggal ${indonesianDate(askedAt)} sudah kami lihat. Mohon maaf, ini di luar yang bisa kami periksa.`,
      `Silakan tanyakan ke: ${escapeMarkup(oneLine(note, NOTE_LENGTH))}`,
      'Selama belum jelas, mohon jangan diteruskan dulu ya.',
    ].join('\n\n'),
  }
}

/** To everyone who was answered with an older version. */
export function corrected(clarification: Clarification, askedAt: Date): OutgoingMessage {
  const answer = clarified(clarification)
  const correction = [
    '**RALAT**',
    `Jawaban kami untuk pertanyaan Bapak/Ibu tanggal ${indonesianDate(askedAt)} sudah diperbaiki. Mohon yang lama jangan dipakai lagi, dan beri tahu yang sudah menerimanya. Maaf atas kekeliruan kami. Yang benar:`,
  ]
  return { ...answer, text: [...correction, answer.text].join('\n\n') }
}

/** To everyone who was answered with a clarification that was withdrawn since. */
export function retracted(clarification: Clarification, askedAt: Date): OutgoingMessage {
  return {
    text: [
      '**RALAT**',
      `Pada ${indonesianDate(askedAt)} kami menjawab pertanyaan Bapak/Ibu tentang:\n${quoted(shown(clarification).claimReviewed)}`,
      'Jawaban itu kami tarik karena ternyata perlu diperbaiki. Mohon jangan dipakai atau diteruskan lagi, dan beri tahu yang sudah menerimanya.',
      'Maaf atas kekeliruan kami.',
    ].join('\n\n'),
  }
}
