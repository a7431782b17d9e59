export type SmallTalk = 'greeting' | 'thanks' | 'test' | 'agreement'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const GREETING = words(
  'halo hallo hello helo hai hay hi hey p permisi punten assalamualaikum assalamualaikm asalamualaikum assalamu alaikum ass aslm waalaikumsalam salam selamat pagi siang sore malam met',
)
const THANKS = words(
  'terima terimakasih kasih trima trimakasih makasih makasi mksh thanks thank thx tks trims tengkyu suwun nuwun matur syukron',
)
const TEST = words('test tes testing ping coba cek')
const AGREEMENT = words('ok oke okey okay sip siap siaap baik baiklah mantap iya ya noted paham mengerti')
/** Words that may stand beside the others. */
const COMPANIONS = words(
  'pak bu bapak ibu bang mas mbak kak kakak min admin bot gan om tante sekali banyak ya you infonya informasinya bantuannya wr wb warahmatullahi wabarakatuh juga semua semuanya kim kabar nih dong',
)
const ANY = [GREETING, THANKS, TEST, AGREEMENT, COMPANIONS]
const MAXIMUM_WORDS = 8
const THUMB = /^(?:\s|👍|🙏|👌|😊|🙂|❤|\p{Emoji_Modifier}|\ufe0f)+$/u

/** The kind of small talk when a text is nothing else: "halo", "p", "makasih min 🙏". Undefined for anything to check. */
export function readSmallTalk(text: string): SmallTalk | undefined {
  if (text.trim() !== '' && THUMB.test(text)) return 'agreement'
  const said = text
    .toLowerCase()
    .replaceAll(/['’`-]/g, '')
    .match(/[\p{L}\p{N}]+/gu)
  if (said === null || said.length > MAXIMUM_WORDS) return undefined
  if (!said.every((word) => ANY.some((set) => set.has(word)))) return undefined
  const has = (set: ReadonlySet<string>) => said.some((word) => set.has(word))
  if (has(THANKS)) return 'thanks'
  if (has(GREETING)) return 'greeting'
  if (has(TEST)) return 'test'
  return has(AGREEMENT) ? 'agreement' : undefined
}
