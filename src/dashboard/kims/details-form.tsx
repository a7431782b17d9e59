import type { Area } from '../../domain/area.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { KIM_STATUS_LABEL, KIM_STATUSES, type KimDetails } from '../../domain/kim.ts'
import type { TopicList } from '../../domain/topic.ts'
import { topicOptions } from '../topic-options.ts'
import type { Form } from '../form.ts'
import { Checks, Choice, TextField } from '../ui/fields.tsx'
import { PlaceChoice } from './area-fields.tsx'
import { readKimStatus } from './words.ts'

/** What somebody wrote about a KIM. Whether it makes sense, the desk says. */
export const readDetails = (form: Form, list: TopicList): KimDetails => ({
  name: form.text('nama'),
  areaCode: form.text('wilayah'),
  status: readKimStatus(form.text('status')) ?? 'registered',
  contactRole: form.text('peran'),
  topics: form.list('topik').filter((id) => list.all().some((entry) => entry.id === id)),
})

/** The fields of a KIM. `around`: the area that its place is chosen in. */
export function DetailFields({
  details,
  around,
  gazetteer,
  topics: list,
}: {
  details: Partial<KimDetails>
  around: Area
  gazetteer: Gazetteer
  topics: TopicList
}) {
  const { name, areaCode, status = 'registered', contactRole, topics = [] } = details
  return (
    <>
      <TextField label="Nama KIM" name="nama" value={name} required maxlength={100} />
      <PlaceChoice gazetteer={gazetteer} around={around} name="wilayah" value={areaCode} />
      <TextField
        label="Peran kontak"
        name="peran"
        value={contactRole}
        maxlength={60}
        hint="Jabatannya saja, misalnya “Ketua” atau “Admin desa”. Nama dan nomor orang tidak dicatat di sini."
      />
      <Choice
        label="Status"
        name="status"
        value={status}
        options={KIM_STATUSES.map((value) => ({ value, label: KIM_STATUS_LABEL[value] }))}
      />
      <Checks
        legend="Topik"
        hint="Tanpa centang: semua topik."
        name="topik"
        values={topics}
        options={topicOptions(list, topics)}
      />
    </>
  )
}
