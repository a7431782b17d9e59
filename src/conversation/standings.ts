import type { Channel, PostingChange, Standing } from '../domain/channel.ts'
import type { ChatObstacle } from '../domain/community.ts'
import { SendError } from '../domain/error.ts'
import type { ChatAddress } from '../domain/message.ts'

/** The best comes first: one number of the bot that may write is enough. */
const BEST_FIRST: readonly Standing[] = ['admin', 'member', 'barred', 'outside']

/** What a change says by itself, where the platform cannot be asked. `demoted` alone keeps nobody from writing. */
const TOLD: Record<PostingChange, ChatObstacle | 'none' | 'unknown'> = {
  promoted: 'none',
  demoted: 'unknown',
  restricted: 'announce_only',
  opened: 'none',
  topic_closed: 'topic_closed',
  topic_opened: 'none',
}

/** Asks the platforms whether the bot may write in a group, with whichever of its numbers. */
export function createStandings(channelsIn: (chat: ChatAddress) => Channel[]) {
  /** Undefined when the platform cannot say, or cannot be asked. */
  async function ask(chat: ChatAddress): Promise<Standing | undefined> {
    const heard = new Set<Standing>()
    for (const channel of channelsIn(chat)) {
      try {
        const standing = await channel.standing?.(chat)
        if (standing !== undefined) heard.add(standing)
      } catch (error) {
        if (!(error instanceof SendError)) throw error
      }
    }
    return BEST_FIRST.find((standing) => heard.has(standing))
  }

  const canAsk = (chat: ChatAddress) => channelsIn(chat).some((channel) => channel.standing !== undefined)

  return {
    ask,
    /**
     * What keeps the bot from writing in a group after a change: asked for now, because events come twice and in any
     * order. `before`: what is known. The platforms do not tell whether a topic is closed: there the change counts, except
     * for an admin.
     */
    async obstacleAfter(
      chat: ChatAddress,
      change: PostingChange,
      before: ChatObstacle | undefined,
    ): Promise<ChatObstacle | 'none' | 'unknown'> {
      if (!canAsk(chat)) return TOLD[change]
      const standing = await ask(chat)
      if (standing === undefined || standing === 'outside') return 'unknown'
      if (standing === 'admin') return 'none'
      if (standing === 'barred') return 'announce_only'
      const isAboutTopic = change === 'topic_closed' || change === 'topic_opened'
      if (isAboutTopic) return TOLD[change]
      return before === 'topic_closed' ? 'topic_closed' : 'none'
    },
  }
}
