import type { Quiz } from '../../src/domain/literacy.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { AUDIENCE } from '../../src/literacy/programme.ts'
import { messageOf } from '../../src/literacy/wording.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { aBroadcast } from './broadcast-builder.ts'

export const QUIZ_ID = 'kuis-2026-12'

/** The right options are 2, 3 and 1. */
export const aQuiz: Quiz = {
  id: 'kuis-contoh',
  title: 'Contoh',
  date: '2026-11-26',
  questions: [
    {
      text: 'Pesan mendesak tanpa sumber. Apa dulu?',
      options: ['Sebarkan dulu', 'Tahan dulu dan cek sumbernya', 'Tambahkan kata katanya'],
      right: 2,
      explanation: 'Pesan yang mendesak perlu dicek dulu.',
    },
    {
      text: 'Akhiran situs pemerintah?',
      options: ['.com', '.info', '.go.id', '.xyz'],
      right: 3,
      explanation: 'Akhiran .go.id hanya untuk pemerintah.',
      source: 'https://kaltimprov.go.id',
    },
    {
      text: 'Ada yang meminta kode OTP. Bagaimana?',
      options: ['Jangan diberi', 'Beri separuh', 'Beri semua'],
      right: 1,
      explanation: 'Kode OTP hanya untuk pemilik akun.',
    },
  ],
}

/** Groups in Samarinda that have got the quiz. Returns the words of the message that they got. */
export async function deliverQuiz(
  storage: Storage,
  addresses: ChatAddress[],
  { at = new Date('2026-12-01T00:00:00Z'), broadcastId = QUIZ_ID } = {},
): Promise<string> {
  const issue = await storage.literacy.addIssue({ broadcastId, kind: 'quiz', item: aQuiz, dueAt: at })
  const message = messageOf(issue)
  const broadcast = aBroadcast({ id: broadcastId, message, audience: AUDIENCE })
  await storage.broadcasts.save(broadcast)
  const chats = await Promise.all(
    addresses.map((address) =>
      storage.chats.subscribe(address, { title: 'KIM contoh', areaCodes: ['64.72'], topics: [] }),
    ),
  )
  await storage.deliveries.openRun(broadcast, at, chats)
  return message.text
}
