import type { Chat } from '../../domain/community.ts'
import type { RedeemResult } from '../../domain/kim-code.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import { formatWita } from '../../domain/wita.ts'
import { LONGEST_PAUSE_DAYS } from '../../membership/pause.ts'
import { PAUSE_CANCEL_ID, PAUSE_CHOICES, STOP_CHOICE_IDS } from '../../membership/pausing.ts'
import type { MembershipReply } from '../../membership/talk.ts'
import { asked, boldAreas, preferences, type Names } from './dialogue.ts'
import { indonesianDate, oneLine, topicList } from './wording.ts'

const SHOWN_TITLE_LENGTH = 80

/** What the group gets from now on, in one sentence. */
const gets = ({ areaCodes, topics }: Chat, names: Names) =>
  `kabar untuk ${boldAreas(areaCodes, names)}, ${topics.length === 0 ? 'semua topik' : `topik: ${topicList(topics, names.topic)}`}`

const HOW_TO_BE_VERIFIED =
  'Grup ini KIM? Minta kodenya ke Diskominfo kabupaten/kota, lalu ketik **/langganan KODE** di sini supaya terdaftar sebagai KIM.'

function subscribed({ chat, isChange }: MembershipReply & { type: 'subscribed' }, names: Names) {
  const first = isChange ? 'Perubahannya sudah disimpan.' : '{Terimakasih}, langganan sudah disimpan 🙏'
  const isPaused = chat.status === 'paused'
  const pause =
    chat.pausedUntil === undefined
      ? 'Kabarnya masih berhenti'
      : `Kabarnya masih dijeda sampai ${formatWita(chat.pausedUntil)}`
  return [
    first,
    isPaused
      ? `${preferences(chat, names)}\n\n${pause}. Mulai lagi dengan **/lanjut**.`
      : `Mulai sekarang grup ini menerima ${gets(chat, names)}. Cek kapan saja dengan **/status**.`,
    ...(chat.communityKind === 'public' && !isChange ? [HOW_TO_BE_VERIFIED] : []),
  ].join('\n\n')
}

function codeResult(result: RedeemResult, names: Names): string {
  switch (result.type) {
    case 'connected': {
      const name = `**${escapeMarkup(result.kim.name)}**`
      return result.isNew
        ? `{Terimakasih}, grup ini sekarang terhubung sebagai ${name} ✅\n\nGrup ini menerima ${gets(result.chat, names)}. Ingin mengubahnya? Ketik **/langganan**.`
        : `Grup ini memang sudah terhubung sebagai ${name} ✅ Cek kapan saja dengan **/status**.`
    }
    case 'used':
      return 'Kode itu sudah dipakai oleh grup lain. Satu kode hanya untuk satu grup di tiap aplikasi. {Silakan} minta kode baru ke Diskominfo kabupaten/kota.'
    case 'revoked':
      return 'Kode itu sudah dicabut. {Silakan} minta kode baru ke Diskominfo kabupaten/kota.'
    case 'expired':
      return 'Masa berlaku kode itu sudah lewat. {Silakan} minta kode baru ke Diskominfo kabupaten/kota.'
    case 'locked':
      return `Terlalu banyak kode yang keliru, jadi untuk sementara kode tidak kami baca. {Mohon} coba lagi sesudah ${formatWita(result.until)}.`
    case 'wrong':
    default:
      return '{Maaf}, kode itu tidak kami kenal. {Mohon} periksa lagi huruf dan angkanya, atau tanyakan ke Diskominfo kabupaten/kota.'
  }
}

/** What is going on in a subscribed group. */
function standing({ status, pausedUntil }: Chat): string {
  if (status === 'active') return 'Grup ini menerima kabar resmi ✅'
  const how =
    status === 'paused' && pausedUntil !== undefined ? `dijeda sampai ${formatWita(pausedUntil)}` : 'berhenti'
  return `Kabar untuk grup ini sedang **${how}**.`
}

function status({ chat, kimName }: MembershipReply & { type: 'status' }, names: Names): string {
  if (chat === undefined) {
    return 'Grup ini belum berlangganan. Admin grup bisa mengetik **/langganan** untuk memilih wilayah.'
  }
  const kim = kimName === undefined ? 'belum terhubung' : escapeMarkup(kimName)
  const next =
    chat.status === 'active'
      ? 'Admin bisa mengubahnya dengan **/langganan**, menjeda dengan **/jeda**, atau menghentikannya dengan **/berhenti**.'
      : 'Admin bisa memulai kabarnya lagi dengan **/lanjut**.'
  return `${standing(chat)}\n\nKIM: **${kim}**\n${preferences(chat, names, true)}\n\n${next}`
}

function history({ entries }: MembershipReply & { type: 'history' }): string {
  if (entries.length === 0) return 'Belum ada kabar yang kami kirim ke grup ini.'
  const lines = entries.map(
    ({ title, sentAt, isRecalled }) =>
      `- ${indonesianDate(sentAt)}: **${escapeMarkup(oneLine(title, SHOWN_TITLE_LENGTH))}**${isRecalled ? ' (sudah ditarik)' : ''}`,
  )
  return `Kabar terakhir di grup ini:\n\n${lines.join('\n')}`
}

const PAUSE_NOTICE: Record<NonNullable<(MembershipReply & { type: 'ask_pause' })['notice']>, string> = {
  too_long: `Jeda paling lama ${LONGEST_PAUSE_DAYS} hari. Untuk berhenti sama sekali, ketik **/berhenti**.`,
  not_understood: '{Maaf}, lamanya belum kami pahami.',
  help: 'Pilih lamanya, atau ketik **batal** kalau tidak jadi. Kabar mulai lagi sendiri sesudah itu.',
}

function askPause({ notice }: MembershipReply & { type: 'ask_pause' }): OutgoingMessage {
  const question =
    'Kabar untuk grup ini dijeda berapa lama? Pilih, atau balas misalnya **5 hari** atau **sampai Senin**.'
  return {
    text: notice === undefined ? question : `${PAUSE_NOTICE[notice]}\n\n${question}`,
    choices: [
      ...PAUSE_CHOICES.map(({ id, text }) => ({ id, label: text })),
      { id: PAUSE_CANCEL_ID, label: 'Batal' },
    ],
  }
}

/** The sentences that hold no data. */
const PLAIN = {
  resumed: '{Baik}, kabar kami kirim lagi ke grup ini.',
  not_paused: 'Kabar untuk grup ini memang sedang berjalan. Cek dengan **/status**.',
  stopped:
    '{Baik}, kabar tidak kami kirim lagi ke grup ini. Cek fakta dengan **/cek** tetap bisa dipakai. Ingin mulai lagi? Admin tinggal mengetik **/lanjut**.',
  kept: '{Baik}, grup ini tetap menerima kabar seperti biasa.',
  not_subscribed: 'Grup ini sedang tidak menerima kabar. Admin grup bisa memulainya dengan **/langganan**.',
  cancelled: '{Baik}, dibatalkan. Tidak ada yang berubah.',
  expired:
    'Percakapan ini sudah lewat, jadi pilihannya tidak berlaku lagi. Admin bisa mulai lagi dengan **/langganan**.',
  admins_only:
    '{Maaf}, hanya admin grup yang bisa mengatur ini. {Silakan} minta bantuan admin grup ya, {sapaan}.',
  admin_unknown: '{Maaf}, kami belum bisa memastikan siapa admin grup ini. {Mohon} coba lagi sebentar lagi.',
  busy: 'Admin lain sedang mengatur grup ini. Ingin mengambil alih? Ketik **/langganan**.',
} as const

/** What membership has to say; undefined when it stays silent. */
export function membership(reply: MembershipReply, names: Names): OutgoingMessage | undefined {
  switch (reply.type) {
    case 'question':
      return asked(reply, names)
    case 'subscribed':
      return { text: subscribed(reply, names) }
    case 'code':
      return { text: codeResult(reply.result, names) }
    case 'status':
      return { text: status(reply, names) }
    case 'history':
      return { text: history(reply) }
    case 'ask_pause':
      return askPause(reply)
    case 'paused':
      return {
        text: `{Baik}, kabar dijeda sampai **${formatWita(reply.until)}**. Selama itu tidak ada kabar yang kami kirim ke sini, juga kabar darurat.\n\nMulai lebih awal dengan **/lanjut**.`,
      }
    case 'confirm_stop':
      return {
        text: 'Yakin ingin berhenti menerima kabar di grup ini? Untuk sementara saja, pakai **/jeda**.',
        choices: [
          { id: STOP_CHOICE_IDS.yes, label: 'Ya, berhenti' },
          { id: STOP_CHOICE_IDS.no, label: 'Tidak, tetap lanjut' },
        ],
      }
    case 'silent':
      return undefined
    case 'resumed':
    case 'not_paused':
    case 'stopped':
    case 'kept':
    case 'not_subscribed':
    case 'cancelled':
    case 'expired':
    case 'admins_only':
    case 'admin_unknown':
    case 'busy':
    default:
      return { text: PLAIN[reply.type] }
  }
}
