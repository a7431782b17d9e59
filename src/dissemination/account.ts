import type { SendingAccount } from '../storage/delivery-queue.ts'

/** One name for a sending account. */
export const keyOf = ({ channel, account }: SendingAccount): string => `${channel}:${account}`
