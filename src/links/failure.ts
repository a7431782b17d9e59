import type { Emptiness } from './no-content.ts'

/** Why a link gave no page. `no_content` and `failed`: the site's doing; `refused`: ours, nothing was asked for. */
export type PageFailure =
  | { type: 'no_content'; because: Emptiness | 'not_html' | 'too_large' | 'status' }
  | {
      type: 'refused'
      because: 'private_address' | 'bad_scheme' | 'bad_port' | 'too_many_redirects' | 'bad_url'
    }
  | { type: 'failed'; because: 'timeout' | 'dns' | 'tls' | 'connection' }

/** Carries a `PageFailure` out of the steps of reading a page; `createPageReader` turns it into data. */
export class ReadingStopped extends Error {
  override readonly name = 'ReadingStopped'

  constructor(readonly failure: PageFailure) {
    super(failure.because)
  }
}

/** Short for leaving a step. */
export const refused = (because: Extract<PageFailure, { type: 'refused' }>['because']) =>
  new ReadingStopped({ type: 'refused', because })
export const failed = (because: Extract<PageFailure, { type: 'failed' }>['because']) =>
  new ReadingStopped({ type: 'failed', because })
export const noContent = (because: Extract<PageFailure, { type: 'no_content' }>['because']) =>
  new ReadingStopped({ type: 'no_content', because })
