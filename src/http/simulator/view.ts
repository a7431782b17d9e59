import type { PersonRole, SimulatedChat } from '../../channels/simulator/controls.ts'

export type GroupRole = Exclude<PersonRole, 'warga'>

/** What the reader has chosen on the page. It lives in the address: the page works without a script. */
export interface View {
  /** The chat id of the group that is shown. */
  group: string
  /** Who writes in the group. */
  role: GroupRole
  /** The id of the message that the next one answers. */
  reply?: string
}

/** Reads the choices from an address or a form; what is missing or wrong falls back to the first group and the admin. */
export function readView(read: (name: string) => string | undefined, chats: SimulatedChat[]): View {
  const groups = chats.filter(({ type }) => type === 'group')
  const group = groups.find(({ chatId }) => chatId === read('group')) ?? groups[0]
  const reply = read('reply')
  return {
    group: group?.chatId ?? '',
    role: read('role') === 'anggota' ? 'anggota' : 'admin',
    ...(reply === undefined || reply === '' ? {} : { reply }),
  }
}

function queryOf({ group, role, reply }: View): string {
  return new URLSearchParams({ group, role, ...(reply === undefined ? {} : { reply }) }).toString()
}

/** The page's address for a view. `part` is the phone or panel to stand at. */
export function pageUrl(view: View, part: 'warga' | 'grup' | 'siaran'): string {
  return `/simulator?${queryOf(view)}#${part}`
}

/** The address of one phone alone, for the page's script. */
export function phoneUrl(chatId: string, view: View): string {
  return `/simulator/phone/${encodeURIComponent(chatId)}?${queryOf(view)}`
}
