import { isIPv4, isIPv6 } from 'node:net'

/**
 * IPv4 blocks that are not the public internet: the IANA special-purpose registry (RFC 6890 and later), multicast,
 * the reserved block with broadcast, and 168.63.129.16, the metadata address of Azure, which looks public.
 */
const CLOSED_IPV4 = `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
  192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
  198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`

/**
 * Of IPv6 only 2000::/3 is given out (RFC 4291); within it these are closed: protocol assignments with Teredo and
 * ORCHID, documentation (RFC 3849, 9637), and 6to4, which carries any IPv4 address inside and is retired (RFC 7526).
 */
const GLOBAL_IPV6 = '2000::/3'
const CLOSED_IPV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20'
/** Addresses that carry an IPv4 address in their last 32 bits and reach it: NAT64 (RFC 6052) only. */
const NAT64 = '64:ff9b::/96'

interface Block {
  bits: bigint
  length: number
}

const IPV4_BITS = 32
const IPV6_BITS = 128

function readIPv4(address: string): bigint {
  return address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

const groups = (part: string) => part.split(':').filter((group) => group !== '')

/** `1:2::3` → its 128 bits. The address must be valid. */
function readIPv6(address: string): bigint {
  const tail = /(?:\d{1,3}\.){3}\d{1,3}$/.exec(address)?.[0]
  const last = tail === undefined ? '' : readIPv4(tail).toString(16).padStart(8, '0')
  const plain =
    tail === undefined ? address : `${address.slice(0, -tail.length)}${last.slice(0, 4)}:${last.slice(4)}`
  const [head = '', rest] = plain.split('::')
  const before = groups(head)
  const after = groups(rest ?? '')
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...gap, ...after].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}

function readBlocks(list: string, read: (address: string) => bigint): Block[] {
  return list
    .trim()
    .split(/\s+/)
    .map((block) => {
      const [address = '', length = ''] = block.split('/')
      return { bits: read(address), length: Number(length) }
    })
}

function isWithin(bits: bigint, blocks: Block[], width: number): boolean {
  return blocks.some((block) => {
    const shift = BigInt(width - block.length)
    return bits >> shift === block.bits >> shift
  })
}

const closedIPv4 = readBlocks(CLOSED_IPV4, readIPv4)
const globalIPv6 = readBlocks(GLOBAL_IPV6, readIPv6)
const closedIPv6 = readBlocks(CLOSED_IPV6, readIPv6)
const nat64 = readBlocks(NAT64, readIPv6)

const isPublicIPv4 = (bits: bigint) => !isWithin(bits, closedIPv4, IPV4_BITS)

/**
 * True when an IP address belongs to the public internet. False for private, loopback, link-local, shared,
 * multicast, reserved, documentation and metadata addresses, for IPv6 that maps such ones or has a zone, and for
 * anything that is not an IP address in its plain form.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return isPublicIPv4(readIPv4(address))
  if (!isIPv6(address) || address.includes('%')) return false
  const bits = readIPv6(address)
  if (isWithin(bits, nat64, IPV6_BITS)) return isPublicIPv4(bits & 0xffff_ffffn)
  return isWithin(bits, globalIPv6, IPV6_BITS) && !isWithin(bits, closedIPv6, IPV6_BITS)
}
