import { Curve, proto, type KeyPair } from '@whiskeysockets/baileys'
import { generate } from 'selfsigned'

const DAY_S = 86_400

/** The chain that the server sends in the handshake: root → intermediate → its own key. */
export function noiseCertificate(root: KeyPair, serverKey: Uint8Array): Uint8Array {
  const Details = proto.CertChain.NoiseCertificate.Details
  const intermediateKeys = Curve.generateKeyPair()
  const nowS = Math.floor(Date.now() / 1000)
  const validity = { notBefore: nowS - DAY_S, notAfter: nowS + 365 * DAY_S }
  const intermediate = Details.encode({
    serial: 1,
    issuerSerial: 0,
    key: intermediateKeys.public,
    ...validity,
  }).finish()
  const leaf = Details.encode({ serial: 2, issuerSerial: 1, key: serverKey, ...validity }).finish()
  return proto.CertChain.encode({
    intermediate: { details: intermediate, signature: Curve.sign(root.private, intermediate) },
    leaf: { details: leaf, signature: Curve.sign(intermediateKeys.private, leaf) },
  }).finish()
}

/** A certificate for https://127.0.0.1, in PEM. It is its own authority. */
export async function tlsCertificate(): Promise<{ key: string; cert: string }> {
  const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  })
  return { key: pem.private, cert: pem.cert }
}
