import { areaLabel, type Area, type AreaCode } from '../../domain/area.ts'
import type { Chat } from '../../domain/community.ts'
import { placeOf, type Gazetteer } from '../../domain/gazetteer.ts'
import type { TopicList } from '../../domain/topic.ts'
import { KIM_STATUS_LABEL, type Kim } from '../../domain/kim.ts'
import { to } from '../paths.ts'
import { TextField } from '../ui/fields.tsx'
import { Card } from '../ui/parts.tsx'
import { DistrictChoice, PlaceChoice } from './area-fields.tsx'
import { GroupFacts } from './group-facts.tsx'

export interface GroupPageProps {
  chat: Chat
  /** Where its KIM is looked for; undefined as long as nobody has said. */
  around: Area | undefined
  /** The KIMs there. */
  choices: Kim[]
  gazetteer: Gazetteer
  topics: TopicList
  scope: AreaCode
  mayManage: boolean
}

/** The value of the choice for a KIM that is not registered yet. */
export const NEW_KIM = 'baru'

function OwnerForm({ chat, around, choices, gazetteer }: GroupPageProps & { around: Area }) {
  return (
    <form method="post" action={to(`/kim/grup/${chat.id}`)} class="stack">
      <fieldset>
        <legend>KIM di {areaLabel(around)}</legend>
        <div class="checks">
          {choices.map((kim) => (
            <label>
              <input type="radio" name="kim" value={kim.id} required />
              <span>
                {kim.name}
                <br />
                <span class="muted">
                  {placeOf(kim.areaCode, gazetteer)}, {KIM_STATUS_LABEL[kim.status]}
                </span>
              </span>
            </label>
          ))}
          <label>
            <input type="radio" name="kim" value={NEW_KIM} required checked={choices.length === 0} />
            KIM baru, dengan data di bawah
          </label>
        </div>
      </fieldset>
      <TextField label="Nama KIM baru" name="nama" value={chat.title} maxlength={100} />
      <PlaceChoice gazetteer={gazetteer} around={around} name="wilayah" value={chat.areaCodes[0]} />
      <button type="submit">Hubungkan grup</button>
    </form>
  )
}

/** A public group, and the choice of the KIM that it belongs to. */
export function GroupPage(props: GroupPageProps) {
  const { chat, around, gazetteer, topics, scope, mayManage } = props
  return (
    <div class="grid wide">
      <Card title="Grup ini">
        <GroupFacts chat={chat} gazetteer={gazetteer} topics={topics} />
      </Card>
      {mayManage && (
        <Card title="Milik KIM yang mana?">
          {around !== undefined && <OwnerForm {...props} around={around} />}
          <form method="get" action={to(`/kim/grup/${chat.id}`)} class="stack">
            <DistrictChoice gazetteer={gazetteer} scope={scope} name="wilayah" value={around?.code} />
            <div>
              <button type="submit" class="button quiet">
                Cari KIM di sana
              </button>
            </div>
          </form>
        </Card>
      )}
    </div>
  )
}
