import type { Clock } from '../clock.ts'
import type { IncomingAttachment, IncomingMessage, OutgoingMessage } from '../domain/message.ts'
import { findLinks } from '../links/find-links.ts'
import type { Logger } from '../logger.ts'
import type { DocumentText } from '../reading/document-text.ts'
import { kindOfFile } from '../reading/file-kind.ts'
import type { PictureText } from '../reading/picture-text.ts'
import { followLinks, type LinkDeps } from './linked.ts'
import * as say from './replies/reading.ts'

/** A person who waits longer than this is told that something happens. */
const SAY_SO_AFTER_MS = 2_000
const MAXIMUM_BYTES = 20_000_000
/** Letters in a picture that were read less surely, 0 to 100, may suggest but not answer. */
const SURE_CONFIDENCE = 60

/** What a message says, wherever it says it. */
export interface Evidence {
  text: string
  /** Perceptual hash of its picture. */
  pictureHash?: string
  /** What was read may be wrong: good enough for suggestions only. */
  isUnsure?: true
}

/** What belongs beside the answer. */
export interface Remarks {
  /** The official host that a link imitates. */
  imitates?: string
  /** Whose official site a link leads to. */
  official?: string
}

/** `say`: there is nothing to check, and this is what to send instead. */
export type Reading =
  { type: 'evidence'; evidence: Evidence; remarks?: Remarks } | { type: 'say'; message: OutgoingMessage }

export interface EvidenceDeps extends LinkDeps {
  clock: Clock
  logger: Logger
  readPicture: (bytes: Uint8Array) => Promise<PictureText>
  hashPicture: (bytes: Uint8Array) => Promise<string | undefined>
  readDocument: (bytes: Uint8Array) => Promise<DocumentText>
}

const joined = (...texts: string[]) => texts.filter((text) => text.trim() !== '').join('\n')

/** All that is left when a file cannot be had. */
const withoutFile = ({ type }: IncomingAttachment, caption: string): Reading =>
  caption === ''
    ? { type: 'say', message: say.fileNotFetched(type === 'image' ? 'image' : 'document') }
    : { type: 'evidence', evidence: { text: caption } }

export type EvidenceReader = ReturnType<typeof createEvidenceReader>

/** Reads what people send besides words: pictures, PDFs and other documents. Never rejects. */
export function createEvidenceReader(deps: EvidenceDeps) {
  const { clock, logger, readPicture, hashPicture, readDocument } = deps

  async function bytesOf({ type, download }: IncomingAttachment): Promise<Uint8Array | undefined> {
    try {
      const bytes = await download?.()
      return bytes === undefined || bytes.length > MAXIMUM_BYTES ? undefined : bytes
    } catch (error) {
      logger.warn(
        { type, kind: error instanceof Error ? error.name : typeof error },
        'a file was not fetched',
      )
      return undefined
    }
  }

  async function picture(bytes: Uint8Array, caption: string): Promise<Reading> {
    const [read, pictureHash] = await Promise.all([readPicture(bytes), hashPicture(bytes)])
    const hash = pictureHash === undefined ? {} : { pictureHash }
    if (read.type === 'text') {
      const unsure = read.confidence < SURE_CONFIDENCE ? { isUnsure: true as const } : {}
      return { type: 'evidence', evidence: { text: joined(caption, read.text), ...hash, ...unsure } }
    }
    if (caption !== '' || pictureHash !== undefined) {
      return { type: 'evidence', evidence: { text: caption, ...hash } }
    }
    return { type: 'say', message: say.pictureNotRead(read.type === 'failed' ? read.because : 'empty') }
  }

  async function file(attachment: IncomingAttachment, caption: string): Promise<Reading> {
    const bytes = await bytesOf(attachment)
    if (bytes === undefined) return withoutFile(attachment, caption)
    if (kindOfFile(bytes) === 'picture') return picture(bytes, caption)
    const read = await readDocument(bytes)
    if (read.type === 'text') return { type: 'evidence', evidence: { text: joined(caption, read.text) } }
    if (caption !== '') return { type: 'evidence', evidence: { text: caption } }
    return { type: 'say', message: say.documentNotRead(read.type === 'failed' ? read.because : 'empty') }
  }

  /** Adds what the links say. */
  async function withLinks(reading: Reading): Promise<Reading> {
    if (reading.type === 'say') return reading
    const { text } = reading.evidence
    const { text: pages, isUnread, imitates, official } = await followLinks(text, deps)
    const hasOwn = reading.evidence.pictureHash !== undefined || /\p{L}{3,}\s+\p{L}{3,}/u.test(text)
    if (isUnread && !hasOwn && imitates === undefined) {
      return { type: 'say', message: say.linkNotRead(official) }
    }
    const remarks = {
      ...(imitates === undefined ? {} : { imitates }),
      ...(official === undefined ? {} : { official }),
    }
    return { ...reading, evidence: { ...reading.evidence, text: joined(text, pages) }, remarks }
  }

  async function readMessage(attachment: IncomingAttachment | undefined, text: string): Promise<Reading> {
    if (attachment === undefined) return withLinks({ type: 'evidence', evidence: { text } })
    if (attachment.type !== 'image' && attachment.type !== 'document') {
      return text === ''
        ? { type: 'say', message: say.sendWordsInstead(attachment.type) }
        : withLinks({ type: 'evidence', evidence: { text } })
    }
    if (attachment.download === undefined) return withoutFile(attachment, text)
    return withLinks(await file(attachment, text))
  }

  return {
    /**
     * What a message is to be checked for. `text` is what the person wrote, or a quoted text; `notify` is called when
     * reading takes long enough to say so.
     */
    async read(
      { attachments }: Pick<IncomingMessage, 'attachments'>,
      text: string,
      notify: (message: OutgoingMessage) => Promise<unknown>,
    ): Promise<Reading> {
      const [attachment] = attachments
      const takesTime = attachment?.download !== undefined || findLinks(text).length > 0
      if (!takesTime) return readMessage(attachment, text.trim())
      const ending = new AbortController()
      void clock.sleep(SAY_SO_AFTER_MS, ending.signal).then(async () => {
        if (!ending.signal.aborted) await notify(say.beingRead())
      })
      try {
        return await readMessage(attachment, text.trim())
      } finally {
        ending.abort()
      }
    },
  }
}
