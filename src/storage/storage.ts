import type { ChannelMemory } from '../domain/channel.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import type { ChannelName } from '../domain/message.ts'
import { createRelayReportStore, type RelayReportStore } from './acknowledgement-reports.ts'
import { createAcknowledgementStore, type AcknowledgementStore } from './acknowledgements.ts'
import { createReminderStore, type ReminderStore } from './acknowledgement-reminders.ts'
import { createAmendmentStore, type AmendmentStore } from './amendments.ts'
import { createAnnouncedStore, type AnnouncedStore } from './announced.ts'
import { loadGazetteer } from './areas.ts'
import { createAskerStore, type AskerStore } from './askers.ts'
import { createAuditStore, type AuditStore } from './audit.ts'
import { createBroadcastControl, type BroadcastControl } from './broadcast-control.ts'
import { createBroadcastPages, type BroadcastPages } from './broadcast-pages.ts'
import { createBroadcastStore, type BroadcastStore } from './broadcasts.ts'
import { createChannelMemory } from './channel-memory.ts'
import { createClaimOverview, type ClaimOverviewStore } from './claim-overview.ts'
import { createClaimStore, type ClaimStore } from './claims.ts'
import { createClarificationDraftStore, type ClarificationDraftStore } from './clarification-drafts.ts'
import { createClarificationLibrary, type ClarificationLibrary } from './clarification-library.ts'
import { createClarificationStore, type ClarificationStore } from './clarifications.ts'
import { createChatLifeStore, type ChatLifeStore } from './chat-life.ts'
import { createChatStore, type ChatStore } from './communities.ts'
import { createConnectivityStore, type ConnectivityStore } from './connectivity.ts'
import { createCoverageStore, type CoverageStore } from './coverage.ts'
import { openDatabase, type DatabaseOptions } from './database.ts'
import { createDeliveryPages, type DeliveryPages } from './delivery-pages.ts'
import { createDeliveryStore, type DeliveryStore } from './deliveries.ts'
import { createDialogueStore, type DialogueStore } from './dialogues.ts'
import { createGroupHistory, type GroupHistory } from './group-history.ts'
import { createInquiryStore, type InquiryStore } from './inquiries.ts'
import { createNoticeStore, type NoticeStore } from './notices.ts'
import { createKimCodeStore, type KimCodeStore } from './kim-codes.ts'
import { createKimImportStore, type KimImportStore } from './kim-import.ts'
import { createKimPageStore, type KimPageStore } from './kim-pages.ts'
import { createKimStore, type KimStore } from './kims.ts'
import { createLiteracyStore, type LiteracyStore } from './literacy.ts'
import { createOccurrenceStore, type OccurrenceStore } from './occurrences.ts'
import { createMessageTallyStore, type MessageTallyStore } from './message-tallies.ts'
import { createQuizRoundStore, type QuizRoundStore } from './quiz-rounds.ts'
import { createQueueCounts, type QueueCounts } from './queue-counts.ts'
import { createReachableChatStore, type ReachableChatStore } from './reachable-chats.ts'
import { createReceivedMessageStore, type ReceivedMessageStore } from './received-messages.ts'
import { createSettingStore, type SettingStore } from './settings.ts'
import { createSignInGuessStore, type SignInGuessStore } from './sign-in-guesses.ts'
import { createStatisticsStore, type StatisticsStore } from './statistics.ts'
import { createStaffStore, type StaffStore } from './staff.ts'
import { openStaffDatabase, type StaffDatabase } from './staff-database.ts'
import { openTopicStore, type TopicStore } from './topics.ts'
import { createTestSendStore, type TestSendStore } from './test-sends.ts'
import { createTrouble } from './trouble.ts'

const UNREADABLE = 'Basis data tidak bisa dibaca. Periksa catatan sistem.'

/** Everything that the product remembers. The only home of Prisma: what comes out are domain types. */
export interface Storage {
  /** All areas, read once at opening: they change only with the ministry's decree. */
  gazetteer: Gazetteer
  topics: TopicStore
  chats: ChatStore
  reachableChats: ReachableChatStore
  kims: KimStore
  kimPages: KimPageStore
  kimCodes: KimCodeStore
  kimImport: KimImportStore
  chatLife: ChatLifeStore
  connectivity: ConnectivityStore
  coverage: CoverageStore
  broadcasts: BroadcastStore
  broadcastPages: BroadcastPages
  deliveries: DeliveryStore
  queueCounts: QueueCounts
  deliveryPages: DeliveryPages
  occurrences: OccurrenceStore
  broadcastControl: BroadcastControl
  amendments: AmendmentStore
  announced: AnnouncedStore
  acknowledgements: AcknowledgementStore
  acknowledgementReminders: ReminderStore
  relayReports: RelayReportStore
  testSends: TestSendStore
  clarifications: ClarificationStore
  clarificationDrafts: ClarificationDraftStore
  clarificationLibrary: ClarificationLibrary
  inquiries: InquiryStore
  claims: ClaimStore
  claimOverview: ClaimOverviewStore
  notices: NoticeStore
  askers: AskerStore
  literacy: LiteracyStore
  quizRounds: QuizRoundStore
  dialogues: DialogueStore
  groupHistory: GroupHistory
  receivedMessages: ReceivedMessageStore
  messageTallies: MessageTallyStore
  settings: SettingStore
  staff: StaffStore
  signInGuesses: SignInGuessStore
  audit: AuditStore
  statistics: StatisticsStore
  /** What better-auth keeps sessions and second factors in. Loads its library. */
  staffDatabase(): Promise<StaffDatabase>
  channelMemory(owner: { channel: ChannelName; account: string }): ChannelMemory
  /** What keeps the database from working, in plain Indonesian; undefined when nothing does. Never rejects. */
  trouble(): Promise<string | undefined>
  /** Changes whenever another process writes into the database. Cheap enough to ask every second. */
  foreignRevision(): Promise<number>
  close(): Promise<void>
}

/**
 * Opens the database at a `file:` URL, brings it up to date and loads the areas when they are missing.
 * Rejects with `AppError('invalid')` for another kind of URL.
 */
export async function openStorage(
  url: string,
  now: () => Date,
  options: DatabaseOptions = {},
): Promise<Storage> {
  const trouble = createTrouble()
  const db = await openDatabase(url, trouble, options)
  const gazetteer = await loadGazetteer(db)
  const topics = await openTopicStore(db, now)
  return {
    gazetteer,
    topics,
    chats: createChatStore(db, now),
    reachableChats: createReachableChatStore(db, now),
    kims: createKimStore(db, now),
    kimPages: createKimPageStore(db, now),
    kimCodes: createKimCodeStore(db, now),
    kimImport: createKimImportStore(db, now),
    chatLife: createChatLifeStore(db, now),
    connectivity: createConnectivityStore(db, gazetteer, now),
    coverage: createCoverageStore(db),
    broadcasts: createBroadcastStore(db, now),
    broadcastPages: createBroadcastPages(db),
    deliveries: createDeliveryStore(db, now),
    queueCounts: createQueueCounts(db),
    deliveryPages: createDeliveryPages(db),
    occurrences: createOccurrenceStore(db, now),
    broadcastControl: createBroadcastControl(db, now),
    amendments: createAmendmentStore(db),
    announced: createAnnouncedStore(db),
    acknowledgements: createAcknowledgementStore(db, now),
    acknowledgementReminders: createReminderStore(db, now),
    relayReports: createRelayReportStore(db),
    testSends: createTestSendStore(db, now),
    clarifications: createClarificationStore(db, now),
    clarificationDrafts: createClarificationDraftStore(db, now),
    clarificationLibrary: createClarificationLibrary(db),
    inquiries: createInquiryStore(db),
    claims: createClaimStore(db, now),
    claimOverview: createClaimOverview(db, now),
    notices: createNoticeStore(db, now),
    askers: createAskerStore(db, now),
    literacy: createLiteracyStore(db, now),
    quizRounds: createQuizRoundStore(db, now),
    dialogues: createDialogueStore(db, now),
    groupHistory: createGroupHistory(db),
    receivedMessages: createReceivedMessageStore(db, now),
    messageTallies: createMessageTallyStore(db, now),
    settings: createSettingStore(db),
    staff: createStaffStore(db, now),
    signInGuesses: createSignInGuessStore(db, now),
    audit: createAuditStore(db, now),
    statistics: createStatisticsStore(db),
    staffDatabase: () => openStaffDatabase(db),
    channelMemory: (owner) => createChannelMemory(db, owner, now),
    async foreignRevision() {
      const [row] = await db.$queryRawUnsafe<{ data_version: bigint | number }[]>('PRAGMA data_version')
      return Number(row?.data_version ?? 0)
    },
    async trouble() {
      try {
        await db.$queryRawUnsafe('SELECT 1 FROM "Setting" LIMIT 1')
      } catch {
        return trouble.current() ?? UNREADABLE
      }
      return trouble.current()
    },
    async close() {
      await db.$disconnect()
    },
  }
}
