import type { BinaryNode } from '@whiskeysockets/baileys'
import { changeParticipants, groupNode, notifyGroup, renameGroup, type ParticipantChange } from './groups.ts'
import { child, children, parseJid, SERVER_JID, textOf } from './stanza.ts'
import type { Account, Device, World } from './world.ts'

export interface QueryContext {
  world: World
  account: Account
  device: Device
  mediaHost: string
}

/** What comes back for an `iq`: the content, or an error. */
export type QueryResult = BinaryNode[] | { error: number; text: string }

type Answer = (context: QueryContext, query: BinaryNode) => QueryResult

const FORBIDDEN = { error: 403, text: 'forbidden' }
const NOT_FOUND = { error: 404, text: 'item-not-found' }
const CHANGES: ReadonlySet<string> = new Set<ParticipantChange>(['add', 'remove', 'promote', 'demote'])

/** Publishes a device's keys. */
function uploadKeys(device: Device, query: BinaryNode): QueryResult {
  device.bundle = ['registration', 'type', 'identity', 'skey'].flatMap((tag) => children(query, tag))
  device.oneTimeKeys.push(...children(child(query, 'list'), 'key'))
  return []
}

function keysOf(world: World, user: BinaryNode): BinaryNode {
  const jid = user.attrs['jid'] ?? ''
  const device = world.account(jid)?.devices.get(parseJid(jid).device)
  if (device === undefined || device.bundle.length === 0) {
    return {
      tag: 'user',
      attrs: { jid },
      content: [{ tag: 'error', attrs: { code: '404', text: 'not-found' } }],
    }
  }
  const oneTimeKey = device.oneTimeKeys.shift()
  return {
    tag: 'user',
    attrs: { jid },
    content: [...device.bundle, ...(oneTimeKey === undefined ? [] : [oneTimeKey])],
  }
}

const answerKeys: Answer = ({ world, device }, query) => {
  const [asked] = children(query)
  switch (asked?.tag) {
    case 'count':
      // A new device that hears "0" makes 812 keys; "1" lets it make five, which is enough here.
      return [{ tag: 'count', attrs: { value: String(Math.max(1, device.oneTimeKeys.length)) } }]
    case 'digest':
      return [{ tag: 'digest', attrs: {} }]
    case 'key':
      return [{ tag: 'list', attrs: {}, content: children(asked, 'user').map((user) => keysOf(world, user)) }]
    case undefined:
      return []
    default:
      return child(query, 'list') === undefined ? [] : uploadKeys(device, query)
  }
}

function describeUser(world: World, user: BinaryNode, asked: Set<string>): BinaryNode {
  const phone = textOf(child(user, 'contact')).replace('+', '')
  const jid = user.attrs['jid'] ?? `${phone}@${SERVER_JID}`
  const account = world.account(jid)
  const content: BinaryNode[] = []
  if (asked.has('contact')) content.push({ tag: 'contact', attrs: { type: account ? 'in' : 'out' } })
  if (account !== undefined && asked.has('devices')) {
    const list = [...account.devices.keys()].map((id) => ({
      tag: 'device',
      attrs: { id: String(id), 'key-index': String(id) },
    }))
    content.push({ tag: 'devices', attrs: {}, content: [{ tag: 'device-list', attrs: {}, content: list }] })
  }
  if (account !== undefined && asked.has('lid'))
    content.push({ tag: 'lid', attrs: { val: `${account.lid}@lid` } })
  const { user: name, server } = parseJid(jid)
  return { tag: 'user', attrs: { jid: `${name}@${server}` }, content }
}

const answerUsync: Answer = ({ world }, query) => {
  const usync = child(query, 'usync')
  const asked = new Set(children(child(usync, 'query')).map((protocol) => protocol.tag))
  const users = children(child(usync, 'list'), 'user').map((user) => describeUser(world, user, asked))
  return [
    {
      tag: 'usync',
      attrs: { sid: usync?.attrs['sid'] ?? '', index: '0', last: 'true', mode: 'query' },
      content: [{ tag: 'list', attrs: {}, content: users }],
    },
  ]
}

const answerMediaHosts: Answer = ({ mediaHost }) => [
  {
    tag: 'media_conn',
    attrs: { auth: 'x', ttl: '3600', auth_ttl: '3600', max_buckets: '12' },
    content: [{ tag: 'host', attrs: { hostname: mediaHost, maxContentLengthBytes: '104857600' } }],
  },
]

function createGroup({ world, account }: QueryContext, create: BinaryNode): QueryResult {
  const members = children(create, 'participant').flatMap((node) => world.account(node.attrs['jid']) ?? [])
  const subject = create.attrs['subject'] ?? ''
  const group = world.addGroup({ subject, creator: account, addressing: 'lid', announce: false }, members)
  notifyGroup(world, group, account, { tag: 'create', attrs: { type: 'new' }, content: [groupNode(group)] })
  return [groupNode(group)]
}

const answerGroups: Answer = (context, query) => {
  const { world, account } = context
  const [asked] = children(query)
  if (asked?.tag === 'participating') {
    const mine = [...world.groups.values()].filter((group) => group.members.has(account))
    return [{ tag: 'groups', attrs: {}, content: mine.map(groupNode) }]
  }
  if (asked?.tag === 'create') return createGroup(context, asked)
  const group = world.groups.get(query.attrs['to'] ?? '')
  if (group === undefined) return NOT_FOUND
  if (!group.members.has(account)) return FORBIDDEN
  if (asked?.tag === 'query') return [groupNode(group)]
  if (asked?.tag === 'subject') {
    renameGroup(world, group, account, textOf(asked))
    return []
  }
  if (asked !== undefined && CHANGES.has(asked.tag)) {
    const accounts = children(asked, 'participant').flatMap((node) => world.account(node.attrs['jid']) ?? [])
    return [
      changeParticipants(world, group, { by: account, change: asked.tag as ParticipantChange, accounts }),
    ]
  }
  return []
}

const answerLinkedDevices: Answer = ({ device }, query) => {
  if (child(query, 'remove-companion-device') !== undefined) device.isLoggedOut = true
  return []
}

const ANSWERS: Record<string, Answer> = {
  encrypt: answerKeys,
  usync: answerUsync,
  'w:m': answerMediaHosts,
  'w:g2': answerGroups,
  md: answerLinkedDevices,
  privacy: () => [{ tag: 'privacy', attrs: {} }],
  abt: () => [{ tag: 'props', attrs: { protocol: '1', hash: 'h' } }],
  blocklist: () => [{ tag: 'list', attrs: {} }],
}

/** Answers one `iq`. What it does not know is answered with an empty result, as an old server would. */
export function answerQuery(context: QueryContext, query: BinaryNode): QueryResult {
  return ANSWERS[query.attrs['xmlns'] ?? '']?.(context, query) ?? []
}
