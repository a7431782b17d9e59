import { AppError } from '../../../domain/error.ts'
import type { TopicEntry } from '../../../domain/topic.ts'
import type { Desks } from '../../desks.ts'
import { get, post, type StaffRoute } from '../../route.ts'
import type { Visit } from '../../visit.tsx'
import { TopicPage, topicPath, TopicsPage } from './pages.tsx'
import { readTopicUse } from './read.ts'

const LIST = '/pengaturan/topik'
const TRAIL = [
  { label: 'Pengaturan', path: '/pengaturan' },
  { label: 'Topik', path: LIST },
]

/** A problem with what was written, to be shown beside it; anything else is thrown. */
function sentenceOf(error: unknown): string {
  const isAboutWriting = error instanceof AppError && (error.code === 'invalid' || error.code === 'conflict')
  if (!isAboutWriting) throw error
  return error.message
}

const who = ({ member }: Visit) => ({ by: member.name, memberId: member.id })

const showOne = (visit: Visit, topic: TopicEntry, problem?: string) =>
  visit.page({
    title: topic.label,
    section: 'settings',
    trail: TRAIL,
    status: problem === undefined ? 200 : 400,
    children: <TopicPage topic={topic} {...(problem === undefined ? {} : { problem })} />,
  })

/** What announcements are about: the list that groups choose from. */
export function topicRoutes({ topics, storage }: Desks): StaffRoute[] {
  const showList = async (visit: Visit, written = '', problem?: string) =>
    visit.page({
      title: 'Topik',
      section: 'settings',
      trail: TRAIL.slice(0, 1),
      status: problem === undefined ? 200 : 400,
      children: (
        <TopicsPage
          topics={await readTopicUse(storage)}
          written={written}
          {...(problem === undefined ? {} : { problem })}
        />
      ),
    })

  return [
    get(LIST, 'manage_settings', (visit) => showList(visit)),

    post(LIST, 'manage_settings', async (visit) => {
      const written = (await visit.form()).text('nama')
      try {
        const { label } = await topics.add(written, who(visit))
        return visit.goTo(LIST, `Topik ${label} ditambahkan.`)
      } catch (error) {
        return showList(visit, written, sentenceOf(error))
      }
    }),

    get(`${LIST}/:id`, 'manage_settings', (visit) => showOne(visit, topics.find(visit.param('id')))),

    post(`${LIST}/:id`, 'manage_settings', async (visit) => {
      const topic = topics.find(visit.param('id'))
      const written = (await visit.form()).text('nama')
      try {
        const { label } = await topics.rename(topic.id, written, who(visit))
        return visit.goTo(topicPath(topic.id), `Namanya sekarang ${label}.`)
      } catch (error) {
        return showOne(visit, { ...topic, label: written }, sentenceOf(error))
      }
    }),

    post(`${LIST}/:id/berhentikan`, 'manage_settings', async (visit) => {
      const { label } = await topics.retire(visit.param('id'), who(visit))
      return visit.goTo(LIST, `Topik ${label} tidak ditawarkan lagi.`)
    }),

    post(`${LIST}/:id/tawarkan`, 'manage_settings', async (visit) => {
      const { label } = await topics.restore(visit.param('id'), who(visit))
      return visit.goTo(LIST, `Topik ${label} ditawarkan kembali.`)
    }),
  ]
}
