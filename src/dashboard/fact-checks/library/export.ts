import { exportLine } from '../../../factcheck/export.ts'
import type { Storage } from '../../../storage/storage.ts'

const ROWS_AT_ONCE = 200

/** Every published clarification, one JSON object a line, in the order of their ids. Reads on as it is taken. */
export function exportStream({
  clarificationLibrary,
}: Pick<Storage, 'clarificationLibrary'>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let last = ''
  return new ReadableStream({
    async pull(controller) {
      const rows = await clarificationLibrary.publishedAfter(last, ROWS_AT_ONCE)
      last = rows.at(-1)?.id ?? last
      if (rows.length > 0) controller.enqueue(encoder.encode(rows.map(exportLine).join('')))
      if (rows.length < ROWS_AT_ONCE) controller.close()
    },
  })
}
