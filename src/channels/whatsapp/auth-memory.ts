import {
  BufferJSON,
  initAuthCreds,
  proto,
  type AuthenticationCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys'
import type { ChannelMemory } from '../../domain/channel.ts'
import { createCachedMemory } from './cached-memory.ts'
import { pruneChains } from './session-chains.ts'

/** The session with WhatsApp as it is remembered: who we are, and the keys of every conversation. */
export interface AuthMemory {
  /** Changed in place by the socket; `save` remembers the change. */
  readonly creds: AuthenticationCreds
  readonly keys: SignalKeyStore
  save(): Promise<void>
  /** Forgets the whole session, after what is being written; later writes are dropped. */
  forget(): Promise<void>
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

type Entries = Parameters<ChannelMemory['set']>[0]

const CREDS = 'creds'
const keyCollection = (type: string) => `key:${type}`
const toText = (value: unknown) => JSON.stringify(value, BufferJSON.replacer)
const fromText = (text: string): unknown => JSON.parse(text, BufferJSON.reviver)

/** Every type of key that Baileys stores: the compiler complains when there is a new one. */
const KEY_TYPES: Record<keyof SignalDataTypeMap, true> = {
  'pre-key': true,
  session: true,
  'sender-key': true,
  'sender-key-memory': true,
  'app-state-sync-key': true,
  'app-state-sync-version': true,
  'lid-mapping': true,
  'device-list': true,
  tctoken: true,
  'identity-key': true,
}

/** A pairing that was begun and not finished would make the next connection log in as a device that does not exist. */
function withoutHalfPairing(creds: AuthenticationCreds): AuthenticationCreds {
  if (creds.me === undefined || creds.account !== undefined) return creds
  const { me: _, ...rest } = creds
  return { ...rest, pairingCode: undefined }
}

async function readCreds(memory: Pick<ChannelMemory, 'get'>): Promise<AuthenticationCreds> {
  const stored = (await memory.get(CREDS, [CREDS])).get(CREDS)
  return stored === undefined ? initAuthCreds() : withoutHalfPairing(fromText(stored) as AuthenticationCreds)
}

function entriesOf(data: SignalDataSet): Entries {
  return Object.entries(data).flatMap(([type, values]) =>
    Object.entries(values).map(([key, value]) => ({
      collection: keyCollection(type),
      key,
      value: value === null || value === undefined ? null : toText(value),
    })),
  )
}

/** Opens the remembered session, or begins a new one. Writes go out one after another, each one whole. */
export async function openAuthMemory(stored: ChannelMemory): Promise<AuthMemory> {
  const memory = createCachedMemory(stored)
  const creds = await readCreds(memory)
  let tail: Promise<void> = Promise.resolve()
  let isForgotten = false

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = tail.then(work)
    // The caller hears of a failure; the next write must not.
    tail = done.catch(() => undefined)
    return done
  }
  const write = (entries: () => Entries) =>
    inTurn(async () => {
      if (!isForgotten) await memory.set(entries())
    })

  return {
    creds,
    keys: {
      async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
        const stored = await memory.get(keyCollection(type), ids)
        const values = [...stored].map(([id, text]) => {
          const value = fromText(text)
          const isSyncKey = type === 'app-state-sync-key'
          return [id, isSyncKey ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value]
        })
        return Object.fromEntries(values) as Record<string, SignalDataTypeMap[T]>
      },
      set(data) {
        pruneChains(data)
        return write(() => entriesOf(data))
      },
    },
    save: () => write(() => [{ collection: CREDS, key: CREDS, value: toText(creds) }]),
    forget: () =>
      inTurn(async () => {
        isForgotten = true
        await memory.clear([CREDS, ...Object.keys(KEY_TYPES).map(keyCollection)])
      }),
    settled: () => tail,
  }
}
