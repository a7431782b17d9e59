import { readFile, writeFile } from 'node:fs/promises'
import { PROVINCE_CODE, type AreaCode } from '../../domain/area.ts'
import type { Chat } from '../../domain/community.ts'
import { AppError } from '../../domain/error.ts'
import { placeOf, type Gazetteer } from '../../domain/gazetteer.ts'
import { kimNameKey, KIM_STATUS_LABEL, type Kim, type KimDetails } from '../../domain/kim.ts'
import { CHANNEL_NAMES, type ChatAddress } from '../../domain/message.ts'
import type { TopicList } from '../../domain/topic.ts'
import type { KimDesk } from '../../membership/kim-desk.ts'
import { toCsv } from '../../membership/kim-files/export.ts'
import { ANY_AREA, readArea, readScope } from '../area.ts'
import { topicsOf, type KimRequest } from './arguments.ts'
import { codeLines, groupLines, importLines, listLines, recordLines } from './print.ts'

export interface KimCommandDeps {
  desk: KimDesk
  gazetteer: Gazetteer
  topics: TopicList
  /** Our own id of the group at an address, on any account. */
  chatIdAt: (address: Pick<ChatAddress, 'channel' | 'chatId'>) => Promise<string | undefined>
}

/** What came of a command: for machines, and in words. */
export interface KimOutcome {
  result: unknown
  lines: string[]
  /** False when a part of what was asked for was refused. */
  isComplete: boolean
}

const SHORTEST_ID = 4

/** The id of the KIM that is meant. What is no KIM anywhere is left to the desk to refuse. */
async function kimIdOf(text: string, desk: KimDesk): Promise<string> {
  const all = await desk.list(PROVINCE_CODE)
  const byId = all.filter(({ id }) => id === text || (text.length >= SHORTEST_ID && id.startsWith(text)))
  const meant = byId.length > 0 ? byId : all.filter(({ name }) => kimNameKey(name) === kimNameKey(text))
  if (meant.length < 2) return meant[0]?.id ?? text
  const ids = meant.map(({ id, areaCode }) => `${id} (${areaCode})`)
  throw new AppError('conflict', `Ada ${meant.length} KIM yang cocok. Pakai ID-nya: ${ids.join(', ')}.`)
}

/** A group by our id, or by its address: `telegram:-100123`. */
async function chatIdOf(text: string, { chatIdAt }: KimCommandDeps): Promise<string> {
  const [name, ...rest] = text.split(':')
  const channel = CHANNEL_NAMES.find((one) => one === name)
  if (channel === undefined) return text
  return (await chatIdAt({ channel, chatId: rest.join(':') })) ?? text
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch {
    throw new AppError('invalid', `Berkas ${file} tidak dapat dibaca.`)
  }
}

async function writeTo(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch {
    throw new AppError('invalid', `Berkas ${file} tidak dapat ditulis.`)
  }
}

const done = (result: unknown, ...lines: string[]): KimOutcome => ({ result, lines, isComplete: true })

/** Without the platform's id: on WhatsApp it may hold the number of whoever made the group. */
const shown = ({ id, title, channel, status, areaCodes, topics }: Chat) => ({
  id,
  title,
  channel,
  status,
  areaCodes,
  topics,
})

async function change(request: KimRequest, scope: AreaCode, deps: KimCommandDeps): Promise<KimOutcome> {
  const { desk, gazetteer, topics } = deps
  const { command, words, by, area } = request
  const details = { ...request.details, ...topicsOf(request, topics) }
  const [first = '', second = ''] = words
  const place =
    area === undefined ? {} : { areaCode: readArea(area, gazetteer, { ...ANY_AREA, near: scope }).code }
  const tell = (kim: Kim, what: string) =>
    done(
      kim,
      `${what}: ${kim.name}, ${placeOf(kim.areaCode, gazetteer)}, ${KIM_STATUS_LABEL[kim.status]} (${kim.id})`,
    )
  if (command === 'add') {
    const { name = '' } = details
    const { areaCode = '' }: Partial<KimDetails> = place
    return tell(await desk.add(scope, { ...details, name, areaCode }, by), 'Ditambahkan')
  }
  if (command === 'verify') {
    const [chatId, kimId] = [await chatIdOf(first, deps), await kimIdOf(second, desk)]
    const { kim, chat } = await desk.verifyGroup(scope, { chatId, kimId }, by)
    return done({ kim, chat: shown(chat) }, `Grup "${chat.title}" sekarang milik ${kim.name}.`)
  }
  const id = await kimIdOf(first, desk)
  if (command === 'edit') return tell(await desk.edit(scope, id, { ...details, ...place }, by), 'Diubah')
  if (command === 'remove') return tell(await desk.remove(scope, id, by), 'Dihapus')
  if (command === 'code') {
    const issued = await desk.issueCode(scope, id, by)
    return done(issued, ...codeLines(issued.kim.name, issued))
  }
  if (command === 'revoke') {
    const result = await desk.revokeCodes(scope, id, by)
    return done(
      result,
      `${result.revoked} kode ${result.kim.name} dicabut. Grup yang sudah terhubung tetap terhubung.`,
    )
  }
  const { status = 'registered' } = details
  return tell(await desk.setStatus(scope, id, status, by), 'Diubah')
}

/** Does one command. Rejects with `AppError` when it cannot be done. */
export async function performKim(request: KimRequest, deps: KimCommandDeps): Promise<KimOutcome> {
  const { desk, gazetteer, topics } = deps
  const { command, words, by, q, details, isJson } = request
  const [first = ''] = words
  const scope = readScope(request, gazetteer)
  switch (command) {
    case 'list': {
      const { status } = details
      const filter = { ...(status === undefined ? {} : { status }), ...(q === undefined ? {} : { q }) }
      const kims = await desk.list(scope, filter)
      return done(kims, ...listLines(kims, gazetteer))
    }
    case 'groups': {
      const groups = await desk.publicGroups(scope)
      return done(groups.map(shown), ...groupLines(groups, gazetteer))
    }
    case 'show': {
      const record = await desk.show(scope, await kimIdOf(first, desk))
      return done(
        { ...record, chats: record.chats.map(shown) },
        ...recordLines(record, { gazetteer, topics }),
      )
    }
    case 'import': {
      const result = await desk.import(scope, await contentOf(first), by)
      return { result, lines: importLines(result), isComplete: result.errors === 0 }
    }
    case 'export': {
      const kims = await desk.export(scope)
      if (first === '') return done(kims, toCsv(kims, topics).trimEnd())
      await writeTo(first, isJson ? `${JSON.stringify(kims, undefined, 2)}\n` : toCsv(kims, topics))
      return done({ kims: kims.length, file: first }, `${kims.length} KIM ditulis ke ${first}.`)
    }
    case 'add':
    case 'edit':
    case 'status':
    case 'remove':
    case 'code':
    case 'revoke':
    case 'verify':
      return change(request, scope, deps)
  }
}
