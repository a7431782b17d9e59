import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { isWithin, PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import { AppError } from '../domain/error.ts'
import { may, ROLES, type Member, type Role } from '../domain/staff.ts'
import type { MemberDetails } from '../storage/staff.ts'
import type { Storage } from '../storage/storage.ts'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './auth.ts'

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000
const LONGEST_NAME = 80
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,180}\.[^\s@]{2,}$/
const FIRST_NAME = 'Administrator'
/** Nobody writes there: it is replaced when the first administrator opens the link. */
const FIRST_EMAIL = 'administrator@kabar-kim.invalid'

export interface AccountsDeps {
  storage: Pick<Storage, 'staff' | 'gazetteer'>
  clock: Clock
  /** Keyed hash, the only thing that is kept of an invitation. */
  hashToken: (token: string) => string
  hashPassword: (password: string) => Promise<string>
}

/** What stands in a link, once. */
export interface IssuedInvitation {
  token: string
  expiresAt: Date
}

export type Accounts = ReturnType<typeof createAccounts>

const tidy = (text: string) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()

function checkName(name: string): string {
  const clean = tidy(name)
  if (clean === '') throw new AppError('invalid', 'Tulis namanya.')
  if (clean.length > LONGEST_NAME) throw new AppError('invalid', `Nama paling panjang ${LONGEST_NAME} huruf.`)
  return clean
}

function checkEmail(email: string): string {
  const clean = email.trim().toLowerCase()
  if (!EMAIL.test(clean)) throw new AppError('invalid', 'Alamat surel itu belum lengkap.')
  return clean
}

function checkPassword(password: string): void {
  if (password.length < SHORTEST_PASSWORD) {
    throw new AppError('invalid', `Kata sandi paling pendek ${SHORTEST_PASSWORD} huruf.`)
  }
  if (password.length > LONGEST_PASSWORD) {
    throw new AppError('invalid', `Kata sandi paling panjang ${LONGEST_PASSWORD} huruf.`)
  }
}

function checkRoles(roles: Role[]): Role[] {
  const known = ROLES.filter((role) => roles.includes(role))
  if (known.length === 0) throw new AppError('invalid', 'Pilih sedikitnya satu peran.')
  return known
}

const isAdministrator = ({ roles, areaCode, isActive }: Member) =>
  isActive && roles.includes('administrator') && areaCode === PROVINCE_CODE

/** Who may do what. All errors are `AppError`, in plain Indonesian. */
export function createAccounts({ storage, clock, hashToken, hashPassword }: AccountsDeps) {
  const { staff, gazetteer } = storage

  async function issue(memberId: string, by: string): Promise<IssuedInvitation> {
    const token = randomBytes(24).toString('base64url')
    const expiresAt = new Date(clock.now().getTime() + INVITATION_MS)
    await staff.invite(memberId, { tokenKey: hashToken(token), by, expiresAt })
    return { token, expiresAt }
  }

  function checkArea(actor: Member, areaCode: AreaCode): void {
    const area = gazetteer.get(areaCode)
    if (area === undefined || !['province', 'regency', 'city'].includes(area.level)) {
      throw new AppError('invalid', 'Pilih provinsi, atau satu kabupaten atau kota.')
    }
    if (!isWithin(areaCode, actor.areaCode)) {
      throw new AppError('forbidden', 'Wilayah itu di luar wilayah tugas Anda.')
    }
  }

  /** Somebody whom `actor` looks after. Rejects with `not_found`, or `forbidden`. */
  async function memberFor(actor: Member, id: string): Promise<Member> {
    const member = await staff.find(id)
    if (member === undefined) throw new AppError('not_found', 'Petugas itu tidak ada.')
    if (!may(actor, 'manage_staff', member.areaCode)) {
      throw new AppError('forbidden', 'Petugas itu di luar wilayah tugas Anda.')
    }
    return member
  }

  /** Without an administrator of the province, nobody could ever let one in again. */
  async function refuseLastAdministrator(before: Member, after: Member): Promise<void> {
    if (!isAdministrator(before) || isAdministrator(after)) return
    const others = (await staff.list()).filter((one) => one.id !== before.id && isAdministrator(one))
    if (others.length === 0) {
      throw new AppError('conflict', 'Ini administrator provinsi yang terakhir. Angkat penggantinya dulu.')
    }
  }

  return {
    /**
     * While nobody can sign in yet: an invitation for the first administrator, a new one at each start.
     * Undefined when somebody has set a password.
     */
    async firstInvitation(): Promise<IssuedInvitation | undefined> {
      const [first, ...others] = await staff.list()
      if (others.length > 0 || (first !== undefined && first.email !== FIRST_EMAIL)) return undefined
      const member =
        first ??
        (await staff.create({
          name: FIRST_NAME,
          email: FIRST_EMAIL,
          roles: ['administrator'],
          areaCode: PROVINCE_CODE,
        }))
      return issue(member.id, FIRST_NAME)
    },

    list: (actor: Member): Promise<Member[]> => staff.list(actor.areaCode),
    show: memberFor,

    /** Adds somebody, who sets a password with the link. */
    async add(actor: Member, details: MemberDetails): Promise<IssuedInvitation & { member: Member }> {
      checkArea(actor, details.areaCode)
      const member = await staff.create({
        ...details,
        name: checkName(details.name),
        email: checkEmail(details.email),
        roles: checkRoles(details.roles),
      })
      return { member, ...(await issue(member.id, actor.name)) }
    },

    async change(
      actor: Member,
      id: string,
      changes: { roles: Role[]; areaCode: AreaCode; isActive: boolean },
    ): Promise<Member> {
      const before = await memberFor(actor, id)
      checkArea(actor, changes.areaCode)
      const wanted = { ...changes, roles: checkRoles(changes.roles) }
      await refuseLastAdministrator(before, { ...before, ...wanted })
      const after = await staff.update(id, wanted)
      if (!after.isActive) await staff.endSessions(id)
      return after
    },

    /** A new link for somebody who lost the password or the phone. Until it is used, the old ones hold. */
    async inviteAgain(actor: Member, id: string): Promise<IssuedInvitation & { member: Member }> {
      const member = await memberFor(actor, id)
      return { member, ...(await issue(id, actor.name)) }
    },

    sessions: (memberId: string) => staff.sessions(memberId),
    endSessions: (memberId: string, sessionId?: string) => staff.endSessions(memberId, sessionId),

    /** Who a link is for; undefined when it holds no more. */
    invited: (token: string): Promise<Member | undefined> => staff.invited(hashToken(token)),

    /** Whether the invited person still has to say how to be reached: only the first administrator. */
    needsEmail: ({ email }: Member): boolean => email === FIRST_EMAIL,

    /** Sets the password of whoever has the link. Rejects with `conflict` when it was used in the meantime. */
    async accept(
      token: string,
      { name, email, password }: { name: string; email?: string; password: string },
    ): Promise<Member> {
      checkPassword(password)
      const clean = checkName(name)
      const address = email === undefined ? undefined : checkEmail(email)
      const passwordHash = await hashPassword(password)
      const member = await staff.accept(hashToken(token), {
        name: clean,
        passwordHash,
        ...(address === undefined ? {} : { email: address }),
      })
      if (member === undefined)
        throw new AppError('conflict', 'Tautan ini sudah dipakai atau sudah lewat masanya.')
      return member
    },
  }
}
