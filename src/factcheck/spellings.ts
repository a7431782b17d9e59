/**
 * Other ways to write the same thing: chat spellings, names of one thing, units, months, and letters that look alike.
 * Each list is one `key: words` table in plain text, so that a colleague who does not program can extend it.
 */

/** One target and the ways it is typed: `yang: yg yng`. */
function table(text: string): ReadonlyMap<string, string> {
  const entries = text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [target = '', variants = ''] = line.split(':')
      return variants
        .trim()
        .split(/\s+/)
        .map((variant): [string, string] => [variant, target.trim()])
    })
  return new Map(entries)
}

/** Chat spelling → the written word. A target of two words is split again. */
export const CHAT_SPELLINGS: ReadonlyMap<string, string> = table(`
yang: yg yng yank
dengan: dgn dg dngan dengn
untuk: utk tuk untk ntuk untuq
tidak: tdk gak nggak enggak ga gk ngga kagak kaga ndak tak g engga nda ndk tida
sudah: sdh udah udh dah sdah uda
belum: blm blom belom blum
juga: jg jga
saja: aja sj aj doang
karena: krn karna krna
kalau: klo kalo klu kl kalu
dari: dr dri drpd
dalam: dlm dlam
pada: pd
akan: akn
bisa: bs bsa
jangan: jgn jngan jng jgan
orang: org orng
banyak: bnyk byk bnyak
sama: sm
saya: sy gue gw gua aku ane
anda: km kmu kamu lu lo loe elo
kita: qt
mereka: mrk mreka
bagaimana: gmn gimana bgmn gmana
kenapa: knp napa knapa ngapain
mengapa: mngapa
apa: ap
ada: ad
tapi: tp tpi
tetapi: ttp
terus: trs trus
lagi: lg lgi
lebih: lbh lbih
seperti: spt sprt kayak kyk kaya sprti
semua: smua smw semuanya
sampai: sampe smp smpe smpai
sekarang: skrg skrng skg skrang
hari: hri
besok: bsk
kemarin: kmrn kemaren
malam: mlm malem
pagi: pgi
tanggal: tgl tggl
bulan: bln
tahun: thn th tahon
nomor: no nomer nmr
rumah: rmh
rumah sakit: rs rsud
sakit: skt
jalan: jln jl
dokter: dr. dktr dokternya
presiden: pres
pemerintah: pemda pmrintah pemrintah
indonesia: indo indonesa ri nkri
masyarakat: masy masyrakat msyrkt
informasi: info inf infonya
pendaftaran: pndftrn
hubungi: hub hubungin
telepon: tlp telp tlpn tlpon telpon
handphone: hp hape
whatsapp: wa wasap whatsap watsap whatsaap
facebook: fb pesbuk
instagram: ig insta
grup: group grop
video: vidio vidionya vidio video2
gratis: free gretong
hadiah: hadia
uang: duit doku fulus
ribu: rb rbu
juta: jt jta
miliar: milyar miliyar milyard
triliun: trilyun
rupiah: rp idr
negara: ngra
bantuan: bntuan bantuannya
penerima: pnrima
benar: bener bnr btul betul
begitu: gitu gt gtu
begini: gini gni
memang: emang emg mmg
masih: msh msih
mau: mo mw maw
tahu: tau
sangat: sgt bgt banget bngt
setelah: stlh stelah
sebelum: sblm sblum
terima kasih: makasih mksh trims tq thx makasi
mohon: mhn
tolong: tlg tlong
silakan: silahkan slhkn silkan slkn
bapak: bpk pak
ibu: bu
kepada: kpd kpda
tempat: tmpt
kerja: krj kerjaan
sekolah: skolah skul
anak: ank
perempuan: cewek cewe
pria: cowok cowo
teman: tmn temen
hati: hti
penting: pnting pentg
bahaya: bhaya bahya
sebarkan: sebarin sbarkan share bagikan viralkan
foto: photo poto pict
mobil: mbl
motor: mtr
polisi: polri polis
makan: mkn mam
minum: mnum
air: aer
pakai: pake pke
ingin: pengen pingin pgn pengin kepengen
tanya: nanya nanyain nnya
tadi: td
nanti: ntar ntr entar tar
pikir: mikir mikirin
gais: guys gaes gays gaiss guyss
cuma: cuman cm cmn
sepertinya: kayaknya kyknya kayanya spertinya
sedikit: dikit dkit
cepat: cepet cpt cepetan
habis: abis
tetap: ttap tetep
lihat: liat ngeliat ngelihat lht diliat diliatin
kelihatan: keliatan
cari: nyari nyariin
dapat: dapet dpt dpet
dekat: deket dkt
jadi: jd jdi
dulu: dlu dl doeloe
beberapa: bbrp bebrapa
hanya: hny hnya
tentang: ttg ttng tntang
sejak: sjk
lewat: lwt
datang: dtg dateng
berapa: brp brapa
harga: hrg
barang: brg brng
sebentar: bentar bntr
padahal: pdhl pdahal
langsung: lgsg lgsung lngsung
sebenarnya: sebenernya sbnrnya sbenarnya
bilang: blg ngomong
mengerti: ngerti
beli: bli
kirim: krm krim
selamat: slmt
bekas: bks
minggu: mggu mgg
orang tua: ortu ortunya
kakak: kk
adik: adek ade
suami: swami
istri: isteri bini
laki: lelaki
hamil: bunting
kantor: kntr kantornya
kamar: kmr
keluar: kluar klwr
masuk: msk
hidup: hdup idup
takut: takot
bicara: ngobrol
jakarta: jkt
surabaya: sby
bandung: bdg
semarang: smg
samarinda: smd smr
balikpapan: bpn
kabupaten: kab
kecamatan: kec
kelurahan: kel
provinsi: prov propinsi
`)

/** Names of one thing, joined so that either finds the other. Applied after chat spelling, before stemming. */
export const CONCEPTS: ReadonlyMap<string, string> = table(`
meninggal: tewas wafat mati died dead die death meninggalnya kematian gugur
covid: corona korona coronavirus covid19 koronavirus sarscov kopid covit
tiongkok: cina china tionghoa chinese rrc rrt
jokowi: jkw widodo
amerika: us usa as amrik
arab: saudi
loker: lowongan vacancy lowker
rekrut: rekrutmen recruitment perekrutan
hoaks: hoax hoak hoaxs
vaksin: vaccine vaccin faksin vaksinasi imunisasi
virus: firus
dokter: doctor
pesawat: airplane
kecelakaan: laka tabrakan
banjir: flood
gempa: earthquake lindu
polisi: kepolisian polres polda mabes
tentara: tni prajurit
internet: online daring
tautan: link tautannya linknya url
kuota: quota
undian: giveaway
dihukum: dipenjara
penjara: bui lapas
muslim: islam moslem
kristen: nasrani kristiani
guru: teacher
anak: bocah balita
buruh: pekerja tenaga naker
beras: rice
telur: egg telor
obat: medicine
kanker: cancer
darah: blood
kpk: antirasuah
kemenkes: menkes
kemendikbud: mendikbud
kominfo: kemenkominfo menkominfo komdigi kemkomdigi
kemensos: mensos
kemenkeu: menkeu
kemenag: menag
bansos: sembako
presiden: president capres
pemilu: pilpres pileg
kapolri: kapolda
bensin: bbm pertalite pertamax
teman: sahabat kawan rekan
ditangkap: diciduk dicokok dibekuk diringkus terciduk
penangkapan: pencidukan
dipecat: dicopot
menyembuhkan: mengobati
sembuhkan: obati
menyebabkan: mengakibatkan memicu
mengandung: berisi
parasetamol: paracetamol
masjid: mesjid
sholat: shalat solat salat
quran: alquran
ustaz: ustad ustadz ust
kiai: kyai kiyai
jilbab: hijab kerudung
narkoba: narkotika napza
hiv: aids
israel: zionis
rudal: misil missile
rekening: rek
transfer: tf
tarif: ongkos
mualaf: muallaf
mundur: resign
beracun: toksik
perang: war
`)

/** Units that follow a number, with their factor. */
export const NUMBER_UNITS: ReadonlyMap<string, number> = new Map([
  ['ribu', 1e3],
  ['rb', 1e3],
  ['k', 1e3],
  ['juta', 1e6],
  ['jt', 1e6],
  ['jutaan', 1e6],
  ['miliar', 1e9],
  ['milyar', 1e9],
  ['triliun', 1e12],
  ['trilyun', 1e12],
])

/** Names of months, with their number. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'januari jan',
    'februari feb pebruari',
    'maret mar',
    'april apr',
    'mei',
    'juni jun',
    'juli jul',
    'agustus agt agu ags',
    'september sep sept',
    'oktober okt',
    'november nov nopember',
    'desember des',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
)

/** Letters of other scripts that are drawn like Latin ones. */
export const LOOKALIKE_LETTERS: ReadonlyMap<string, string> = table(`
a: а α ɑ ᴀ
b: в β ь ʙ
c: с ϲ ᴄ
d: ԁ ᴅ
e: е є ε ᴇ
g: ɡ ɢ
h: н һ ʜ
i: і ι ı ɪ
j: ј ᴊ
k: к κ ᴋ
l: ӏ ʟ
m: м ᴍ
n: п η ո ɴ
o: о ο օ σ ᴏ
p: р ρ ᴘ
r: г ʀ
s: ѕ ꜱ
t: т τ ᴛ
u: υ ս ᴜ
v: ν ѵ ᴠ
w: ω ԝ ᴡ
x: х χ
y: у γ ʏ
z: ᴢ
`)
