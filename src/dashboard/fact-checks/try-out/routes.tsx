import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Visit } from '../../visit.tsx'
import { TryOutPage } from './page.tsx'

const LONGEST_TEXT = 12_000

async function tryOut({ explain }: Desks, visit: Visit) {
  const text = (await visit.form()).text('pesan').slice(0, LONGEST_TEXT)
  return visit.page({
    title: 'Cek Fakta',
    section: 'fact-checks',
    children: <TryOutPage text={text} tried={text === '' ? undefined : explain(text)} />,
  })
}

/** A box to try the bot's answers in. A text is sent in a form, so that it stands in no address and in no log. */
export const tryOutRoutes = (desks: Desks): StaffRoute[] => [
  get('/cek-fakta/coba', 'look', (visit) =>
    visit.page({ title: 'Cek Fakta', section: 'fact-checks', children: <TryOutPage text="" /> }),
  ),
  post('/cek-fakta/coba', 'look', (visit) => tryOut(desks, visit)),
]
