import type { Area } from '../../domain/area.ts'
import { placeOf, type Gazetteer } from '../../domain/gazetteer.ts'
import type { TopicList } from '../../domain/topic.ts'
import {
  KIM_STATUS_LABEL,
  KIM_STATUSES,
  type Kim,
  type KimDetails,
  type KimStatus,
} from '../../domain/kim.ts'
import type { KimRecord } from '../../membership/kim-desk.ts'
import { topicNames } from '../../membership/kim-details.ts'
import { channelNames, CODE_LABEL, KIM_ACTION_LABEL } from '../../membership/labels.ts'
import { to } from '../paths.ts'
import { ActionForm } from '../ui/fields.tsx'
import { At, Badge, Card, Empty, Facts, Table } from '../ui/parts.tsx'
import { DistrictChoice } from './area-fields.tsx'
import { DetailFields } from './details-form.tsx'
import { GroupFacts } from './group-facts.tsx'
import { KIM_TONE, kimPath } from './words.ts'

export interface RecordPageProps {
  record: KimRecord
  gazetteer: Gazetteer
  topics: TopicList
  mayManage: boolean
}

const STATUS_BUTTON: Record<KimStatus, string> = {
  registered: 'Tandai terdaftar',
  verified: 'Tandai terverifikasi',
  dormant: 'Tandai tidak aktif',
}

function AboutButtons({ kim }: { kim: Kim }) {
  return (
    <div class="actions">
      <a class="button" href={to(kimPath(kim.id, '/ubah'))}>
        Ubah data
      </a>
      {KIM_STATUSES.filter((status) => status !== kim.status).map((status) => (
        <ActionForm
          action={kimPath(kim.id, '/status')}
          label={STATUS_BUTTON[status]}
          tone="quiet"
          hidden={{ status }}
        />
      ))}
    </div>
  )
}

function About({ record: { kim }, gazetteer, topics, mayManage }: RecordPageProps) {
  return (
    <Card title="Tentang KIM ini">
      <Facts
        of={[
          ['Wilayah', `${placeOf(kim.areaCode, gazetteer)} (${kim.areaCode})`],
          ['Status', <Badge tone={KIM_TONE[kim.status]}>{KIM_STATUS_LABEL[kim.status]}</Badge>],
          ['Peran kontak', kim.contactRole === '' ? undefined : kim.contactRole],
          ['Topik', topicNames(kim.topics, topics)],
          ['Terdaftar', <At time={kim.createdAt} />],
          ['Terakhir diubah', kim.updatedAt === undefined ? undefined : <At time={kim.updatedAt} />],
        ]}
      />
      {mayManage && <AboutButtons kim={kim} />}
    </Card>
  )
}

function Groups({ record: { chats }, gazetteer, topics }: RecordPageProps) {
  return (
    <Card title="Grup">
      {chats.length === 0 ? (
        <Empty title="Belum ada grup.">
          Beri kode, lalu minta admin grup mengetiknya di grup yang ada botnya.
        </Empty>
      ) : (
        chats.map((chat) => (
          <article>
            <h3>{chat.title}</h3>
            <GroupFacts chat={chat} gazetteer={gazetteer} topics={topics} />
          </article>
        ))
      )}
    </Card>
  )
}

function Codes({ record: { kim, codes }, mayManage }: RecordPageProps) {
  return (
    <Card title="Kode">
      {codes.length === 0 ? (
        <p class="muted">Belum pernah diberi kode.</p>
      ) : (
        <Table
          caption="Kode yang pernah dibuat, yang terbaru di atas. Kodenya sendiri tidak disimpan."
          rows={codes}
          columns={[
            { label: 'Dibuat', cell: ({ createdAt }) => <At time={createdAt} /> },
            { label: 'Oleh', cell: ({ createdBy }) => createdBy },
            {
              label: 'Keadaan',
              cell: ({ state }) => (
                <Badge tone={state === 'open' ? 'good' : 'plain'}>{CODE_LABEL[state]}</Badge>
              ),
            },
            { label: 'Sampai', cell: ({ expiresAt }) => <At time={expiresAt} /> },
            {
              label: 'Dipakai di',
              cell: ({ usedOn }) => (usedOn.length === 0 ? 'belum dipakai' : channelNames(usedOn)),
            },
          ]}
        />
      )}
      {mayManage && (
        <div class="actions">
          <ActionForm action={kimPath(kim.id, '/kode')} label="Beri kode baru" />
          {codes.some(({ state }) => state !== 'revoked') && (
            <ActionForm
              action={kimPath(kim.id, '/kode/cabut')}
              label="Cabut semua kode"
              tone="danger"
              confirm={`Cabut semua kode ${kim.name}? Grup yang sudah terhubung tetap terhubung.`}
            />
          )}
        </div>
      )}
    </Card>
  )
}

function History({ record: { kim, history, chats }, mayManage }: RecordPageProps) {
  return (
    <Card title="Riwayat">
      <ul class="timeline">
        {history.map(({ action, by, at }) => (
          <li>
            <At time={at} /> · {by} {KIM_ACTION_LABEL[action]}
          </li>
        ))}
      </ul>
      {mayManage &&
        (chats.length > 0 ? (
          <p class="muted">
            KIM yang punya atau pernah punya grup tidak bisa dihapus, karena riwayatnya disimpan. Tandai saja
            tidak aktif.
          </p>
        ) : (
          <ActionForm
            action={kimPath(kim.id, '/hapus')}
            label="Hapus KIM"
            tone="danger"
            confirm={`Hapus ${kim.name} dari daftar?`}
          />
        ))}
    </Card>
  )
}

/** Everything that the registry knows about a KIM, and what can be done with it. */
export function RecordPage(props: RecordPageProps) {
  return (
    <div class="grid wide">
      <About {...props} />
      <Groups {...props} />
      <Codes {...props} />
      <History {...props} />
    </div>
  )
}

/** The code, this once, with what to type. */
export function NewCodePage({ kim, code, expiresAt }: { kim: Kim; code: string; expiresAt: Date }) {
  const sentence = `/langganan ${code}`
  return (
    <Card>
      <p>
        Catat sekarang: kode ini <strong>tidak bisa ditampilkan lagi</strong>.
      </p>
      <p class="handed-out">{code}</p>
      <ol class="steps">
        <li>Bot sudah ada di grup {kim.name}. Kalau belum, tambahkan dulu.</li>
        <li>
          Admin grup mengetik di grup itu: <code>{sentence}</code>
        </li>
        <li>Bot menjawab bahwa grupnya sudah terhubung.</li>
      </ol>
      <p class="muted">
        Berlaku sampai <At time={expiresAt} />, untuk satu grup di tiap platform.
      </p>
      <div class="actions">
        <button type="button" class="button" data-copy={sentence}>
          Salin kalimatnya
        </button>
        <a class="button quiet" href={to(kimPath(kim.id))}>
          Sudah dicatat
        </a>
      </div>
    </Card>
  )
}

/** The data of a KIM, to be changed. `around`: where its place is chosen. */
export function EditPage({
  kim,
  details,
  around,
  gazetteer,
  topics,
  scope,
  problem,
}: {
  kim: Kim
  details: KimDetails
  around: Area
  gazetteer: Gazetteer
  topics: TopicList
  scope: string
  problem?: string
}) {
  return (
    <>
      <Card title="Data KIM">
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <form method="post" action={to(kimPath(kim.id, '/ubah'))} class="stack">
          <DetailFields details={details} around={around} gazetteer={gazetteer} topics={topics} />
          <button type="submit">Simpan</button>
        </form>
      </Card>
      <Card title="Pindah ke kecamatan lain">
        <form method="get" action={to(kimPath(kim.id, '/ubah'))} class="stack">
          <DistrictChoice gazetteer={gazetteer} scope={scope} name="wilayah" value={around.code} />
          <div>
            <button type="submit" class="button quiet">
              Pilih desanya
            </button>
          </div>
        </form>
      </Card>
    </>
  )
}
