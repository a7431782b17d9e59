import { serve, type ServerType } from '@hono/node-server'
import { toString as drawQr } from 'qrcode'
import { createApp, type App } from './app.ts'
import { loadConfig, type Config } from './config.ts'
import { AppError } from './domain/error.ts'
import { createLogger, type Logger } from './logger.ts'

/** Where staff sign in to. */
const DASHBOARD = '/dasbor'
const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** Listens, and returns the address that people open. Rejects with `AppError('conflict')` when the port is taken. */
function listen(app: App, config: Config): Promise<{ server: ServerType; address: string }> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, { incoming }) =>
          app.fetch(request, { remoteAddress: incoming.socket.remoteAddress ?? '' }),
        port: config.port,
        hostname: config.host,
      },
      ({ port }) => {
        const isDefault = config.publicUrl === `http://localhost:${config.port}`
        resolve({ server, address: isDefault ? `http://localhost:${port}` : config.publicUrl })
      },
    )
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE'
      reject(
        isTaken
          ? new AppError('conflict', `PORT ${config.port} is taken by another program.`, { cause })
          : cause,
      )
    })
  })
}

/** Shows the QR code to whoever started the process, and the page where staff find it as a picture. */
async function printQr(qr: string, page: string): Promise<void> {
  const picture = await drawQr(qr, { type: 'terminal', small: true })
  console.log(`${picture}\nPindai dengan WhatsApp: Setelan › Perangkat tertaut › Tautkan perangkat.`)
  console.log(`Kode yang sama ada di dasbor: ${page}`)
}

function stopOnSignal(app: App, server: ServerType, logger: Logger): void {
  let isStopping = false
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      logger.info({ signal }, 'stopping')
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      app.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'could not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
}

async function main(): Promise<void> {
  const config = loadConfig()
  const logger = createLogger(config.logLevel)
  let dashboard = ''
  const onQr = (qr: string, account: string) => {
    printQr(qr, `${dashboard}/saluran/whatsapp/${account}`).catch((error: unknown) =>
      logger.error({ err: error }, 'The QR code was not shown'),
    )
  }
  const app = await createApp(config, { logger, printQr: onQr })
  const { server, address } = await listen(app, config)
  stopOnSignal(app, server, logger)
  dashboard = `${address}${DASHBOARD}`
  await app.start()
  const hint = config.simulator ? ' — coba di /simulator' : ''
  console.log(`Kabar KIM siap di ${address}${hint}`)
  if (config.whatsapp !== undefined) console.log(`Keadaan WhatsApp: ${dashboard}/saluran`)
  const invitation = await app.firstInvitation()
  if (invitation !== undefined) {
    console.log(
      `Dasbor belum punya administrator. Buka tautan ini untuk memasang kata sandi: ${address}${invitation}`,
    )
  }
}

try {
  await main()
} catch (error) {
  // What we expect is said in one sentence; anything else keeps its stack.
  console.error(error instanceof AppError ? error.message : error)
  process.exit(1)
}
