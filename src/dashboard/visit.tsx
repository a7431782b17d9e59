import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import type { AreaCode } from '../domain/area.ts'
import type { NewAuditEntry } from '../domain/audit.ts'
import { AppError } from '../domain/error.ts'
import { concerns, may, type Ability, type Member } from '../domain/staff.ts'
import type { AssetUrl } from '../http/assets.ts'
import type { AuditStore } from '../storage/audit.ts'
import type { Agency } from './agency.ts'
import { Frame, type FrameProps } from './frame.tsx'
import { ROOT } from './paths.ts'
import { readForm, type Form } from './form.ts'

/** One line for the next page, in a cookie: what was just done. */
const FLASH = 'kabar-kim-flash'
const FLASH_SECONDS = 60
const LONGEST_FLASH = 500

type PageProps = Omit<FrameProps, 'member' | 'urlOf' | 'agency' | 'flash'> & {
  status?: 200 | 400 | 403 | 404 | 409
}
type AuditedStep = Omit<NewAuditEntry, 'memberId' | 'by' | 'areaCode'> & { areaCode?: AreaCode }

/** A request of somebody who is signed in, and how to answer it. */
export interface Visit {
  c: Context
  member: Member
  now: Date
  /** The browser's session, to tell it from others of the same person. */
  sessionId: string
  query: (name: string) => string | undefined
  param: (name: string) => string
  form: () => Promise<Form>
  may: (ability: Ability, area?: AreaCode) => boolean
  /** Throws `AppError('forbidden')` with `sentence` unless the person may do it there. */
  insist: (ability: Ability, area: AreaCode, sentence: string) => void
  /** Throws `AppError('forbidden')` when none of the areas concerns the person's own. */
  insistConcerned: (areas: AreaCode[], what: string) => void
  /** True when htmx asks for a part of the page. */
  isPart: boolean
  page: (props: PageProps) => Response | Promise<Response>
  part: (children: Child) => Response | Promise<Response>
  /** To another page, with one line about what was done. `path` is below `/dasbor`. */
  goTo: (path: string, done?: string) => Response
  /** Puts what was done on record, in the person's own area unless it says otherwise. */
  record: (step: AuditedStep) => Promise<void>
}

export interface VisitDeps {
  urlOf: AssetUrl
  audit: Pick<AuditStore, 'add'>
  agency: () => Agency
}

function takeFlash(c: Context): string | undefined {
  const flash = getCookie(c, FLASH)
  if (flash === undefined) return undefined
  setCookie(c, FLASH, '', { path: ROOT, maxAge: 0 })
  return flash.slice(0, LONGEST_FLASH)
}

/** Makes a visit of a request. */
export function createVisit(
  c: Context,
  { member, sessionId, now }: { member: Member; sessionId: string; now: Date },
  { urlOf, audit, agency }: VisitDeps,
): Visit {
  const mayDo = (ability: Ability, area?: AreaCode) => may(member, ability, area)
  return {
    c,
    member,
    now,
    sessionId,
    query: (name) => c.req.query(name),
    param: (name) => c.req.param(name) ?? '',
    form: () => readForm(c),
    may: mayDo,
    insist(ability, area, sentence) {
      if (!mayDo(ability, area)) throw new AppError('forbidden', sentence)
    },
    insistConcerned(areas, what) {
      if (!areas.some((area) => concerns(area, member.areaCode))) {
        throw new AppError('forbidden', `${what} ada di luar wilayah tugas Anda.`)
      }
    },
    isPart: c.req.header('HX-Request') === 'true' && c.req.header('HX-Boosted') !== 'true',
    page({ status = 200, ...props }) {
      const flash = takeFlash(c)
      return c.html(
        <Frame
          {...props}
          member={member}
          urlOf={urlOf}
          agency={agency()}
          {...(flash === undefined ? {} : { flash })}
        />,
        status,
      )
    },
    part: (children) => c.html(<>{children}</>),
    goTo(path, done) {
      if (done !== undefined) {
        setCookie(c, FLASH, done.slice(0, LONGEST_FLASH), {
          path: ROOT,
          httpOnly: true,
          sameSite: 'Strict',
          maxAge: FLASH_SECONDS,
        })
      }
      return c.redirect(`${ROOT}${path}`, 303)
    },
    record: (step) => audit.add({ areaCode: member.areaCode, ...step, memberId: member.id, by: member.name }),
  }
}
