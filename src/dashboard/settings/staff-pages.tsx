import { ROLES, type Member } from '../../domain/staff.ts'
import type { StaffSessionInfo } from '../../storage/staff.ts'
import { to } from '../paths.ts'
import { ActionForm, Check, Checks, Choice, TextField, type Option } from '../ui/fields.tsx'
import { At, Badge, Card, Empty, Table } from '../ui/parts.tsx'
import { SettingsTabs } from './tabs.tsx'
import { ROLE_LABEL, ROLE_TASK } from './words.ts'

export type MemberDraft = Pick<Member, 'name' | 'email' | 'roles' | 'areaCode'>

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: `${ROLE_LABEL[role]}: ${ROLE_TASK[role]}` }))

function stateOf({ isActive, hasSecondFactor }: Member) {
  if (!isActive) return <Badge tone="warn">nonaktif</Badge>
  return hasSecondFactor ? <Badge tone="good">aktif</Badge> : <Badge>belum masuk</Badge>
}

/** Everybody whom this person looks after. */
export function StaffList({
  members,
  areaName,
  hasRules,
}: {
  members: Member[]
  areaName: (code: string) => string
  hasRules: boolean
}) {
  return (
    <>
      <SettingsTabs current="/pengaturan" hasRules={hasRules} />
      <Card>
        <Table
          caption="Petugas yang boleh masuk ke dasbor"
          rows={members}
          columns={[
            { label: 'Nama', cell: ({ id, name }) => <a href={to(`/pengaturan/petugas/${id}`)}>{name}</a> },
            { label: 'Peran', cell: ({ roles }) => roles.map((role) => ROLE_LABEL[role]).join(', ') },
            { label: 'Wilayah', cell: ({ areaCode }) => areaName(areaCode) },
            { label: 'Keadaan', cell: stateOf },
          ]}
        />
        <p>
          <a class="button" href={to('/pengaturan/petugas/baru')}>
            Tambah petugas
          </a>
        </p>
      </Card>
    </>
  )
}

/** Somebody new. */
export function MemberForm({
  draft,
  areas,
  problem,
}: {
  draft: MemberDraft
  areas: Option[]
  problem?: string
}) {
  return (
    <Card>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <form method="post" class="stack">
        <TextField
          label="Nama lengkap"
          name="name"
          value={draft.name}
          maxlength={80}
          required
          hint="Setiap langkahnya tercatat dengan nama ini, jadi tidak boleh kembar."
        />
        <TextField label="Surel" name="email" type="email" value={draft.email} required />
        <Checks legend="Peran" name="roles" values={draft.roles} options={ROLE_OPTIONS} />
        <Choice label="Wilayah tugas" name="areaCode" value={draft.areaCode} options={areas} />
        <button type="submit">Tambahkan dan buat tautan</button>
      </form>
    </Card>
  )
}

/** The link that somebody sets a password with. Shown once. */
export function InvitationLink({
  member,
  link,
  expiresAt,
}: {
  member: Member
  link: string
  expiresAt: Date
}) {
  return (
    <Card>
      <p>
        Berikan tautan ini langsung kepada {member.name}. Tautan hanya tampil sekali, dipakai sekali, dan
        berlaku sampai <At time={expiresAt} />.
      </p>
      <p>
        <code class="secret">{link}</code>
      </p>
      <div class="actions">
        <button type="button" class="button" data-copy={link}>
          Salin tautan
        </button>
        <a class="button quiet" href={to('/pengaturan')}>
          Kembali ke daftar
        </a>
      </div>
    </Card>
  )
}

/** What an administrator can change about somebody. */
export function MemberPage({
  member,
  areas,
  sessions,
}: {
  member: Member
  areas: Option[]
  sessions: StaffSessionInfo[]
}) {
  const path = `/pengaturan/petugas/${member.id}`
  return (
    <>
      <Card title="Peran dan wilayah">
        <p>
          {member.email} {stateOf(member)}
        </p>
        <form method="post" action={to(path)} class="stack">
          <Checks legend="Peran" name="roles" values={member.roles} options={ROLE_OPTIONS} />
          <Choice label="Wilayah tugas" name="areaCode" value={member.areaCode} options={areas} />
          <Check label="Boleh masuk ke dasbor" name="isActive" isChecked={member.isActive} />
          <button type="submit">Simpan</button>
        </form>
      </Card>
      <Card title="Perangkat yang sedang masuk">
        {sessions.length === 0 ? (
          <Empty title="Tidak sedang masuk di mana pun." />
        ) : (
          <>
            <Table
              caption="Perangkat"
              rows={sessions}
              columns={[
                { label: 'Peramban', cell: ({ userAgent }) => userAgent ?? 'tidak diketahui' },
                { label: 'Masuk', cell: ({ createdAt }) => <At time={createdAt} /> },
                { label: 'Terakhir dipakai', cell: ({ usedAt }) => <At time={usedAt} /> },
              ]}
            />
            <ActionForm
              action={`${path}/keluarkan`}
              label="Keluarkan dari semua perangkat"
              tone="danger"
              confirm={`Keluarkan ${member.name} dari semua perangkat?`}
            />
          </>
        )}
      </Card>
      <Card title="Tautan masuk baru">
        <p>
          Untuk yang lupa kata sandi atau kehilangan ponsel. Kata sandi dan langkah kedua dipasang ulang lewat
          tautan itu.
        </p>
        <ActionForm
          action={`${path}/tautan`}
          label="Buat tautan baru"
          tone="quiet"
          confirm={`Buat tautan baru untuk ${member.name}?`}
        />
      </Card>
    </>
  )
}
