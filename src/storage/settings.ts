import type { Database } from './database.ts'

export type SettingStore = ReturnType<typeof createSettingStore>

/** Settings of this installation. */
export function createSettingStore(db: Database) {
  return {
    async get(key: string): Promise<string | undefined> {
      return (await db.setting.findUnique({ where: { key } }))?.value
    },

    /** Stores `value` unless there is one; returns the one that counts. */
    async getOrSet(key: string, value: string): Promise<string> {
      const row = await db.setting.upsert({ where: { key }, create: { key, value }, update: {} })
      return row.value
    },

    async set(key: string, value: string): Promise<void> {
      await db.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
    },
  }
}
