import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ChatAddress } from '../src/domain/message.ts'
import { openStorage } from '../src/storage/storage.ts'

/** A folder with a migrated database and an empty folder of announcements. */
export interface BenchFolder {
  databaseUrl: string
  broadcastsDir: string
  remove: () => Promise<void>
}

/** Subscribes one group for each address, all in one village, straight into the database. */
export async function makeFolderWithGroups(addresses: Iterable<ChatAddress>): Promise<BenchFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-broadcast-'))
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const path = join(folder, 'kabar-kim.db')
  const storage = await openStorage(`file:${path}`, () => new Date())
  await storage.close()
  const db = new Database(path)
  const addCommunity = db.prepare(
    'INSERT INTO Community (id, kind, name, areaCode, status, createdAt) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const addChat = db.prepare(
    'INSERT INTO Chat (id, communityId, channel, account, chatId, title, topics, status, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const now = new Date().toISOString()
  db.transaction(() => {
    let number = 0
    for (const { channel, account, chatId } of addresses) {
      number += 1
      addCommunity.run(`kim-${number}`, 'kim', `KIM ${number}`, '64.02.02.2004', 'verified', now)
      addChat.run(
        `chat-${number}`,
        `kim-${number}`,
        channel,
        account,
        chatId,
        `KIM ${number}`,
        '[]',
        'active',
        now,
      )
    }
  })()
  db.close()
  return {
    databaseUrl: `file:${path}`,
    broadcastsDir,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
