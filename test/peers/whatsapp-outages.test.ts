import { afterEach, expect, inject, it } from 'vitest'
import { createTestClock, type TestClock } from '../support/test-clock.ts'
import { until } from '../support/whatsapp/bot.ts'
import { answerTo, countHeard, openOffice, type Office } from '../support/whatsapp/office.ts'

let office: Office

afterEach(() => office.close())

/** Waits for something while the clock goes on: fast while the bot is away, slowly while it has messages in flight. */
async function untilWhileTimePasses(
  clock: TestClock,
  { wa, bot }: Office,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let look = 0; !(await holds()); look += 1) {
    // A message must be acknowledged within ten seconds, and a busy machine is slow.
    if (!wa.isOnline(bot) || look % 100 === 20) clock.advance(1_000)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

it(
  'answers everybody once and in order through a day of a hundred lost connections',
  { timeout: 120_000 },
  async () => {
    const clock = createTestClock()
    office = await openOffice({ database: inject('emptyDatabase'), overrides: { clock } })
    await office.start()
    await office.pair()
    const member = await office.person('Warga')
    const group = office.wa.group({ subject: 'KIM', creator: member.account, members: [office.bot] })
    await answerTo(member, (await member.send(group.id, { text: '/status' })).key.id)
    member.inbox.splice(0)
    const before = clock.sleeps.length
    const asked: string[] = []
    for (let drop = 0; drop < 100; drop += 1) {
      office.wa.drop(office.bot)
      // Every other time somebody writes meanwhile.
      if (drop % 2 === 0) asked.push((await member.send(group.id, { text: '/status' })).key.id ?? '')
      const logins = office.wa.logins.get(office.bot) ?? 0
      await until(() => !office.wa.isOnline(office.bot))
      await untilWhileTimePasses(clock, office, () => (office.wa.logins.get(office.bot) ?? 0) > logins)
      // Every fifth line is cut again before the bot knows that it is connected.
      if (drop % 5 !== 4) {
        await untilWhileTimePasses(clock, office, async () => (await office.health()).state === 'connected')
      }
    }
    const answered = () =>
      member.inbox.map(({ message }) => message?.extendedTextMessage?.contextInfo?.stanzaId ?? '')
    await untilWhileTimePasses(clock, office, () => new Set(answered()).size >= asked.length)
    await untilWhileTimePasses(clock, office, () => office.wa.isOnline(office.bot))
    expect(answered().toSorted()).toEqual(asked.toSorted())
    // What a cut line made unreadable, the author's phone sends again: that comes later than it was written.
    const isLate = (id: string) => office.wa.resent.includes(id)
    expect(answered().filter((id) => !isLate(id))).toEqual(asked.filter((id) => !isLate(id)))
    expect(asked.filter((id) => !isLate(id)).length).toBeGreaterThan(40)
    expect(await office.reaches('connected')).toMatchObject({ httpStatus: 200 })
    expect(Math.max(...clock.sleeps.slice(before))).toBeLessThanOrEqual(60_000)
  },
)

it(
  'keeps its pace while a hundred log-ins in a row are refused, and then answers what came meanwhile',
  { timeout: 60_000 },
  async () => {
    const clock = createTestClock({ wakesAtOnce: true })
    office = await openOffice({ database: inject('emptyDatabase') })
    await office.start()
    await office.pair()
    await office.stop()
    const member = await office.person('Warga')
    const group = office.wa.group({ subject: 'KIM', creator: member.account, members: [office.bot] })
    office.wa.loginRefusal = 503
    // Only the waits between log-ins pass at once: a message may take its real time.
    const waits: number[] = []
    const hurried = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => {
        if (ms === 10_000)
          return new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
        waits.push(ms)
        return clock.sleep(ms, signal)
      },
    }
    await office.start({ whatsapp: { clock: hurried } })
    const questions = []
    for (let index = 0; index < 5; index += 1) {
      await until(() => waits.length >= index * 20)
      questions.push((await member.send(group.id, { text: '/status' })).key.id)
    }
    await until(() => waits.length >= 100)
    office.wa.loginRefusal = undefined
    for (const id of questions) await answerTo(member, id)
    for (const [index, wait] of waits.slice(0, 100).entries()) {
      const longest = Math.min(60_000, 1_000 * 2 ** index)
      expect(wait).toBeGreaterThanOrEqual(longest / 2)
      expect(wait).toBeLessThanOrEqual(longest)
    }
    expect(countHeard(member, /belum berlangganan/)).toBe(5)
  },
)
