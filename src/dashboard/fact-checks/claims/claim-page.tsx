import { CLAIM_ACTION_LABEL } from '../../../claims/labels.ts'
import type { ClaimEvent } from '../../../domain/claim.ts'
import type { Gazetteer } from '../../../domain/gazetteer.ts'
import { shortDay } from '../../../http/time.ts'
import { broadcastPath } from '../../broadcasts/words.tsx'
import { to } from '../../paths.ts'
import { At, Badge, Card, Empty, Facts, inNumber, Table } from '../../ui/parts.tsx'
import { ClaimClock, ClaimState, HarmBadge, VerdictBadge } from '../parts.tsx'
import { byPeople, clarificationPath, likelihood, NOTICE_WORD, placeName } from '../words.ts'
import type { ClaimView } from './read.ts'
import { ClaimSteps } from './steps.tsx'

interface Props extends ClaimView {
  gazetteer: Gazetteer
  now: Date
  /** Whether the person may work on it. */
  mayAnswer: boolean
  /** Areas that the person may write a broadcast for. */
  broadcastAreas: { value: string; label: string }[]
}

function Overview({ claim, drafts, gazetteer, now }: Props) {
  const { firstAskedAt, lastAskedAt, note, clarificationId, askers, recentAskers, alarms, notices } = claim
  const told = Object.entries(notices).map(
    ([state, count]) => `${inNumber(count)} ${NOTICE_WORD[state] ?? state}`,
  )
  return (
    <Card>
      <p class="badges">
        <ClaimClock claim={claim} now={now} />
        <HarmBadge harm={claim.harm} />
        {alarms.map((code) => (
          <Badge tone="warn">ramai di {placeName(code, gazetteer)}</Badge>
        ))}
      </p>
      <Facts
        of={[
          ['Keadaan', <ClaimState {...claim} />],
          ['Catatan', note],
          ['Penanya', `${inNumber(askers)} orang, ${inNumber(recentAskers)} dalam 24 jam terakhir`],
          ['Pertama ditanyakan', <At time={firstAskedAt} />],
          ['Terakhir ditanyakan', <At time={lastAskedAt} />],
          ['Target jawaban', <At time={claim.dueAt} />],
          [
            'Klarifikasi',
            clarificationId === undefined ? undefined : (
              <a class="link" href={to(clarificationPath(clarificationId))}>
                {clarificationId}
              </a>
            ),
          ],
          [
            'Draf',
            drafts.length === 0
              ? undefined
              : drafts.map(({ id, writtenBy }) => (
                  <p>
                    <a class="link" href={to(clarificationPath(id))}>
                      {id}
                    </a>
                    , ditulis {writtenBy}
                  </p>
                )),
          ],
          ['Kabar ke penanya', told.length === 0 ? undefined : told.join(', ')],
        ]}
      />
    </Card>
  )
}

function Texts({ texts }: { texts: string[] }) {
  return (
    <Card title="Bunyi pesannya">
      {texts.length === 0 ? (
        <Empty title="Teksnya tidak disimpan." />
      ) : (
        <ul class="wordings">
          {texts.map((text) => (
            <li class="quote">{text}</li>
          ))}
        </ul>
      )}
      <p class="muted">Nomor telepon, rekening, dan data pribadi lain disamarkan sebelum disimpan.</p>
    </Card>
  )
}

function Spread({ claim, days, gazetteer }: Props) {
  const { regencies, districts } = claim
  const places = [...byPeople(regencies), ...byPeople(districts)]
  return (
    <div class="grid">
      <Card title="Di mana ditanyakan">
        {places.length === 0 ? (
          <Empty title="Belum diketahui.">Penanya belum menyebut wilayahnya.</Empty>
        ) : (
          <Table
            caption="Penanya per kabupaten/kota dan kecamatan"
            rows={places}
            columns={[
              { label: 'Wilayah', cell: ([code]) => placeName(code, gazetteer) },
              { label: 'Penanya', isNumber: true, cell: ([, people]) => inNumber(people) },
            ]}
          />
        )}
      </Card>
      <Card title="Kapan ditanyakan">
        <Table
          caption="Per hari, yang terbaru di atas"
          rows={days}
          columns={[
            { label: 'Hari', cell: ({ day }) => shortDay(new Date(`${day}T00:00:00+08:00`)) },
            { label: 'Pertanyaan', isNumber: true, cell: ({ questions }) => inNumber(questions) },
            { label: 'Penanya', isNumber: true, cell: ({ askers }) => inNumber(askers) },
          ]}
        />
      </Card>
    </div>
  )
}

function Similar({ resembling }: Pick<Props, 'resembling'>) {
  return (
    <Card title="Klarifikasi yang mirip">
      {resembling.length === 0 ? (
        <p class="muted">Belum ada yang mirip.</p>
      ) : (
        <ul class="todo">
          {resembling.map(({ id, claimReviewed, verdict, score }) => (
            <li>
              <a href={to(clarificationPath(id))}>
                <span>
                  <strong>{claimReviewed}</strong> <VerdictBadge verdict={verdict} />
                </span>
                <span class="muted">{likelihood(score)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function What({ action, note }: ClaimEvent) {
  const label = CLAIM_ACTION_LABEL[action]
  if (note === undefined) return <>{label}</>
  if (action === 'broadcast') {
    return (
      <>
        {label}: <a href={to(broadcastPath(note))}>{note}</a>
      </>
    )
  }
  return (
    <>
      {label}: {note}
    </>
  )
}

const History = ({ events }: { events: ClaimEvent[] }) => (
  <Card title="Riwayat">
    <ol class="timeline">
      {events.toReversed().map((event) => (
        <li>
          <What {...event} />
          <br />
          <span class="muted">
            {event.by}, <At time={event.at} />
          </span>
        </li>
      ))}
    </ol>
  </Card>
)

/** All about one claim, and what can be done about it. */
export function ClaimPage(props: Props) {
  const { claim, mayAnswer } = props
  return (
    <>
      <Overview {...props} />
      <Texts texts={claim.texts} />
      {mayAnswer && <ClaimSteps {...props} />}
      <Similar resembling={props.resembling} />
      <Spread {...props} />
      <History events={claim.events} />
    </>
  )
}
