import type {
  Clarification,
  ClarificationAction,
  ClarificationSource,
  ClarificationStatus,
  ClarificationVersion,
  Verdict,
} from '../domain/clarification.ts'
import type { Prisma } from './generated/client.ts'

export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

export function toClarification(row: Prisma.ClarificationGetPayload<object>): Clarification {
  const pictureHashes = strings(row.pictureHashes)
  return {
    id: row.id,
    claimReviewed: row.claimReviewed,
    circulatingTexts: strings(row.circulatingTexts),
    verdict: row.verdict as Verdict,
    explanation: row.explanation,
    sources: row.sources as unknown as ClarificationSource[],
    areaCodes: strings(row.areaCodes),
    publishedAt: row.publishedAt,
    status: row.status as ClarificationStatus,
    version: row.version,
    ...(pictureHashes.length === 0 ? {} : { pictureHashes }),
  }
}

/** As JSON columns keep it: instants as ISO 8601. */
export const asContentJson = (content: object) =>
  JSON.parse(JSON.stringify(content)) as Prisma.InputJsonObject

/** What `asContentJson` wrote. */
export function readContentJson(json: Prisma.JsonValue): Clarification {
  const content = json as unknown as Omit<Clarification, 'publishedAt'> & { publishedAt: string }
  return { ...content, publishedAt: new Date(content.publishedAt) }
}

/** Everything but the id, as its row has it. */
export function toRow(content: Omit<Clarification, 'version'>) {
  const { sources, pictureHashes, ...rest } = content
  return {
    ...rest,
    sources: sources as unknown as Prisma.InputJsonArray,
    pictureHashes: pictureHashes ?? [],
  }
}

export function toVersion(row: Prisma.ClarificationVersionGetPayload<object>): ClarificationVersion {
  const { version, content, by, note, at } = row
  return {
    version,
    content: readContentJson(content),
    action: row.action as ClarificationAction,
    by,
    at,
    ...(note === null ? {} : { note }),
  }
}

/** Records how a clarification reads from now on. */
export async function recordVersion(
  tx: Prisma.TransactionClient,
  content: Clarification,
  step: { action: ClarificationAction; by: string; note?: string; at: Date },
): Promise<void> {
  const { action, by, note, at } = step
  const data = { content: asContentJson(content), action, by, note: note ?? null, at }
  const key = { clarificationId: content.id, version: content.version }
  await tx.clarificationVersion.upsert({
    where: { clarificationId_version: key },
    create: { ...key, ...data },
    update: data,
  })
}
