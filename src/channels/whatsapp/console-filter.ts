/** How the encryption library begins what it prints; what follows can be a whole session with its private keys. */
const NOISE = [
  'Closing session',
  'Opening session',
  'Removing old closed session',
  'Session already',
  'Session error',
  'Closing open session',
  'Migrating session',
  'Failed to decrypt message',
  'Decrypted message with closed session',
]

const METHODS = ['info', 'warn', 'error'] as const

/**
 * Keeps libsignal from printing sessions, with their keys, on the console: it offers no logger.
 * Everything else goes through. Returns how to undo it.
 */
export function hushLibsignal(): () => void {
  const output = globalThis.console
  const undo = METHODS.map((method) => {
    const original = output[method].bind(output)
    const filtered = (...parts: unknown[]) => {
      const [first] = parts
      if (typeof first === 'string' && NOISE.some((start) => first.startsWith(start))) return
      original(...parts)
    }
    output[method] = filtered
    return () => {
      if (output[method] === filtered) output[method] = original
    }
  })
  return () => {
    for (const restore of undo) restore()
  }
}
