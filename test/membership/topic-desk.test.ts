import { describe, expect, it } from 'vitest'
import { topicIdOf } from '../../src/domain/topic.ts'
import { createTopicDesk, MOST_TOPICS } from '../../src/membership/topic-desk.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { temporaryDatabase, temporaryStorage } from '../support/temporary-storage.ts'

const ANI = { by: 'Ani' }

async function setUp() {
  const storage = await temporaryStorage()
  return { storage, desk: createTopicDesk(storage) }
}

describe('the list of topics', () => {
  it('begins with nine, and gets what staff add at its end', async () => {
    const { storage, desk } = await setUp()
    expect(desk.list()).toHaveLength(9)
    expect(await desk.add('  Seni &   budaya ', ANI)).toEqual({
      id: 'seni_budaya',
      label: 'Seni & budaya',
      isRetired: false,
    })
    expect(storage.topics.offered().at(-1)?.id).toBe('seni_budaya')
    expect((await storage.audit.list({ limit: 1 }))[0]).toMatchObject({
      by: 'Ani',
      action: 'menambahkan topik',
      subject: 'setting',
      subjectId: 'topic/seni_budaya',
      after: { label: 'Seni & budaya', isRetired: false },
    })
  })

  it('keeps the id of a topic that gets another name', async () => {
    const { storage, desk } = await setUp()
    await desk.rename('umum', 'Kabar umum', ANI)
    expect(storage.topics.labelOf('umum')).toBe('Kabar umum')
    await desk.rename('umum', 'KABAR UMUM', ANI)
    expect(desk.find('umum').label).toBe('KABAR UMUM')
  })

  it('offers a retired topic no more until it is brought back', async () => {
    const { storage, desk } = await setUp()
    await desk.retire('umum', ANI)
    expect(storage.topics.offered().map(({ id }) => id)).not.toContain('umum')
    expect(storage.topics.labelOf('umum')).toBe('Umum')
    await desk.restore('umum', ANI)
    expect(storage.topics.offered().map(({ id }) => id)).toContain('umum')
  })

  it.each([
    ['', 'Tulis nama topiknya'],
    ['a'.repeat(41), 'paling panjang 40 huruf'],
    ['🙂🙂🙂', 'terdiri dari huruf'],
    ['<b>tebal</b>', 'terdiri dari huruf'],
    ['Olahraga, seni', 'terdiri dari huruf'],
    ['العربية', 'terdiri dari huruf'],
    ['semua', 'sudah berarti lain'],
    ['bantuan', 'sudah berarti lain'],
    ['1 2 3', 'sudah berarti lain'],
    ['Hubungi 0812-3456-7890', 'Data pribadi tidak disimpan'],
  ])('does not take the name %j', async (name, sentence) => {
    const { desk } = await setUp()
    await expect(desk.add(name, ANI)).rejects.toThrow(sentence)
    expect(desk.list()).toHaveLength(9)
  })

  it('has no two topics of one name, however it is written', async () => {
    const { desk } = await setUp()
    await desk.retire('bencana', ANI)
    await expect(desk.add('KESEHATAN', ANI)).rejects.toThrow('Topik "Kesehatan" sudah ada.')
    await expect(desk.add('PERTANIAN  PERIKANAN', ANI)).rejects.toThrow('sudah ada')
    await expect(desk.add('Bencana', ANI)).rejects.toThrow('Tawarkan kembali saja')
    await expect(desk.rename('umum', 'Pendidikan', ANI)).rejects.toThrow('Topik "Pendidikan" sudah ada.')
    await expect(desk.rename('tidak-ada', 'Apa saja', ANI)).rejects.toThrow('Topik "tidak-ada" tidak ada.')
  })

  it('offers at least one, and no more than people can choose from', async () => {
    const { storage, desk } = await setUp()
    for (const { id } of desk.list().slice(1)) await desk.retire(id, ANI)
    await expect(desk.retire('kesehatan', ANI)).rejects.toThrow('Sedikitnya satu topik')
    for (let count = 1; count < MOST_TOPICS; count += 1)
      await desk.add(`Topik baru ${'abcdefghijklmnopqrstuvwxyz'[count]}`, ANI)
    expect(storage.topics.offered()).toHaveLength(MOST_TOPICS)
    await expect(desk.add('Satu lagi', ANI)).rejects.toThrow('Paling banyak 20 topik')
    await expect(desk.restore('umum', ANI)).rejects.toThrow('Paling banyak 20 topik')
  })

  it('is the same after a restart, and for another process that looks again', async () => {
    const url = await temporaryDatabase()
    const [first, second] = await Promise.all([1, 2].map(() => openStorage(url, () => new Date())))
    if (first === undefined || second === undefined) throw new Error('no storage')
    await createTopicDesk(first).add('Pariwisata', ANI)
    expect(second.topics.labelOf('pariwisata')).toBe('pariwisata')
    expect(await second.topics.refresh()).toBe(true)
    expect(await second.topics.refresh()).toBe(false)
    expect(second.topics.labelOf('pariwisata')).toBe('Pariwisata')
    await expect(createTopicDesk(second).add('pariwisata', ANI)).rejects.toThrow('sudah ada')
    await first.close()
    await second.close()
  })
})

describe("a topic's id", () => {
  it.each([
    ['Pertanian & perikanan', 'pertanian_perikanan'],
    ['  Sèni—Budaya ', 'seni_budaya'],
    ['IKN 2026', 'ikn_2026'],
    ['🙂', ''],
  ])('of %j is %j', (label, id) => {
    expect(topicIdOf(label)).toBe(id)
  })
})
