import type { TopicEntry } from '../../../domain/topic.ts'
import { MOST_TOPICS } from '../../../membership/topic-desk.ts'
import { to } from '../../paths.ts'
import { TextField } from '../../ui/fields.tsx'
import { Badge, Card, inNumber, Table } from '../../ui/parts.tsx'
import { SettingsTabs } from '../tabs.tsx'
import type { TopicUse } from './read.ts'

export const topicPath = (id: string) => `/pengaturan/topik/${encodeURIComponent(id)}`

const Problem = ({ problem }: { problem: string | undefined }) =>
  problem === undefined ? null : (
    <p class="problem" role="alert">
      {problem}
    </p>
  )

const NameField = ({ value }: { value: string }) => (
  <TextField
    label="Nama topik"
    name="nama"
    value={value}
    maxlength={40}
    required
    hint="Misalnya “Pariwisata” atau “Seni & budaya”. Tanpa koma."
  />
)

/** All topics, with a form for one more. `written`: a name that was not taken. */
export function TopicsPage({
  topics,
  written,
  problem,
}: {
  topics: TopicUse[]
  written: string
  problem?: string
}) {
  return (
    <>
      <SettingsTabs current="/pengaturan/topik" hasRules />
      <Card>
        <p class="muted">
          Grup yang tidak memilih topik menerima semuanya. Daftar ini sama di bot, berkas siaran, dan dasbor.
        </p>
        <Table
          caption="Topik, dan seberapa sering dipakai"
          rows={topics}
          columns={[
            {
              label: 'Topik',
              cell: ({ id, label, isRetired }) => (
                <>
                  <a href={to(topicPath(id))}>{label}</a>{' '}
                  {isRetired && <Badge tone="warn">tidak ditawarkan lagi</Badge>}
                </>
              ),
            },
            { label: 'Di berkas siaran', cell: ({ id }) => <code>{id}</code> },
            { label: 'Dipilih grup', isNumber: true, cell: ({ groups }) => inNumber(groups) },
            { label: 'Siaran', isNumber: true, cell: ({ broadcasts }) => inNumber(broadcasts) },
          ]}
        />
      </Card>
      <Card title="Topik baru">
        <Problem problem={problem} />
        <form method="post" action={to('/pengaturan/topik')} class="stack">
          <NameField value={written} />
          <p class="muted">Langsung bisa dipilih di grup. Paling banyak {MOST_TOPICS} topik.</p>
          <div>
            <button type="submit" class="button">
              Tambahkan
            </button>
          </div>
        </form>
      </Card>
    </>
  )
}

/** One topic: another name, or not to be offered any more. */
export function TopicPage({ topic, problem }: { topic: TopicEntry; problem?: string }) {
  const { id, label, isRetired } = topic
  return (
    <>
      <Card title="Nama">
        <Problem problem={problem} />
        <form method="post" action={to(topicPath(id))} class="stack">
          <NameField value={label} />
          <p class="muted">
            Grup dan siaran yang memakainya tetap memakainya, dengan nama baru. Di berkas siaran tetap{' '}
            <code>{id}</code>.
          </p>
          <div>
            <button type="submit" class="button">
              Simpan
            </button>
          </div>
        </form>
      </Card>
      <Card title={isRetired ? 'Tidak ditawarkan lagi' : 'Ditawarkan kepada grup'}>
        <p class="muted">
          {isRetired
            ? 'Topik ini tidak bisa dipilih lagi. Grup dan siaran yang sudah memakainya tidak berubah.'
            : 'Bila tidak ditawarkan lagi, topik ini hilang dari pilihan. Grup dan siaran yang sudah memakainya tidak berubah.'}
        </p>
        <form method="post" action={to(`${topicPath(id)}/${isRetired ? 'tawarkan' : 'berhentikan'}`)}>
          <button type="submit" class="button quiet">
            {isRetired ? 'Tawarkan kembali' : 'Jangan tawarkan lagi'}
          </button>
        </form>
      </Card>
    </>
  )
}
