import type { Delivery } from './broadcast.ts'

/** One person received a message, or read it. */
export interface Receipt {
  status: 'delivered' | 'read'
  /** A short keyed hash of the person: `RECEIPT_KEY_LENGTH` characters. Missing where the platform does not say who. */
  person?: string
}

/** Enough to tell the members of one group apart, too little to know anybody by it. */
export const RECEIPT_KEY_LENGTH = 8

const MARK = { delivered: '.', read: '+' } as const

/** `receipts` as it is kept: each person's key, then `.` for received or `+` for read. */
function parse(receipts: string): Map<string, string> {
  const known = new Map<string, string>()
  const width = RECEIPT_KEY_LENGTH + 1
  for (let start = 0; start + width <= receipts.length; start += width) {
    known.set(receipts.slice(start, start + RECEIPT_KEY_LENGTH), receipts.charAt(start + RECEIPT_KEY_LENGTH))
  }
  return known
}

const RANK: Partial<Record<Delivery['status'], number>> = { unconfirmed: 0, sent: 0, delivered: 1, read: 2 }

/** The delivery with what its receipts add: never less than was known. Pure. */
export function withReceipts(delivery: Delivery, receipts: Receipt[]): Delivery {
  if (RANK[delivery.status] === undefined) return delivery
  const known = parse(delivery.receipts ?? '')
  let { status } = delivery
  for (const receipt of receipts) {
    if ((RANK[receipt.status] ?? 0) > (RANK[status] ?? 0)) ({ status } = receipt)
    if (receipt.person === undefined || known.get(receipt.person) === MARK.read) continue
    known.set(receipt.person, MARK[receipt.status])
  }
  const raised = { ...delivery, status }
  if (status !== 'unconfirmed') delete raised.error
  if (known.size === 0) return raised
  return {
    ...raised,
    receipts: [...known].map(([person, mark]) => person + mark).join(''),
    deliveredTo: known.size,
    readBy: [...known.values()].filter((mark) => mark === MARK.read).length,
  }
}
