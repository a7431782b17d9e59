import type { Chat } from '../../domain/community.ts'
import { AppError } from '../../domain/error.ts'
import { placeOf } from '../../domain/gazetteer.ts'
import { CHANNEL_LABEL } from '../../domain/message.ts'
import type { Desks } from '../desks.ts'
import { to } from '../paths.ts'
import { get, post, type StaffRoute } from '../route.ts'
import { Card, Empty, inNumber, Pager, Table } from '../ui/parts.tsx'
import type { Visit } from '../visit.tsx'
import { GroupState } from './group-facts.tsx'
import { GroupPage, NEW_KIM } from './group-page.tsx'
import { neighbours, sliceOf } from './page-number.ts'
import { KimTabs } from './tabs.tsx'
import { aroundOf, kimPath, regencyOf } from './words.ts'

const PATH = '/kim/grup'
/** A district has at most some dozens. */
const MOST_CHOICES = 200

const homeOf = ({ areaCodes }: Chat) => areaCodes[0] ?? ''

/** Public groups that wait for somebody to say that they know them. */
export function groupRoutes(desks: Desks): StaffRoute[] {
  const { kims, storage } = desks
  const { gazetteer, topics, kimPages } = storage

  /** The group, if it waits and the person may look after it. */
  async function waitingGroup(visit: Visit): Promise<Chat> {
    const chat = await storage.kims.findChat(visit.param('id'))
    if (chat?.communityKind !== 'public') throw new AppError('not_found', 'Grup itu tidak sedang menunggu.')
    visit.insist('look', homeOf(chat), 'Grup ini ada di luar wilayah tugas Anda.')
    return chat
  }

  /** The KIM that was chosen, or a new one with the name and place that were written. */
  async function chosenKim(visit: Visit): Promise<string> {
    const form = await visit.form()
    const chosen = form.optional('kim')
    if (chosen !== undefined && chosen !== NEW_KIM) return chosen
    const details = { name: form.text('nama'), areaCode: form.text('wilayah') }
    if (chosen === undefined) throw new AppError('invalid', 'Pilih KIM pemilik grup ini dulu.')
    const kim = await kims.add(visit.member.areaCode, details, visit.member.name)
    await visit.record({
      action: 'mendaftarkan KIM',
      subject: 'kim',
      subjectId: kim.id,
      areaCode: regencyOf(kim.areaCode),
      after: details,
    })
    return kim.id
  }

  return [
    get(PATH, 'look', async (visit) => {
      const { page, ...slice } = sliceOf(visit.query('halaman'))
      const { rows, total } = await kimPages.publicGroups(visit.member.areaCode, slice)
      const { before, after } = neighbours(PATH, {}, { page, total })
      return visit.page({
        title: 'Grup menunggu',
        section: 'kims',
        children: (
          <>
            <KimTabs current={PATH} />
            <Card>
              {rows.length === 0 ? (
                <Empty title="Tidak ada grup yang menunggu.">
                  Grup yang berlangganan tanpa kode muncul di sini.
                </Empty>
              ) : (
                <Table
                  caption={`${inNumber(total)} grup berlangganan sendiri tanpa kode. Buka untuk menghubungkannya dengan KIM.`}
                  rows={rows}
                  columns={[
                    { label: 'Grup', cell: ({ id, title }) => <a href={to(`${PATH}/${id}`)}>{title}</a> },
                    { label: 'Wilayah', cell: (chat) => placeOf(homeOf(chat), gazetteer) },
                    { label: 'Platform', cell: ({ channel }) => CHANNEL_LABEL[channel] },
                    { label: 'Keadaan', cell: (chat) => <GroupState chat={chat} /> },
                  ]}
                />
              )}
              <Pager newer={before} older={after} words={['Sebelumnya', 'Berikutnya']} />
            </Card>
          </>
        ),
      })
    }),

    get(`${PATH}/:id`, 'look', async (visit) => {
      const chat = await waitingGroup(visit)
      const scope = visit.member.areaCode
      const around = aroundOf(visit.query('wilayah') ?? homeOf(chat), scope, gazetteer)
      const choices = around === undefined ? [] : await kimPages.inArea(around.code, MOST_CHOICES)
      return visit.page({
        title: chat.title,
        section: 'kims',
        trail: [
          { label: 'KIM', path: '/kim' },
          { label: 'Grup menunggu', path: PATH },
        ],
        children: (
          <GroupPage
            chat={chat}
            around={around}
            choices={choices}
            gazetteer={gazetteer}
            topics={topics}
            scope={scope}
            mayManage={visit.may('manage_kims')}
          />
        ),
      })
    }),

    post(`${PATH}/:id`, 'manage_kims', async (visit) => {
      const before = await waitingGroup(visit)
      const kimId = await chosenKim(visit)
      const { kim } = await kims.verifyGroup(
        visit.member.areaCode,
        { chatId: before.id, kimId },
        visit.member.name,
      )
      await desks.changed()
      await visit.record({
        action: 'memverifikasi grup',
        subject: 'kim',
        subjectId: kim.id,
        areaCode: regencyOf(kim.areaCode),
        after: { chat: before.id, title: before.title, channel: before.channel },
      })
      return visit.goTo(kimPath(kim.id), `Grup “${before.title}” sekarang milik ${kim.name}.`)
    }),
  ]
}
