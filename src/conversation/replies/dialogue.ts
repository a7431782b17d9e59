import { areaLabel, parentCode, type Area, type AreaCode } from '../../domain/area.ts'
import type { Chat, ChatPreferences } from '../../domain/community.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { Choice, OutgoingMessage } from '../../domain/message.ts'
import { RECEIVING_HOURS_LABEL } from '../../domain/receiving-hours.ts'
import { TOPIC_LABEL } from '../../domain/topic.ts'
import { formatWita } from '../../domain/wita.ts'
import type { Meaning } from '../../membership/choices.ts'
import { MAXIMUM_AREAS } from '../../membership/draft.ts'
import type { DialogueNotice, DialogueQuestion } from '../../membership/question.ts'
import type { MembershipReply } from '../../membership/talk.ts'
import { listInWords, oneLine, REGISTER_LABEL, topicList } from './wording.ts'

/** Looks an area up by code: to say in which regency a district lies. */
export type AreaLookup = (code: AreaCode) => Area | undefined

/** A typed name is shown back no longer than this. */
const SHOWN_NAME_LENGTH = 40

/** `Desa Loa Kulu Kota` in bold; the code of an area that is not known any more. */
const bold = (code: AreaCode, lookUp: AreaLookup) => {
  const area = lookUp(code)
  return `**${escapeMarkup(area === undefined ? code : areaLabel(area))}**`
}

/** Areas in one line: `**Desa A** dan **Desa B**`. */
export const boldAreas = (codes: AreaCode[], lookUp: AreaLookup): string =>
  listInWords(codes.map((code) => bold(code, lookUp)))

/** `Desa Bukit Raya (Sepaku)`: names repeat, so a guess says where it lies. */
function labelWithParent(area: Area, lookUp: AreaLookup): string {
  const parent = lookUp(parentCode(area.code) ?? '')
  return parent === undefined || parent.level === 'province'
    ? areaLabel(area)
    : `${areaLabel(area)} (${parent.name})`
}

/** What the preferences are, a line each. What is as it usually is goes without saying, except the topics. */
export function preferences(given: ChatPreferences, lookUp: AreaLookup, isComplete = false): string {
  const { areaCodes, topics, hours, register, hasLiteracy } = given
  const [only = '', ...others] = areaCodes
  const areas =
    others.length === 0
      ? `Wilayah: ${bold(only, lookUp)}`
      : `Wilayah (${areaCodes.length}): ${boldAreas(areaCodes, lookUp)}`
  return [
    areas,
    `Topik: **${topicList(topics)}**`,
    ...(isComplete || hours !== 'any' ? [`Jam: **${RECEIVING_HOURS_LABEL[hours]}**`] : []),
    ...(isComplete || register !== 'formal' ? [`Sapaan: **${REGISTER_LABEL[register]}**`] : []),
    ...(isComplete || !hasLiteracy ? [`Tips dan kuis: **${hasLiteracy ? 'ya' : 'tidak'}**`] : []),
  ].join('\n')
}

const mark = (isChosen: boolean, label: string) => `${isChosen ? '✅ ' : ''}${label}`

type FixedMeaning = Extract<
  Meaning['type'],
  | 'next_page'
  | 'previous_page'
  | 'add_area'
  | 'change_areas'
  | 'replace_area'
  | 'change_topics'
  | 'change_settings'
  | 'done'
  | 'save'
  | 'cancel'
>

const FIXED_LABEL: Record<FixedMeaning, string> = {
  next_page: 'Lainnya ▶',
  previous_page: '◀ Sebelumnya',
  add_area: 'Tambah wilayah lain',
  change_areas: 'Ubah wilayah',
  replace_area: 'Ganti wilayah',
  change_topics: 'Ubah topik',
  change_settings: 'Pengaturan lain',
  done: 'Selesai',
  save: 'Ya, simpan',
  cancel: 'Batal',
}

function areaChoice(area: Area, { state }: DialogueQuestion, lookUp: AreaLookup): string {
  if (state.step === 'guess') return labelWithParent(area, lookUp)
  // A list of districts needs no word for its level; regencies and cities, villages of both kinds, do.
  return area.level === 'district' ? area.name : areaLabel(area)
}

function choiceLabel(means: Meaning, question: DialogueQuestion, lookUp: AreaLookup): string {
  const { state } = question
  switch (means.type) {
    case 'area':
      return areaChoice(means.area, question, lookUp)
    case 'whole_area':
      return `Seluruh ${areaLabel(means.area)}`
    case 'remove_area':
      return `Hapus ${areaLabel(means.area)}`
    case 'topic':
      return mark(means.isChosen, TOPIC_LABEL[means.topic])
    case 'all_topics':
      return mark(means.isChosen, 'Semua topik')
    case 'hours':
      return mark(means.isChosen, RECEIVING_HOURS_LABEL[means.hours])
    case 'register':
      return mark(means.isChosen, REGISTER_LABEL[means.register])
    case 'literacy':
      return `Tips dan kuis literasi: ${means.isChosen ? 'ya' : 'tidak'}`
    case 'change_hours':
      return `Jam terima: ${RECEIVING_HOURS_LABEL[state.draft.hours]}`
    case 'change_register':
      return `Sapaan: ${REGISTER_LABEL[state.draft.register]}`
    case 'back':
      return state.step === 'guess' ? 'Bukan itu, kembali' : 'Kembali'
    case 'next_page':
    case 'previous_page':
    case 'add_area':
    case 'change_areas':
    case 'replace_area':
    case 'change_topics':
    case 'change_settings':
    case 'done':
    case 'save':
    case 'cancel':
    default:
      return FIXED_LABEL[means.type]
  }
}

const WAYS_OUT =
  '**kembali** untuk mundur, **lewati** untuk melompati, **batal** untuk keluar. Sebelum disimpan, tidak ada yang berubah.'

const HELP: Record<DialogueQuestion['state']['step'], string> = {
  area: `Pilih dari daftar, atau balas dengan nama wilayahnya; beberapa sekaligus juga boleh, misalnya **Loa Kulu, Tenggarong**. Ketik ${WAYS_OUT}`,
  guess: `Ada beberapa tempat dengan nama yang mirip. Pilih yang dimaksud. Ketik ${WAYS_OUT}`,
  areas: `Wilayah bisa ditambah atau dihapus, paling banyak ${MAXIMUM_AREAS}. Ketik ${WAYS_OUT}`,
  topics: `Pilih topiknya satu per satu lalu **Selesai**, atau balas misalnya **1,3**. Ketik ${WAYS_OUT}`,
  settings: `Pilih yang ingin diubah, atau **Selesai**. Ketik ${WAYS_OUT}`,
  hours: `Pilih kapan kabar biasa boleh masuk. Ketik ${WAYS_OUT}`,
  register: `Pilih cara kami menyapa di grup ini. Ketik ${WAYS_OUT}`,
  confirm: `Pilih **Ya, simpan** kalau sudah benar, atau bagian yang ingin diubah. Ketik ${WAYS_OUT}`,
}

function notice(said: DialogueNotice, { state }: DialogueQuestion, lookUp: AreaLookup): string {
  switch (said.type) {
    case 'already_chosen':
      return `${bold(said.area, lookUp)} sudah dipilih.`
    case 'already_inside':
      return `${bold(said.area, lookUp)} sudah termasuk ${bold(said.within, lookUp)}, jadi tidak perlu ditambahkan.`
    case 'folded':
      return `${boldAreas(said.areas, lookUp)} sekarang sudah termasuk ${bold(said.within, lookUp)}.`
    case 'too_many_areas':
      return `Paling banyak ${MAXIMUM_AREAS} wilayah. Kalau perlu lebih, pilih kecamatan atau kabupatennya saja.`
    case 'area_not_found': {
      const names = said.names.map((name) => `“${escapeMarkup(oneLine(name, SHOWN_NAME_LENGTH))}”`)
      const what = names.length === 0 ? 'nama itu' : listInWords(names)
      const orPick = state.step === 'area' ? ', atau pilih dari daftar' : ''
      return `{Maaf}, ${what} belum kami temukan di Kalimantan Timur. Coba periksa ejaannya${orPick}.`
    }
    case 'topics_not_understood':
      return '{Maaf}, topiknya belum kami pahami.'
    case 'help':
      return HELP[state.step]
    case 'what_to_change':
      return '{Baik}, bagian mana yang ingin diubah?'
    case 'nothing_to_skip':
      return 'Tidak ada yang perlu dilewati di sini.'
    case 'this_is_the_beginning':
      return 'Ini pertanyaan pertama, jadi belum bisa mundur. Ketik **batal** kalau tidak jadi.'
    case 'not_understood':
    default:
      return '{Maaf}, jawabannya belum kami pahami.'
  }
}

function areaQuestion({ state, pages }: DialogueQuestion, lookUp: AreaLookup): string {
  if (state.step !== 'area') return ''
  const inside = lookUp(state.inside)
  if (inside === undefined || inside.level === 'province') {
    const what = state.replaces
      ? 'Wilayahnya diganti dengan yang mana?'
      : state.draft.areaCodes.length > 0
        ? 'Wilayah mana yang ingin ditambahkan?'
        : 'Grup ini untuk warga mana?'
    return `${what} Pilih kabupaten atau kotanya, atau balas pesan ini dengan nama desa/kelurahan.`
  }
  const below = inside.level === 'district' ? 'desa atau kelurahan' : 'kecamatan'
  const place = pages > 1 ? ` (halaman ${state.page + 1} dari ${pages})` : ''
  return `${bold(inside.code, lookUp)}. Sekarang pilih ${below}nya${place}, atau balas pesan ini dengan namanya.`
}

/** What the group has now, and what saving would do to a group that gets nothing. */
function currently(chat: Chat, lookUp: AreaLookup): string {
  const lines = preferences(chat, lookUp)
  if (chat.status === 'active')
    return `Grup ini sekarang menerima kabar:\n\n${lines}\n\nIngin mengubah sesuatu?`
  const pause =
    chat.status === 'paused' && chat.pausedUntil !== undefined
      ? `dijeda sampai ${formatWita(chat.pausedUntil)}`
      : 'berhenti'
  return `Kabar untuk grup ini sedang ${pause}:\n\n${lines}\n\nPilih **Ya, simpan** untuk memulainya lagi.`
}

function questionText(question: DialogueQuestion, lookUp: AreaLookup, current: Chat | undefined): string {
  const { state } = question
  const { draft } = state
  switch (state.step) {
    case 'area':
      return areaQuestion(question, lookUp)
    case 'guess':
      return `“${escapeMarkup(oneLine(state.name, SHOWN_NAME_LENGTH))}” yang mana yang {sapaan} maksud?`
    case 'areas':
      return `Wilayah grup ini: ${boldAreas(draft.areaCodes, lookUp)}.\n\nApa yang ingin diubah? Boleh juga balas pesan ini dengan nama wilayah yang ingin ditambahkan.`
    case 'topics':
      return `Kabar tentang apa yang ingin diterima? Boleh lebih dari satu, misalnya balas **1,3,5** atau **semua**.\n\nDipilih: **${topicList(draft.topics)}**.`
    case 'settings':
      return 'Pengaturan lain untuk grup ini. Semuanya boleh dibiarkan begini.'
    case 'hours':
      return 'Jam berapa kabar boleh masuk ke grup ini? Kabar darurat tetap masuk kapan saja.'
    case 'register':
      return 'Bagaimana sebaiknya kami menyapa di grup ini?'
    case 'confirm':
    default:
      return current === undefined
        ? `Sudah benar begini?\n\n${preferences(draft, lookUp)}`
        : currently(current, lookUp)
  }
}

/** A question of the dialogue, with what there is to say about the last answer. */
export function asked(reply: MembershipReply & { type: 'question' }, lookUp: AreaLookup): OutgoingMessage {
  const { question, current, isTakenOver } = reply
  const takenOver =
    isTakenOver === true
      ? ['Admin lain tadi sedang mengatur grup ini. Sekarang {sapaan} yang melanjutkan.']
      : []
  const notices = new Set(question.notices.map((said) => notice(said, question, lookUp)))
  const choices = question.choices.map(({ id, means }): Choice => ({
    id,
    label: choiceLabel(means, question, lookUp),
  }))
  return { text: [...takenOver, ...notices, questionText(question, lookUp, current)].join('\n\n'), choices }
}
