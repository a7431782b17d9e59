import type { Chat } from '../../domain/community.ts'
import { placeOf, type Gazetteer } from '../../domain/gazetteer.ts'
import { CHANNEL_LABEL } from '../../domain/message.ts'
import { RECEIVING_HOURS_LABEL } from '../../domain/receiving-hours.ts'
import type { TopicList } from '../../domain/topic.ts'
import { topicNames } from '../../membership/kim-details.ts'
import { CHAT_LABEL, OBSTACLE_LABEL } from '../../membership/labels.ts'
import { At, Badge, Facts } from '../ui/parts.tsx'

/** Whether a group gets announcements, in a word. */
export function GroupState({ chat: { status, obstacle, pausedUntil } }: { chat: Chat }) {
  const isWell = status === 'active' && obstacle === undefined
  return (
    <>
      <Badge tone={isWell ? 'good' : 'warn'}>
        {obstacle === undefined ? CHAT_LABEL[status] : 'tidak bisa menulis'}
      </Badge>
      {pausedUntil !== undefined && (
        <>
          {' '}
          sampai <At time={pausedUntil} />
        </>
      )}
    </>
  )
}

/** What a group chose, and what is in its way. Never its address, which may hold somebody's number. */
export function GroupFacts({
  chat,
  gazetteer,
  topics: list,
}: {
  chat: Chat
  gazetteer: Gazetteer
  topics: TopicList
}) {
  const { channel, areaCodes, topics, hours, obstacle, isStandby, hasLiteracy } = chat
  return (
    <Facts
      of={[
        ['Platform', CHANNEL_LABEL[channel]],
        ['Keadaan', <GroupState chat={chat} />],
        ['Halangan', obstacle === undefined ? undefined : OBSTACLE_LABEL[obstacle]],
        [
          'Wilayah siaran',
          <ul>
            {areaCodes.map((code) => (
              <li>{placeOf(code, gazetteer)}</li>
            ))}
          </ul>,
        ],
        ['Topik', topicNames(topics, list)],
        ['Jam menerima', RECEIVING_HOURS_LABEL[hours]],
        ['Tip dan kuis', hasLiteracy ? 'ya' : 'tidak'],
        ['Cadangan', isStandby ? 'menerima hanya bila grup lain dari KIM ini tidak bisa' : undefined],
      ]}
    />
  )
}
