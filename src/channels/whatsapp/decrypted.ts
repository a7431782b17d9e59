import { DEFAULT_CONNECTION_CONFIG, type SocketConfig } from '@whiskeysockets/baileys'
import { createHash } from 'node:crypto'
import { createRecent } from './recent.ts'

/** More than WhatsApp can bring again: what was on its way when a line was cut. */
const KEPT = 200

type MakeSignalRepository = SocketConfig['makeSignalRepository']

/**
 * A key decrypts one message once, and Baileys sends the receipt before it tells of the message: when the line is cut
 * in between, WhatsApp brings the message again, and nobody could read it any more. Here what was decrypted lately is
 * known by its ciphertext, also to the next connection. To be made once for all sockets of a session.
 */
export function createDecrypted(): MakeSignalRepository {
  const plaintexts = createRecent<Uint8Array>(KEPT)

  async function once(
    from: string,
    ciphertext: Uint8Array,
    decrypt: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const name = `${from} ${createHash('sha256').update(ciphertext).digest('hex')}`
    const known = plaintexts.get(name)
    if (known !== undefined) return known
    const plaintext = await decrypt()
    plaintexts.set(name, plaintext)
    return plaintext
  }

  return (auth, logger, pnToLid) => {
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(auth, logger, pnToLid)
    return {
      ...repository,
      decryptMessage: (message) =>
        once(message.jid, message.ciphertext, () => repository.decryptMessage(message)),
      decryptGroupMessage: (message) =>
        once(`${message.group} ${message.authorJid}`, message.msg, () =>
          repository.decryptGroupMessage(message),
        ),
    }
  }
}
