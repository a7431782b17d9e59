import type { TopicEntry } from '../../domain/topic.ts'
import { createTopicDesk, type TopicDesk } from '../../membership/topic-desk.ts'
import type { Terminal } from '../terminal.ts'
import { readOptions, UsageError } from '../usage.ts'
import { withStorage } from '../with-storage.ts'

const USAGE = `Cara pakai: npm run kabar -- topics PERINTAH

  list                     semua topik, juga yang tidak ditawarkan lagi
  add NAMA --oleh SIAPA    topik baru, misalnya add "Seni & budaya"
  rename ID NAMA --oleh SIAPA
  retire ID --oleh SIAPA   tidak ditawarkan lagi; grup dan siaran yang memakainya tidak berubah
  restore ID --oleh SIAPA  ditawarkan kembali

  --by      sama dengan --oleh
  --json    keluaran untuk mesin`

const OPTIONS = { oleh: { type: 'string' }, by: { type: 'string' }, json: { type: 'boolean' } } as const

/** How many words follow each command. */
const WORDS = { list: 0, add: 1, rename: 2, retire: 1, restore: 1 } as const
type TopicCommand = keyof typeof WORDS

interface TopicRequest {
  command: TopicCommand
  words: string[]
  by: string
  isJson: boolean
}

const isCommand = (name: string): name is TopicCommand => Object.hasOwn(WORDS, name)

function readTopicArguments(args: string[]): TopicRequest {
  const fail = (reason: string): never => {
    throw new UsageError(`${reason}\n\n${USAGE}`)
  }
  const { values, positionals } = readOptions(args, OPTIONS, USAGE)
  const [command = '', ...words] = positionals
  if (!isCommand(command)) return fail('Perintah itu tidak dikenal.')
  if (words.length < WORDS[command]) return fail('Ada yang kurang sesudah perintahnya.')
  if (words.length > WORDS[command]) return fail('Terlalu banyak kata. Apit nama dengan tanda petik.')
  const by = (values.oleh ?? values.by ?? '').trim()
  if (command !== 'list' && by === '') return fail('Tulis siapa yang melakukannya: --oleh NAMA.')
  return { command, words, by, isJson: values.json === true }
}

const lineOf = ({ id, label, isRetired }: TopicEntry) =>
  `${id.padEnd(22)} ${label}${isRetired ? ' (tidak ditawarkan lagi)' : ''}`

function perform({ command, words, by }: TopicRequest, desk: TopicDesk): TopicEntry[] | Promise<TopicEntry> {
  const [first = '', second = ''] = words
  switch (command) {
    case 'list':
      return desk.list()
    case 'add':
      return desk.add(first, { by })
    case 'rename':
      return desk.rename(first, second, { by })
    case 'retire':
      return desk.retire(first, { by })
    case 'restore':
      return desk.restore(first, { by })
  }
}

/** `topics …`: what announcements are about. Rejects with `UsageError` or `AppError`. */
export async function runTopics(args: string[], terminal: Terminal): Promise<void> {
  const request = readTopicArguments(args)
  await withStorage(terminal.env, async ({ storage }) => {
    const result = await perform(request, createTopicDesk(storage))
    const entries = [result].flat()
    terminal.print(request.isJson ? JSON.stringify(result, undefined, 2) : entries.map(lineOf).join('\n'))
  })
}
