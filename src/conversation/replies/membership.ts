import { areaLabel, parentCode, type Area, type AreaCode } from '../../domain/area.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { Choice, OutgoingMessage } from '../../domain/message.ts'
import { TOPIC_LABEL } from '../../domain/topic.ts'
import type { Meaning } from '../../membership/choices.ts'
import type { DialogueNotice, DialogueQuestion } from '../../membership/dialogue.ts'
import { STOP_CHOICE_IDS, type MembershipReply } from '../../membership/registry.ts'
import { topicList } from './wording.ts'

/** Looks an area up by code: to say in which regency a district lies. */
export type AreaLookup = (code: AreaCode) => Area | undefined

const bold = (area: Area) => `**${escapeMarkup(areaLabel(area))}**`

/** `Desa Bukit Raya (Sepaku)`: names repeat, so a guess says where it lies. */
function labelWithParent(area: Area, lookUp: AreaLookup): string {
  const parent = lookUp(parentCode(area.code) ?? '')
  return parent === undefined || parent.level === 'province'
    ? areaLabel(area)
    : `${areaLabel(area)} (${parent.name})`
}

function choiceLabel(means: Meaning, question: DialogueQuestion, lookUp: AreaLookup): string {
  switch (means.type) {
    case 'area':
      if (question.step === 'guess') return labelWithParent(means.area, lookUp)
      // A list of districts needs no word for its level; regencies and cities, villages of both kinds, do.
      return means.area.level === 'district' ? means.area.name : areaLabel(means.area)
    case 'whole_area':
      return `Seluruh ${areaLabel(means.area)}`
    case 'next_page':
      return 'Lainnya ▶'
    case 'previous_page':
      return '◀ Sebelumnya'
    case 'topic':
      return `${means.isChosen ? '✅ ' : ''}${TOPIC_LABEL[means.topic]}`
    case 'all_topics':
      return 'Semua topik'
    case 'topics_done':
      return 'Selesai memilih'
    case 'save':
      return 'Ya, simpan'
    case 'change_topics':
      return 'Ubah topik'
    case 'change_area':
      return 'Ubah wilayah'
    case 'back':
      return question.step === 'guess' ? 'Bukan itu, kembali' : 'Kembali'
    case 'cancel':
    default:
      return 'Batal'
  }
}

const NOTICE: Record<DialogueNotice, string> = {
  area_not_found: 'Maaf, nama itu belum kami temukan di Kalimantan Timur.',
  topics_not_understood: 'Maaf, topiknya belum kami pahami.',
  not_understood: 'Maaf, jawabannya belum kami pahami.',
}

function questionText(question: DialogueQuestion): string {
  switch (question.step) {
    case 'area': {
      const { inside, page, pages } = question
      const place = pages > 1 ? ` (halaman ${page + 1} dari ${pages})` : ''
      if (inside.level === 'province') {
        return 'Grup ini untuk warga mana? Pilih kabupaten atau kotanya, atau balas pesan ini dengan nama desa/kelurahan.'
      }
      const below = inside.level === 'district' ? 'desa atau kelurahan' : 'kecamatan'
      return `${bold(inside)}. Sekarang pilih ${below}nya${place}, atau balas pesan ini dengan namanya.`
    }
    case 'guess':
      return 'Maksud Bapak/Ibu yang mana?'
    case 'topics': {
      const chosen = question.topics.length === 0 ? '' : `\n\nDipilih: ${topicList(question.topics)}.`
      return `Wilayah: ${bold(question.area)}. Kabar tentang apa yang ingin diterima? Boleh lebih dari satu, misalnya balas **1,3,5** atau **semua**.${chosen}`
    }
    case 'confirm':
    default:
      return `Sudah benar begini?\n\nWilayah: ${bold(question.area)}\nTopik: **${topicList(question.topics)}**`
  }
}

function asked(reply: MembershipReply & { type: 'question' }, lookUp: AreaLookup): OutgoingMessage {
  const { question, current } = reply
  const now =
    current === undefined
      ? []
      : [`Sekarang grup ini menerima kabar untuk ${bold(current.area)}, topik: ${topicList(current.topics)}.`]
  const notice = question.notice === undefined ? [] : [NOTICE[question.notice]]
  const choices = question.choices.map(({ id, means }): Choice => ({
    id,
    label: choiceLabel(means, question, lookUp),
  }))
  return { text: [...now, ...notice, questionText(question)].join('\n\n'), choices }
}

function status({ chat, area }: MembershipReply & { type: 'status' }): string {
  if (chat === undefined || area === undefined) {
    return 'Grup ini belum berlangganan. Admin grup bisa mengetik **/langganan** untuk memilih wilayah.'
  }
  if (chat.status !== 'active') {
    return `Kabar untuk grup ini (${bold(area)}) sedang berhenti. Admin grup bisa mengetik **/langganan** untuk memulainya lagi.`
  }
  return `Grup ini menerima kabar untuk ${bold(area)}.\nTopik: ${topicList(chat.topics)}.\n\nAdmin bisa mengubahnya dengan **/langganan** atau menghentikannya dengan **/berhenti**.`
}

function subscribed({ area, topics, isChange }: MembershipReply & { type: 'subscribed' }): string {
  const first = isChange ? 'Perubahannya sudah disimpan.' : 'Terima kasih, langganan sudah disimpan 🙏'
  return `${first}\n\nMulai sekarang grup ini menerima kabar untuk ${bold(area)}, topik: ${topicList(topics)}. Cek kapan saja dengan **/status**.`
}

/** The sentences that hold no data. */
const PLAIN = {
  stopped:
    'Baik, kabar tidak kami kirim lagi ke grup ini. Cek fakta dengan **/cek** tetap bisa dipakai. Ingin mulai lagi? Admin tinggal mengetik **/langganan**.',
  kept: 'Baik, grup ini tetap menerima kabar seperti biasa.',
  not_subscribed: 'Grup ini memang sedang tidak berlangganan, jadi tidak ada yang perlu dihentikan.',
  cancelled: 'Baik, dibatalkan. Tidak ada yang berubah.',
  expired:
    'Percakapan ini sudah lewat, jadi pilihannya tidak berlaku lagi. Admin bisa mulai lagi dengan **/langganan**.',
  admins_only:
    'Mohon maaf, hanya admin grup yang bisa mengatur ini. Silakan minta bantuan admin grup ya, Bapak/Ibu.',
  admin_unknown: 'Maaf, kami belum bisa memastikan siapa admin grup ini. Mohon coba lagi sebentar lagi.',
} as const

/** What membership has to say; undefined when it stays silent. */
export function membership(reply: MembershipReply, lookUp: AreaLookup): OutgoingMessage | undefined {
  switch (reply.type) {
    case 'question':
      return asked(reply, lookUp)
    case 'subscribed':
      return { text: subscribed(reply) }
    case 'status':
      return { text: status(reply) }
    case 'confirm_stop':
      return {
        text: 'Yakin ingin berhenti menerima kabar di grup ini?',
        choices: [
          { id: STOP_CHOICE_IDS.yes, label: 'Ya, berhenti' },
          { id: STOP_CHOICE_IDS.no, label: 'Tidak, tetap lanjut' },
        ],
      }
    case 'silent':
      return undefined
    case 'stopped':
    case 'kept':
    case 'not_subscribed':
    case 'cancelled':
    case 'expired':
    case 'admins_only':
    case 'admin_unknown':
    default:
      return { text: PLAIN[reply.type] }
  }
}
