import { AppError } from '../../domain/error.ts'
import type { ChannelState, Desks } from '../desks.ts'
import { get, post, type StaffRoute } from '../route.ts'
import type { Visit } from '../visit.tsx'
import { ChannelPage, ChannelsPage, LiveState, type ShownChannel } from './page.tsx'
import { channelTitle, pathOf, STATE_WORDS } from './words.ts'

const PATH = '/saluran'
const REFRESH_SECONDS = 5

/** Something that staff do with an account. */
interface Step {
  path: string
  /** For the record. */
  action: string
  /** For the person: what happened to it. */
  done: (title: string) => string
  run: (channel: ChannelState) => Promise<void>
}

/** Saluran: every account of the bot, and what can be done about it. */
export function channelRoutes(desks: Desks): StaffRoute[] {
  const { storage, channels, channelControl } = desks

  function channelOf(visit: Visit): ChannelState {
    const found = channels().find(
      ({ name, account }) => name === visit.param('name') && account === visit.param('account'),
    )
    if (found === undefined) throw new AppError('not_found', 'Saluran itu tidak ada.')
    return found
  }

  const shown = async (channel: ChannelState): Promise<ShownChannel> => {
    const { name, account } = channel
    return { channel, waiting: await storage.queueCounts.waiting({ channel: name, account }) }
  }

  const steps: Step[] = [
    {
      path: 'sambung',
      action: 'menyambungkan ulang saluran',
      done: (title) => `${title} sedang disambungkan ulang.`,
      run: ({ name, account }) => channelControl.reconnect(name, account),
    },
    {
      path: 'keluar',
      action: 'mengeluarkan bot dari ponsel',
      done: (title) => `Bot sudah keluar dari ${title}. Pasangkan lagi dengan ponsel.`,
      run: ({ name, account }) => channelControl.logOut(name, account),
    },
    {
      path: 'cabut-pembatasan',
      action: 'mencabut pembatasan saluran',
      done: (title) => `Pembatasan ${title} sudah dicabut. Siaran berjalan lagi.`,
      run: ({ name, account }) => channelControl.lift(name, account),
    },
  ]

  return [
    get(PATH, 'look', async (visit) =>
      visit.page({
        title: 'Saluran',
        section: 'channels',
        children: (
          <ChannelsPage
            shown={await Promise.all(channels().map(shown))}
            mayManage={visit.may('manage_channels')}
          />
        ),
      }),
    ),

    get(`${PATH}/:name/:account`, 'manage_channels', async (visit) => {
      const one = await shown(channelOf(visit))
      if (visit.isPart) return visit.part(<LiveState {...one} />)
      const title = channelTitle(one.channel, channels())
      return visit.page({
        title,
        section: 'channels',
        trail: [{ label: 'Saluran', path: PATH }],
        ...(one.channel.connection.state === 'connected' ? {} : { refreshSeconds: REFRESH_SECONDS }),
        children: <ChannelPage {...one} title={title} />,
      })
    }),

    ...steps.map(({ path, action, done, run }) =>
      post(`${PATH}/:name/:account/${path}`, 'manage_channels', async (visit) => {
        const before = channelOf(visit)
        await run(before)
        await desks.changed()
        const after = channelOf(visit)
        await visit.record({
          action,
          subject: 'channel',
          subjectId: `${before.name}/${before.account}`,
          before: {
            state: STATE_WORDS[before.connection.state].label,
            restriction: before.restriction ?? null,
          },
          after: { state: STATE_WORDS[after.connection.state].label },
        })
        return visit.goTo(pathOf(before), done(channelTitle(before, channels())))
      }),
    ),
  ]
}
