import { isLidUser, jidNormalizedUser, type Contact, type WAMessageKey } from '@whiskeysockets/baileys'
import { createHash } from 'node:crypto'

/** The bot's own addresses: one person has a phone number and a LID. */
export interface OwnIdentity {
  phoneJid: string | undefined
  lidJid: string | undefined
}

const normalized = (jid: string | null | undefined) => (jid ? jidNormalizedUser(jid) : undefined)

export function ownIdentity(me: Contact | undefined): OwnIdentity {
  return { phoneJid: normalized(me?.id), lidJid: normalized(me?.lid) }
}

/** True when an address, with or without a device, is the bot's. */
export function isOwn(own: OwnIdentity, jid: string | null | undefined): boolean {
  const address = normalized(jid)
  return address !== undefined && (address === own.phoneJid || address === own.lidJid)
}

/** Every address by which a group knows a participant. */
export function addressesOf(participant: Contact): string[] {
  const { id, lid, phoneNumber } = participant
  return [id, lid, phoneNumber].flatMap((jid) => normalized(jid) ?? [])
}

/** The addresses of a message's sender. The LID, which stays when the number changes, comes first. */
export function senderAddresses(key: WAMessageKey): string[] {
  const written = key.participant ? [key.participant, key.participantAlt] : [key.remoteJid, key.remoteJidAlt]
  const addresses = written.flatMap((jid) => normalized(jid) ?? [])
  return addresses.toSorted((a, b) => Number(isLidUser(b) ?? false) - Number(isLidUser(a) ?? false))
}

/** The id of a message that may have to be sent again, in the form that WhatsApp Web gives its ids. */
export const messageIdFrom = (seed: string): string =>
  `3EB0${createHash('sha256').update(seed).digest('hex').slice(0, 18).toUpperCase()}`
