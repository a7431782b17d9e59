/** Domains that speak for who they say they are, as plain tables that a colleague can extend. */

export type OfficialKind = 'government' | 'institution' | 'company' | 'fact_checker'

export interface OfficialDomain {
  /** This domain and every name below it. */
  domain: string
  kind: OfficialKind
  /** Who speaks there; for the answer. */
  name?: string
  /** Names that people know it by and that others use as bait: `kemensos`. Lower case letters and digits, without hyphens. */
  baits: readonly string[]
}

/**
 * Endings that only those get who prove what they are. Source: PANDI, "Kebijakan Umum Nama Domain" (pandi.id):
 * go.id for government offices, mil.id for the armed forces, desa.id for village governments; ac.id and sch.id for
 * universities and schools with a permit. Sites below them do get broken into: official is the owner, not each page.
 */
const ENDINGS = `
go.id | government
mil.id | government | TNI
desa.id | government | pemerintah desa
ac.id | institution | perguruan tinggi
sch.id | institution | sekolah
`

/**
 * `domain | kind | name | baits`. Sources: the announcements in broadcasts/, the seeded clarifications and their
 * sources, for regencies and cities their procurement sites (lpse.*), for the others links to them in public
 * repositories. Seen in November 2026, not opened. Companies have no baits: their own daughters use their names.
 */
const DOMAINS = `
kaltimprov.go.id | government | Pemerintah Provinsi Kalimantan Timur | kaltimprov pemprovkaltim
gratispol.kaltimprov.go.id | government | Gratispol Kalimantan Timur | gratispol
samarindakota.go.id | government | Pemerintah Kota Samarinda | samarindakota pemkotsamarinda
balikpapan.go.id | government | Pemerintah Kota Balikpapan | pemkotbalikpapan
bontangkota.go.id | government | Pemerintah Kota Bontang | bontangkota pemkotbontang
kukarkab.go.id | government | Pemerintah Kabupaten Kutai Kartanegara | kukarkab pemkabkukar
kutaikartanegarakab.go.id | government | Pemerintah Kabupaten Kutai Kartanegara | kutaikartanegarakab
kutaitimurkab.go.id | government | Pemerintah Kabupaten Kutai Timur | kutaitimurkab kutimkab pemkabkutim
kutaibaratkab.go.id | government | Pemerintah Kabupaten Kutai Barat | kutaibaratkab kubarkab pemkabkubar
beraukab.go.id | government | Pemerintah Kabupaten Berau | beraukab pemkabberau
paserkab.go.id | government | Pemerintah Kabupaten Paser | paserkab pemkabpaser
penajamkab.go.id | government | Pemerintah Kabupaten Penajam Paser Utara | penajamkab pemkabppu
mahakamulukab.go.id | government | Pemerintah Kabupaten Mahakam Ulu | mahakamulukab pemkabmahulu
kemensos.go.id | government | Kementerian Sosial | kemensos kemsos
cekbansos.kemensos.go.id | government | Cek Bansos Kementerian Sosial | cekbansos
kemnaker.go.id | government | Kementerian Ketenagakerjaan | kemnaker kemenaker depnaker
karirhub.kemnaker.go.id | government | Karirhub Kementerian Ketenagakerjaan | karirhub
bsu.kemnaker.go.id | government | Bantuan Subsidi Upah | bsukemnaker
kemendikdasmen.go.id | government | Kementerian Pendidikan Dasar dan Menengah | kemendikdasmen kemdikdasmen
kemdikbud.go.id | government | Kementerian Pendidikan | kemdikbud kemendikbud
kemdiktisaintek.go.id | government | Kementerian Pendidikan Tinggi, Sains, dan Teknologi | kemdiktisaintek
kip-kuliah.kemdiktisaintek.go.id | government | KIP Kuliah | kipkuliah
bkn.go.id | government | Badan Kepegawaian Negara |
sscasn.bkn.go.id | government | SSCASN Badan Kepegawaian Negara | sscasn sscans sscn
menpan.go.id | government | Kementerian PANRB | menpan menpanrb kemenpanrb
prakerja.go.id | government | Prakerja | prakerja kartuprakerja
bpjs-kesehatan.go.id | government | BPJS Kesehatan | bpjskesehatan
bpjsketenagakerjaan.go.id | government | BPJS Ketenagakerjaan | bpjsketenagakerjaan bpjstk
indonesia.go.id | government | Portal Informasi Indonesia |
bmkg.go.id | government | BMKG | bmkg
bnpb.go.id | government | BNPB | bnpb
polri.go.id | government | Polri | polri
tni.mil.id | government | TNI |
bi.go.id | government | Bank Indonesia | bankindonesia
ojk.go.id | government | Otoritas Jasa Keuangan |
pajak.go.id | government | Direktorat Jenderal Pajak | djponline
kemenkeu.go.id | government | Kementerian Keuangan | kemenkeu
kemendagri.go.id | government | Kementerian Dalam Negeri | kemendagri dukcapil disdukcapil
kemkes.go.id | government | Kementerian Kesehatan | kemkes kemenkes satusehat
kemenag.go.id | government | Kementerian Agama | kemenag
komdigi.go.id | government | Kementerian Komunikasi dan Digital | komdigi kemkomdigi
kominfo.go.id | government | Kementerian Komunikasi dan Digital | kominfo diskominfo
esdm.go.id | government | Kementerian ESDM |
kpu.go.id | government | Komisi Pemilihan Umum |
bawaslu.go.id | government | Bawaslu | bawaslu
kpk.go.id | government | Komisi Pemberantasan Korupsi |
bps.go.id | government | Badan Pusat Statistik |
pom.go.id | government | Badan POM |
baznas.go.id | government | Baznas |
ikn.go.id | government | Otorita Ibu Kota Nusantara | otoritaikn
setneg.go.id | government | Kementerian Sekretariat Negara | setneg
lapor.go.id | government | SP4N-LAPOR! | sp4nlapor
bgn.go.id | government | Badan Gizi Nasional | badangizinasional
bri.co.id | company | Bank Rakyat Indonesia |
bankmandiri.co.id | company | Bank Mandiri |
bni.co.id | company | Bank Negara Indonesia |
bca.co.id | company | Bank Central Asia |
bankaltimtara.co.id | company | Bankaltimtara |
pln.co.id | company | PLN |
mypertamina.id | company | MyPertamina | mypertamina
pertamina.com | company | Pertamina |
telkomsel.com | company | Telkomsel |
posindonesia.co.id | company | Pos Indonesia |
turnbackhoax.id | fact_checker | TurnBackHoax Mafindo | turnbackhoax
cekfakta.com | fact_checker | CekFakta.com |
mafindo.or.id | fact_checker | Mafindo |
aduankonten.id | government | Aduan Konten Kementerian Komunikasi dan Digital | aduankonten
`

function readTable(table: string): OfficialDomain[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [domain = '', kind = '', name = '', baits = ''] = line.split('|').map((cell) => cell.trim())
      return {
        domain,
        kind: kind as OfficialKind,
        ...(name === '' ? {} : { name }),
        baits: baits.split(/\s+/).filter((bait) => bait !== ''),
      }
    })
}

export const OFFICIAL_ENDINGS: readonly OfficialDomain[] = readTable(ENDINGS)
export const OFFICIAL_DOMAINS: readonly OfficialDomain[] = readTable(DOMAINS)

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Below these everybody publishes or gets a name: what stands before them is the name. gov.id is only an imitation. */
export const SHARED_ENDINGS = words(`
  co.id or.id web.id my.id biz.id net.id ponpes.id gov.id com.my com.sg com.au co.uk com.br
  blogspot.com wordpress.com weebly.com wixsite.com wixstudio.com web.app firebaseapp.com pages.dev workers.dev r2.dev
  vercel.app netlify.app github.io gitlab.io herokuapp.com onrender.com glitch.me surge.sh framer.website webflow.io
  sites.google.com carrd.co mystrikingly.com myshopify.com 000webhostapp.com infinityfreeapp.com rf.gd lynk.id
  ngrok-free.app ngrok.io trycloudflare.com replit.app blogspot.co.id
`)

/** Large sites where only the owner gives names: nothing below them imitates anybody. */
export const KNOWN_SITES = words(`
  google.com facebook.com instagram.com x.com youtube.com tiktok.com whatsapp.com wikipedia.org detik.com kompas.com
  tribunnews.com liputan6.com tempo.co antaranews.com cnnindonesia.com cnbcindonesia.com okezone.com suara.com
  kumparan.com merdeka.com viva.co.id republika.co.id jawapos.com pikiran-rakyat.com idntimes.com jpnn.com
  sindonews.com inews.id prokal.co rri.co.id kompas.tv kompasiana.com tokopedia.com shopee.co.id bukalapak.com
  lazada.co.id blibli.com
`)

/** Cheap endings that fraud prefers: there, a name needs less to be bait. */
export const CHEAP_ENDINGS = words(`
  xyz site online click top link live shop club info icu cfd sbs buzz vip cyou lol mom monster pro rest space store
  website web.id my.id biz.id pw cc tk fun quest bond today world work digital life
  blogspot.com wordpress.com weebly.com wixsite.com web.app firebaseapp.com pages.dev workers.dev vercel.app netlify.app
  github.io 000webhostapp.com
`)

/** Words of programmes that no one owns as a name: bait only on a cheap ending or with a word that urges. */
export const PROGRAMMES: ReadonlyMap<string, string> = new Map([
  ['bansos', 'cekbansos.kemensos.go.id'],
  ['pkh', 'cekbansos.kemensos.go.id'],
  ['bpnt', 'cekbansos.kemensos.go.id'],
  ['bsu', 'bsu.kemnaker.go.id'],
  ['bpjs', 'bpjs-kesehatan.go.id'],
  ['cpns', 'sscasn.bkn.go.id'],
  ['pppk', 'sscasn.bkn.go.id'],
])
export const URGING = words(
  'cek daftar pendaftaran klaim login resmi online gelombang cair pencairan bantuan penerima gratis subsidi info link form go id',
)
