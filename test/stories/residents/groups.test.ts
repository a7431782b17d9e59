import { describe, expect, it } from 'vitest'
import { groupTalk, startSide } from '../../support/residents.ts'
import { PLATFORMS, type Platform } from '../../support/town.ts'
import { createSkippingClock } from '../../support/whatsapp/skipping-clock.ts'
import { HOAX, STRANGE } from './hoax.ts'

const HOUR_MS = 3_600_000
const FIRM = /PENIPUAN[\s\S]*Otorita IKN[\s\S]*Sumber: /
/** Reminds of two seeded clarifications, and is none of them. */
const VAGUE = 'bantuan sosial bansos cair lewat link'

/** Two neighbours in one group, and one of them in another group too. */
async function startNeighbours(platform: Platform) {
  const clock = createSkippingClock()
  const { resident, group } = await startSide(platform, { clock })
  const [ani, budi] = [await resident('Ani'), await resident('Budi')]
  const street = await group('Warga RT 5', [ani, budi])
  const choir = await group('Paduan suara', [ani])
  return {
    clock,
    ani: groupTalk(ani.in(street)),
    budi: groupTalk(budi.in(street)),
    elsewhere: groupTalk(ani.in(choir)),
  }
}

describe.each(PLATFORMS)('a group on %s', (platform) => {
  it('hears nothing from the bot unless somebody turns to it, and then a reply', async () => {
    const { ani, budi } = await startNeighbours(platform)
    const hello = ani.heard().length
    const forwarded = await ani.writes(HOAX, { forwarded: true })
    const unasked = [
      forwarded,
      await budi.writes('wah, benarkah ini?', { replyTo: forwarded }),
      await budi.writes('makasih infonya bu'),
      await ani.writes('cek dulu ya sebelum disebar'),
      await budi.sends({ type: 'sticker' }),
    ]
    await ani.settles()
    expect(unasked.map((id) => ani.answers(id))).toEqual([0, 0, 0, 0, 0])
    expect(ani.heard()).toHaveLength(hello + 1)

    const question = await budi.writes('/cek', { replyTo: forwarded })
    expect(await budi.answerTo(question)).toMatchObject({ text: expect.stringMatching(FIRM), choices: [] })
    await budi.settles()
    expect(budi.heard()).toHaveLength(hello + 3)
  }, 60_000)

  it('may turn to it by a command, a mention, or a reply to what it said', async () => {
    const { ani, budi, clock } = await startNeighbours(platform)
    const forwarded = await ani.writes(HOAX, { forwarded: true })
    const answer = await budi.says(`/cek ${HOAX}`)
    expect(answer.text).toMatch(FIRM)
    clock.skip(HOUR_MS)
    expect((await ani.says(HOAX, { replyTo: answer.id })).text).toMatch(FIRM)
    clock.skip(HOUR_MS)
    expect((await budi.says('ini benar?', { replyTo: forwarded, mentionsBot: true })).text).toMatch(FIRM)
    clock.skip(HOUR_MS)
    expect((await ani.says(HOAX, { mentionsBot: true })).text).toMatch(FIRM)
    expect((await ani.says('/cek')).text).toMatch(/Balas pesan|balas pesan/)
    expect((await budi.says('', { mentionsBot: true })).text).toMatch(/Balas pesan|balas pesan/)
  }, 60_000)

  it('hears an answer at most once an hour, and another group hears its own', async () => {
    const { ani, budi, elsewhere, clock } = await startNeighbours(platform)
    expect((await ani.says(`/cek ${HOAX}`)).text).toMatch(FIRM)
    expect((await ani.says(`/cek ${STRANGE}`)).text).toMatch(
      /belum punya klarifikasi[\s\S]*kami balas di sini/,
    )
    const again = [
      await budi.writes(`/cek ${HOAX}`),
      await budi.writes(`/cek ${STRANGE}`),
      await ani.writes(HOAX, { mentionsBot: true }),
    ]
    await ani.settles()
    await budi.settles()
    expect(again.map((id) => ani.answers(id))).toEqual([0, 0, 0])
    expect((await elsewhere.says(`/cek ${HOAX}`)).text).toMatch(FIRM)

    clock.skip(HOUR_MS)
    expect((await budi.says(`/cek ${HOAX}`)).text).toMatch(FIRM)
    expect((await budi.says(`/cek ${STRANGE}`)).text).toMatch(/belum punya klarifikasi/)
  }, 60_000)

  it('is offered one thing at most that a message may mean, and anybody there may pick it', async () => {
    const { ani, budi } = await startNeighbours(platform)
    const offer = await ani.says(`/cek ${VAGUE}`)
    expect(offer.text).toContain('Belum ada klarifikasi yang persis sama')
    expect(offer.choices).toEqual([expect.stringMatching(/bansos/i), 'Bukan salah satu dari ini'])
    await budi.picks(offer.choices[0] ?? '')
    await expect.poll(() => budi.heard().at(-1)?.text, { timeout: 20_000 }).toMatch(/Sumber: /)
  }, 60_000)
})

describe.each(PLATFORMS)('a private chat on %s', (platform) => {
  it('is offered all that a message may mean', async () => {
    const { resident } = await startSide(platform)
    const { inPrivate } = await resident('Ani')
    await inPrivate.writes(VAGUE)
    const { choices } = await inPrivate.hears((line) => line.choices.length > 0)
    expect(choices).toHaveLength(3)
    expect(choices.at(-1)).toBe('Bukan salah satu dari ini')
  }, 60_000)
})
