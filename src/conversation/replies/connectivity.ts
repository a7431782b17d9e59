import { areaLabel, type Area } from '../../domain/area.ts'
import { CONNECTIVITY_LABEL, type Connectivity } from '../../domain/community.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import { CONNECTIVITY_ORDER } from '../../membership/connectivity-words.ts'
import { CONNECTIVITY_CHOICE_IDS, type ConnectivityReply } from '../../membership/connectivity.ts'

const CHOICE_LABEL: Record<Connectivity, string> = {
  good: 'Baik',
  weak: 'Lemah, sering putus',
  none: 'Tanpa sinyal',
}

/** `**Desa A**, **Desa B** dan **Desa C**` */
function named(areas: Area[]): string {
  const labels = areas.map((area) => `**${escapeMarkup(areaLabel(area))}**`)
  const last = labels.pop() ?? ''
  return labels.length === 0 ? last : `${labels.join(', ')} dan ${last}`
}

function asked({ villages, isMisunderstood, current }: ConnectivityReply & { type: 'ask' }): OutgoingMessage {
  const notice = isMisunderstood ? ['Maaf, jawabannya belum kami pahami.'] : []
  const now = current === undefined ? '' : ` Sekarang tercatat: **${CONNECTIVITY_LABEL[current]}**.`
  return {
    text: [...notice, `Bagaimana sinyal ponsel di ${named(villages)}?${now}`].join('\n\n'),
    choices: [
      ...CONNECTIVITY_ORDER.map((mark) => ({ id: CONNECTIVITY_CHOICE_IDS[mark], label: CHOICE_LABEL[mark] })),
      { id: CONNECTIVITY_CHOICE_IDS.cancel, label: 'Batal' },
    ],
  }
}

const NEXT: Record<Connectivity, string> = {
  good: 'Kabar sampai lewat grup ini.',
  weak: 'Kami jadi tahu bahwa kabar bisa terlambat sampai di sana.',
  none: 'Kami jadi tahu bahwa kabar di sana perlu disampaikan dari mulut ke mulut atau ditempel.',
}

function marked({ villages, connectivity }: ConnectivityReply & { type: 'marked' }): string {
  const label = CONNECTIVITY_LABEL[connectivity]
  return `Terima kasih, sinyal di ${named(villages)} sudah dicatat: **${label}** 🙏 ${NEXT[connectivity]} Berubah? Admin tinggal mengetik **/sinyal** lagi.`
}

/** The sentences that hold no data. */
const PLAIN = {
  not_subscribed:
    'Grup ini belum berlangganan, jadi kami belum tahu desanya. Admin grup bisa mengetik **/langganan** dulu, lalu **/sinyal** lagi.',
  kim_only:
    'Catatan sinyal diisi oleh grup KIM yang sudah terhubung. Punya kode KIM? Admin grup bisa mengetik **/langganan** diikuti kodenya.',
  cancelled: 'Baik, dibatalkan. Catatan sinyalnya tidak berubah.',
  admins_only:
    'Mohon maaf, hanya admin grup yang bisa mengatur ini. Silakan minta bantuan admin grup ya, Bapak/Ibu.',
  admin_unknown: 'Maaf, kami belum bisa memastikan siapa admin grup ini. Mohon coba lagi sebentar lagi.',
} as const

/** What is said about connectivity; undefined when the bot stays silent. */
export function connectivity(reply: ConnectivityReply): OutgoingMessage | undefined {
  switch (reply.type) {
    case 'ask':
      return asked(reply)
    case 'marked':
      return { text: marked(reply) }
    case 'too_wide':
      return {
        text: `Sinyal dicatat per desa atau kelurahan, sedangkan grup ini berlangganan ${named(reply.areas)}. Kalau grup ini untuk satu desa, admin bisa memilih desanya dengan **/langganan**, lalu mengetik **/sinyal** lagi.`,
      }
    case 'silent':
      return undefined
    case 'not_subscribed':
    case 'kim_only':
    case 'cancelled':
    case 'admins_only':
    case 'admin_unknown':
    default:
      return { text: PLAIN[reply.type] }
  }
}

/** `/sinyal` in a private chat. */
export function connectivityInGroup(): OutgoingMessage {
  return {
    text: 'Catatan sinyal diisi dari grup KIM, bukan dari chat pribadi. Admin grup mengetik **/sinyal** di sana, lalu memilih baik, lemah, atau tanpa sinyal.',
  }
}
