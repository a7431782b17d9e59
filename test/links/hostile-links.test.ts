import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  answer,
  goodPage,
  PUBLIC_ADDRESS,
  redirectTo,
  startLoopbackInternet,
  TLS_NAME,
  type LoopbackInternet,
} from './loopback-internet.ts'

/** Addresses that must not even be asked for. Each leads inside when it is opened as a browser would. */
const INSIDE_LINKS = `
  http://localhost/ http://LOCALHOST/ http://localhost./ http://a.localhost/ http://localhost.localdomain/
  http://router/ http://printer.local/ http://nas.home.arpa/ http://metadata.google.internal/computeMetadata/v1/
  http://127.0.0.1/ https://127.0.0.1/ http://127.0.0.1./ http://127.0.0.1:80/ http://127.1/ http://127.0.1/
  http://2130706433/ http://0x7f000001/ http://0x7f.0.0.1/ http://0x7f.1/ http://0177.0.0.1/ http://017700000001/
  http://0000000177.0.0.1/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http://127%2e0%2e0%2e1/ http://0/ http://0.0.0.0/
  http://10.0.0.1/ http://172.16.0.1/ http://192.168.1.1/ http://3232235777/ http://100.64.0.1/ http://224.0.0.1/
  http://169.254.169.254/latest/meta-data/ http://0xa9fea9fe/ http://100.100.100.200/ http://168.63.129.16/
  http://192.0.2.1/ http://255.255.255.255/
  http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::127.0.0.1]/ http://[::ffff:127.0.0.1]/
  http://[::ffff:7f00:1]/ http://[::ffff:0a00:0001]/ http://[fe80::1]/ http://[fc00::1]/ http://[fd00:ec2::254]/
  http://[ff02::1]/ http://[64:ff9b::7f00:1]/ http://[64:ff9b::169.254.169.254]/ http://[64:ff9b:1::1]/
  http://[2002:7f00:1::]/ http://[2001:db8::1]/ http://[2001:0:7f00:1::]/`

const INSIDE_ANSWERS: [string, string[]][] = [
  ['a private address', ['10.0.0.5']],
  ['the loopback', ['127.0.0.1']],
  ['the metadata address', ['169.254.169.254']],
  ['the IPv6 loopback', ['::1']],
  ['a mapped address', ['::ffff:10.0.0.5']],
  ['a NAT64 address of the inside', ['64:ff9b::a00:5']],
  ['a unique local address', ['fd12:3456::1']],
  ['one inside among public ones', [PUBLIC_ADDRESS, '192.168.0.7']],
  ['one inside as IPv6 among public ones', [PUBLIC_ADDRESS, '::1']],
  ['something that is no address', [PUBLIC_ADDRESS, '0x7f.1']],
  ['a hundred addresses', Array.from({ length: 100 }, () => PUBLIC_ADDRESS)],
]

describe('a hostile link', () => {
  let internet: LoopbackInternet

  beforeAll(async () => {
    internet = await startLoopbackInternet()
  })

  beforeEach(() => {
    internet.sites.clear()
    internet.names.clear()
    internet.asked.length = 0
    internet.lookups.length = 0
    internet.connectedTo.length = 0
    internet.names.set('jahat.example', [PUBLIC_ADDRESS])
  })

  afterAll(async () => {
    await internet.stop()
  })

  /** Reads a link, and makes sure that no connection went to the inside. */
  async function read(url: string) {
    const result = await internet.reader().read(url)
    expect(internet.decoyConnections()).toBe(0)
    expect(internet.connectedTo.filter((address) => address !== PUBLIC_ADDRESS)).toEqual([])
    return result
  }
  const insideRefused = { type: 'refused', because: 'private_address' }

  it.each(INSIDE_LINKS.trim().split(/\s+/))('to %s is refused before anything happens', async (link) => {
    expect(await read(link)).toEqual(insideRefused)
    expect(internet.lookups).toEqual([])
    expect(internet.connectedTo).toEqual([])
  })

  it.each(INSIDE_ANSWERS)('whose name leads to %s is refused', async (_, addresses) => {
    internet.names.set('dalam.example', addresses)
    expect(await read('http://dalam.example/')).toEqual(insideRefused)
    expect(internet.connectedTo).toEqual([])
  })

  it.each(INSIDE_LINKS.trim().split(/\s+/))('that leads on to %s is refused', async (link) => {
    internet.sites.set('/x', redirectTo(link))
    expect(await read('http://jahat.example/x')).toEqual(insideRefused)
    expect(internet.asked).toHaveLength(1)
  })

  it.each(INSIDE_ANSWERS)('that leads on to a name with %s is refused', async (_, addresses) => {
    internet.names.set('dalam.example', addresses)
    internet.sites.set('/x', redirectTo('https://dalam.example/'))
    expect(await read('http://jahat.example/x')).toEqual(insideRefused)
  })

  it.each(['//127.0.0.1/', '//[::1]/', 'HTTP://127.1', '\\\\10.0.0.1\\x', 'http:127.0.0.1'])(
    'that leads on to %s, relative to itself, never gets there',
    async (location) => {
      internet.sites.set('/x', redirectTo(location))
      const result = await read('http://jahat.example/x')
      expect(result.type).not.toBe('page')
    },
  )

  it('whose name changes its address between the check and the connection gets the checked one', async () => {
    const answers = [[PUBLIC_ADDRESS], ['127.0.0.1']]
    internet.names.set('berubah.example', () => answers.shift() ?? ['127.0.0.1'])
    internet.sites.set('/x', answer(goodPage()))
    expect(await read('http://berubah.example/x')).toMatchObject({ type: 'page' })
    expect(internet.lookups).toEqual(['berubah.example'])
  })

  it('whose name changes its address between two redirects is checked each time', async () => {
    const answers = [[PUBLIC_ADDRESS], ['10.0.0.1']]
    internet.names.set('berubah.example', () => answers.shift() ?? [])
    internet.sites.set('/x', redirectTo('/y'))
    internet.sites.set('/y', answer(goodPage()))
    expect(await read('http://berubah.example/x')).toEqual(insideRefused)
    expect(internet.asked).toHaveLength(1)
  })

  it('that leads inside after four good steps is refused', async () => {
    for (const step of [1, 2, 3])
      internet.sites.set(`/${step}`, redirectTo(`/${step + 1}`, '307 Temporary Redirect'))
    internet.sites.set('/4', redirectTo('http://127.0.0.1/', '308 Permanent Redirect'))
    expect(await read('http://jahat.example/1')).toEqual(insideRefused)
  })

  it('with TLS that leads inside without TLS is refused', async () => {
    internet.names.set(TLS_NAME, [PUBLIC_ADDRESS])
    internet.sites.set('/x', redirectTo('http://192.168.0.1/'))
    expect(await read(`https://${TLS_NAME}/x`)).toEqual(insideRefused)
  })

  it.each([
    ['itself', ['/1', '/1']],
    ['a circle', ['/1', '/2', '/3', '/1']],
    ['six steps', ['/1', '/2', '/3', '/4', '/5', '/6', '/7']],
  ])('that leads on to %s is given up', async (_, steps) => {
    for (const [at, step] of steps.slice(0, -1).entries())
      internet.sites.set(step, redirectTo(steps[at + 1] ?? ''))
    internet.sites.set('/7', answer(goodPage()))
    expect(await read('http://jahat.example/1')).toEqual({ type: 'refused', because: 'too_many_redirects' })
    expect(internet.asked.length).toBeLessThanOrEqual(6)
  })

  it('that never ends with new addresses is given up', async () => {
    let step = 0
    internet.sites.set('/x', (socket, asked) => {
      redirectTo(`http://jahat.example/x?${(step += 1)}`)(socket, asked)
    })
    expect(await read('http://jahat.example/x')).toEqual({ type: 'refused', because: 'too_many_redirects' })
    expect(internet.asked).toHaveLength(6)
  })

  const BAD_FORMS: [string, string][] = [
    ['file:///etc/passwd', 'bad_scheme'],
    ['javascript:alert(1)', 'bad_scheme'],
    ['data:text/html,<title>x</title>', 'bad_scheme'],
    ['ftp://jahat.example/x', 'bad_scheme'],
    ['gopher://jahat.example:80/_GET', 'bad_scheme'],
    ['ws://jahat.example/', 'bad_scheme'],
    ['blob:http://jahat.example/x', 'bad_scheme'],
    ['http://jahat.example:22/', 'bad_port'],
    ['http://jahat.example:6379/', 'bad_port'],
    ['https://jahat.example:8443/', 'bad_port'],
    ['http://user:pass@jahat.example/', 'bad_url'],
    ['http://kemensos.go.id@jahat.example/', 'bad_url'],
    ['http://jahat.example:80@127.0.0.1/', 'bad_url'],
  ]

  it.each(BAD_FORMS)('to %s is refused', async (link, because) => {
    expect(await read(link)).toEqual({ type: 'refused', because })
    expect(internet.lookups).toEqual([])
  })

  it.each(BAD_FORMS)('that leads on to %s is refused', async (link, because) => {
    internet.sites.set('/x', redirectTo(link))
    expect(await read('http://jahat.example/x')).toEqual({ type: 'refused', because })
  })

  it.each([
    ['a nul byte in the host', 'http://jahat.example\0.aman.example/'],
    ['a nul byte in the path', 'http://jahat.example/\0'],
    ['an escaped nul byte in the host', 'http://jahat%00.example/'],
    ['a line break', 'http://jahat.example/\r\nX-Jahat: 1'],
    ['a space', 'http://jahat.example/a b'],
    ['100 kB', `http://jahat.example/${'a'.repeat(100_000)}`],
    ['a host of 300 letters', `http://${'a.'.repeat(150)}example/`],
    ['empty labels', 'http://jahat..example/'],
    ['no host', 'http:///'],
    ['an open bracket', 'http://[::1'],
    ['a zone', 'http://[fe80::1%25eth0]/'],
    ['a port that is none', 'http://jahat.example:99999/'],
    ['nothing', ''],
  ])('with %s is refused', async (_, link) => {
    expect(await read(link)).toEqual({ type: 'refused', because: 'bad_url' })
    expect(internet.lookups).toEqual([])
  })

  it('that leads on to an address of 100 kB is given up', async () => {
    internet.sites.set('/x', redirectTo(`/${'a'.repeat(100_000)}`))
    expect(await read('http://jahat.example/x')).toEqual({ type: 'failed', because: 'connection' })
    internet.sites.set('/y', redirectTo(`/${'a'.repeat(10_000)}`))
    expect(await read('http://jahat.example/y')).toEqual({ type: 'refused', because: 'bad_url' })
  })

  it('with escaped line breaks sends one request, with one host', async () => {
    internet.sites.set('/%0d%0aX-Jahat:%201', answer(goodPage()))
    expect(await read('http://jahat.example/%0d%0aX-Jahat:%201')).toMatchObject({ type: 'page' })
    expect(internet.asked[0]?.head).not.toMatch(/^X-Jahat/im)
  })

  it('in another alphabet is looked up in ASCII', async () => {
    internet.names.set('xn--emensos-cig.example', [PUBLIC_ADDRESS])
    internet.sites.set('/x', answer(goodPage()))
    expect(await read('http://кemensos.example/x')).toMatchObject({
      type: 'page',
      host: 'xn--emensos-cig.example',
    })
  })

  it('with a name that nobody knows says so', async () => {
    expect(await read('http://hilang.example/')).toEqual({ type: 'failed', because: 'dns' })
  })
})
