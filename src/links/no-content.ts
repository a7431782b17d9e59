import { foldHost } from './canonical.ts'
import type { PageContent } from './page-content.ts'

/** Pages that answer with 200 and say nothing of what was linked. */
export type Emptiness = 'login' | 'error_page' | 'empty'

const PLATFORMS = String.raw`(?:facebook|instagram|tiktok|threads|linkedin|twitter|x|whatsapp|google|(?:akun )?google(?: accounts?)?|youtube|telegram)`
const LOGIN_TITLES = [
  String.raw`(?:log ?in|log into|sign ?in|login|masuk|masuk log)(?: (?:to|into|ke|di|with|dengan|-))? ?${PLATFORMS}?`,
  String.raw`${PLATFORMS}(?: ?[-–—|•.:] ?)?(?:log ?in|sign ?in|login|masuk)(?: (?:or|atau) (?:sign up|daftar))?`,
  'log ?in or sign up(?: to view)?',
  'masuk atau (?:daftar|buat akun)',
  '(?:log ?in|sign ?in|masuk) (?:to|ke) (?:your account|akun anda|continue)',
  'sign up|create (?:an |your )?account',
]
/** A platform shows only its own name when it hides the post. */
const BARE_PLATFORM =
  /^(?:facebook|instagram|tiktok(?: - make your day)?|x|twitter|threads|linkedin|x\. it.s what.s happening(?: \/ x)?)$/i

const NOT_FOUND = String.raw`(?:(?:oops|maaf|sorry|ups)[!,. ]{0,5})?(?:(?:the |this )?(?:page|file|site|post|article|content|video|link|url|object|halaman|laman|berita|artikel|konten|situs|data)(?: (?:you requested|you are looking for|yang anda (?:cari|tuju|minta)|ini|web))? )?(?:(?:was |is |could |can ?)?(?:not|n.t)(?: be)? found|(?:tidak|tak|nggak) (?:di)?temukan|tidak tersedia|is(?:n.t| not) available|unavailable|has been removed|telah dihapus)`
const STATUS_TEXT = String.raw`bad request|unauthori[sz]ed|forbidden|gone|too many requests|internal server error|server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|web server is down|error`
const ERROR_TITLES = [
  String.raw`(?:http )?(?:error |kesalahan )?[45]\d\d(?: ?error| ?page)?(?: ?[-:–!.|]{0,3} ?(?:${NOT_FOUND}|${STATUS_TEXT}))?!?`,
  NOT_FOUND,
  `${STATUS_TEXT}|access denied|access to this page has been denied|akses ditolak`,
  // Checks that only a browser with a person passes.
  String.raw`just a moment|attention required|checking your browser.{0,40}|ddos-guard|security check(?:point)?|vercel security checkpoint|are you (?:a )?(?:human|robot)|robot (?:check|or human)|(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|(?:human|bot) verification|please wait|one moment|re?captcha|client challenge|sucuri website firewall.{0,40}|verifikasi (?:manusia|keamanan)`,
  // Hosts without a site, and names without an owner.
  String.raw`index of \/.{0,100}|welcome to nginx|apache2? .{0,20}default page.{0,20}|iis windows(?: server)?|default (?:web ?site )?page|test page for .{0,60}|(?:this )?account (?:has been )?suspended|(?:web)?site (?:is )?(?:suspended|expired|not found)|(?:this )?domain (?:name )?(?:is |has )?(?:for sale|parked|expired|not claimed|suspended)|(?:parked domain|domain parking).{0,40}|[a-z0-9.-]{3,60} is for sale|future home of .{0,60}`,
  String.raw`(?:web)?site (?:is )?under (?:construction|maintenance)|under (?:construction|maintenance)|maintenance(?: mode)?|coming soon|segera hadir|sedang (?:dalam )?(?:perbaikan|pemeliharaan)`,
  // What Indonesian providers show instead of a blocked site.
  String.raw`internet (?:positif|sehat|baik)|trust ?\+? ?positif|situs (?:ini )?(?:di)?blokir|lamanlabuh`,
]
const ERROR_TEXT =
  /(?:page|halaman|content|konten|artikel|berita).{0,40}(?:not found|tidak ditemukan|tidak tersedia|isn.t available|has been removed|telah dihapus)|enable javascript and cookies|verify(?:ing)? you are (?:a )?human|domain (?:name )?(?:may be|is) for sale|buy this domain|checking your browser|error 404/i
/** A page with less text says little besides its message. */
const LITTLE_TEXT = 600
const LOGIN_TEXT = /log ?in|sign up|create an account|masuk|buat akun|daftar/i
const LOGIN_PATH =
  /^\/(?:[\w-]{1,20}\/)?(?:login|log-in|signin|sign-in|masuk|checkpoint)(?:\.php|\.html?)?(?:\/|$)/i

const whole = (patterns: string[]) =>
  new RegExp(`^(?:${patterns.map((pattern) => `(?:${pattern})`).join('|')})$`, 'i')
const loginTitle = whole(LOGIN_TITLES)
const errorTitle = whole(ERROR_TITLES)

/** The title and its parts: `404 | Detikcom` → both, and `404`. */
function titleParts(title: string): string[] {
  const parts = title.split(/\s*[|•·»]\s*|\s+[–—:/-]\s+/).slice(0, 6)
  return [title, ...parts].map((part) => part.replace(/[\s.…!?]+$/, ''))
}

/** An article that leads to the front page of its own site is gone. */
function isFrontPageInstead(asked: URL, final: URL): boolean {
  const depth = asked.pathname.split('/').filter((part) => part !== '').length
  const isDeep = depth > 1 || asked.pathname.length > 20
  return (
    isDeep &&
    /^\/(?:id|en|home|beranda)?\/?$/.test(final.pathname) &&
    foldHost(asked.hostname) === foldHost(final.hostname)
  )
}

/** Why a page has no content worth showing. Undefined when it has some. `asked` is the link, `final` where it led. */
export function emptinessOf(page: PageContent, asked: URL, final: URL): Emptiness | undefined {
  const { title, tabTitle, description, text } = page
  const titles = [titleParts(title), titleParts(tabTitle)]
  const isLogin = titles.some((parts) => parts.slice(0, 2).some((part) => loginTitle.test(part)))
  if (isLogin || LOGIN_PATH.test(final.pathname)) return 'login'
  if (BARE_PLATFORM.test(title) && (description === '' || LOGIN_TEXT.test(description))) return 'login'
  if (page.hasPasswordField && text.length < 250) return 'login'
  if (titles.flat().some((part) => errorTitle.test(part)) || isFrontPageInstead(asked, final))
    return 'error_page'
  if (text.length < LITTLE_TEXT && ERROR_TEXT.test(text)) return 'error_page'
  const isNamed = title !== '' && title.toLowerCase() !== final.hostname
  return isNamed || description !== '' || text.length >= 20 ? undefined : 'empty'
}
