import { WITA } from '../../../domain/broadcast.ts'
import { clockTime, dayOf, shortDay } from '../../../http/time.ts'
import { to } from '../../paths.ts'
import { dateOf } from '../../time.ts'
import { Card, Empty, Table } from '../../ui/parts.tsx'
import { BroadcastLink, Marks, RunBadge, StatusBadge } from '../words.tsx'
import type { Calendar, CalendarDay, CalendarEntry } from './calendar.ts'

/** So many stand in one day of a month; the week has all of them. */
const MOST_IN_A_DAY = 4
const MOST_TIMES = 3

const MONTH = new Intl.DateTimeFormat('id-ID', { timeZone: WITA, month: 'long', year: 'numeric' })
const WEEKDAYS = ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu']

/** `08.00, 12.00, 16.00 … (24 kali)` */
function Times({ times }: Pick<CalendarEntry, 'times'>) {
  const shown = times.slice(0, MOST_TIMES).map(clockTime).join(', ')
  return <>{times.length > MOST_TIMES ? `${shown} … (${times.length} kali)` : shown}</>
}

const StateOf = ({ status, broadcast }: CalendarEntry) =>
  status === undefined ? <StatusBadge status={broadcast.status} /> : <RunBadge status={status} />

function DayCell({ day }: { day: CalendarDay }) {
  const more = day.entries.length - MOST_IN_A_DAY
  const kind = [
    day.isInside ? '' : 'outside',
    day.isToday ? 'today' : '',
    day.entries.length === 0 ? 'free' : '',
  ]
  return (
    <td class={kind.filter((word) => word !== '').join(' ')}>
      <time datetime={day.date} {...(day.isToday ? { 'aria-current': 'date' as const } : {})}>
        <span class="hidden">{dayOf(day.at)}</span>
        <span aria-hidden="true">{Number(day.date.slice(8))}</span>
      </time>
      {day.entries.length > 0 && (
        <ul>
          {day.entries.slice(0, MOST_IN_A_DAY).map((entry) => (
            <li class={entry.status === undefined ? 'coming' : 'past'}>
              <Times times={entry.times} /> <BroadcastLink broadcast={entry.broadcast} />{' '}
              <StateOf {...entry} />
            </li>
          ))}
          {more > 0 && (
            <li>
              <a href={to('/siaran/kalender', { pekan: day.date })}>{more} lagi</a>
            </li>
          )}
        </ul>
      )}
    </td>
  )
}

function Month({ weeks, shown }: Calendar) {
  return (
    <table class="month">
      <caption>Siaran bulan {MONTH.format(shown)}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th scope="col">{weekday}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((days) => (
          <tr>
            {days.map((day) => (
              <DayCell day={day} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Week({ weeks }: Calendar) {
  const days = weeks.flat().filter(({ entries }) => entries.length > 0)
  return (
    <>
      {days.map(({ at, entries }) => (
        <Card title={dayOf(at)}>
          <Table
            caption={`Siaran ${dayOf(at)}`}
            rows={entries}
            columns={[
              {
                label: 'Siaran',
                cell: ({ broadcast }) => (
                  <>
                    <BroadcastLink broadcast={broadcast} /> <Marks broadcast={broadcast} />
                  </>
                ),
              },
              { label: 'Jam', cell: ({ times }) => <Times times={times} /> },
              { label: 'Keadaan', cell: (entry) => <StateOf {...entry} /> },
            ]}
          />
        </Card>
      ))}
    </>
  )
}

/** What goes out when: a month at a glance, or a week with everything in it. */
export function CalendarPage(calendar: Calendar) {
  const { type, shown, weeks, earlier, later } = calendar
  const isMonth = type === 'month'
  const key = isMonth ? 'bulan' : 'pekan'
  const name = isMonth
    ? MONTH.format(shown)
    : `${shortDay(shown)} – ${shortDay(weeks[0]?.at(-1)?.at ?? shown)}`
  const isEmpty = weeks.flat().every(({ entries, isInside }) => !isInside || entries.length === 0)
  return (
    <>
      <nav class="calendar-steps" aria-label="Waktu yang ditampilkan">
        <a href={to('/siaran/kalender', { [key]: earlier })}>‹ {isMonth ? 'Bulan lalu' : 'Pekan lalu'}</a>
        <h2>{name}</h2>
        <a href={to('/siaran/kalender', { [key]: later })}>{isMonth ? 'Bulan depan' : 'Pekan depan'} ›</a>
        <a
          class="beside"
          href={to(
            '/siaran/kalender',
            isMonth ? { pekan: dateOf(shown) } : { bulan: dateOf(shown).slice(0, 7) },
          )}
        >
          {isMonth ? 'Lihat per pekan' : 'Lihat sebulan'}
        </a>
      </nav>
      {isMonth ? <Month {...calendar} /> : <Week {...calendar} />}
      {isEmpty && (
        <Empty title={`Tidak ada siaran ${isMonth ? 'bulan' : 'pekan'} ini.`}>
          <a href={to('/siaran')}>Lihat semua siaran</a>
        </Empty>
      )}
    </>
  )
}
