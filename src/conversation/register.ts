import type { SpeechRegister } from '../domain/community.ts'
import type { OutgoingMessage } from '../domain/message.ts'

/**
 * What differs between speaking with "Bapak/Ibu" and speaking as among friends. Our own sentences hold these words in
 * braces: `{sapaan}` for the person who is spoken to, `{semua}` for everyone in the group. A capital stays a capital.
 */
const WORDS: Record<string, Record<SpeechRegister, string>> = {
  sapaan: { formal: 'Bapak/Ibu', casual: 'Kak' },
  semua: { formal: 'Bapak/Ibu', casual: 'teman-teman' },
  maaf: { formal: 'maaf', casual: 'maaf ya' },
  mohon: { formal: 'mohon', casual: 'tolong' },
  silakan: { formal: 'silakan', casual: 'yuk' },
  baik: { formal: 'baik', casual: 'oke' },
  terimakasih: { formal: 'terima kasih', casual: 'makasih ya' },
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * The words of a register in the place of `{sapaan}` and the like. Only what we wrote has such braces: `escapeMarkup`
 * puts a backslash before each brace of a claim, a title or a name, and announcements do not come here.
 */
export function speak(message: OutgoingMessage, register: SpeechRegister): OutgoingMessage {
  const text = message.text.replaceAll(/(?<!\\)\{([A-Za-z]+)\}/g, (whole, name: string) => {
    const word = WORDS[name.toLowerCase()]?.[register]
    if (word === undefined) return whole
    return /^[A-Z]/.test(name) ? capital(word) : word
  })
  return text === message.text ? message : { ...message, text }
}
