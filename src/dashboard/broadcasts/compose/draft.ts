import { isWithin, parentCode, type AreaCode } from '../../../domain/area.ts'
import { witaDay } from '../../../domain/wita.ts'
import { announcementBody } from '../../../dissemination/wording.ts'
import { clockTime } from '../../../http/time.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { Form } from '../../form.ts'
import { isPictureName } from './pictures.ts'

export const TIMINGS = ['segera', 'sekali', 'berulang'] as const
type Timing = (typeof TIMINGS)[number]

/** What the form of an announcement says, right or wrong. */
export interface Draft {
  title: string
  programme: string
  topic: string
  body: string
  areas: AreaCode[]
  except: AreaCode[]
  /** Areas whose parts are shown. */
  opened: AreaCode[]
  kinds: string[]
  channels: string[]
  timing: Timing
  date: string
  time: string
  words: string
  expiresDate: string
  expiresTime: string
  isEmergency: boolean
  emergencyReason: string
  acknowledge: boolean
  /** See `pictures.ts`; empty: none. */
  picture: string
}

export const EMPTY_DRAFT: Draft = {
  title: '',
  programme: '',
  topic: '',
  body: '',
  areas: [],
  except: [],
  opened: [],
  kinds: [],
  channels: [],
  timing: 'sekali',
  date: '',
  time: '',
  words: '',
  expiresDate: '',
  expiresTime: '',
  isEmergency: false,
  emergencyReason: '',
  acknowledge: false,
  picture: '',
}

/** A form of hundreds of areas is a mistake: the wider area is meant. */
const MOST_AREAS = 1_500
const isCode = (text: string) => /^\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?$/.test(text)
const codes = (list: string[]) => [...new Set(list.filter(isCode))].slice(0, MOST_AREAS)

/** Without the areas that lie in others of the list. */
const widest = (list: AreaCode[]) => {
  const all = new Set(list)
  const isCovered = (code: AreaCode): boolean => {
    const parent = parentCode(code)
    return parent !== undefined && (all.has(parent) || isCovered(parent))
  }
  return list.filter((code) => !isCovered(code))
}

/** Reads the form as it was sent. `step`: which button, such as `buka:64.02`. */
export function readDraft(form: Form): { draft: Draft; step: string } {
  const step = form.text('langkah')
  const opened = new Set(codes(form.list('buka')))
  const [, toggled] = /^buka:(.+)$/.exec(step) ?? []
  if (toggled !== undefined && !opened.delete(toggled) && isCode(toggled)) opened.add(toggled)
  const timing = form.text('kapan')
  const picture = form.text('gambar_lama')
  return {
    step,
    draft: {
      title: form.text('judul'),
      programme: form.text('program'),
      topic: form.text('topik'),
      body: form.text('isi'),
      areas: widest(codes(form.list('wilayah'))),
      except: widest(codes(form.list('kecuali'))),
      opened: [...opened],
      kinds: form.list('jenis'),
      channels: form.list('saluran'),
      timing: TIMINGS.find((one) => one === timing) ?? 'sekali',
      date: form.text('tanggal'),
      time: form.text('jam'),
      words: form.text('jadwal'),
      expiresDate: form.text('berlaku_tanggal'),
      expiresTime: form.text('berlaku_jam'),
      isEmergency: form.isChecked('darurat'),
      emergencyReason: form.text('alasan_darurat'),
      acknowledge: form.isChecked('konfirmasi'),
      picture: isPictureName(picture) && !form.isChecked('hapus_gambar') ? picture : '',
    },
  }
}

const clock = (at: Date) => clockTime(at).replace('.', ':')

/** What the form says about an announcement that is kept already. */
export function draftOf(broadcast: StoredBroadcast, picture: string | undefined): Draft {
  const { schedule, audience, expiresAt } = broadcast
  return {
    ...EMPTY_DRAFT,
    title: broadcast.title,
    programme: broadcast.programme,
    topic: audience.topics[0] ?? '',
    body: announcementBody(broadcast, broadcast.message),
    areas: audience.areaCodes,
    except: audience.except,
    kinds: audience.communityKinds,
    channels: audience.channels,
    ...(schedule.type === 'once'
      ? { timing: 'sekali', date: witaDay(schedule.at), time: clock(schedule.at) }
      : { timing: 'berulang', words: schedule.words ?? '' }),
    ...(expiresAt === undefined ? {} : { expiresDate: witaDay(expiresAt), expiresTime: clock(expiresAt) }),
    isEmergency: broadcast.priority === 'emergency',
    emergencyReason: broadcast.emergencyReason ?? '',
    acknowledge: broadcast.wantsAcknowledgement === true,
    picture: picture ?? '',
  }
}

/** Whether the parts of an area are shown: asked for, or some of them are chosen. */
export const isOpen = ({ opened, areas, except }: Draft, code: AreaCode): boolean =>
  opened.includes(code) || [...areas, ...except].some((one) => one !== code && isWithin(one, code))
