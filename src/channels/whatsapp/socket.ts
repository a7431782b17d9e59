import {
  fetchLatestWaWebVersion,
  makeCacheableSignalKeyStore,
  makeWASocket,
  type BinaryNode,
  type CacheStore,
  type SocketConfig,
  type WASocket,
  type WAVersion,
} from '@whiskeysockets/baileys'
import type { Agent } from 'node:https'
import type { Logger } from '../../logger.ts'
import type { AuthMemory } from './auth-memory.ts'
import { createRecent } from './recent.ts'

/** The protocol version that this release was tried with. Source: Baileys 7.0.0-rc14. */
export const PINNED_VERSION: WAVersion = [2, 3000, 1043857760]

/** Shown to nobody, but it must not be empty: WhatsApp treats a nameless device as inactive. */
const DISPLAY_NAME = 'Kabar KIM'
const BROWSER: [string, string, string] = ['Kabar KIM', 'Chrome', '1.0']
const VERSION_TIMEOUT_MS = 10_000
const QUERY_TIMEOUT_MS = 30_000
const WHATSAPP_URL = 'wss://web.whatsapp.com/ws/chat'

/** Where WhatsApp is, when it is not WhatsApp's own servers. */
export interface Endpoint {
  socketUrl: string | undefined
  /** For uploads. */
  fetchAgent: Agent | undefined
  /** For downloads. */
  fetchOptions: RequestInit
}

export interface SocketDeps extends Pick<
  SocketConfig,
  'cachedGroupMetadata' | 'getMessage' | 'makeSignalRepository' | 'msgRetryCounterCache'
> {
  auth: AuthMemory
  endpoint: Endpoint
  logger: Logger
}

/** The version that WhatsApp Web has now; the pinned one when its page does not tell. */
export async function askWebVersion(): Promise<WAVersion> {
  const { version, isLatest } = await fetchLatestWaWebVersion({
    signal: AbortSignal.timeout(VERSION_TIMEOUT_MS),
  })
  return isLatest ? version : PINNED_VERSION
}

/** Counts how often a message was asked for again; outlives a connection. */
export function createRetryCounters(): CacheStore {
  const counters = createRecent<unknown>(1_000)
  return {
    get: ((key: string) => counters.get(key)) as CacheStore['get'],
    set: (key, value) => counters.set(key, value),
    del: (key) => counters.delete(key),
    flushAll: () => counters.clear(),
  }
}

/** For Baileys: at lower levels it writes whole stanzas. */
export function libraryLogger(logger: Logger): Logger {
  return logger.child({ library: 'baileys' }, { level: logger.level === 'silent' ? 'silent' : 'error' })
}

/**
 * Baileys reads what came during an absence one by one, but what comes now at once: new messages would overtake older
 * ones, and their keys too, so that some could not be read at all. Here everything takes the one queue.
 */
function readInOrder(socket: WASocket): void {
  socket.ws.prependListener('CB:message', ({ attrs }: BinaryNode) => {
    attrs['offline'] ??= '1'
  })
}

/**
 * Baileys gathers events for up to 100 ms, and melts what belongs to one id into one event: somebody's forged change of
 * an admin's message would become what the admin said. Of two changes of one group it keeps the first and loses the
 * second. Here both are told before anything else can touch them.
 */
function tellAtOnce({ ev }: WASocket): void {
  const emit = ev.emit.bind(ev)
  ev.emit = (event, data) => {
    const isHeard = emit(event, data)
    if (event === 'messages.upsert' || event === 'groups.update') ev.flush()
    return isHeard
  }
}

/** Makes a socket, which begins to connect at once, and remembers its session. */
export function openSocket(version: WAVersion, deps: SocketDeps): WASocket {
  const { auth, endpoint, logger, ...config } = deps
  const { creds } = auth
  if (creds.me !== undefined && !creds.me.name) creds.me.name = DISPLAY_NAME
  const socket = makeWASocket({
    ...config,
    auth: { creds, keys: makeCacheableSignalKeyStore(auth.keys, logger) },
    version,
    logger,
    browser: BROWSER,
    waWebSocketUrl: endpoint.socketUrl ?? WHATSAPP_URL,
    ...(endpoint.fetchAgent === undefined ? {} : { fetchAgent: endpoint.fetchAgent }),
    options: endpoint.fetchOptions,
    defaultQueryTimeoutMs: QUERY_TIMEOUT_MS,
    // Without this, events of a first connection are held back for up to 20 seconds.
    shouldSyncHistoryMessage: () => false,
    syncFullHistory: false,
    markOnlineOnConnect: false,
  })
  readInOrder(socket)
  tellAtOnce(socket)
  socket.ev.on('creds.update', (update) => {
    Object.assign(creds, update)
    auth.save().catch((error: unknown) => logger.error({ err: error }, 'The WhatsApp session was not stored'))
  })
  return socket
}
