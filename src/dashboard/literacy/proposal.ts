import type { SettingStore } from '../../storage/settings.ts'

const KEY = 'literacy_proposal'

/** Who wants tips and quizzes, until somebody else agrees. */
export const openProposal = (settings: SettingStore) => ({
  /** The name; undefined when nobody does. */
  read: async (): Promise<string | undefined> => (await settings.get(KEY)) || undefined,
  write: (by: string) => settings.set(KEY, by),
  clear: () => settings.set(KEY, ''),
})
