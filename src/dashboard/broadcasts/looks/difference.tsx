import { wordDiff } from './word-diff.ts'

/** What changed from one text to another, for reading. */
export function Difference({ before, after }: { before: string; after: string }) {
  return (
    <div class="message-text difference">
      {wordDiff(before, after).map(({ type, text }) => {
        if (type === 'same') return <>{text}</>
        return type === 'added' ? <ins>{text}</ins> : <del>{text}</del>
      })}
    </div>
  )
}
