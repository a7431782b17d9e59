import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { answer, goodPage, type Site } from './loopback-internet.ts'

/** Sites that want to keep a reader busy, fill its memory or break it, and what must come of each. */

export const MEGABYTE = 1024 * 1024
export const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'

/** Writes a piece again and again, as fast as the other side takes it, and never ends. */
function pour(socket: Socket, piece: string | Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on('drain', more)
  more()
}

/** Writes a piece every few milliseconds, and never ends. */
function drip(socket: Socket, piece: string, everyMs = 20): void {
  const timer = setInterval(() => socket.write(piece), everyMs)
  socket.on('close', () => {
    clearInterval(timer)
  })
}

const raw =
  (text: string | Buffer): Site =>
  (socket) => {
    socket.write(text)
  }

const bomb = (megabytes: number) => Buffer.alloc(megabytes * MEGABYTE, 0x20)

export const TIMED_OUT = { type: 'failed', because: 'timeout' }
export const BROKEN = { type: 'failed', because: 'connection' }
const nothing = (because: string) => ({ type: 'no_content', because, host: 'jahat.example' })

export interface Case {
  name: string
  site: Site
  expected: object
}

export const endless: Case[] = [
  { name: 'never answers', site: () => {}, expected: TIMED_OUT },
  {
    name: 'sends its body without end',
    expected: nothing('too_large'),
    site: (socket) => {
      socket.write(`${HEAD}\r\n`)
      pour(socket, 'x'.repeat(16_384))
    },
  },
  {
    name: 'sends chunks without end',
    expected: nothing('too_large'),
    site: (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)
      pour(socket, `4000\r\n${'x'.repeat(0x4000)}\r\n`)
    },
  },
  {
    name: 'sends a body letter by letter',
    expected: TIMED_OUT,
    site: (socket) => {
      socket.write(`${HEAD}\r\n`)
      drip(socket, 'x')
    },
  },
  {
    name: 'sends its headers letter by letter',
    expected: TIMED_OUT,
    site: (socket) => {
      socket.write(`${HEAD}X-Lama: `)
      drip(socket, 'x')
    },
  },
  {
    name: 'sends headers without end',
    expected: BROKEN,
    site: (socket) => {
      socket.write(HEAD)
      pour(socket, 'X-Banyak: ada\r\n'.repeat(300))
    },
  },
  {
    name: 'sends one header without end',
    expected: BROKEN,
    site: (socket) => {
      socket.write(`${HEAD}X-Besar: `)
      pour(socket, 'x'.repeat(4096))
    },
  },
  {
    name: 'sends a status line without end',
    expected: BROKEN,
    site: (socket) => {
      socket.write('HTTP/1.1 200 ')
      pour(socket, 'O'.repeat(4096))
    },
  },
  {
    name: 'says "go on" without end',
    expected: TIMED_OUT,
    site: (socket) => {
      drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 2)
    },
  },
  {
    name: 'sends the extension of a chunk without end',
    expected: BROKEN,
    site: (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5;`)
      pour(socket, 'x'.repeat(4096))
    },
  },
  {
    name: 'sends trailers without end',
    expected: BROKEN,
    site: (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n`)
      pour(socket, 'X-Ekor: ada\r\n'.repeat(300))
    },
  },
  {
    name: 'sends an empty gzip without end',
    expected: TIMED_OUT,
    site: (socket) => {
      socket.write(`${HEAD}Content-Encoding: gzip\r\n\r\n`)
      socket.write(gzipSync('x').subarray(0, 10))
    },
  },
]

export const large: Case[] = [
  {
    name: 'sends a gzip bomb',
    site: answer(gzipSync(bomb(200)), { headers: { 'Content-Encoding': 'gzip' } }),
    expected: nothing('too_large'),
  },
  {
    name: 'sends a brotli bomb',
    site: answer(brotliCompressSync(bomb(200)), { headers: { 'Content-Encoding': 'br' } }),
    expected: nothing('too_large'),
  },
  {
    name: 'sends a deflate bomb',
    site: answer(deflateSync(bomb(200)), { headers: { 'Content-Encoding': 'deflate' } }),
    expected: nothing('too_large'),
  },
  {
    name: 'sends a bomb inside of a bomb',
    site: answer(gzipSync(gzipSync(bomb(200))), { headers: { 'Content-Encoding': 'gzip, gzip' } }),
    expected: nothing('not_html'),
  },
  {
    name: 'announces more than a megabyte',
    site: raw(`${HEAD}Content-Length: 10000000\r\n\r\n`),
    expected: nothing('too_large'),
  },
  {
    name: 'announces more than a number holds',
    site: raw(`${HEAD}Content-Length: 99999999999999999999999\r\n\r\n`),
    expected: BROKEN,
  },
]

export const broken: Case[] = [
  { name: 'breaks off before it answers', site: (socket) => socket.resetAndDestroy(), expected: BROKEN },
  { name: 'hangs up before it answers', site: (socket) => socket.end(), expected: BROKEN },
  {
    name: 'breaks off in the middle of its headers',
    expected: BROKEN,
    site: (socket) => {
      socket.write(HEAD, () => socket.resetAndDestroy())
    },
  },
  {
    name: 'breaks off in the middle of its body',
    expected: BROKEN,
    site: (socket) => {
      socket.write(`${HEAD}Content-Length: 500\r\n\r\n<title>x`, () => socket.resetAndDestroy())
    },
  },
  {
    name: 'sends less than it announced',
    expected: BROKEN,
    site: (socket) => socket.end(`${HEAD}Content-Length: 500\r\n\r\n<title>x</title>`),
  },
  {
    name: 'sends more than it announced',
    expected: { type: 'page', title: 'Judul' },
    site: (socket) =>
      socket.end(
        `${HEAD}Content-Length: 20\r\n\r\n<title>Judul</title>.<title>lain</title>${'x'.repeat(3_000_000)}`,
      ),
  },
  { name: 'announces a negative length', site: raw(`${HEAD}Content-Length: -1\r\n\r\n`), expected: BROKEN },
  {
    name: 'announces two lengths',
    site: raw(`${HEAD}Content-Length: 5\r\nContent-Length: 50\r\n\r\nxxxxx`),
    expected: BROKEN,
  },
  {
    name: 'announces a length and chunks',
    site: raw(`${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    expected: BROKEN,
  },
  { name: 'speaks another protocol', site: raw('SSH-2.0-OpenSSH_9.6\r\n'), expected: BROKEN },
  {
    name: 'changes the protocol',
    site: raw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    expected: BROKEN,
  },
  {
    name: 'sends a chunk of no size',
    site: raw(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`),
    expected: BROKEN,
  },
  {
    name: 'sends gzip that is none',
    site: answer('bukan gzip', { headers: { 'Content-Encoding': 'gzip' } }),
    expected: nothing('not_html'),
  },
  {
    name: 'sends half a gzip',
    site: answer(gzipSync(goodPage()).subarray(0, 60), { headers: { 'Content-Encoding': 'gzip' } }),
    expected: nothing('not_html'),
  },
  {
    name: 'sends brotli that is none',
    site: answer('bukan brotli sama sekali', { headers: { 'Content-Encoding': 'br' } }),
    expected: nothing('not_html'),
  },
  {
    name: 'packs in a way that nobody asked for',
    site: answer('x', { headers: { 'Content-Encoding': 'zstd' } }),
    expected: nothing('not_html'),
  },
]

export const otherThings: Case[] = [
  ...[
    'application/pdf',
    'image/jpeg',
    'application/json',
    'text/plain',
    'application/octet-stream',
    'text/htmlx',
    '',
  ].map((type): Case => ({
    name: `sends ${type === '' ? 'no type' : type}`,
    site: answer(goodPage(), { headers: { 'Content-Type': type } }),
    expected: nothing('not_html'),
  })),
  ...[
    '404 Not Found',
    '403 Forbidden',
    '500 Oops',
    '999 Denied',
    '304 Not Modified',
    '300 Multiple Choices',
  ].map((status): Case => ({
    name: `answers ${status}`,
    site: answer(goodPage(), { status }),
    expected: nothing('status'),
  })),
  { name: 'answers 204', site: answer('', { status: '204 No Content' }), expected: nothing('empty') },
  { name: 'leads on to nowhere', site: answer('', { status: '302 Found' }), expected: nothing('status') },
  { name: 'sends an empty page', site: answer(''), expected: nothing('empty') },
]
