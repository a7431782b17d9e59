import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../src/links/public-address.ts'

const CLOSED = `
  0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
  168.63.129.16 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.5 192.88.99.1
  192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250
  240.0.0.1 255.255.255.255
  :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 0:0:0:0:0:ffff:127.0.0.1
  64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 fc00::1 fd00:ec2::254 fdff::1
  fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1 2001::1 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1::
  2002:a00:1::1 2002:c0a8:1:: 3fff::1 4000::1 5f00::1`

const OPEN = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 169.253.255.255
  172.15.255.255 172.32.0.1 192.167.255.255 192.169.0.1 198.17.255.255 198.20.0.1 223.255.255.255 103.10.66.1
  2001:4860:4860::8888 2400:cb00::1 2606:4700:4700::1111 2a00:1450:4001::1 64:ff9b::8.8.8.8`

const list = (text: string) => text.trim().split(/\s+/)

describe('isPublicAddress', () => {
  it.each(list(CLOSED))('keeps %s closed', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(list(OPEN))('opens %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    '',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '2130706433',
    '0177.0.0.1',
    '[::1]',
    '1.1.1.1:80',
    '1.1.1.1 ',
  ])('takes %j for no address', (text) => {
    expect(isPublicAddress(text)).toBe(false)
  })

  it('never throws, and never opens what maps a private address', () => {
    expect(() =>
      fc.assert(fc.property(fc.string(), (text) => typeof isPublicAddress(text) === 'boolean')),
    ).not.toThrow()
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const isGlobal = /^[23][\da-f]{3}:/i.test(address) || /^0*64:f{2}9b:/i.test(address)
        return isGlobal || !isPublicAddress(address)
      }),
    )
  })
})
