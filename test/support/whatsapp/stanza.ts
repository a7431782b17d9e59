import type { BinaryNode } from '@whiskeysockets/baileys'

/** The server's own address. */
export const SERVER_JID = 's.whatsapp.net'

export interface ParsedJid {
  user: string
  /** 0 when the jid names no device. */
  device: number
  server: string
}

/** Reads `user:device@server`. */
export function parseJid(jid: string | undefined): ParsedJid {
  const [local = '', server = ''] = (jid ?? '').split('@')
  const [user = '', device] = local.split(':')
  return { user, device: device === undefined ? 0 : Number(device), server }
}

/** The child nodes, all or those with a tag. */
export function children(node: BinaryNode | undefined, tag?: string): BinaryNode[] {
  if (!Array.isArray(node?.content)) return []
  return tag === undefined ? node.content : node.content.filter((child) => child.tag === tag)
}

/** The first child node with a tag. */
export function child(node: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(node, tag)[0]
}

/** The bytes or text of a node as text. */
export function textOf(node: BinaryNode | undefined): string {
  const content = node?.content
  if (typeof content === 'string') return content
  return content instanceof Uint8Array ? Buffer.from(content).toString() : ''
}

/** The attribute `t` of a stanza: now, in seconds. */
export function timestamp(): string {
  return String(Math.floor(Date.now() / 1000))
}
