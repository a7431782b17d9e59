import { dirname, join } from 'node:path'
import type { Hono } from 'hono'
import type { AgencyLogo } from '../dashboard/agency-logo.ts'
import { createAskerDesk } from '../claims/asker-desk.ts'
import { createClaimDesk } from '../claims/claim-desk.ts'
import { createClarificationDesk } from '../claims/clarification-desk.ts'
import { findResembling } from '../claims/resembling.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { clarified } from '../conversation/replies/factcheck.ts'
import { triedOut } from '../conversation/replies/tried-out.ts'
import { createChannelControl } from '../dashboard/channels/control.ts'
import { createCoverageMemory } from '../dashboard/coverage-memory.ts'
import { createDashboard } from '../dashboard/dashboard.tsx'
import type { ChannelState } from '../dashboard/desks.ts'
import { to } from '../dashboard/paths.ts'
import { staffRoutes, type Desks } from '../dashboard/routes.ts'
import { createSignInRoutes } from '../dashboard/sign-in/routes.tsx'
import { createDesk } from '../dissemination/desk/desk.ts'
import type { Governor } from '../dissemination/governor.ts'
import type { Channel } from '../domain/channel.ts'
import type { AssetUrl } from '../http/assets.ts'
import { createLiteracyProgramme } from '../literacy/programme.ts'
import { createKimDesk } from '../membership/kim-desk.ts'
import { createTopicDesk } from '../membership/topic-desk.ts'
import { createSessionSecret, createStaffHash } from '../person-key.ts'
import { renderFor } from '../renderings.ts'
import { createAddressSeal } from '../sealing.ts'
import { createAccounts } from '../staff/accounts.ts'
import { createSignIn } from '../staff/sign-in.ts'
import type { RuleBook } from '../rules.ts'
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
  /** Nobody changes anything about the channels any more. Resolves when what was begun is done. */
  end(): Promise<void>
}

/** How an account is, for staff. */
function stateOf(channel: Channel, governor: Governor): ChannelState {
  const { name, account } = channel
  const sender = { channel: name, account }
  const restriction = governor.restriction(sender)
  return {
    name,
    account,
    status: statusOf(channel, governor),
    connection: channel.status(),
    ...(restriction === undefined ? {} : { restriction }),
    usage: governor.usage(sender),
    isPaired: channel.logOut !== undefined,
  }
}

/** The dashboard, wired to the desks behind it. */
export function wireStaff(
  config: Config,
  { rules, logo }: { rules: RuleBook; logo: AgencyLogo },
  storage: Storage,
  { all: channels }: Channels,
  features: Features,
  {
    secretKey,
    logger,
    clock = systemClock,
    signInsPerMinute,
    passwords,
  }: AppOverrides & { secretKey: string },
): StaffSide {
  const signIn = createSignIn({
    storage,
    clock,
    logger,
    secret: createSessionSecret(secretKey),
    publicUrl: config.publicUrl,
    hashGuesser: createStaffHash(secretKey, 'guesses'),
    ...(signInsPerMinute === undefined ? {} : { perMinute: signInsPerMinute }),
    ...(passwords === undefined ? {} : { passwords }),
  })
  const accounts = createAccounts({
    storage,
    clock,
    hashToken: createStaffHash(secretKey, 'invitations'),
    hashPassword: (password) => signIn.hashPassword(password),
  })
  const coverage = createCoverageMemory(storage, clock)
  const channelControl = createChannelControl({
    channels,
    receive: (event, onWaiting) => features.router.receive(event, onWaiting),
    lift: (sender) => features.broadcaster.lift(sender),
  })
  const agency = () => {
    const version = logo.get()?.version
    return {
      name: rules.agencyName,
      ...(version === undefined ? {} : { logoUrl: to(`/logo.png?v=${version}`) }),
    }
  }
  const desks: Desks = {
    storage,
    clock,
    accounts,
    broadcasts: createDesk({
      storage,
      clock,
      quietHours: rules.quietHours,
      render: renderFor,
      paceOf: (channel, account) => features.paceOf(channel, account),
      seal: createAddressSeal(secretKey),
      onChange: () => void features.changed(),
    }),
    claims: createClaimDesk({ storage, clock, say: (clarification) => clarified(clarification) }),
    askers: createAskerDesk({ storage, clock }),
    clarifications: createClarificationDesk({ storage, clock }),
    explain(text) {
      const tried = features.responder.tryOut(text)
      return { ...tried, message: triedOut(tried.reply) }
    },
    resembling: (texts) => findResembling(texts, features.responder),
    kims: createKimDesk({ storage, clock, codes: features.kimCodes }),
    topics: createTopicDesk({
      topics: storage.topics,
      audit: storage.audit,
      async onChange() {
        await features.files.sync()
      },
    }),
    coverage: (area) => coverage.read(area),
    fileProblems: () =>
      features.files.problems().map(({ file, field, reason }) => `${file}: ${field}: ${reason}`),
    literacy: createLiteracyProgramme({ storage, clock, logger, onChange: () => void features.changed() }),
    async changed() {
      coverage.forget()
      await features.changed()
    },
    channels: () => channels.map((channel) => stateOf(channel, features.governor)),
    channelControl,
    publicUrl: config.publicUrl,
    rules,
    logo,
    agency,
    folders: {
      broadcasts: config.broadcastsDir,
      pictures: join(dirname(databasePath(config.databaseUrl)), PICTURES),
    },
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
        agency,
        publicUrl: config.publicUrl,
      }),
    async firstInvitation() {
      const invitation = await accounts.firstInvitation()
      return invitation === undefined ? undefined : `/masuk/undangan/${invitation.token}`
    },
    end: () => channelControl.end(),
  }
}
