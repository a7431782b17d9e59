import { STATUS_LABEL } from '../../dissemination/desk/labels.ts'
import { slotInWords } from '../../literacy/calendar.ts'
import type { ProgrammeSetting } from '../../literacy/programme-setting.ts'
import type { Upcoming } from '../../literacy/programme.ts'
import type { QuizReport } from '../../literacy/report.ts'
import { messageOf } from '../../literacy/wording.ts'
import { broadcastPath } from '../broadcasts/words.tsx'
import { to } from '../paths.ts'
import { ActionForm } from '../ui/fields.tsx'
import { At, Badge, Card, Empty, inNumber, inPercent, Table } from '../ui/parts.tsx'

export interface LiteracyPageProps {
  setting: ProgrammeSetting | undefined
  upcoming: Upcoming[]
  isApproved: boolean
  reports: QuizReport[]
  proposedBy: string | undefined
  reader: string
  mayPropose: boolean
  mayApprove: boolean
}

function State({ setting, isApproved }: Pick<LiteracyPageProps, 'setting' | 'isApproved'>) {
  if (setting?.isOn !== true) {
    return (
      <p>
        <Badge>mati</Badge> Tip mingguan dan kuis bulanan belum dikirim. Perlu dua orang untuk menyalakannya.
      </p>
    )
  }
  return (
    <>
      <p>
        <Badge tone="good">menyala</Badge> Tip setiap {slotInWords(setting.tip)}, kuis{' '}
        {slotInWords(setting.quiz)} pertama tiap bulan. Diusulkan {setting.by}, disetujui {setting.approvedBy}
        .
      </p>
      {!isApproved && (
        <p class="problem">
          Isinya berubah sejak disetujui: siaran baru menunggu persetujuan, sampai program ini disetujui lagi.
        </p>
      )}
    </>
  )
}

function Steps(props: LiteracyPageProps) {
  const { setting, isApproved, proposedBy, reader, mayPropose, mayApprove } = props
  const isSettled = setting?.isOn === true && isApproved
  return (
    <div class="actions">
      {!isSettled && proposedBy === undefined && mayPropose && (
        <ActionForm action="/literasi/usul" label="Usulkan untuk dinyalakan" />
      )}
      {!isSettled && proposedBy !== undefined && proposedBy !== reader && mayApprove && (
        <ActionForm action="/literasi/setujui" label={`Setujui usulan ${proposedBy}`} />
      )}
      {setting?.isOn === true && mayApprove && (
        <ActionForm
          action="/literasi/matikan"
          label="Matikan"
          tone="danger"
          confirm="Matikan tip dan kuis? Yang sudah disiapkan dibatalkan."
        />
      )}
    </div>
  )
}

/** Whether tips and quizzes go out, what comes next, and what came of the quizzes. */
export function LiteracyPage(props: LiteracyPageProps) {
  const { upcoming, reports, proposedBy } = props
  return (
    <>
      <Card title="Keadaan">
        <State {...props} />
        {proposedBy !== undefined && <p>Diusulkan oleh {proposedBy}. Menunggu persetujuan orang lain.</p>}
        <Steps {...props} />
      </Card>
      <Card title="Berikutnya">
        {upcoming.map(({ issue, broadcast }) => (
          <article>
            <h3>
              {issue.kind === 'tip' ? 'Tip' : 'Kuis'}: {issue.item.title}
            </h3>
            <p class="muted">
              <At time={issue.dueAt} /> ·{' '}
              {broadcast === undefined ? (
                'belum disiapkan'
              ) : (
                <a href={to(broadcastPath(broadcast.id))}>{STATUS_LABEL[broadcast.status]}</a>
              )}
            </p>
            <p class="quote">{(broadcast?.message ?? messageOf(issue)).text}</p>
          </article>
        ))}
      </Card>
      <Card title="Hasil kuis">
        {reports.length === 0 ? (
          <Empty title="Belum ada kuis yang dikirim.">Hasilnya tampil di sini sesudah kuis pertama.</Empty>
        ) : (
          <Table
            caption="Kuis yang sudah dikirim, yang terbaru di atas"
            rows={reports.toReversed()}
            columns={[
              { label: 'Kuis', cell: ({ title }) => title },
              { label: 'Dikirim', cell: ({ dueAt }) => <At time={dueAt} /> },
              { label: 'Grup', isNumber: true, cell: ({ reached }) => inNumber(reached) },
              { label: 'Ikut bermain', isNumber: true, cell: ({ played }) => inNumber(played) },
              { label: 'Jawaban', isNumber: true, cell: ({ answers }) => inNumber(answers) },
              {
                label: 'Benar',
                isNumber: true,
                cell: ({ answers, questions }) =>
                  inPercent(
                    questions.reduce((sum, { right }) => sum + right, 0),
                    answers,
                  ),
              },
            ]}
          />
        )}
      </Card>
    </>
  )
}
