import {
  ACKNOWLEDGEMENT_ASKED,
  ACKNOWLEDGEMENT_METHOD_LABEL,
  ACKNOWLEDGEMENT_METHODS,
  acknowledgementChoiceId,
  type AcknowledgementMethod,
} from '../../domain/acknowledgement.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { ChannelName, Choice, OutgoingMessage } from '../../domain/message.ts'
import { formatWita } from '../../domain/wita.ts'
import { PEOPLE_RANGES } from '../../relay/answers.ts'
import { MOST_PEOPLE } from '../../relay/people.ts'
import type { RelayReply } from '../../relay/acknowledgements.ts'
import type { Notice, Outcome, Word } from '../../relay/dialogue.ts'

/** By these words a question is known again when somebody replies to it. They stay the same on every platform. */
export const METHODS_ASKED = 'Disampaikan dengan cara apa?'
export const PEOPLE_ASKED = 'Kira-kira berapa orang yang mendengar atau membacanya?'

/** What a tap on one of our choices means, beside the button under the announcement. */
export const STEP = { method: 'm', people: 'p', next: 'n', end: 'e' } as const

const thousands = new Intl.NumberFormat('id-ID')

const NOTICE: Record<Notice, string> = {
  not_understood: 'Maaf, jawabannya belum kami pahami.',
  too_many: `Maaf, angkanya lebih dari ${thousands.format(MOST_PEOPLE)}. Mungkin salah ketik?`,
  none: 'Maaf, angkanya belum kami pahami.',
  households: 'Itu jumlah keluarganya. Yang kami catat jumlah orangnya.',
  vague: 'Perkiraan angkanya saja sudah cukup.',
}

/** WhatsApp has numbered lists, the others have buttons. */
const hasButtons = (channel: ChannelName) => channel !== 'whatsapp'

const methodNames = (methods: AcknowledgementMethod[]) =>
  methods.map((method) => ACKNOWLEDGEMENT_METHOD_LABEL[method].toLowerCase()).join(', ')

function methodChoices(deliveryId: string, chosen: AcknowledgementMethod[]): Choice[] {
  return [
    ...ACKNOWLEDGEMENT_METHODS.map((method, index) => ({
      id: acknowledgementChoiceId(deliveryId, `${STEP.method}:${index}`),
      label: `${chosen.includes(method) ? '✅ ' : ''}${ACKNOWLEDGEMENT_METHOD_LABEL[method]}`,
    })),
    { id: acknowledgementChoiceId(deliveryId, STEP.next), label: 'Lanjut ▶' },
  ]
}

function peopleChoices(deliveryId: string): Choice[] {
  return [
    ...PEOPLE_RANGES.map(({ label }, index) => ({
      id: acknowledgementChoiceId(deliveryId, `${STEP.people}:${index}`),
      label: `${label} orang`,
    })),
    { id: acknowledgementChoiceId(deliveryId, STEP.end), label: 'Lewati' },
  ]
}

function question(
  { question: asked, word, isNew, notice }: Extract<Outcome, { type: 'ask' }>,
  { channel, deliveryId }: { channel: ChannelName; deliveryId: string },
): OutgoingMessage {
  const lead = [...(isNew ? ['Terima kasih 🙏'] : []), ...(notice === undefined ? [] : [NOTICE[notice]])]
  if (asked === 'methods') {
    const how = hasButtons(channel)
      ? 'Boleh pilih lebih dari satu, lalu tekan **Lanjut**.'
      : 'Boleh lebih dari satu, misalnya **1,3**.'
    return { text: [...lead, METHODS_ASKED, how].join(' '), choices: methodChoices(deliveryId, word.methods) }
  }
  const how = hasButtons(channel)
    ? 'Pilih, atau balas pesan ini dengan angkanya.'
    : 'Boleh juga ditulis sendiri, misalnya **40 orang**.'
  return { text: [...lead, PEOPLE_ASKED, how].join(' '), choices: peopleChoices(deliveryId) }
}

function recorded({ methods, people }: Word): string {
  const parts = [
    ...(methods.length === 0 ? [] : [methodNames(methods)]),
    ...(people === undefined ? [] : [`sekitar ${thousands.format(people)} orang`]),
  ]
  return parts.length === 0
    ? 'Terima kasih, sudah kami catat 🙏'
    : `Terima kasih, sudah kami catat: ${parts.join(', ')} 🙏`
}

const PLAIN = {
  recalled:
    'Terima kasih, sudah kami catat. Pengumuman ini sudah **ditarik**: mohon jangan disampaikan lagi 🙏',
  not_yet: 'Baik, terima kasih kabarnya. Kalau nanti sudah, balas pengumumannya dengan **sudah** 🙏',
  withdrawn: 'Baik, catatannya kami hapus. Kalau nanti sudah, balas pengumumannya dengan **sudah** 🙏',
} as const

/** What there is to say about an announcement that was passed on; undefined when it is nothing. */
export function acknowledgement(
  reply: RelayReply,
  to: { channel: ChannelName; deliveryId: string },
): OutgoingMessage | undefined {
  switch (reply.type) {
    case 'ask':
      return question(reply, to)
    case 'recorded':
      return { text: recorded(reply.word) }
    case 'silent':
      return undefined
    case 'recalled':
    case 'not_yet':
    case 'withdrawn':
    default:
      return { text: PLAIN[reply.type] }
  }
}

/** To a group that was asked and has not answered. Names the announcement: not every platform shows what is answered. */
export function reminder({
  deliveryId,
  title,
  sentAt,
  channel,
}: {
  deliveryId: string
  title: string
  sentAt: Date
  channel: ChannelName
}): OutgoingMessage {
  const what = `Pengumuman **${escapeMarkup(title)}** (${formatWita(sentAt)}). ${ACKNOWLEDGEMENT_ASKED}`
  const how = 'alas pesan ini dengan **sudah** atau **belum**. Terima kasih 🙏'
  if (!hasButtons(channel)) return { text: `${what} B${how}` }
  return {
    text: `${what} Tekan tombol di bawah, atau b${how}`,
    choices: [{ id: acknowledgementChoiceId(deliveryId), label: 'Sudah disampaikan' }],
  }
}
