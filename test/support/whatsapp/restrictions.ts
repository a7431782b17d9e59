import type { BinaryNode } from '@whiskeysockets/baileys'
import { SERVER_JID, timestamp } from './stanza.ts'
import type { Account, World } from './world.ts'

/** How WhatsApp warns before it bans: a lock on new chats until `endsAt`, or a used-up quota of new messages. */
export type Restriction =
  { type: 'reachout_lock'; isActive: boolean; endsAt?: Date } | { type: 'capping'; status: 'NONE' | 'CAPPED' }

const secondsOf = (instant: Date) => String(Math.floor(instant.getTime() / 1000))

function payloadOf(restriction: Restriction): { operation: string; data: object } {
  if (restriction.type === 'capping') {
    return {
      operation: 'MessageCappingInfoNotification',
      data: { xwa2_notify_new_chat_messages_capping_info_update: { capping_status: restriction.status } },
    }
  }
  const { isActive, endsAt } = restriction
  const lock = {
    is_active: isActive,
    enforcement_type: 'DEFAULT',
    ...(endsAt === undefined ? {} : { time_enforcement_ends: secondsOf(endsAt) }),
  }
  return {
    operation: 'NotificationUserReachoutTimelockUpdate',
    data: { xwa2_notify_account_reachout_timelock: lock },
  }
}

/** Tells an account's devices that it is restricted, or no longer. */
export function notifyRestriction(world: World, account: Account, restriction: Restriction): void {
  const { operation, data } = payloadOf(restriction)
  const update: BinaryNode = {
    tag: 'update',
    attrs: { op_name: operation },
    content: Buffer.from(JSON.stringify({ data })),
  }
  for (const device of account.devices.values()) {
    world.deliver(device, {
      tag: 'notification',
      attrs: { from: SERVER_JID, type: 'mex', id: world.newId(), t: timestamp() },
      content: [update],
    })
  }
}
