import { isOtherLanguage } from './other-languages.ts'

export type SmallTalk = 'greeting' | 'thanks' | 'test' | 'agreement' | 'who' | 'swearing' | 'other_language'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const GREETING = words(
  'halo hallo hello helo hai hay hi hey p permisi punten assalamualaikum assalamualaikm asalamualaikum assalamu alaikum ass aslm waalaikumsalam salam selamat pagi siang sore malam met kayapa habar monggo sugeng enjing rahajeng',
)
const THANKS = words(
  'terima terimakasih kasih trima trimakasih makasih makasi mksh thanks thank thx tks trims tengkyu suwun nuwun matur syukron',
)
const TEST = words('test tes testing ping coba cek')
const AGREEMENT = words('ok oke okey okay sip siap siaap baik baiklah mantap iya ya noted paham mengerti')
/** Coarse words that name no animal or illness that a message could be about in earnest, unless they stand alone. */
const SWEARING = words(
  'anjing anjir anjrit anjay asu asuu bangsat bajingan goblok goblog tolol bego bodoh dungu idiot kontol memek ngentot kampret tai taik setan jancok jancuk cok cuk brengsek sialan keparat monyet pantek puki pukimak tolo babi fuck shit bullshit',
)
/** Who is it that they write with? */
const WHO = words('siapa sapa')
const WHOM = words(
  'kamu anda ini itu situ lu lo kau sampeyan pian ikam kalian sebenarnya sih ya yang dengan saya bicara',
)
/** Words that may stand beside coarse ones. */
const BESIDE_SWEARING = words(
  'lu lo loe kau kamu ini itu dasar emang memang semua pada gak ga nggak tidak guna berguna jelas jawab jawabannya kali banget bgt sih lah nya si',
)
/** Words that may stand beside the others. */
const COMPANIONS = words(
  'pak bu bapak ibu bang mas mbak kak kakak min admin bot gan om tante sekali banyak ya you infonya informasinya bantuannya wr wb warahmatullahi wabarakatuh juga semua semuanya kim kabar nih dong pian',
)
const ANY = [GREETING, THANKS, TEST, AGREEMENT, COMPANIONS]
/** Kinds by their own words, one of which must be there, and those that may stand beside them. */
const BY_OWN_WORDS: [SmallTalk, ReadonlySet<string>, ReadonlySet<string>[]][] = [
  ['swearing', SWEARING, [BESIDE_SWEARING, ...ANY]],
  ['who', WHO, [WHOM, ...ANY]],
]
const MAXIMUM_WORDS = 8
/** Greetings of several words, or in other letters. */
const GREETING_PHRASE = /(?<!\p{L})(?:(?:apa|kayapa|piye) (?:kabar(?:e|nya)?|habar)|السلام عليكم)(?!\p{L})/giu
const THUMB = /^(?:\s|👍|🙏|👌|😊|🙂|❤|\p{Emoji_Modifier}|\ufe0f)+$/u

/** The kind of small talk when a text is nothing else: "halo", "p", "makasih min 🙏". Undefined for anything to check. */
export function readSmallTalk(text: string): SmallTalk | undefined {
  if (text.trim() !== '' && THUMB.test(text)) return 'agreement'
  const said = text
    .toLowerCase()
    .replaceAll(/['’`-]/g, '')
    .replaceAll(GREETING_PHRASE, 'halo')
    .match(/[\p{L}\p{N}]+/gu)
  if (said === null) return undefined
  if (said.length <= MAXIMUM_WORDS) {
    const kind = kindOf(said)
    if (kind !== undefined) return kind
  }
  return isOtherLanguage(text) ? 'other_language' : undefined
}

function kindOf(said: string[]): SmallTalk | undefined {
  const has = (set: ReadonlySet<string>) => said.some((word) => set.has(word))
  const isAllOf = (sets: ReadonlySet<string>[]) => said.every((word) => sets.some((set) => set.has(word)))
  for (const [kind, own, beside] of BY_OWN_WORDS) if (has(own) && isAllOf([own, ...beside])) return kind
  if (!isAllOf(ANY)) return undefined
  if (has(THANKS)) return 'thanks'
  if (has(GREETING)) return 'greeting'
  if (has(TEST)) return 'test'
  return has(AGREEMENT) ? 'agreement' : undefined
}
