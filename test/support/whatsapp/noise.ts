import { aesDecryptGCM, aesEncryptGCM, hkdf, NOISE_MODE, sha256, type KeyPair } from '@whiskeysockets/baileys'

const NOTHING = Buffer.alloc(0)

/** The 96-bit nonce of the n-th message. */
function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

function derive(input: Uint8Array, salt: Buffer): [Buffer, Buffer] {
  const output = hkdf(input, 64, { salt, info: '' })
  return [Buffer.from(output.subarray(0, 32)), Buffer.from(output.subarray(32))]
}

/** The server's side of the handshake Noise_XX_25519_AESGCM_SHA256. */
export class NoiseHandshake {
  #hash: Buffer = Buffer.from(NOISE_MODE)
  #chainingKey: Buffer = this.#hash
  #key: Buffer = this.#hash
  #counter = 0

  constructor(header: Uint8Array) {
    this.authenticate(header)
  }

  authenticate(data: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]))
  }

  mix(shared: Uint8Array): void {
    ;[this.#chainingKey, this.#key] = derive(shared, this.#chainingKey)
    this.#counter = 0
  }

  encrypt(plain: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(plain, this.#key, nonce(this.#counter++), this.#hash)
    this.authenticate(sealed)
    return sealed
  }

  decrypt(sealed: Uint8Array): Buffer {
    const plain = aesDecryptGCM(sealed, this.#key, nonce(this.#counter++), this.#hash)
    this.authenticate(sealed)
    return plain
  }

  /** Ends the handshake. */
  split(): NoiseTransport {
    const [readKey, writeKey] = derive(NOTHING, this.#chainingKey)
    return new NoiseTransport(readKey, writeKey)
  }
}

/** The encrypted frames after the handshake. */
export class NoiseTransport {
  #read = 0
  #written = 0

  constructor(
    private readonly readKey: Buffer,
    private readonly writeKey: Buffer,
  ) {}

  encrypt(plain: Uint8Array): Buffer {
    return aesEncryptGCM(plain, this.writeKey, nonce(this.#written++), NOTHING)
  }

  decrypt(sealed: Uint8Array): Buffer {
    return aesDecryptGCM(sealed, this.readKey, nonce(this.#read++), NOTHING)
  }
}

/** The keys that the server shows and proves in the handshake. */
export interface ServerKeys {
  root: KeyPair
  station: KeyPair
}
