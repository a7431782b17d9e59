import type { SignalDataSet } from '@whiskeysockets/baileys'

/** How many receiving chains of a session are kept: as many as in Signal's own libraries. */
const KEPT_CHAINS = 5
/** libsignal's name for a chain that decrypts. */
const RECEIVING = 2

/** The part of a session, as libsignal writes it down, that grows. Chains are in the order of their beginning. */
interface StoredSessions {
  _sessions?: Record<string, { _chains?: Record<string, { chainType?: number }> }>
}

/**
 * Takes old receiving chains out of sessions, in place. libsignal 6.0.0 begins a chain with every exchange and drops none:
 * a session with somebody who writes often would grow for ever, in memory and with every write to the database.
 */
export function pruneChains(data: SignalDataSet): void {
  const records = Object.values(data.session ?? {}) as (StoredSessions | null)[]
  for (const record of records) {
    for (const { _chains: chains = {} } of Object.values(record?._sessions ?? {})) {
      const receiving = Object.keys(chains).filter((key) => chains[key]?.chainType === RECEIVING)
      for (const key of receiving.slice(0, -KEPT_CHAINS)) delete chains[key]
    }
  }
}
