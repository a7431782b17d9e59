import { areaLabel, parentCode, type Area, type AreaCode } from '../../domain/area.ts'
import type { Chat, ChatPreferences } from '../../domain/community.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { Choice, OutgoingMessage } from '../../domain/message.ts'
import { RECEIVING_HOURS_LABEL } from '../../domain/receiving-hours.ts'
import type { Topic } from '../../domain/topic.ts'
import { formatWita } from '../../domain/wita.ts'
import type { Meaning } from '../../membership/choices.ts'
import { MAXIMUM_AREAS } from '../../membership/draft.ts'
import type { DialogueNotice, DialogueQuestion } from '../../membership/question.ts'
import type { MembershipReply } from '../../membership/talk.ts'
import { listInWords, oneLine, REGISTER_LABEL, topicList } from './wording.ts'

/** What areas and topics are called. */
export interface Names {
  area: (code: AreaCode) => Area | undefined
  topic: (id: Topic) => string
}

/** A typed name is shown back no longer than this. */
const SHOWN_NAME_LENGTH = 40

/** `Desa Loa Kulu Kota` in bold; the code of an area that is not known any more. */
const bold = (code: AreaCode, names: Names) => {
  const area = names.area(code)
  return `**${escapeMarkup(area === undefined ? code : areaLabel(area))}**`
}

/** Areas in one line: `**Desa A** dan **Desa B**`. */
export const boldAreas = (codes: AreaCode[], names: Names): string =>
  listInWords(codes.map((code) => bold(code, names)))

/** `Desa Bukit Raya (Sepaku)`: names repeat, so a guess says where it lies. */
function labelWithParent(area: Area, names: Names): string {
  const parent = names.area(parentCode(area.code) ?? '')
  return parent === undefined || parent.level === 'province'
    ? areaLabel(area)
    : `${areaLabel(area)} (${parent.name})`
}

/** What the preferences are, a line each. What is as it usually is goes without saying, except the topics. */
export function preferences(given: ChatPreferences, names: Names, isComplete = false): string {
  const { areaCodes, topics, hours, register, hasLiteracy } = given
  const [only = '', ...others] = areaCodes
  const areas =
    others.length === 0
      ? `Wilayah: ${bold(only, names)}`
      : `Wilayah (${areaCodes.length}): ${boldAreas(areaCodes, names)}`
  return [
    areas,
    `Topik: **${topicList(topics, names.topic)}**`,
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

function areaChoice(area: Area, { state }: DialogueQuestion, names: Names): string {
  if (state.step === 'guess') return labelWithParent(area, names)
  // A list of districts needs no word for its level; regencies and cities, villages of both kinds, do.
  return area.level === 'district' ? area.name : areaLabel(area)
}

function choiceLabel(means: Meaning, question: DialogueQuestion, names: Names): string {
  const { state } = question
  switch (means.type) {
    case 'area':
      return areaChoice(means.area, question, names)
    case 'whole_area':
      return `Seluruh ${areaLabel(means.area)}`
    case 'remove_area':
      return `Hapus ${areaLabel(means.area)}`
    case 'topic':
      return mark(means.isChosen, means.label)
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

function notice(said: DialogueNotice, { state }: DialogueQuestion, names: Names): string {
  switch (said.type) {
    case 'already_chosen':
      return `${bold(said.area, names)} sudah dipilih.`
    case 'already_inside':
      return `${bold(said.area, names)} sudah termasuk ${bold(said.within, names)}, jadi tidak perlu ditambahkan.`
    case 'folded':
      return `${boldAreas(said.areas, names)} sekarang sudah termasuk ${bold(said.within, names)}.`
    case 'too_many_areas':
      return `Paling banyak ${MAXIMUM_AREAS} wilayah. Kalau perlu lebih, pilih kecamatan atau kabupatennya saja.`
    case 'area_not_found': {
      const typed = said.names.map((name) => `“${escapeMarkup(oneLine(name, SHOWN_NAME_LENGTH))}”`)
      const what = typed.length === 0 ? 'nama itu' : listInWords(typed)
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

function areaQuestion({ state, pages }: DialogueQuestion, names: Names): string {
  if (state.step !== 'area') return ''
  const inside = names.area(state.inside)
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
  return `${bold(inside.code, names)}. Sekarang pilih ${below}nya${place}, atau balas pesan ini dengan namanya.`
}

/** What the group has now, and what saving would do to a group that gets nothing. */
function currently(chat: Chat, names: Names): string {
  const lines = preferences(chat, names)
  if (chat.status === 'active')
    return `Grup ini sekarang menerima kabar:\n\n${lines}\n\nIngin mengubah sesuatu?`
  const pause =
    chat.status === 'paused' && chat.pausedUntil !== undefined
      ? `dijeda sampai ${formatWita(chat.pausedUntil)}`
      : 'berhenti'
  return `Kabar untuk grup ini sedang ${pause}:\n\n${lines}\n\nPilih **Ya, simpan** untuk memulainya lagi.`
}

function questionText(question: DialogueQuestion, names: Names, current: Chat | undefined): string {
  const { state } = question
  const { draft } = state
  switch (state.step) {
    case 'area':
      return areaQuestion(question, names)
    case 'guess':
      return `“${escapeMarkup(oneLine(state.name, SHOWN_NAME_LENGTH))}” yang mana yang {sapaan} maksud?`
    case 'areas':
      return `Wilayah grup ini: ${boldAreas(draft.areaCodes, names)}.\n\nApa yang ingin diubah? Boleh juga balas pesan ini dengan nama wilayah yang ingin ditambahkan.`
    case 'topics':
      return `Kabar tentang apa yang ingin diterima? Boleh lebih dari satu, misalnya balas **1,3,5** atau **semua**.\n\nDipilih: **${topicList(draft.topics, names.topic)}**.`
    case 'settings':
      return 'Pengaturan lain untuk grup ini. Semuanya boleh dibiarkan begini.'
    case 'hours':
      return 'Jam berapa kabar boleh masuk ke grup ini? Kabar darurat tetap masuk kapan saja.'
    case 'register':
      return 'Bagaimana sebaiknya kami menyapa di grup ini?'
    case 'confirm':
    default:
      return current === undefined
        ? `Sudah benar begini?\n\n${preferences(draft, names)}`
        : currently(current, names)
  }
}

/** A question of the dialogue, with what there is to say about the last answer. */
export function asked(reply: MembershipReply & { type: 'question' }, names: Names): OutgoingMessage {
  const { question, current, isTakenOver } = reply
  const takenOver =
    isTakenOver === true
      ? ['Admin lain tadi sedang mengatur grup ini. Sekarang {sapaan} yang melanjutkan.']
      : []
  const notices = new Set(question.notices.map((said) => notice(said, question, names)))
  const choices = question.choices.map(({ id, means }): Choice => ({
    id,
    label: choiceLabel(means, question, names),
  }))
  return { text: [...takenOver, ...notices, questionText(question, names, current)].join('\n\n'), choices }
}
