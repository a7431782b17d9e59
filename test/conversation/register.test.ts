import { describe, expect, it } from 'vitest'
import { speak } from '../../src/conversation/register.ts'
import * as general from '../../src/conversation/replies/general.ts'
import { membership } from '../../src/conversation/replies/membership.ts'
import { clarification } from '../support/clarifications.ts'
import { quote, simulatorChat, startConversation } from '../support/conversation.ts'

describe('the way of speaking', () => {
  it('changes our own words only', () => {
    const sentence = { text: '{Maaf}, {sapaan}. {Silakan} tanya {semua}, \\{sapaan\\} dan {lain} tetap.' }
    expect(speak(sentence, 'formal').text).toBe(
      'Maaf, Bapak/Ibu. Silakan tanya Bapak/Ibu, \\{sapaan\\} dan {lain} tetap.',
    )
    expect(speak(sentence, 'casual').text).toBe(
      'Maaf ya, Kak. Yuk tanya teman-teman, \\{sapaan\\} dan {lain} tetap.',
    )
  })

  it('leaves no brace in any fixed sentence', () => {
    const fixed = [
      ...Object.values(general).flatMap((say) =>
        say.length === 0 ? [(say as typeof general.welcome)()] : [],
      ),
      ...(['stopped', 'kept', 'busy', 'admins_only', 'admin_unknown', 'expired', 'resumed'] as const).map(
        (type) => membership({ type }, { area: () => undefined, topic: (id) => id }) ?? { text: '' },
      ),
    ]
    for (const message of fixed) {
      for (const register of ['formal', 'casual'] as const) {
        expect(speak(message, register).text).not.toMatch(/[{}]/)
      }
    }
  })

  it('is the one that a group chose, and formal in private', async () => {
    const { inGroup, inPrivate, storage } = await startConversation()
    const chat = simulatorChat('grup-1')
    await storage.chats.subscribe(chat, {
      title: 'x',
      areaCodes: ['64.72'],
      topics: [],
      register: 'casual',
    })
    expect((await inGroup('/jeda 3 hari'))[0]?.text).toBe(
      'Maaf ya, hanya admin grup yang bisa mengatur ini. Yuk minta bantuan admin grup ya, Kak.',
    )
    expect((await inGroup('/berhenti', { senderId: 'admin' }))[0]?.choices).toHaveLength(2)
    expect((await inGroup('tidak', { senderId: 'admin' }))[0]?.text).toMatch(/^Oke, /)
    expect((await inPrivate('halo'))[0]?.text).toContain('Bapak/Ibu')
  })

  it('does not touch the words of a clarification', async () => {
    const { inGroup, storage, deps } = await startConversation()
    const explanation = 'Yth. Bapak/Ibu {sapaan}, mohon maaf: kabar ini tidak benar.'
    const claim = 'Kerbau terbang membagikan sembako gratis kepada Bapak/Ibu {sapaan} di lapangan bola'
    await storage.clarifications.save([
      clarification({ id: 'kerbau', claimReviewed: claim, circulatingTexts: [claim], explanation }),
    ])
    await deps.responder.refresh()
    const chat = simulatorChat('grup-1')
    await storage.chats.subscribe(chat, { title: 'x', areaCodes: ['64.72'], topics: [], register: 'casual' })
    const [answer] = await inGroup('/cek', { quoted: quote(claim) })
    expect(answer?.text).toContain('Bapak\\/Ibu \\{sapaan\\}\\, mohon maaf')
    expect(answer?.text).toContain('kepada Bapak\\/Ibu \\{sapaan\\}')
  })
})
