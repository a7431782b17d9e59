import { dirname, join } from 'node:path'
import type { Hono } from 'hono'
import { createClaimDesk } from '../claims/claim-desk.ts'
import { createClarificationDesk } from '../claims/clarification-desk.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { clarified } from '../conversation/replies/factcheck.ts'
import { createCoverageMemory } from '../dashboard/coverage-memory.ts'
import { createDashboard } from '../dashboard/dashboard.tsx'
import { staffRoutes, type Desks } from '../dashboard/routes.ts'
import { createSignInRoutes } from '../dashboard/sign-in/routes.tsx'
import { createDesk } from '../dissemination/desk/desk.ts'
import type { AssetUrl } from '../http/assets.ts'
import { createKimDesk } from '../membership/kim-desk.ts'
import { createSessionSecret, createStaffHash } from '../person-key.ts'
import { renderFor } from '../renderings.ts'
import { createAddressSeal } from '../sealing.ts'
import { createAccounts } from '../staff/accounts.ts'
import { createSignIn } from '../staff/sign-in.ts'
import { databasePath } from '../storage/database.ts'
import type { Storage } from '../storage/storage.ts'
import { statusOf, type Channels } from './channels.ts'
import type { Features } from './features.ts'
import type { AppOverrides } from './overrides.ts'

/** The folder beside the database for pictures of announcements. */
const PICTURES = 'gambar-siaran'

/** What staff sign in to. */
export interface StaffSide {
  dashboard(urlOf: AssetUrl): Hono
  /** The path of the link for the first administrator; undefined once somebody can sign in. */
  firstInvitation(): Promise<string | undefined>
  /** Loads what the first visitor would wait for. */
  warmUp(): Promise<void>
}

/** The dashboard, wired to the desks behind it. */
export function wireStaff(
  config: Config,
  storage: Storage,
  { all: channels }: Channels,
  features: Features,
  { secretKey, logger, clock = systemClock, signInsPerMinute }: AppOverrides & { secretKey: string },
): StaffSide {
  const signIn = createSignIn({
    storage,
    clock,
    logger,
    secret: createSessionSecret(secretKey),
    publicUrl: config.publicUrl,
    hashGuesser: createStaffHash(secretKey, 'guesses'),
    ...(signInsPerMinute === undefined ? {} : { perMinute: signInsPerMinute }),
  })
  const accounts = createAccounts({
    storage,
    clock,
    hashToken: createStaffHash(secretKey, 'invitations'),
    hashPassword: (password) => signIn.hashPassword(password),
  })
  const coverage = createCoverageMemory(storage, clock)
  const desks: Desks = {
    storage,
    clock,
    accounts,
    broadcasts: createDesk({
      storage,
      clock,
      quietHours: config.quietHours,
      render: renderFor,
      paceOf: (channel, account) => features.paceOf(channel, account),
      seal: createAddressSeal(secretKey),
      onChange: () => void features.changed(),
    }),
    claims: createClaimDesk({ storage, clock, say: (clarification) => clarified(clarification) }),
    clarifications: createClarificationDesk({ storage, clock }),
    kims: createKimDesk({ storage, clock, codes: features.kimCodes }),
    coverage: (area) => coverage.read(area),
    async changed() {
      coverage.forget()
      await features.changed()
    },
    channels: () =>
      channels.map((channel) => ({
        name: channel.name,
        account: channel.account,
        status: statusOf(channel, features.governor),
      })),
    publicUrl: config.publicUrl,
    folders: {
      broadcasts: config.broadcastsDir,
      pictures: join(dirname(databasePath(config.databaseUrl)), PICTURES),
    },
    quietHours: config.quietHours,
    retentionDays: config.retentionDays,
  }
  return {
    dashboard: (urlOf) =>
      createDashboard({
        routes: staffRoutes(desks),
        signInRoutes: createSignInRoutes({ signIn, accounts, audit: storage.audit, urlOf }),
        signIn,
        audit: storage.audit,
        clock,
        urlOf,
        publicUrl: config.publicUrl,
      }),
    async firstInvitation() {
      const invitation = await accounts.firstInvitation()
      return invitation === undefined ? undefined : `/masuk/undangan/${invitation.token}`
    },
    warmUp: () => signIn.warmUp(),
  }
}
