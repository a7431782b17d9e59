import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Clock } from '../clock.ts'
import type { Clarification } from '../domain/clarification.ts'
import { AppError } from '../domain/error.ts'
import type { Logger } from '../logger.ts'
import { createAssets, type AssetUrl } from './assets.ts'
import { STATUS_OF, wordsFor } from './errors.ts'
import { isHealthy, publicHealth, type HealthReport } from './health.ts'
import { ClarificationPage } from './pages/clarification-page.tsx'
import { ErrorPage } from './pages/error-page.tsx'
import { StartPage } from './pages/start-page.tsx'
import { createSimulatorRoutes, type SimulatorDesk } from './simulator/routes.tsx'

/** A batch of Telegram updates stays far below this. */
const MAX_WEBHOOK_BYTES = 1024 * 1024
const MAX_FORM_BYTES = 64 * 1024

export interface HttpDeps {
  /** How each part is now. When it rejects, the server counts as broken. */
  health(): Promise<HealthReport>
  /** A clarification that is or was published; undefined for any other id. */
  clarification(id: string): Promise<Clarification | undefined>
  /** By name: what handles `POST /webhooks/<name>`. */
  webhooks: Record<string, (request: Request) => Promise<Response>>
  /** The simulator's page is served only when this is there. */
  simulator?: SimulatorDesk
  /** The address that people open, without a slash at the end: forms may come from there. */
  publicUrl: string
  /** The pages of staff; none when it is missing. */
  dashboard?: (urlOf: AssetUrl) => Hono
  clock: Clock
  logger: Logger
  /** Ends the pages' live connections, so that the server can close. */
  stopping?: AbortSignal
}

const NONE = ["'none'"]
const SELF = ["'self'"]

const SECURITY_HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: NONE,
    styleSrc: SELF,
    scriptSrc: SELF,
    imgSrc: ["'self'", 'data:'],
    connectSrc: SELF,
    formAction: SELF,
    baseUri: NONE,
    frameAncestors: NONE,
  },
  xFrameOptions: 'DENY',
  // With no-referrer, browsers hide the origin of forms, and the check of where a form comes from would refuse them.
  referrerPolicy: 'same-origin',
  strictTransportSecurity: 'max-age=15552000',
})

function statusOf(error: Error): ContentfulStatusCode {
  if (error instanceof AppError) return STATUS_OF[error.code]
  if (error instanceof HTTPException) return error.status
  return STATUS_OF.internal
}

/** Answers with a page to people and with JSON to programs. */
async function showError(
  c: Context,
  urlOf: AssetUrl,
  shown: { status: ContentfulStatusCode; message?: string; reference?: string },
): Promise<Response> {
  const { status, message, reference } = shown
  c.header('Cache-Control', 'no-store')
  if (c.req.header('Accept')?.includes('text/html') === true) {
    return c.html(
      <ErrorPage status={status} urlOf={urlOf} {...(reference === undefined ? {} : { reference })} />,
      status,
    )
  }
  return c.json(
    { error: message ?? wordsFor(status).title, ...(reference === undefined ? {} : { reference }) },
    status,
  )
}

function addErrorHandling(app: Hono, urlOf: AssetUrl, logger: Logger): void {
  app.notFound((c) => showError(c, urlOf, { status: STATUS_OF.not_found }))
  app.onError((error, c) => {
    const status = statusOf(error)
    if (status < STATUS_OF.internal) {
      return showError(c, urlOf, { status, ...(error instanceof AppError ? { message: error.message } : {}) })
    }
    const reference = randomUUID().slice(0, 8)
    logger.error({ err: error, reference, method: c.req.method, path: c.req.path }, 'A request failed')
    return showError(c, urlOf, { status, reference })
  })
}

async function askHealth(deps: HttpDeps): Promise<HealthReport | undefined> {
  try {
    return await deps.health()
  } catch (error) {
    deps.logger.error({ err: error }, 'The health could not be asked')
    return undefined
  }
}

function addPublicPages(app: Hono, deps: HttpDeps, urlOf: AssetUrl): void {
  app.get('/', async (c) => {
    const report = await askHealth(deps)
    c.header('Cache-Control', 'no-cache')
    return c.html(
      <StartPage
        urlOf={urlOf}
        simulator={deps.simulator !== undefined}
        {...(report === undefined ? {} : { report })}
      />,
    )
  })

  app.get('/klarifikasi/:id', async (c) => {
    const clarification = await deps.clarification(c.req.param('id'))
    if (clarification === undefined) throw new AppError('not_found', 'Klarifikasi ini tidak ada.')
    c.header('Cache-Control', 'no-cache')
    return c.html(
      <ClarificationPage clarification={clarification} urlOf={urlOf} />,
      clarification.status === 'published' ? 200 : 410,
    )
  })

  app.get('/health', async (c) => {
    const report = await askHealth(deps)
    c.header('Cache-Control', 'no-store')
    if (report === undefined) return c.json({ status: 'broken' }, 503)
    return c.json(publicHealth(report), isHealthy(report) ? 200 : 503)
  })
}

function addWebhooks(app: Hono, webhooks: HttpDeps['webhooks']): void {
  const limit = bodyLimit({ maxSize: MAX_WEBHOOK_BYTES })
  for (const [name, handle] of Object.entries(webhooks)) {
    app.post(`/webhooks/${name}`, limit, (c) => handle(c.req.raw))
  }
}

/** Everything that the server answers over HTTP. */
export function createHttpApp(deps: HttpDeps): Hono {
  const { logger, clock, simulator } = deps
  const app = new Hono()
  const assets = createAssets()

  app.use(async (c, next) => {
    const startedAt = clock.now().getTime()
    await next()
    const tookMs = clock.now().getTime() - startedAt
    logger.debug({ method: c.req.method, path: c.req.path, status: c.res.status, tookMs }, 'Request')
  })
  app.use(SECURITY_HEADERS)
  addErrorHandling(app, assets.urlOf, logger)
  app.route('/assets', assets.routes)
  addPublicPages(app, deps, assets.urlOf)
  addWebhooks(app, deps.webhooks)
  if (deps.dashboard !== undefined) app.route('/', deps.dashboard(assets.urlOf))
  if (simulator !== undefined) {
    app.use('/simulator/*', bodyLimit({ maxSize: MAX_FORM_BYTES }))
    app.route('/simulator', createSimulatorRoutes({ ...deps, desk: simulator, urlOf: assets.urlOf }))
  }
  return app
}
