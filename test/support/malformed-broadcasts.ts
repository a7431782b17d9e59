import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './temporary-storage.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/broadcasts-malformed/', import.meta.url))

/** Every bad file, and the fields that must be named. Everything else in the folder is good. */
export const BAD_FILES: Record<string, string[]> = {
  'Nama Dengan Spasi.md': ['id'],
  'ambiguous-area.md': ['audience.areas'],
  'at-and-cron.md': ['schedule'],
  'attachment-missing.md': ['attachment'],
  'attachment-not-a-picture.md': ['attachment'],
  'attachment-outside.md': ['attachment'],
  'attachment-through-link.md': ['attachment'],
  'audience-is-text.md': ['audience'],
  'bad-priority.md': ['priority'],
  'bad-sample.md': ['sample'],
  'bad-yaml.md': ['front matter'],
  'body-too-long.md': ['isi'],
  'caption-too-long.md': ['isi'],
  'cron-out-of-range.md': ['schedule.cron'],
  'date-without-time.md': ['schedule.at'],
  'duplicate-key.md': ['front matter'],
  'empty-audience.md': ['audience.areas'],
  'empty.md': ['front matter'],
  'except-everything.md': ['audience.except'],
  'expired.md': ['expires'],
  'expires-before-at.md': ['expires'],
  'five-megabytes.md': ['berkas'],
  'front-matter-list.md': ['front matter'],
  'id-with-spaces.md': ['id'],
  'impossible-cron.md': ['schedule.cron'],
  'impossible-date.md': ['schedule.at'],
  'latin-1.md': ['berkas'],
  'many-problems.md': [
    'title',
    'programme',
    'topic',
    'expires',
    'audience.umur',
    'audience.areas',
    'schedule.at',
    'isi',
  ],
  'missing-body.md': ['isi'],
  'no-front-matter.md': ['front matter'],
  'no-schedule.md': ['schedule', 'schedule.until'],
  'past-date.md': ['schedule.at'],
  'picture-too-big.md': ['attachment'],
  'six-field-cron.md': ['schedule.cron'],
  'source-not-https.md': ['sources'],
  'title-missing.md': ['title'],
  'title-too-long.md': ['title'],
  'title-two-lines.md': ['title'],
  'too-many-aliases.md': ['front matter'],
  'too-often.md': ['schedule.cron'],
  'unknown-area.md': ['audience.areas'],
  'unknown-channel.md': ['channels'],
  'unknown-code.md': ['audience.areas'],
  'unknown-key.md': ['program', 'programme'],
  'unknown-kind.md': ['audience.kinds'],
  'unknown-topic.md': ['topic'],
  'unterminated-front-matter.md': ['front matter'],
  'until-past.md': ['schedule.until'],
  'until-with-at.md': ['schedule.until'],
  'utf-16-without-mark.md': ['berkas'],
  'utf-16.md': ['berkas'],
  'zz-duplicate-id.md': ['id'],
}

export const GOOD_IDS = ['good-once', 'good-picture', 'good-recurring', 'good-windows']

/** The text of a good announcement; each override replaces one line of its front matter, or adds one. */
export function announcement(overrides: Record<string, string> = {}, body = 'Bawa buku KIA.'): string {
  const keys = {
    title: 'Jadwal posyandu',
    programme: 'Posyandu',
    topic: 'kesehatan',
    audience: '{ areas: [Kota Samarinda] }',
    schedule: '{ cron: "0 8 * * 1" }',
    author: 'Penulis',
    approved_by: 'Pemeriksa',
    ...overrides,
  }
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${value}`)
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`
}

/** A copy of the malformed files in a folder of its own, with the ones that do not belong into a repository. */
export async function malformedFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'broadcasts')
  await cp(FIXTURES, folder, { recursive: true })
  await writeFile(join(folder, 'empty.md'), '')
  await writeFile(join(folder, 'five-megabytes.md'), announcement({}, 'Bawa buku KIA. '.repeat(350_000)))
  const bigPicture = Buffer.alloc(1024 * 1024 + 1)
  bigPicture.set([0xff, 0xd8, 0xff])
  await writeFile(join(folder, 'images/big.jpg'), bigPicture)
  await writeFile(join(folder, 'picture-too-big.md'), announcement({ attachment: 'images/big.jpg' }))
  await writeFile(join(folder, '../secret.jpg'), bigPicture.subarray(0, 100))
  await symlink('../../secret.jpg', join(folder, 'images/link.jpg'))
  await writeFile(join(folder, 'attachment-through-link.md'), announcement({ attachment: 'images/link.jpg' }))
  await mkdir(join(folder, 'folder.md'))
  return folder
}
