import type { Storage } from '../../../storage/storage.ts'

const LONGEST = 50
/** Pages of their own, in the place of a clarification's id. */
const TAKEN_WORDS: readonly string[] = ['baru']

type Shelf = Pick<Storage, 'clarifications' | 'clarificationDrafts'>

/** Whether a clarification or a draft is called so. */
export async function isTaken(id: string, { clarifications, clarificationDrafts }: Shelf): Promise<boolean> {
  if (TAKEN_WORDS.includes(id)) return true
  return (await clarifications.find(id)) !== undefined || (await clarificationDrafts.find(id)) !== undefined
}

function slugOf(claim: string): string {
  const words = claim
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
  return words.replaceAll(/^-+|-+$/g, '')
}

/** A free id that is made of the claim, else of the number of the question. */
export async function newId(claim: string, question: string, shelf: Shelf): Promise<string> {
  const base = slugOf(claim) || (question === '' ? 'klarifikasi' : `pertanyaan-${question}`)
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`
    if (!(await isTaken(id, shelf))) return id
  }
}
