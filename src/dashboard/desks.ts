import type { AgencyLogo } from './agency-logo.ts'
import type { AskerDesk } from '../claims/asker-desk.ts'
import type { ClaimDesk } from '../claims/claim-desk.ts'
import type { ClarificationDesk } from '../claims/clarification-desk.ts'
import type { Resembling } from '../claims/resembling.ts'
import type { AreaCode } from '../domain/area.ts'
import type { Clock } from '../clock.ts'
import type { Desk as BroadcastDesk } from '../dissemination/desk/desk.ts'
import type { AccountUsage } from '../dissemination/governor.ts'
import type { ChannelStatus } from '../domain/channel.ts'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'
import type { TriedOut } from '../factcheck/judging.ts'
import type { CoverageReport } from '../membership/coverage.ts'
import type { LiteracyProgramme } from '../literacy/programme.ts'
import type { KimDesk } from '../membership/kim-desk.ts'
import type { TopicDesk } from '../membership/topic-desk.ts'
import type { RuleBook } from '../rules.ts'
import type { Accounts } from '../staff/accounts.ts'
import type { Storage } from '../storage/storage.ts'
import type { Agency } from './agency.ts'
import type { ChannelControl } from './channels/control.ts'

/** One account of the bot on one platform, as it is now. */
export interface ChannelState {
  name: ChannelName
  account: string
  /** A restriction of the account counts as broken. */
  status: ChannelStatus
  /** How the connection is, whatever the platform restricts. */
  connection: ChannelStatus
  /** Why the account sends no announcements until somebody has looked into it. */
  restriction?: string
  usage: AccountUsage
  /** True where a phone pairs with it. */
  isPaired: boolean
}

/** An answer as a resident would read it, and what led to it. */
export interface TriedAnswer extends TriedOut {
  message: OutgoingMessage
}

/** What the pages show and do: the same desks that the commands use. */
export interface Desks {
  storage: Storage
  clock: Clock
  accounts: Accounts
  broadcasts: BroadcastDesk
  claims: ClaimDesk
  askers: AskerDesk
  clarifications: ClarificationDesk
  kims: KimDesk
  topics: TopicDesk
  literacy: LiteracyProgramme
  /** What is wrong with announcement files, for people. */
  fileProblems: () => string[]
  channels: () => ChannelState[]
  channelControl: ChannelControl
  /** How an area is covered; up to a minute old. */
  coverage: (area: AreaCode) => Promise<CoverageReport>
  /** What a resident would be answered, and why, by the clarifications that the bot answers with now. Stores nothing. */
  explain: (text: string) => TriedAnswer
  /** Published clarifications that are like what people wrote, best first. */
  resembling: (texts: string[]) => Resembling[]
  /** Rows were changed: whoever works on them should look now. */
  changed: () => Promise<void>
  publicUrl: string
  rules: RuleBook
  logo: AgencyLogo
  /** Who speaks on the pages, as it is now. */
  agency: () => Agency
  /** Where announcements' files are, and where pictures are kept that staff choose here. */
  folders: { broadcasts: string; pictures: string }
}
