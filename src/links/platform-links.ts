/** What identifies a post on a platform, whichever of its many addresses was shared. */

interface Address {
  /** Parts of the path, without empty ones. */
  path: string[]
  query: URLSearchParams
}

type Rule = (address: Address) => string | undefined

const videoId = (text: string | null | undefined) =>
  text !== null && text !== undefined && /^[\w-]{6,20}$/.test(text) ? text : undefined
const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d{3,25}$/.test(text)

function youtube({ path, query }: Address): string | undefined {
  const [kind = '', id] = path
  const isPlayer = ['shorts', 'live', 'embed', 'v', 'e'].includes(kind)
  const video = kind === 'watch' ? videoId(query.get('v')) : isPlayer ? videoId(id) : undefined
  return video === undefined ? undefined : `youtube.com/watch?v=${video}`
}

function youtuBe({ path }: Address): string | undefined {
  const video = videoId(path[0])
  return video === undefined ? undefined : `youtube.com/watch?v=${video}`
}

const facebookVideo = (id: string) => `facebook.com/watch?v=${id}`

function facebook({ path, query }: Address): string | undefined {
  const [first = '', second] = path
  const last = path.at(-1)
  const story = query.get('story_fbid')
  const owner = query.get('id')
  if (/^(?:story|permalink)\.php$/.test(first) && story !== null && owner !== null)
    return `facebook.com/${owner}/posts/${story}`
  const photo = query.get('fbid') ?? undefined
  if (/^photo(?:\.php|s)?$/.test(first) && isNumber(photo)) return `facebook.com/photo?fbid=${photo}`
  const video = query.get('v') ?? undefined
  if (/^(?:watch|video\.php)$/.test(first) && isNumber(video)) return facebookVideo(video)
  if (first === 'reel' && isNumber(second)) return facebookVideo(second)
  return second === 'videos' && isNumber(last) ? facebookVideo(last) : undefined
}

function instagram({ path }: Address): string | undefined {
  const at = path.findIndex((part, index) => index < 2 && /^(?:p|reels?|tv)$/.test(part))
  const code = at < 0 ? undefined : path[at + 1]
  return code !== undefined && /^[\w-]{5,40}$/.test(code) ? `instagram.com/p/${code}` : undefined
}

function tiktok({ path }: Address): string | undefined {
  const [first = '', second = '', third] = path
  const plain =
    first === 'v' || first === 'embed' ? second.replace(/^v2$/, third ?? '').replace(/\.html$/, '') : third
  const isPost = /^(?:v|embed)$/.test(first) || /^(?:video|photo)$/.test(second)
  return isPost && isNumber(plain) ? `tiktok.com/@/video/${plain}` : undefined
}

function x({ path }: Address): string | undefined {
  const at = path.findIndex((part, index) => index < 3 && /^status(?:es)?$/.test(part))
  const id = at < 0 ? undefined : path[at + 1]
  return isNumber(id) ? `x.com/i/status/${id}` : undefined
}

/** `t.me/s/channel/12` is the same post in the preview for browsers. */
function telegram({ path }: Address): string | undefined {
  return path[0] === 's' && path.length > 1 ? `t.me/${path.slice(1).join('/')}` : undefined
}

function whatsapp({ path, query }: Address): string | undefined {
  const phone = query.get('phone')?.replaceAll(/\D/g, '')
  return path[0] === 'send' && phone !== undefined && phone !== '' ? `wa.me/${phone}` : undefined
}

const whatsappMe: Rule = ({ path }) => {
  const phone = path[0]?.replaceAll(/\D/g, '')
  return path.length === 1 && phone !== undefined && phone.length > 5 ? `wa.me/${phone}` : undefined
}

const RULES: ReadonlyMap<string, Rule> = new Map([
  ['youtube.com', youtube],
  ['youtu.be', youtuBe],
  ['facebook.com', facebook],
  ['instagram.com', instagram],
  ['tiktok.com', tiktok],
  ['x.com', x],
  ['t.me', telegram],
  ['api.whatsapp.com', whatsapp],
  ['wa.me', whatsappMe],
])

/** The one address of a post, without scheme. Undefined when the link is not one that the rules know. */
export function platformForm(host: string, url: URL): string | undefined {
  const path = url.pathname.split('/').filter((part) => part !== '')
  return RULES.get(host)?.({ path, query: url.searchParams })
}

/** Share links that say nothing themselves: the platform leads on to the post. */
export function isShareLink(host: string, url: URL): boolean {
  if (host === 'facebook.com') return /^\/share(?:\/|$)/.test(url.pathname)
  if (host === 'instagram.com') return url.pathname.startsWith('/share/')
  return host === 'tiktok.com' && url.pathname.startsWith('/t/')
}
