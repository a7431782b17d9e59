/** How a claim looks on people's phones: pages in the style of chats and social media, to be photographed. */

export const STYLES = [
  'whatsapp',
  'whatsapp dark',
  'whatsapp again',
  'telegram',
  'telegram dark',
  'facebook',
  'facebook dark',
  'x',
  'story',
  'news card',
  'paper',
] as const
export type Style = (typeof STYLES)[number]

/** The longest claim, in characters, that fits the style. */
export const LONGEST: Record<Style, number> = {
  whatsapp: 900,
  'whatsapp dark': 900,
  'whatsapp again': 500,
  telegram: 900,
  'telegram dark': 900,
  facebook: 900,
  'facebook dark': 900,
  x: 280,
  story: 180,
  'news card': 150,
  paper: 700,
}

type Random = () => number
const pick = <T>(values: readonly [T, ...T[]], random: Random): T =>
  values[Math.floor(random() * values.length)] ?? values[0]

/** Emoji have no font on a bare machine: coloured faces stand for them. */
const FACE = '<i class="emoji"></i>'
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\p{Extended_Pictographic}(?:\u{FE0F}|\u{200D}|\p{Emoji_Modifier})*/gu, FACE)
    .replaceAll(/https?:\/\/\S+/g, '<a>$&</a>')
    .replaceAll('\n', '<br>')
/** WhatsApp shows `*bold*`. */
const formatted = (text: string) => escaped(text).replaceAll(/\*([^*<>]{1,200})\*/g, '<b>$1</b>')

const time = (random: Random) =>
  `${String(6 + Math.floor(random() * 16)).padStart(2, '0')}.${String(Math.floor(random() * 60)).padStart(2, '0')}`
const count = (random: Random) => pick(['12', '347', '1,2 rb', '86', '5,4 rb', '23 rb', '908'], random)

const BASE = `*{box-sizing:border-box;margin:0}body{width:390px;font:16px/1.33 "Liberation Sans",Arial,sans-serif}
.emoji{display:inline-block;width:1.05em;height:1.05em;border-radius:50%;vertical-align:-.15em;margin:0 1px;background:radial-gradient(circle at 35% 38%,#5b3a00 8%,transparent 9%),radial-gradient(circle at 65% 38%,#5b3a00 8%,transparent 9%),radial-gradient(circle at 40% 30%,#ffe36e,#f7b500)}
.row{display:flex;align-items:center;gap:10px}.grow{flex:1}a{color:#0a7cff}.face{width:38px;height:38px;border-radius:50%;background:linear-gradient(135deg,#89a,#456)}
.status{height:26px;padding:0 14px;font-size:13px;font-weight:600}.muted{opacity:.62;font-weight:400;font-size:13px}`

const page = (style: string, body: string) =>
  `<!doctype html><meta charset="utf-8"><style>${BASE}${style}</style>${body}`

const statusBar = (random: Random) =>
  `<div class="row status"><span>${time(random)}</span><span class="grow"></span><span>4G+</span><span>▮▮▮</span><span>${20 + Math.floor(random() * 79)}%</span></div>`

const CHATTER: readonly [string, ...string[]] = [
  'Assalamualaikum bapak ibu',
  'Besok kerja bakti jam 7 ya',
  'Siap pak',
  'Iuran sampah sudah dititip ke bendahara',
  'Ada yang tahu ini benar atau tidak?',
  'Waalaikumsalam',
  'Jangan lupa posyandu hari Kamis',
  'Wah, hati-hati semuanya',
]
const SENDERS: readonly [string, ...string[]] = ['Bu RT 05', 'Pak RW', '~ Warga Blok C', '+62 812-XXXX-7788']
const GROUPS: readonly [string, ...string[]] = [
  'WARGA RT 12',
  'Keluarga Besar',
  'Pengajian Ibu-Ibu',
  'Info Desa',
]

interface ChatColours {
  bar: string
  barText: string
  ground: string
  bubble: string
  own: string
  text: string
  name: string
  link: string
  field: string
}

const WHATSAPP: ChatColours = {
  bar: '#008069',
  barText: '#fff',
  ground: '#efe7de radial-gradient(circle at 8px 8px,#e2d8cc 2px,transparent 3px) 0 0/26px 26px',
  bubble: '#fff',
  own: '#d9fdd3',
  text: '#111b21',
  name: '#c4532d',
  link: '#027eb5',
  field: '#fff',
}
const WHATSAPP_DARK: ChatColours = {
  bar: '#1f2c34',
  barText: '#e9edef',
  ground: '#0b141a radial-gradient(circle at 8px 8px,#121d24 2px,transparent 3px) 0 0/26px 26px',
  bubble: '#202c33',
  own: '#005c4b',
  text: '#e9edef',
  name: '#e5a13d',
  link: '#53bdeb',
  field: '#202c33',
}
const TELEGRAM: ChatColours = {
  bar: '#517da2',
  barText: '#fff',
  ground: 'linear-gradient(160deg,#d5e3b5,#8fbf9f 55%,#88b5a5)',
  bubble: '#fff',
  own: '#effdde',
  text: '#000',
  name: '#3a8ed1',
  link: '#168acd',
  field: '#fff',
}
const TELEGRAM_DARK: ChatColours = {
  bar: '#212d3b',
  barText: '#fff',
  ground: 'linear-gradient(160deg,#0e1621,#101b27)',
  bubble: '#182533',
  own: '#2b5278',
  text: '#f5f5f5',
  name: '#6ab2f2',
  link: '#6ab3f3',
  field: '#17212b',
}

function chat(claim: string, colours: ChatColours, random: Random, bodySize: number): string {
  const { bar, barText, ground, bubble, own, text, name, link, field } = colours
  const line = (content: string, kind: string, sender?: string) => `<div class="bubble ${kind}">
    ${sender === undefined ? '' : `<div class="name">${sender}</div>`}${content}
    <span class="time">${time(random)}${kind === 'own' ? ' ✓✓' : ''}</span></div>`
  const forwarded = random() < 0.6 ? '<div class="muted"><i>↪ Diteruskan berkali-kali</i></div>' : ''
  const before = Array.from({ length: Math.floor(random() * 4) }, () =>
    random() < 0.3
      ? line(pick(CHATTER, random), 'own')
      : line(pick(CHATTER, random), 'other', pick(SENDERS, random)),
  ).join('')
  const isWholeScreen = random() < 0.5
  const after = random() < 0.7 ? line(pick(CHATTER, random), random() < 0.5 ? 'own' : 'other') : ''
  const style = `body{background:${ground};color:${text};display:flex;flex-direction:column;${isWholeScreen ? 'min-height:844px' : ''}}a{color:${link}}
    .talk{flex:1;display:flex;flex-direction:column;justify-content:flex-end}.bar{background:${bar};color:${barText}}.head{padding:8px 12px;height:56px}
    .talk{padding:10px 9px}.bubble{width:fit-content;max-width:330px;background:${bubble};border-radius:8px;padding:6px 9px 4px;margin:0 0 8px;box-shadow:0 1px 1px #0003;font-size:${bodySize}px}
    .own{background:${own};margin-left:auto}.name{color:${name};font-weight:600;font-size:14px}.time{float:right;font-size:11px;opacity:.6;margin:6px 0 0 10px}
    .day{width:fit-content;margin:0 auto 9px;background:${bubble};opacity:.85;border-radius:8px;padding:4px 10px;font-size:12px}
    .write{padding:6px 8px 10px}.write .grow{background:${field};border-radius:22px;padding:10px 16px}.mic{width:42px;height:42px;border-radius:50%;background:${name}}
    .bubble::after{content:"";display:block;clear:both}`
  return page(
    style,
    `<div class="bar">${statusBar(random)}<div class="row head"><span>←</span><span class="face"></span>
    <div class="grow"><b>${pick(GROUPS, random)}</b><div class="muted">${pick(['online', 'Anda, Bu RT, Pak RW, +62 813…', '128 anggota'], random)}</div></div><span>⋮</span></div></div>
    <div class="talk"><div class="day">${pick(['HARI INI', 'KEMARIN', '21 November 2026'], random)}</div>${before}
    ${line(forwarded + formatted(claim), 'other', pick(SENDERS, random))}${after}</div>
    <div class="row write"><span class="grow muted">Ketik pesan</span><span class="mic"></span></div>`,
  )
}

function facebook(claim: string, isDark: boolean, random: Random): string {
  const [ground, text, line, grey] = isDark
    ? ['#242526', '#e4e6eb', '#3a3b3c', '#b0b3b8']
    : ['#fff', '#050505', '#ced0d4', '#65676b']
  const style = `body{background:${ground};color:${text};font-size:15px}.post{padding:12px}.grey{color:${grey};font-size:13px}
    .acts{border-top:1px solid ${line};padding:10px;justify-content:space-around;color:${grey};font-weight:600;font-size:14px}
    .photo{height:150px;background:linear-gradient(200deg,#6a8caf,#2e3d4f 60%,#7a5c3a)}.said{padding:10px 0;white-space:pre-line}`
  const photo = random() < 0.5 ? '<div class="photo"></div>' : ''
  return page(
    style,
    `${random() < 0.6 ? statusBar(random) : ''}<div class="post"><div class="row"><span class="face"></span><div class="grow">
    <b>${pick(['Info Warga Samarinda', 'Kabar Terkini', 'Berita Viral Nusantara'], random)}</b>
    <div class="grey">${pick(['2 jam', 'Kemarin pukul 19.20', '14 November'], random)} · Publik</div></div><span>•••</span></div>
    <div class="said">${escaped(claim)}</div></div>${photo}
    <div class="post row grey"><span class="grow">👍 ${count(random)}</span>${count(random)} komentar · ${count(random)} kali dibagikan</div>
    <div class="row acts"><span>Suka</span><span>Komentari</span><span>Bagikan</span></div>`.replaceAll(
      '👍',
      FACE,
    ),
  )
}

function x(claim: string, random: Random): string {
  const isDark = random() < 0.5
  const style = `body{background:${isDark ? '#000' : '#fff'};color:${isDark ? '#e7e9ea' : '#0f1419'}}.post{padding:12px 14px}
    .said{font-size:17px;padding:12px 0}.line{border-top:1px solid #8884;padding:11px 0}a{color:#1d9bf0}`
  return page(
    style,
    `${statusBar(random)}<div class="post"><div class="row line" style="border:0"><span>←</span><b>Postingan</b></div><div class="row"><span class="face"></span><div class="grow"><b>Kabar Viral</b><div class="muted">@kabar_viral_id</div></div><b>Ikuti</b></div>
    <div class="said">${escaped(claim)}</div>
    <div class="muted line" style="border:0">${time(random)} · 20 Nov 26 · <b>${count(random)}</b> Tayangan</div>
    <div class="line muted"><b>${count(random)}</b> Posting ulang &nbsp; <b>${count(random)}</b> Suka</div>
    <div class="line muted row"><span class="grow">Posting balasan Anda</span></div></div>`,
  )
}

function story(claim: string, random: Random): string {
  const grounds: readonly [string, ...string[]] = [
    'linear-gradient(170deg,#2b3a55,#7b4b3a 45%,#d08a4e 70%,#26303a)',
    'linear-gradient(200deg,#0f5132,#3f7f5f 40%,#c7b26b 65%,#3b2f20)',
    'linear-gradient(150deg,#3a1c71,#d76d77 55%,#ffaf7b)',
  ]
  const boxed = random() < 0.5
  const style = `body{height:693px;color:#fff;background:radial-gradient(circle at 30% 25%,#fff5 0,transparent 18%),radial-gradient(circle at 75% 80%,#0007 0,transparent 30%),${pick(grounds, random)};padding:8px 14px}
    .bar{height:3px;background:#fff9;border-radius:2px;margin-bottom:10px}.said{margin-top:${90 + Math.floor(random() * 90)}px;font:700 25px/1.35 "Liberation Sans";text-align:center;text-shadow:0 2px 6px #000b}
    .said span{${boxed ? 'background:#000b;box-decoration-break:clone;-webkit-box-decoration-break:clone;padding:2px 8px;border-radius:6px' : ''}}`
  return page(
    style,
    `<div class="bar"></div><div class="row"><span class="face"></span><b>info.kaltim.viral</b><span>5 j</span></div>
    <div class="said"><span>${escaped(claim)}</span></div>`,
  )
}

function newsCard(claim: string, random: Random): string {
  const at = () => `${Math.round(random() * 100)}% ${Math.round(random() * 100)}%`
  const hue = () => `hsl(${Math.round(random() * 360)} 35% ${Math.round(30 + random() * 40)}%)`
  const style = `body{height:488px;background:#16202b;color:#fff}.photo{height:260px;background:radial-gradient(circle at ${at()},${hue()} 0,transparent 25%),radial-gradient(circle at ${at()},${hue()} 0,transparent 35%),linear-gradient(120deg,${hue()},${hue()})}
    .tag{background:#d0021b;font-weight:700;font-size:13px;padding:4px 10px;width:fit-content;margin:-13px 0 12px 18px;position:relative}
    .said{padding:0 18px;font:700 ${claim.length > 90 ? 22 : 27}px/1.22 "Liberation Serif",serif}.foot{padding:14px 18px;font-size:12px;opacity:.75}`
  return page(
    style,
    `<div class="photo"></div><div class="tag">${pick(['BREAKING NEWS', 'VIRAL', 'TERKINI'], random)}</div>
    <div class="said">${escaped(claim)}</div><div class="foot">kabarterkini.example | Sabtu, 21 November 2026</div>`,
  )
}

function paper(claim: string): string {
  const style = `body{width:600px;background:#8a7f72;padding:46px}.sheet{background:#f4f1ea;padding:44px 46px;color:#222;font:19px/1.5 "Liberation Serif",serif;box-shadow:4px 6px 20px #0008}
    .said{margin:22px 0;text-align:justify}h1{font-size:23px;text-align:center;text-decoration:underline}`
  return page(
    style,
    `<div class="sheet"><h1>PENGUMUMAN</h1><div class="said">${escaped(claim)}</div><p>Demikian untuk diketahui bersama.</p></div>`,
  )
}

/** The page of a claim in a style. It is 390 CSS pixels wide, paper 600. */
export function pageOf(style: Style, claim: string, random: Random): string {
  switch (style) {
    case 'whatsapp':
    case 'whatsapp again':
      return chat(claim, WHATSAPP, random, 15.5)
    case 'whatsapp dark':
      return chat(claim, WHATSAPP_DARK, random, 15.5)
    case 'telegram':
      return chat(claim, TELEGRAM, random, 16)
    case 'telegram dark':
      return chat(claim, TELEGRAM_DARK, random, 16)
    case 'facebook':
      return facebook(claim, false, random)
    case 'facebook dark':
      return facebook(claim, true, random)
    case 'x':
      return x(claim, random)
    case 'story':
      return story(claim, random)
    case 'news card':
      return newsCard(claim, random)
    case 'paper':
    default:
      return paper(claim)
  }
}
