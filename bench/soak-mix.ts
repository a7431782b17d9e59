import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a person says, and where. Ordinary talk is the only thing that gets no answer. */
export interface Line {
  kind: 'question' | 'small talk' | 'command' | 'too short' | 'ordinary'
  place: 'private' | 'group'
  text: string
}

const SEED = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))
/** The bot answers twenty questions of one person in ten minutes. */
const QUESTIONS_PER_PERSON = 18

const SMALL_TALK = ['halo', 'terima kasih', 'assalamualaikum', 'ok siap', 'makasih min 🙏', 'tes']
const COMMANDS = ['/start', '/bantuan', '/tentang', '/privasi', '/langganan', '/cuaca']
const ORDINARY = [
  'Besok kerja bakti jam tujuh ya bapak ibu, kumpul di balai desa',
  'siap pak',
  'Alhamdulillah panennya bagus tahun ini',
  'Ada yang punya nomor tukang ledeng?',
  '👍👍',
]

function circulatingTexts(): string[] {
  const lines = readFileSync(SEED, 'utf8').trim().split('\n')
  return lines.flatMap((line) => (JSON.parse(line) as { circulatingTexts: string[] }).circulatingTexts)
}

const madeUp = (number: number) =>
  `Katanya pasar malam ke-${number} di lapangan dekat jembatan dipindah hari Kamis, benarkah begitu bapak ibu?`

const fromList = (list: readonly string[], number: number) => list[number % list.length] ?? ''

/** The lines of one person after the other; the same for the same number. Nobody asks more than the bot answers. */
export function createMix(): (person: number) => Line {
  const known = circulatingTexts()
  const said = new Map<number, { lines: number; questions: number }>()

  const question = (number: number) => (number % 4 === 3 ? madeUp(number) : fromList(known, number * 7))

  function lineOf(number: number, step: number, mayAsk: boolean): Line {
    const inPrivate = (kind: Line['kind'], text: string): Line => ({ kind, place: 'private', text })
    const inGroup = (kind: Line['kind'], text: string): Line => ({ kind, place: 'group', text })
    if (step % 3 === 0 && mayAsk) {
      return step % 6 === 0
        ? inPrivate('question', question(number))
        : inGroup('question', `/cek ${question(number)}`)
    }
    if (step % 3 === 0) return inPrivate('command', fromList(COMMANDS, number))
    if (step % 6 === 1) return inPrivate('small talk', fromList(SMALL_TALK, number))
    if (step % 6 === 2) return inGroup('ordinary', fromList(ORDINARY, number))
    return step % 6 === 4 ? inGroup('command', '/status') : inPrivate('too short', `hoaks${number}`)
  }

  return (person) => {
    const count = said.get(person) ?? { lines: 0, questions: 0 }
    const line = lineOf(person * 31 + count.lines, count.lines, count.questions < QUESTIONS_PER_PERSON)
    said.set(person, {
      lines: count.lines + 1,
      questions: count.questions + (line.kind === 'question' ? 1 : 0),
    })
    return line
  }
}
