import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Bench } from './contract/bench.ts'
import { describeFailing } from './contract/failing.ts'
import { describeIncoming } from './contract/incoming.ts'
import { describeLife, describeNews } from './contract/living.ts'
import { describeOutgoing } from './contract/outgoing.ts'
import { sentencesOf } from './contract/sentence.ts'
import { simulatorPlatform } from './contract/simulator-bench.ts'
import { telegramByPolling, telegramByWebhook } from './contract/telegram-bench.ts'
import { whatsAppPlatform } from './contract/whatsapp-bench.ts'

const PLATFORMS = [telegramByPolling, telegramByWebhook, whatsAppPlatform, simulatorPlatform]

const CHAPTERS = [
  ['what the bot writes', describeOutgoing],
  ['a message that does not go out', describeFailing],
  ['what people write', describeIncoming],
  ['the bot is told', describeNews],
  ['the connection', describeLife],
] as const

describe.each(PLATFORMS.map((platform) => [platform.name, platform] as const))('on %s', (_, platform) => {
  let opened: Bench | undefined
  const bench = () => {
    if (opened === undefined) throw new Error('The platform is not open.')
    return opened
  }

  beforeAll(async () => {
    opened = await platform.open()
  })
  afterEach(() => {
    bench().onEvent = () => Promise.resolve()
  })
  afterAll(() => bench().close())

  describe.each(CHAPTERS)('%s', (_, write) => {
    const sentences = sentencesOf(platform, write).map((one) => [one.words, one] as const)
    it.for(sentences)('%s', async ([, { lacking, check }], { skip }) => {
      skip(lacking !== undefined, lacking)
      expect.hasAssertions()
      await check(bench())
    })
  })
})
