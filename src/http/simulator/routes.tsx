import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { Hono, type Context } from 'hono'
import { csrf } from 'hono/csrf'
import type { SimulatedChat, SimulatorControls } from '../../channels/simulator/controls.ts'
import type { Clock } from '../../clock.ts'
import { AppError } from '../../domain/error.ts'
import type { AssetUrl } from '../assets.ts'
import { Broadcasts, type UpcomingBroadcast } from './broadcasts.tsx'
import { streamChanges } from './events.ts'
import { SimulatorPage } from './page.tsx'
import { Phone, type PhoneProps } from './phone.tsx'
import { pageUrl, readView, type View } from './view.ts'

/** Without a script, the page comes back with the bot's answer when it takes no longer than this. */
const ANSWER_WAIT_MS = 3_000

const PICTURE_TYPES: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
}

/** What the simulator's page works with. */
export interface SimulatorDesk {
  controls: SimulatorControls
  upcoming(): Promise<UpcomingBroadcast[]>
  /** Lets a broadcast go out in a few seconds. Rejects with `AppError('not_found')`. */
  scheduleSoon(broadcastId: string): Promise<{ at: Date }>
  /** Circulating texts that a clarification exists for. */
  seededClaims(): Promise<string[]>
}

interface RouteDeps {
  desk: SimulatorDesk
  publicUrl: string
  clock: Clock
  urlOf: AssetUrl
  stopping?: AbortSignal
}

type Form = Record<string, string | undefined>

async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  )
}

/** The page's script asks for JSON; a form without a script wants the page back. */
const isFromScript = (c: Context): boolean => c.req.header('Accept') === 'application/json'

function chatById(controls: SimulatorControls, chatId: string | undefined): SimulatedChat {
  const chat = controls.chats().find((candidate) => candidate.chatId === chatId)
  if (chat === undefined) throw new AppError('not_found', 'There is no such simulated chat.')
  return chat
}

const roleIn = (chat: SimulatedChat, view: View) => (chat.type === 'private' ? 'warga' : view.role)

function viewOf(c: Context, controls: SimulatorControls): View {
  return readView((name) => c.req.query(name), controls.chats())
}

async function phoneProps(desk: SimulatorDesk, chat: SimulatedChat, view: View) {
  const chats = desk.controls.chats()
  return {
    chat,
    view,
    messages: desk.controls.messages(chat.chatId),
    groups: chats.filter(({ type }) => type === 'group'),
    claims: chat.type === 'private' ? await desk.seededClaims() : [],
  } satisfies PhoneProps
}

/** Back to the page, at the phone of `chat`; waits a little so that the bot's answer is on it. */
async function backToPhone(c: Context, { desk, clock }: RouteDeps, chat: SimulatedChat, form: Form) {
  if (isFromScript(c)) return c.body(null, 204)
  const waiting = new AbortController()
  await Promise.race([desk.controls.settled(), clock.sleep(ANSWER_WAIT_MS, waiting.signal)])
  waiting.abort()
  const { group, role } = readView((name) => form[name], desk.controls.chats())
  return c.redirect(pageUrl({ group, role }, chat.type === 'private' ? 'warga' : 'grup'), 303)
}

function addPages(app: Hono, { desk, clock, urlOf }: RouteDeps, soon: ReadonlyMap<string, Date>): void {
  const { controls } = desk
  const broadcasts = async (view: View) => (
    <Broadcasts upcoming={await desk.upcoming()} soon={soon} now={clock.now()} view={view} />
  )

  app.get('/', async (c) => {
    const view = viewOf(c, controls)
    const chats = controls.chats()
    const resident = chats.find(({ type }) => type === 'private')
    const group = chats.find(({ chatId }) => chatId === view.group)
    if (resident === undefined) throw new AppError('conflict', 'The simulator is not started.')
    c.header('Cache-Control', 'no-store')
    return c.html(
      <SimulatorPage
        urlOf={urlOf}
        resident={await phoneProps(desk, resident, view)}
        {...(group === undefined ? {} : { group: await phoneProps(desk, group, view) })}
        broadcasts={await broadcasts(view)}
      />,
    )
  })

  app.get('/phone/:chatId', async (c) => {
    const chat = chatById(controls, c.req.param('chatId'))
    c.header('Cache-Control', 'no-store')
    return c.html(<Phone {...await phoneProps(desk, chat, viewOf(c, controls))} />)
  })

  app.get('/broadcasts', async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.html(await broadcasts(viewOf(c, controls)))
  })

  app.get('/media/:messageId', async (c) => {
    const path = controls.picture(c.req.param('messageId'))
    const type = path === undefined ? undefined : PICTURE_TYPES[extname(path).toLowerCase()]
    if (path === undefined || type === undefined) return c.notFound()
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new AppError('not_found', 'The picture is no longer there.', { cause })
    })
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': type,
      'Cache-Control': 'private, max-age=3600',
    })
  })
}

function addPeople(app: Hono, deps: RouteDeps): void {
  const { controls } = deps.desk

  app.post('/messages', async (c) => {
    const form = await readForm(c)
    const chat = chatById(controls, form['chat'])
    const view = readView((name) => form[name], controls.chats())
    await controls.write({
      chatId: chat.chatId,
      personRole: roleIn(chat, view),
      text: form['text'] ?? '',
      forwarded: form['forwarded'] === 'yes',
      ...(view.reply === undefined ? {} : { replyTo: view.reply }),
    })
    return backToPhone(c, deps, chat, form)
  })

  app.post('/taps', async (c) => {
    const form = await readForm(c)
    const chat = chatById(controls, form['chat'])
    const view = readView((name) => form[name], controls.chats())
    await controls.tap(chat.chatId, form['message'] ?? '', form['choice'] ?? '', roleIn(chat, view))
    return backToPhone(c, deps, chat, form)
  })
}

function addGroups(app: Hono, deps: RouteDeps): void {
  const { controls } = deps.desk

  app.post('/groups', async (c) => {
    const form = await readForm(c)
    const chat = await controls.createGroup(form['title'] ?? '')
    return backToPhone(c, deps, chat, { group: chat.chatId })
  })

  app.post('/groups/:chatId/bot', async (c) => {
    const form = await readForm(c)
    const chat = chatById(controls, c.req.param('chatId'))
    await (form['present'] === 'yes' ? controls.inviteBot(chat.chatId) : controls.removeBot(chat.chatId))
    return backToPhone(c, deps, chat, { group: chat.chatId })
  })

  app.post('/reset', async (c) => {
    await controls.reset()
    return c.redirect('/simulator', 303)
  })
}

function addScheduling(app: Hono, { desk }: RouteDeps, soon: Map<string, Date>): void {
  app.post('/broadcasts/:id/soon', async (c) => {
    const form = await readForm(c)
    const id = c.req.param('id')
    const { at } = await desk.scheduleSoon(id)
    soon.set(id, at)
    if (isFromScript(c)) return c.json({ at: at.toISOString() })
    return c.redirect(
      pageUrl(
        readView((name) => form[name], desk.controls.chats()),
        'siaran',
      ),
      303,
    )
  })
}

/** The simulator's page and everything that it posts. Forms are taken from this site only. */
export function createSimulatorRoutes(deps: RouteDeps): Hono {
  const app = new Hono()
  const soon = new Map<string, Date>()
  const ownOrigin = URL.canParse(deps.publicUrl) ? new URL(deps.publicUrl).origin : undefined
  app.use(csrf({ origin: (origin, c) => origin === ownOrigin || origin === new URL(c.req.url).origin }))
  addPages(app, deps, soon)
  addPeople(app, deps)
  addGroups(app, deps)
  addScheduling(app, deps, soon)
  app.get('/events', (c) => streamChanges(c, deps.desk.controls, deps.clock, deps.stopping))
  return app
}
