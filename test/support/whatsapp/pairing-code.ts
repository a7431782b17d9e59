import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type BinaryNode,
  type KeyPair,
} from '@whiskeysockets/baileys'
import { randomBytes } from 'node:crypto'
import { child } from './stanza.ts'
import type { Account } from './world.ts'

const NOTHING = Buffer.alloc(0)
const SALT = 32
const COUNTER_IV = 16
const GCM_IV = 12
const KEY = 32

/** The phone's side of linking by a code: both prove that they know the code without showing it to the server. */
export class CodeExchange {
  readonly #ephemeral: KeyPair = Curve.generateKeyPair()
  readonly reference = randomBytes(16)
  #shared: Uint8Array = NOTHING

  constructor(private readonly account: Account) {}

  /** A person types the code: answers the device's first message. */
  async answer(hello: BinaryNode, code: string): Promise<BinaryNode> {
    const wrapped = bytesOf(hello, 'link_code_pairing_wrapped_companion_ephemeral_pub')
    const key = await derivePairingCodeKey(code, wrapped.subarray(0, SALT))
    const iv = wrapped.subarray(SALT, SALT + COUNTER_IV)
    const deviceKey = aesDecryptCTR(wrapped.subarray(SALT + COUNTER_IV), key, iv)
    this.#shared = Curve.sharedKey(this.#ephemeral.private, deviceKey)

    const salt = randomBytes(SALT)
    const ownIv = randomBytes(COUNTER_IV)
    const sealed = aesEncryptCTR(this.#ephemeral.public, await derivePairingCodeKey(code, salt), ownIv)
    const parts = {
      link_code_pairing_wrapped_primary_ephemeral_pub: Buffer.concat([salt, ownIv, sealed]),
      primary_identity_pub: this.account.phoneKey.public,
      link_code_pairing_ref: this.reference,
    }
    const content = Object.entries(parts).map(([tag, bytes]) => ({ tag, attrs: {}, content: bytes }))
    return { tag: 'link_code_companion_reg', attrs: { stage: 'primary_hello' }, content }
  }

  /** The device's last message: what the phone needs to sign it. Throws when the code was wrong. */
  finish(message: BinaryNode): { identityKey: Uint8Array; secret: Uint8Array } {
    const bundle = bytesOf(message, 'link_code_pairing_wrapped_key_bundle')
    const key = hkdf(this.#shared, KEY, {
      salt: bundle.subarray(0, SALT),
      info: 'link_code_pairing_key_bundle_encryption_key',
    })
    const iv = bundle.subarray(SALT, SALT + GCM_IV)
    const opened = aesDecryptGCM(bundle.subarray(SALT + GCM_IV), key, iv, NOTHING)
    const identityKey = opened.subarray(0, KEY)
    const random = opened.subarray(2 * KEY)
    const identityShared = Curve.sharedKey(this.account.phoneKey.private, identityKey)
    const secret = hkdf(Buffer.concat([this.#shared, identityShared, random]), KEY, { info: 'adv_secret' })
    return { identityKey, secret }
  }
}

function bytesOf(node: BinaryNode, tag: string): Buffer {
  const content = child(node, tag)?.content
  if (!(content instanceof Uint8Array)) throw new Error(`${tag} is missing`)
  return Buffer.from(content)
}
