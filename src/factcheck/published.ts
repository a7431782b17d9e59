import type { Clarification } from '../domain/clarification.ts'
import { differingBits, SAME_PICTURE_BITS } from '../domain/picture-hash.ts'
import type { Storage } from '../storage/storage.ts'
import { clarificationChoiceId } from './offers.ts'
import { createSearchIndex, type SearchIndex } from './search.ts'

/** Published clarifications in memory, ready for searching, kept equal to the table. */
export function createPublished({ clarifications }: Pick<Storage, 'clarifications'>) {
  const byId = new Map<string, Clarification>()
  const byChoice = new Map<string, Clarification>()
  let index: SearchIndex = createSearchIndex([])
  let revision: string | undefined
  /** Reloads happen one after another: many questions at once must not each read the whole table. */
  let last: Promise<unknown> = Promise.resolve()

  async function reload(): Promise<boolean> {
    const current = await clarifications.revision()
    if (current === revision) return false
    const published = await clarifications.listPublished()
    if (revision === undefined) index = createSearchIndex(published)
    const kept = new Set(published.map(({ id }) => id))
    for (const [id] of byId) {
      if (kept.has(id)) continue
      index.remove(id)
      byChoice.delete(clarificationChoiceId(id))
      byId.delete(id)
    }
    for (const clarification of published) {
      const { id, version } = clarification
      if (revision !== undefined && byId.get(id)?.version !== version) index.upsert(clarification)
      byId.set(id, clarification)
      byChoice.set(clarificationChoiceId(id), clarification)
    }
    revision = current
    return true
  }

  return {
    get: (id: string) => byId.get(id),
    getByChoice: (choiceId: string) => byChoice.get(choiceId),
    search: (text: string) => index.search(text),
    /** The clarification that a picture circulates with; undefined when there is none. */
    ofPicture: (hash: string): Clarification | undefined =>
      [...byId.values()].find(({ pictureHashes = [] }) =>
        pictureHashes.some((known) => differingBits(known, hash) <= SAME_PICTURE_BITS),
      ),

    /** Takes over what changed in the table. Returns whether anything did. Cheap when nothing did. */
    async refresh(): Promise<boolean> {
      if ((await clarifications.revision()) === revision) return false
      const mine = last.then(reload)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
