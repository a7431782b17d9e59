import { openStorage } from '../src/storage/storage.ts'
import type { Line } from './soak-mix.ts'
import type { SoakPeople } from './soak-platform.ts'
import { freePort, startSoakProcess, type SoakFolder, type SoakProcess } from './soak-process.ts'

/** The simulator keeps 200 messages of a chat: with few chats it is full before the first measurement. */
const GROUPS = 4

interface StoredState {
  chats: { chatId: string; next: number }[]
}

/** The simulator's page, used as people do without its script: the answer is there when the page comes back. */
export async function startSimulator(folder: SoakFolder): Promise<{ people: SoakPeople; bot: SoakProcess }> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const bot = await startSoakProcess(folder, {
    PORT: String(port),
    PUBLIC_URL: origin,
    SIMULATOR: 'true',
  })
  const post = async (path: string, fields: Record<string, string>) => {
    const response = await fetch(`${origin}/simulator${path}`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
    await response.arrayBuffer()
    if (response.status !== 303) throw new Error(`The simulator said ${response.status}.`)
  }
  for (let number = 0; number < GROUPS - 1; number += 1) await post('/groups', { title: `KIM ${number}` })
  let said = 0
  let ordinary = 0

  async function say(person: number, line: Line): Promise<void> {
    const chat = line.place === 'private' ? 'warga-1' : `grup-${(person % GROUPS) + 1}`
    said += 1
    if (line.kind === 'ordinary') ordinary += 1
    await post('/messages', {
      chat,
      group: chat,
      role: person < GROUPS ? 'admin' : 'anggota',
      text: line.text,
    })
  }

  return {
    bot,
    people: {
      name: 'Simulator',
      people: GROUPS * 2,
      // A page waits until the bot is done with everything.
      atOnce: 1,
      say,
      settled: () => Promise.resolve(),
      async count(recorded) {
        const storage = await openStorage(folder.databaseUrl, () => new Date())
        const memory = storage.channelMemory({ channel: 'simulator', account: 'simulator' })
        const json = (await memory.get('state', ['state'])).get('state') ?? '{"chats":[]}'
        await storage.close()
        const inChats = (JSON.parse(json) as StoredState).chats.reduce((sum, { next }) => sum + next - 1, 0)
        // What is stored of a group's greeting is no message of a person.
        const rows = recorded.filter(({ messageId }) => messageId !== 'bot_added')
        const greetings = recorded.length - rows.length
        const answered = rows.filter(({ ignored }) => ignored === null).length
        const needed = said - ordinary
        return {
          fromBot: inChats - said - greetings,
          answered,
          ignored: rows.length - answered,
          talk: ordinary,
          lost: Math.max(0, needed - rows.length),
          kept: Math.max(0, rows.length - needed),
          repeated: 0,
        }
      },
      stop: () => Promise.resolve(),
    },
  }
}
