import { pino } from 'pino'
import type { ChatAddress } from '../../src/domain/message.ts'
import { createKimCodes } from '../../src/membership/kim-codes.ts'
import { createMembership } from '../../src/membership/membership.ts'
import type { GroupTalk } from '../../src/membership/talk.ts'
import { hashForTest } from './conversation.ts'
import { temporaryStorage } from './temporary-storage.ts'
import { createTestClock } from './test-clock.ts'

/** The group that everything happens in. */
export const chat: ChatAddress = { channel: 'whatsapp', account: 'default', chatId: 'grup@g.us' }
const ADMINS = new Set(['admin', 'admin-2'])

/** Somebody in the group; `admin` and `admin-2` administer it. */
export const from = (senderId: string, overrides: Partial<GroupTalk> = {}): GroupTalk => ({
  chat,
  title: 'KIM Loa Kulu',
  senderId,
  text: '',
  isAddressed: false,
  isAdmin: async () => ADMINS.has(senderId),
  ...overrides,
})

const hashCode = (code: string) => hashForTest('simulator', code)

/** Membership on a database of its own; `create` starts it once more on the same one. */
export async function setUpMembership() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const kimCodes = createKimCodes({ storage, clock, hashCode })
  const logged: string[] = []
  const create = () =>
    createMembership({
      storage,
      clock,
      logger: pino({ level: 'info' }, { write: (line) => void logged.push(line) }),
      hashPerson: hashForTest,
      redeemCode: (by, typed) => kimCodes.redeem(by, typed),
    })
  return { clock, storage, create, membership: create(), kimCodes, logged }
}

export const SAMARINDA = { title: 'x', areaCodes: ['64.72'], topics: [] }
