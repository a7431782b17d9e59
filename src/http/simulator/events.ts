import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { SimulatorControls } from '../../channels/simulator/controls.ts'
import type { Clock } from '../../clock.ts'

/** Proxies close a connection that says nothing; common limits begin at 30 seconds. */
const HEARTBEAT_MS = 15_000
const RECONNECT_AFTER_MS = 1_000

/**
 * Tells a page what changes, until it goes away: `chat` with the id of the chat, or `chats`. Messages themselves are
 * not in it: the page fetches the phone, so that a missed event costs nothing.
 */
export function streamChanges(
  c: Context,
  controls: SimulatorControls,
  clock: Clock,
  stopping?: AbortSignal,
): Response {
  c.header('X-Accel-Buffering', 'no')
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const ended = stopping === undefined ? gone.signal : AbortSignal.any([gone.signal, stopping])
    const unsubscribe = controls.subscribe((change) => {
      void stream.writeSSE({ event: change.type, data: change.type === 'chat' ? change.chatId : '' })
    })
    await stream.write(`retry: ${RECONNECT_AFTER_MS}\n\n`)
    while (!ended.aborted) {
      await clock.sleep(HEARTBEAT_MS, ended)
      if (!ended.aborted) await stream.write(': still here\n\n')
    }
    unsubscribe()
  })
}
