import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { createClarificationDesk } from '../../src/claims/clarification-desk.ts'
import { runClarifications } from '../../src/cli/clarifications/commands.ts'
import { createResponder } from '../../src/factcheck/responder.ts'
import { createLogger } from '../../src/logger.ts'
import { hashPicture } from '../../src/reading/picture-hash.ts'
import { seedClarifications } from '../support/clarifications.ts'
import { temporaryFolder, temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/reading/${name}`, import.meta.url))
const KNOWN = fixture('dark-chat.png')
const OTHER = fixture('no-letters.jpg')
const CLAIM = 'Jembatan Mahulu ditutup total selama tiga bulan karena tiangnya retak'

/** Staff at the command line, and the bot. */
async function setUp() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  await seedClarifications(storage)
  const desk = createClarificationDesk({ storage, clock })
  const printed: string[] = []
  const command = (...args: string[]) =>
    runClarifications([...args, '--oleh', args[0] === 'publish' ? 'Pemeriksa' : 'Penulis'], {
      desk,
      gazetteer: storage.gazetteer,
      hashPicture,
      print: (line) => printed.push(line),
    })
  const draft = (...options: string[]) =>
    command(
      'draft',
      'jembatan',
      '--klaim',
      CLAIM,
      '--penjelasan',
      'Jembatan tetap dibuka.',
      '--sumber',
      'Dinas PUPR | https://dpupr.kaltimprov.go.id',
      ...options,
    )
  const responder = createResponder({
    storage,
    clock,
    logger: createLogger('silent'),
    hashAsker: (channel, id) => `${channel}:${id}`,
  })
  const publish = async () => {
    await command('review', 'jembatan')
    await command('publish', 'jembatan')
    await responder.refresh()
  }
  const ask = async (bytes: Uint8Array, text = '') => {
    const pictureHash = (await hashPicture(bytes)) ?? ''
    return (await responder.answer({ channel: 'simulator', senderId: 'warga', text, pictureHash })).answer
  }
  return { desk, printed, draft, publish, ask }
}

it('suggests the clarification that a picture circulates with, and answers firmly only when the text agrees', async () => {
  const { draft, publish, ask, printed } = await setUp()
  await draft('--gambar', KNOWN)
  expect(printed.join('\n')).toContain('Gambar yang beredar: 1')
  await publish()
  const asForwarded = await sharp(KNOWN).resize(220).jpeg({ quality: 35 }).toBuffer()
  expect(await ask(asForwarded)).toMatchObject({
    type: 'suggested',
    candidates: [{ clarificationId: 'jembatan' }],
  })
  expect(await ask(asForwarded, 'lomba mewarnai tingkat TK dibuka besok pagi')).toMatchObject({
    type: 'suggested',
    candidates: [{ clarificationId: 'jembatan' }],
  })
  expect(await ask(asForwarded, CLAIM)).toMatchObject({
    type: 'clarified',
    match: { clarificationId: 'jembatan' },
  })
  expect(await ask(await readFile(OTHER), '')).toMatchObject({ type: 'ignored' })
})

it('keeps the pictures that are known when more are added, each once, and forgets them when told to', async () => {
  const { desk, draft } = await setUp()
  const known = async () => (await desk.show('jembatan')).draft?.content.pictureHashes ?? []
  await draft('--gambar', KNOWN, '--gambar', OTHER)
  await draft('--gambar', KNOWN)
  expect(await known()).toHaveLength(2)
  await draft('--putusan', 'menyesatkan')
  expect(await known()).toHaveLength(2)
  await draft('--tanpa-gambar', '--gambar', OTHER)
  expect(await known()).toEqual([await hashPicture(await readFile(OTHER))])
})

it('names the file that is no picture, or is not there, and stores nothing', async () => {
  const { desk, draft } = await setUp()
  const text = join(await temporaryFolder(), 'catatan.txt')
  await writeFile(text, 'bukan gambar')
  await expect(draft('--gambar', KNOWN, '--gambar', text)).rejects.toThrow(/bukan gambar yang dapat dibuka/)
  await expect(draft('--gambar', '/tidak/ada.jpg')).rejects.toThrow(/tidak dapat dibaca/)
  await expect(desk.show('jembatan')).rejects.toMatchObject({ code: 'not_found' })
})
