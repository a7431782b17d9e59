import type { ClaimDesk } from '../claims/claim-desk.ts'
import type { ClarificationDesk } from '../claims/clarification-desk.ts'
import type { AreaCode } from '../domain/area.ts'
import type { Clock } from '../clock.ts'
import type { Desk as BroadcastDesk } from '../dissemination/desk/desk.ts'
import type { ChannelStatus } from '../domain/channel.ts'
import type { ChannelName } from '../domain/message.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { CoverageReport } from '../membership/coverage.ts'
import type { KimDesk } from '../membership/kim-desk.ts'
import type { Accounts } from '../staff/accounts.ts'
import type { Storage } from '../storage/storage.ts'

/** One account of the bot on one platform, as it is now. */
export interface ChannelState {
  name: ChannelName
  account: string
  status: ChannelStatus
}

/** What the pages show and do: the same desks that the commands use. */
export interface Desks {
  storage: Storage
  clock: Clock
  accounts: Accounts
  broadcasts: BroadcastDesk
  claims: ClaimDesk
  clarifications: ClarificationDesk
  kims: KimDesk
  channels: () => ChannelState[]
  /** How an area is covered; up to a minute old. */
  coverage: (area: AreaCode) => Promise<CoverageReport>
  /** Rows were changed: whoever works on them should look now. */
  changed: () => Promise<void>
  publicUrl: string
  /** Where announcements' files are, and where pictures are kept that staff choose here. */
  folders: { broadcasts: string; pictures: string }
  quietHours: QuietHours
  retentionDays: number
}
