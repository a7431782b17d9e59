import type { AuditEntry } from '../../domain/audit.ts'
import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, type StaffRoute } from '../route.ts'
import { Choice, Filters, TextField } from '../ui/fields.tsx'
import { At, Card, Empty, Pager } from '../ui/parts.tsx'
import { Subject, SUBJECT_LABEL, type SubjectNames } from './subject.tsx'

const PER_PAGE = 50

const SUBJECT_OPTIONS = [
  { value: '', label: 'Semua' },
  ...Object.entries(SUBJECT_LABEL).map(([value, label]) => ({ value, label })),
]

/** A snapshot as lines of `name: value`. */
function Snapshot({ title, of }: { title: string; of: Record<string, unknown> }) {
  return (
    <div>
      <h3>{title}</h3>
      <dl class="facts">
        {Object.entries(of).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </>
        ))}
      </dl>
    </div>
  )
}

function Entry({ entry, names }: { entry: AuditEntry; names: SubjectNames }) {
  const { at, by, action, before, after } = entry
  return (
    <li>
      <p>
        <At time={at} /> · <strong>{by}</strong> {action}
      </p>
      <p class="muted">
        <Subject entry={entry} names={names} />
      </p>
      {(before !== undefined || after !== undefined) && (
        <details>
          <summary>Sebelum dan sesudah</summary>
          <div class="grid">
            {before !== undefined && <Snapshot title="Sebelum" of={before} />}
            {after !== undefined && <Snapshot title="Sesudah" of={after} />}
          </div>
        </details>
      )}
    </li>
  )
}

/** Jejak audit: who did what, when. */
export const auditRoutes = ({ storage }: Desks): StaffRoute[] => [
  get('/audit', 'read_audit', async (visit) => {
    const subject = visit.query('hal') ?? ''
    const by = visit.query('oleh')?.trim() ?? ''
    const before = Number(visit.query('sebelum') ?? '')
    const entries = await storage.audit.list({
      within: visit.member.areaCode,
      limit: PER_PAGE + 1,
      ...(subject in SUBJECT_LABEL ? { subject } : {}),
      ...(by === '' ? {} : { by }),
      ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
    })
    const shown = entries.slice(0, PER_PAGE)
    const hasOlder = entries.length > PER_PAGE
    const members = await storage.staff.list()
    const names = { gazetteer: storage.gazetteer, staff: new Map(members.map(({ id, name }) => [id, name])) }
    return visit.page({
      title: 'Jejak audit',
      section: 'audit',
      children: (
        <>
          <Filters path="/audit">
            <Choice label="Tentang" name="hal" value={subject} options={SUBJECT_OPTIONS} />
            <TextField label="Nama petugas" name="oleh" value={by} />
          </Filters>
          <Card>
            {shown.length === 0 ? (
              <Empty title="Belum ada catatan.">Setiap perubahan di dasbor tercatat di sini.</Empty>
            ) : (
              <ol class="timeline">
                {shown.map((entry) => (
                  <Entry entry={entry} names={names} />
                ))}
              </ol>
            )}
            <Pager
              older={
                hasOlder ? to('/audit', { hal: subject, oleh: by, sebelum: shown.at(-1)?.id }) : undefined
              }
            />
          </Card>
        </>
      ),
    })
  }),
]
