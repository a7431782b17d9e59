import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, type StaffRoute } from '../route.ts'
import { Card } from '../ui/parts.tsx'
import { GUIDES, type Guide } from './guides.ts'
import { AdminGuide } from './admin-guide.tsx'

function GuideCard({ guide }: { guide: Guide }) {
  return (
    <section class="card" id={guide.id}>
      <h2>{guide.title}</h2>
      <ol class="ordered">
        {guide.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <ul class="dotted">
        {guide.notes.map((note) => (
          <li>{note}</li>
        ))}
      </ul>
      <p>
        <a href={to(guide.path)}>Buka halamannya</a>
      </p>
    </section>
  )
}

/** Bantuan: short guides for staff, and one to print for the admins of KIM groups. */
export const helpRoutes = ({ agency }: Desks): StaffRoute[] => [
  get('/bantuan', 'look', (visit) =>
    visit.page({
      title: 'Bantuan',
      section: 'help',
      actions: (
        <a class="button quiet" href={to('/bantuan/admin-kim')}>
          Panduan admin KIM
        </a>
      ),
      children: (
        <>
          <Card>
            <ul class="actions">
              {GUIDES.map(({ id, title }) => (
                <li>
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          </Card>
          {GUIDES.map((guide) => (
            <GuideCard guide={guide} />
          ))}
        </>
      ),
    }),
  ),

  get('/bantuan/admin-kim', 'look', (visit) =>
    visit.page({
      title: 'Panduan admin grup KIM',
      section: 'help',
      trail: [{ label: 'Bantuan', path: '/bantuan' }],
      children: <AdminGuide {...agency()} />,
    }),
  ),
]
