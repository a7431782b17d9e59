import { AppError } from './domain/error.ts'
import {
  DEFAULT_QUIET_HOURS,
  formatQuietHours,
  parseQuietHours,
  type QuietHours,
} from './domain/quiet-hours.ts'
import type { Rules } from './domain/rules.ts'
import type { SettingStore } from './storage/settings.ts'

const DEFAULT_RETENTION_DAYS = 365
const MOST_RETENTION_DAYS = 3_650
const LONGEST_NAME = 80
const DEFAULT_AGENCY = 'Diskominfo Kalimantan Timur'
const KEYS = {
  quietHours: 'quiet_hours',
  retentionDays: 'retention_days',
  agencyName: 'agency_name',
} as const

/** What the environment says; it goes before what staff say. */
export interface GivenRules {
  quietHours?: QuietHours
  retentionDays?: number
}

/** What staff write on the settings page. */
export interface WrittenRules {
  /** `21.00-06.00` or `off`. */
  quietHours?: string
  retentionDays?: number
  agencyName: string
}

export interface RuleBook extends Rules {
  /** Which of them the environment decides: staff cannot change those. */
  readonly decidedElsewhere: { quietHours: boolean; retentionDays: boolean }
  /** Keeps what staff wrote; it holds at once. Rejects with `AppError('invalid')`. */
  change(written: WrittenRules): Promise<void>
}

interface Current {
  quietHours: QuietHours
  retentionDays: number
  agencyName: string
}

async function read(settings: SettingStore, given: GivenRules): Promise<Current> {
  const [hours, days, name] = await Promise.all([
    settings.get(KEYS.quietHours),
    settings.get(KEYS.retentionDays),
    settings.get(KEYS.agencyName),
  ])
  return {
    quietHours: given.quietHours ?? parseQuietHours(hours ?? '') ?? DEFAULT_QUIET_HOURS,
    retentionDays: given.retentionDays ?? Number(days ?? DEFAULT_RETENTION_DAYS),
    agencyName: name ?? DEFAULT_AGENCY,
  }
}

function check({ quietHours, retentionDays, agencyName }: WrittenRules): void {
  const isWrong = quietHours !== undefined && parseQuietHours(quietHours) === undefined
  if (isWrong) throw new AppError('invalid', 'Tulis jam tenang seperti 21.00-06.00, atau off.')
  if (
    retentionDays !== undefined &&
    !(Number.isInteger(retentionDays) && retentionDays >= 1 && retentionDays <= MOST_RETENTION_DAYS)
  ) {
    throw new AppError('invalid', `Lama penyimpanan adalah 1 sampai ${MOST_RETENTION_DAYS} hari.`)
  }
  if (agencyName.trim() === '' || agencyName.length > LONGEST_NAME) {
    throw new AppError('invalid', `Nama instansi wajib diisi, paling panjang ${LONGEST_NAME} huruf.`)
  }
}

/** The rules of this installation: the environment's, else what staff decided, else the usual ones. */
export async function openRules(settings: SettingStore, given: GivenRules): Promise<RuleBook> {
  let current = await read(settings, given)
  return {
    // Whoever holds it reads the hours of the moment.
    quietHours: {
      get fromMinute() {
        return current.quietHours.fromMinute
      },
      get toMinute() {
        return current.quietHours.toMinute
      },
    },
    get retentionDays() {
      return current.retentionDays
    },
    get agencyName() {
      return current.agencyName
    },
    decidedElsewhere: {
      quietHours: given.quietHours !== undefined,
      retentionDays: given.retentionDays !== undefined,
    },
    async change(written) {
      check(written)
      const { quietHours, retentionDays, agencyName } = written
      const hours = parseQuietHours(quietHours ?? '')
      if (hours !== undefined) await settings.set(KEYS.quietHours, formatQuietHours(hours))
      if (retentionDays !== undefined) await settings.set(KEYS.retentionDays, String(retentionDays))
      await settings.set(KEYS.agencyName, agencyName.trim())
      current = await read(settings, given)
    },
  }
}
