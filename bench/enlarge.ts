import type { SearchDocument } from '../src/factcheck/search.ts'
import { hash } from './hash.ts'

const halves = (text: string): [string, string] => {
  const words = text.split(' ')
  const middle = Math.ceil(words.length / 2)
  return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
}

/** In one piece of memory, as texts from a database are: glued strings are slower to read. */
const flat = (text: string) => Buffer.from(text).toString()

const join = (a = '', b = '') => flat(`${halves(a)[0]} ${halves(b)[1]}`)

/** A larger database by a fixed recipe: each new clarification joins the halves of two that exist. */
export function enlarge(documents: SearchDocument[], size: number): SearchDocument[] {
  const pick = (seed: string) => documents[hash(seed) % documents.length]
  const made = Array.from({ length: Math.max(0, size - documents.length) }, (_, number) => {
    const left = pick(`left ${number}`)
    const right = pick(`right ${number}`)
    return {
      id: `made-${number}`,
      claimReviewed: join(left?.claimReviewed, right?.claimReviewed),
      circulatingTexts: [join(left?.circulatingTexts[0], right?.circulatingTexts[0])],
      explanation: join(left?.explanation, right?.explanation),
    }
  })
  return [...documents.slice(0, size), ...made]
}
