import { dayAndTime, exactTime } from '../time.ts'
import { ViewFields } from './message.tsx'
import type { View } from './view.ts'

/** A broadcast that has not been sent yet. */
export interface UpcomingBroadcast {
  id: string
  title: string
  areaLabels: string[]
  /** When it goes out next; missing when it is not planned any more. */
  next?: Date
  /** How many simulator groups would get it now. */
  groups: number
}

interface BroadcastsProps {
  upcoming: UpcomingBroadcast[]
  /** When a broadcast was last asked to go out soon, by id. */
  soon: ReadonlyMap<string, Date>
  now: Date
  view: View
}

function reachOf(groups: number): string {
  return groups === 0 ? 'Belum ada grup simulator di wilayah ini' : `Sampai ke ${groups} grup simulator`
}

function Soon({ at, now, groups }: { at: Date; now: Date; groups: number }) {
  if (at <= now) {
    const outcome = groups === 0 ? 'Tidak ada grup simulator yang mendapatnya.' : 'Lihat ponsel grup.'
    return (
      <p class="soon">
        Waktunya tiba pukul {exactTime(at)}. {outcome}
      </p>
    )
  }
  return (
    <p class="soon" data-at={at.toISOString()}>
      Akan terkirim pukul <time dateTime={at.toISOString()}>{exactTime(at)}</time>
      <span data-countdown aria-hidden="true"></span>
    </p>
  )
}

function Item({
  item,
  at,
  now,
  view,
}: {
  item: UpcomingBroadcast
  at: Date | undefined
  now: Date
  view: View
}) {
  return (
    <li>
      <h3>{item.title}</h3>
      <p class="areas">{item.areaLabels.join(', ')}</p>
      <p class="muted">{item.next === undefined ? 'Belum dijadwalkan lagi' : dayAndTime(item.next)}</p>
      <p class={item.groups === 0 ? 'reach none' : 'reach'}>{reachOf(item.groups)}</p>
      {at !== undefined && <Soon at={at} now={now} groups={item.groups} />}
      <form
        method="post"
        action={`/simulator/broadcasts/${encodeURIComponent(item.id)}/soon`}
        data-live="schedule"
      >
        <ViewFields view={view} />
        <button
          class="button quiet small"
          type="submit"
          aria-label={`Jadwalkan 10 detik lagi: ${item.title}`}
        >
          Jadwalkan 10 detik lagi
        </button>
      </form>
    </li>
  )
}

/** What will be sent, and a way not to wait for it. */
export function Broadcasts({ upcoming, soon, now, view }: BroadcastsProps) {
  return (
    <ol class="broadcasts" data-panel data-source="/simulator/broadcasts">
      {upcoming.length === 0 && (
        <li class="muted">
          Belum ada siaran. Taruh berkas siaran di folder <code>broadcasts</code>, lalu muat ulang halaman
          ini.
        </li>
      )}
      {upcoming.map((item) => (
        <Item item={item} at={soon.get(item.id)} now={now} view={view} />
      ))}
    </ol>
  )
}
