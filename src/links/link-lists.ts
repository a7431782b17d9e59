/** Hosts and parameters that links are judged by, as plain lists that a colleague can extend. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/**
 * Endings that make a name without `https://` a link. The first line is the list of `factcheck/normalize.ts`, so that
 * both take the same texts for links; the others are no Indonesian words, so `selesai.terima` stays a missing space.
 */
export const BARE_ENDINGS = words(`
  com co id net org info xyz site online me ly gov my club top link live shop
  app art asia at be biz blog buzz cc cfd click cloud cyou dev digital fun gd gg gl gle icu in io lat lol mom monster
  page pics pro pw quest rest sbs sg skin space store tech tk tv us vip wang web website wiki work world ws xin
`)

/** Short links: what they lead to is only known after opening them. */
export const SHORTENERS = words(`
  1drv.ms adf.ly amzn.to app.goo.gl b.link bit.do bit.ly bitly.cx bitly.ws bl.ink buff.ly clck.ru cli.re cutt.ly
  cutt.us dlvr.it fb.me fb.watch fbwat.ch forms.gle g.co gg.gg goo.gl goo.su gslink.co ift.tt intip.in is.gd j.mp
  kutt.it linksplit.io lnkd.in maps.app.goo.gl n9.cl on.fb.me onelink.me ouo.io ow.ly page.link pin.it qr.ae qrco.de
  rb.gy rebrand.ly redd.it s.id s.lazada.co.id s.shopee.co.id shope.ee shorte.st shorturl.asia shorturl.at snip.ly
  soo.gd spoti.fi t.co t.ly tiny.cc tiny.one tinyurl.com tny.im tokopedia.link trib.al u.to urlz.fr v.gd v.ht
  vm.tiktok.com vt.tiktok.com wa.link x.gd youtube.app.goo.gl
`)

/** Wrappers: host and path of a page that only leads on, and the parameters that hold the address. */
export const WRAPPERS: readonly { host: RegExp; path: RegExp; parameters: readonly string[] }[] = [
  { host: /^google\.[a-z.]{2,6}$/, path: /^\/url$/, parameters: ['q', 'url'] },
  { host: /^lm?\.facebook\.com$/, path: /^\/l\.php$/, parameters: ['u'] },
  {
    host: /^facebook\.com$/,
    path: /^\/(?:l|flx\/warn|sharer\/sharer|sharer)(?:\.php)?\/?$/,
    parameters: ['u'],
  },
  { host: /^l\.(?:instagram|threads)\.(?:com|net)$/, path: /^\/$/, parameters: ['u'] },
  { host: /^l\.wl\.co$/, path: /^\/l$/, parameters: ['u'] },
  { host: /^youtube\.com$/, path: /^\/redirect$/, parameters: ['q'] },
  { host: /^out\.reddit\.com$/, path: /^\//, parameters: ['url'] },
  { host: /^vk\.com$/, path: /^\/away\.php$/, parameters: ['to'] },
  { host: /^(?:[a-z0-9]+\.)?safelinks\.protection\.outlook\.com$/, path: /^\/$/, parameters: ['url'] },
  { host: /^(?:t\.me|telegram\.me)$/, path: /^\/share\/url$/, parameters: ['url'] },
  { host: /^x\.com$/, path: /^\/intent\/(?:tweet|post)$/, parameters: ['url'] },
]

/** Other names of one site. */
export const HOST_ALIASES: ReadonlyMap<string, string> = new Map([
  ['fb.com', 'facebook.com'],
  ['instagr.am', 'instagram.com'],
  ['telegram.me', 't.me'],
  ['telegram.dog', 't.me'],
  ['twitter.com', 'x.com'],
  ['youtube-nocookie.com', 'youtube.com'],
  ['music.youtube.com', 'youtube.com'],
])

/** Parameters that say who shared a page, never which page it is. */
const TRACKERS = words(`
  _branch_match_id _ga _gl _hsenc _hsmi _openstat cmpid dclid dm_i fb_action_ids fb_action_types fb_ref fb_source fbclid
  gbraid gclid gclsrc hsctatracking ig_rid igsh igshid li_fat_id mc_cid mc_eid mibextid mkt_tok msclkid ncid ocid pk_campaign
  rdid ref_src ref_url s_kwcid sfnsn share_app_id share_link_id share_url si srsltid tt_from ttclid twclid vero_id wbraid
  wtsid xmt yclid
`)

/** Parameters that mean nothing on one site. */
const SITE_TRACKERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'facebook.com',
    words(
      '__cft__ __tn__ _rdr _rdc eav paipv locale locale2 notif_id notif_t ref refsrc refid ref_type wtsid',
    ),
  ],
  ['instagram.com', words('hl img_index utm_source')],
  ['x.com', words('s t ref lang cxt')],
  ['youtube.com', words('ab_channel app feature pp')],
  [
    'tiktok.com',
    words(
      '_d _r _t checksum is_copy_url is_from_webapp lang sec_user_id sender_device u_code user_id web_id',
    ),
  ],
  ['docs.google.com', words('usp pli ts')],
  ['drive.google.com', words('usp pli ts')],
  ['t.me', words('single')],
])

/** True for a parameter that may go without changing the page. `name` may have `[0]` behind it. */
export function isTracker(host: string, name: string): boolean {
  const key = name.toLowerCase().replace(/\[.*$/s, '')
  return (
    /^(?:utm_|oly_|hsa_|at_custom)/.test(key) ||
    TRACKERS.has(key) ||
    SITE_TRACKERS.get(host)?.has(key) === true
  )
}
