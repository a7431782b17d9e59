import { randomUUID } from 'node:crypto'
import { PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import { AppError } from '../domain/error.ts'
import type { Member, Role } from '../domain/staff.ts'
import { isUniqueViolation, type Database } from './database.ts'
import type { StaffMember as Row } from './generated/client.ts'

/** How better-auth calls a password as a way to sign in. */
const PASSWORD_PROVIDER = 'credential'

export type StaffStore = ReturnType<typeof createStaffStore>

/** What an administrator says about somebody. */
export type MemberDetails = Pick<Member, 'name' | 'email' | 'roles' | 'areaCode'>

/** A browser that somebody is signed in with. */
export interface StaffSessionInfo {
  id: string
  createdAt: Date
  /** When it was last used, to the quarter of an hour. */
  usedAt: Date
  userAgent?: string
}

/** What an invitation is known by and how long it holds. */
export interface Invitation {
  tokenKey: string
  by: string
  expiresAt: Date
}

const memberOf = (row: Row): Member => ({
  id: row.id,
  name: row.name,
  email: row.email,
  roles: row.roles as Role[],
  areaCode: row.areaCode,
  isActive: row.isActive,
  hasSecondFactor: row.twoFactorEnabled === true,
})

async function refusingTwins<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'Nama atau surel itu sudah dipakai petugas lain.', { cause: error })
  }
}

/** Who may sign in, and with what. Sessions and second factors are written by better-auth. */
export function createStaffStore(db: Database, now: () => Date) {
  const members = db.staffMember
  return {
    async find(id: string): Promise<Member | undefined> {
      const row = await members.findUnique({ where: { id } })
      return row === null ? undefined : memberOf(row)
    },

    /** By name. `within`: those who work for this area or for a part of it. */
    async list(within: AreaCode = PROVINCE_CODE): Promise<Member[]> {
      const rows = await members.findMany({
        where: { areaCode: { startsWith: within } },
        orderBy: { name: 'asc' },
      })
      return rows.map(memberOf)
    },

    count: (): Promise<number> => members.count(),

    /** Rejects with `AppError('conflict')` when the name or the address is taken. */
    async create(details: MemberDetails): Promise<Member> {
      const at = now()
      return memberOf(
        await refusingTwins(() =>
          members.create({ data: { ...details, id: randomUUID(), createdAt: at, updatedAt: at } }),
        ),
      )
    },

    /** Rejects with `AppError('conflict')` when the name or the address is taken. */
    async update(id: string, changes: Partial<MemberDetails> & { isActive?: boolean }): Promise<Member> {
      return memberOf(
        await refusingTwins(() => members.update({ where: { id }, data: { ...changes, updatedAt: now() } })),
      )
    },

    async sessions(memberId: string): Promise<StaffSessionInfo[]> {
      const rows = await db.staffSession.findMany({
        where: { userId: memberId, expiresAt: { gt: now() } },
        orderBy: { updatedAt: 'desc' },
      })
      return rows.map(({ id, createdAt, updatedAt, userAgent }) => ({
        id,
        createdAt,
        usedAt: updatedAt,
        ...(userAgent === null ? {} : { userAgent }),
      }))
    },

    /** Signs somebody out everywhere, or in one browser. Returns in how many. */
    async endSessions(memberId: string, sessionId?: string): Promise<number> {
      const { count } = await db.staffSession.deleteMany({
        where: { userId: memberId, ...(sessionId === undefined ? {} : { id: sessionId }) },
      })
      return count
    },

    /** The invitation is the only one that holds from now on. */
    async invite(memberId: string, { tokenKey, by, expiresAt }: Invitation): Promise<void> {
      await db.$transaction([
        db.staffInvitation.deleteMany({ where: { memberId, usedAt: null } }),
        db.staffInvitation.create({
          data: { id: randomUUID(), memberId, tokenKey, createdBy: by, createdAt: now(), expiresAt },
        }),
      ])
    },

    /** Who an invitation is for; undefined when it was used, is too old, or never was. */
    async invited(tokenKey: string): Promise<Member | undefined> {
      const row = await db.staffInvitation.findUnique({ where: { tokenKey }, include: { member: true } })
      if (row === null || row.usedAt !== null || row.expiresAt <= now() || !row.member.isActive)
        return undefined
      return memberOf(row.member)
    },

    /**
     * Uses an invitation up: from now on the person signs in with this password, and sets up the second step anew.
     * Resolves with undefined when somebody else was faster.
     */
    async accept(
      tokenKey: string,
      { passwordHash, ...identity }: { name: string; email?: string; passwordHash: string },
    ): Promise<Member | undefined> {
      const at = now()
      return refusingTwins(() =>
        db.$transaction(async (tx) => {
          const { count } = await tx.staffInvitation.updateMany({
            where: { tokenKey, usedAt: null, expiresAt: { gt: at } },
            data: { usedAt: at },
          })
          const invitation = count === 1 ? await tx.staffInvitation.findUnique({ where: { tokenKey } }) : null
          if (invitation === null) return undefined
          const userId = invitation.memberId
          await tx.staffSession.deleteMany({ where: { userId } })
          await tx.staffTwoFactor.deleteMany({ where: { userId } })
          await tx.staffCredential.deleteMany({ where: { userId } })
          await tx.staffCredential.create({
            data: {
              id: randomUUID(),
              accountId: userId,
              providerId: PASSWORD_PROVIDER,
              userId,
              password: passwordHash,
              createdAt: at,
              updatedAt: at,
            },
          })
          return memberOf(
            await tx.staffMember.update({
              where: { id: userId },
              data: { ...identity, twoFactorEnabled: false, updatedAt: at },
            }),
          )
        }),
      )
    },
  }
}
